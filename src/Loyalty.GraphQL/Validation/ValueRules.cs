using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Validation;

/// <summary>Section 5.6: literals against their types; notes where variables stand.</summary>
internal sealed class ValueRules(ValidationContext context, List<VariableUsage> usages)
{
    public void Check(ValueNode node, GraphQLType? type, bool hasDefault = false, bool inOneOf = false)
    {
        switch (node)
        {
            case VariableNode variable:
                usages.Add(new VariableUsage(variable, type, hasDefault, inOneOf));
                break;
            case NullValueNode when type is NonNullType:
                context.Report($"Expected value of type \"{type}\", found null.", node);
                break;
            case NullValueNode:
                break;
            case ListValueNode list when type is null || type.Nullable is ListType:
                foreach (var item in list.Values)
                    Check(item, (type?.Nullable as ListType)?.OfType);
                break;
            case ObjectValueNode map:
                CheckObject(map, type);
                break;
            default:
                if (type is not null)
                    CheckLeaf(node, type);
                else if (node is ListValueNode unknown)
                    NoteVariables(unknown);
                break;
        }
    }

    private void CheckLeaf(ValueNode node, GraphQLType type)
    {
        while (type.Nullable is ListType list && node is not ListValueNode)
            type = list.OfType;
        switch (type.Nullable)
        {
            case ScalarType scalar:
                var input = InputCoercion.ToInput(node);
                if (!scalar.TryParse(input, out _))
                    context.Report(scalar.DescribeInvalid(input, node.ToString()), node);
                NoteVariables(node);
                break;
            case EnumType e when node is EnumValueNode name:
                if (e.FindValue(name.Value) is null)
                    context.Report($"Value \"{name.Value}\" does not exist in \"{e.Name}\" enum.", node);
                break;
            case EnumType e:
                context.Report($"Enum \"{e.Name}\" cannot represent non-enum value: {node}.", node);
                NoteVariables(node);
                break;
            default:
                context.Report($"Expected value of type \"{type}\", found {node}.", node);
                NoteVariables(node);
                break;
        }
    }

    private void CheckObject(ObjectValueNode node, GraphQLType? type)
    {
        CheckUniqueNames(node);
        while (type?.Nullable is ListType list)
            type = list.OfType;
        if (type?.Nullable is not InputObjectType input)
        {
            if (type is not null)
                CheckLeaf(node, type);
            else
                NoteVariables(node);
            return;
        }
        foreach (var field in node.Fields)
        {
            var definition = input.FindField(field.Name.Value);
            if (definition is null)
                context.Report($"Field \"{field.Name.Value}\" is not defined by type \"{input.Name}\".", field);
            Check(field.Value, definition?.Type, definition?.DefaultValue is not null, input.IsOneOf);
        }
        foreach (var missing in input.Fields)
        {
            if (
                missing.IsRequired
                && !node.Fields.Any(f => string.Equals(f.Name.Value, missing.Name, StringComparison.Ordinal))
            )
                context.Report(
                    $"Field \"{input.Name}.{missing.Name}\" of required type \"{missing.Type}\" was not provided.",
                    node
                );
        }
        if (input.IsOneOf)
            CheckOneOf(node, input);
    }

    private void CheckOneOf(ObjectValueNode node, InputObjectType type)
    {
        if (node.Fields.Select(field => field.Name.Value).Distinct(StringComparer.Ordinal).Count() != 1)
            context.Report($"OneOf Input Object \"{type.Name}\" must specify exactly one key.", node);
        else if (node.Fields[^1].Value is NullValueNode)
            context.Report($"Field \"{type.Name}.{node.Fields[^1].Name.Value}\" must be non-null.", node);
    }

    private void CheckUniqueNames(ObjectValueNode node)
    {
        var seen = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var field in node.Fields)
        {
            if (!seen.TryAdd(field.Name.Value, field.Name))
                context.Report(
                    $"There can be only one input field named \"{field.Name.Value}\".",
                    seen[field.Name.Value],
                    field.Name
                );
        }
    }

    // Variables inside a value that does not fit are used all the same.
    private void NoteVariables(ValueNode node)
    {
        switch (node)
        {
            case VariableNode variable:
                usages.Add(new VariableUsage(variable, null, false, false));
                break;
            case ListValueNode list:
                foreach (var item in list.Values)
                    NoteVariables(item);
                break;
            case ObjectValueNode map:
                foreach (var field in map.Fields)
                    NoteVariables(field.Value);
                break;
        }
    }
}
