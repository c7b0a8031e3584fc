using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Cost;

/// <summary>What the arguments of fields cost: input objects weigh 1 each, other values nothing, unless <c>@cost</c> says
/// otherwise. A variable's value is reckoned once, however often it is used.</summary>
internal sealed class ArgumentCost(IReadOnlyDictionary<string, object?> variables)
{
    private Dictionary<string, double>? costOfVariable;

    public double Of(FieldDefinition field, FieldNode node)
    {
        var total = 0.0;
        foreach (var argument in node.Arguments)
        {
            if (field.FindArgument(argument.Name.Value) is { } definition)
                total += Of(definition, argument.Value);
        }
        return total;
    }

    private double Of(InputValueDefinition definition, ValueNode value) =>
        value is NullValueNode
        || (value is VariableNode variable && variables.GetValueOrDefault(variable.Name.Value) is null)
            ? 0
            : (definition.CostWeight ?? 0) + Literal(value, definition);

    private double Literal(ValueNode value, InputValueDefinition definition)
    {
        switch (value)
        {
            case VariableNode variable:
                costOfVariable ??= new(StringComparer.Ordinal);
                if (!costOfVariable.TryGetValue(variable.Name.Value, out var cost))
                    costOfVariable[variable.Name.Value] = cost = Coerced(
                        variables.GetValueOrDefault(variable.Name.Value),
                        definition
                    );
                return cost;
            case ListValueNode list:
                return list.Values.Sum(item => Literal(item, definition));
            case ObjectValueNode given when definition.Type.Named is InputObjectType type:
                var total = ObjectWeight(definition);
                foreach (var field in given.Fields)
                {
                    if (type.FindField(field.Name.Value) is { } known)
                        total += Of(known, field.Value);
                }
                return total;
            default:
                return 0;
        }
    }

    private static double Coerced(object? value, InputValueDefinition definition)
    {
        switch (value)
        {
            case object?[] items:
                return items.Sum(item => Coerced(item, definition));
            case IReadOnlyDictionary<string, object?> given when definition.Type.Named is InputObjectType type:
                var total = ObjectWeight(definition);
                foreach (var (name, member) in given)
                {
                    if (member is not null && type.FindField(name) is { } known)
                        total += (known.CostWeight ?? 0) + Coerced(member, known);
                }
                return total;
            default:
                return 0;
        }
    }

    // A weight of the argument or input field stands in for that of the object.
    private static double ObjectWeight(InputValueDefinition definition) => definition.CostWeight is null ? 1 : 0;
}
