using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

/// <summary>Input objects (section 3.10): what they hold, and that a finite value of each exists.</summary>
internal sealed partial class SchemaValidator
{
    private readonly HashSet<InputValueDefinition> withoutCycle = new(ReferenceEqualityComparer.Instance);
    private bool hasDefaultCycle;

    private void CheckInput(InputObjectType type)
    {
        if (type.Fields.Count == 0)
            problems.Add($"{type.Name} has no fields.");
        CheckInputs(type.Name, type.Fields);
        if (type.IsOneOf && type.Fields.Any(field => field.Type is NonNullType || field.DefaultValue is not null))
            problems.Add($"{type.Name}: fields of a OneOf input object are nullable and have no default.");
        if (Requires(type, type, []))
            problems.Add($"{type.Name} requires itself, so that no value is finite.");
    }

    private static bool Requires(InputObjectType type, InputObjectType target, HashSet<InputObjectType> seen) =>
        seen.Add(type)
        && type.Fields.Select(field => field.Type)
            .OfType<NonNullType>()
            .Select(nonNull => nonNull.OfType)
            .OfType<InputObjectType>()
            .Any(next => ReferenceEquals(next, target) || Requires(next, target, seen));

    // InputObjectDefaultValueHasCycle: filling in the defaults of an empty object comes to an end.
    private void CheckDefaultCycles(InputObjectType type)
    {
        if (!HasDefaultCycle(type, new ObjectValueNode([]), []))
            return;
        hasDefaultCycle = true;
        problems.Add($"{type.Name}: a default value contains itself.");
    }

    private bool HasDefaultCycle(InputObjectType type, ValueNode value, HashSet<InputValueDefinition> visited)
    {
        if (value is ListValueNode list)
            return list.Values.Any(item => HasDefaultCycle(type, item, visited));
        if (value is not ObjectValueNode map)
            return false;
        foreach (var field in type.Fields)
        {
            if (field.Type.Named is not InputObjectType next)
                continue;
            var given = map.Fields.FirstOrDefault(f =>
                string.Equals(f.Name.Value, field.Name, StringComparison.Ordinal)
            );
            if (given is not null)
            {
                if (HasDefaultCycle(next, given.Value, visited))
                    return true;
            }
            else if (field.DefaultValue is not null && !withoutCycle.Contains(field))
            {
                if (!visited.Add(field) || HasDefaultCycle(next, field.DefaultValue, visited))
                    return true;
                visited.Remove(field);
                withoutCycle.Add(field);
            }
        }
        return false;
    }
}
