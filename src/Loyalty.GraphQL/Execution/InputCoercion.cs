using System.Text.Json;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

/// <summary>Input coercion of literals (section 3, "Input Coercion"). Lists become arrays, input objects dictionaries.</summary>
internal static class InputCoercion
{
    /// <summary>Coerces a literal; variables in it have been coerced before.</summary>
    /// <returns>False when the literal does not fit; validation says why.</returns>
    public static bool TryLiteral(
        ValueNode node,
        GraphQLType type,
        IReadOnlyDictionary<string, object?>? variables,
        out object? value
    )
    {
        value = null;
        if (node is VariableNode variable)
        {
            if (variables is null || !variables.TryGetValue(variable.Name.Value, out value))
                return false;
            return value is not null || type is not NonNullType;
        }
        if (node is NullValueNode)
            return type is not NonNullType;
        switch (type.Nullable)
        {
            case ListType list:
                return TryList(node, list, variables, out value);
            case InputObjectType input:
                return TryObject(node, input, variables, out value);
            case EnumType e:
                value = node is EnumValueNode name ? e.FindValue(name.Value)?.Value : null;
                return value is not null;
            case ScalarType scalar:
                return scalar.TryParse(ToInput(node), out value);
            default:
                return false;
        }
    }

    public static ScalarInput ToInput(ValueNode node) =>
        node switch
        {
            IntValueNode number => new(ScalarInputKind.Int, number.Value, false),
            FloatValueNode number => new(ScalarInputKind.Float, number.Value, false),
            StringValueNode text => new(ScalarInputKind.String, text.Value, false),
            BooleanValueNode flag => new(ScalarInputKind.Boolean, flag.Value ? "true" : "false", false),
            _ => new(ScalarInputKind.Other, "", false),
        };

    public static ScalarInput ToInput(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Number => FromNumber(json.GetRawText()),
            JsonValueKind.String => new(ScalarInputKind.String, json.GetString()!, true),
            JsonValueKind.True => new(ScalarInputKind.Boolean, "true", true),
            JsonValueKind.False => new(ScalarInputKind.Boolean, "false", true),
            _ => new(ScalarInputKind.Other, "", true),
        };

    private static ScalarInput FromNumber(string raw) =>
        new(raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? ScalarInputKind.Int : ScalarInputKind.Float, raw, true);

    /// <summary>The coerced default of an argument or input field.</summary>
    public static object? Default(InputValueDefinition definition) =>
        TryLiteral(definition.DefaultValue!, definition.Type, null, out var value)
            ? value
            : throw new InvalidOperationException($"The default of {definition.Name} does not fit its type.");

    private static bool TryList(
        ValueNode node,
        ListType list,
        IReadOnlyDictionary<string, object?>? variables,
        out object? value
    )
    {
        value = null;
        if (node is not ListValueNode literal)
        {
            if (!TryLiteral(node, list.OfType, variables, out var single))
                return false;
            value = new[] { single };
            return true;
        }
        var items = new object?[literal.Values.Count];
        for (var i = 0; i < items.Length; i++)
        {
            // A variable that was not given counts as null inside a list.
            var missing = literal.Values[i] is VariableNode v && variables?.ContainsKey(v.Name.Value) != true;
            if (
                missing
                    ? list.OfType is NonNullType
                    : !TryLiteral(literal.Values[i], list.OfType, variables, out items[i])
            )
                return false;
        }
        value = items;
        return true;
    }

    private static bool TryObject(
        ValueNode node,
        InputObjectType type,
        IReadOnlyDictionary<string, object?>? variables,
        out object? value
    )
    {
        value = null;
        if (node is not ObjectValueNode literal)
            return false;
        var given = new Dictionary<string, ValueNode>(StringComparer.Ordinal);
        foreach (var field in literal.Fields)
        {
            if (type.FindField(field.Name.Value) is null || !given.TryAdd(field.Name.Value, field.Value))
                return false;
        }
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            var present =
                given.TryGetValue(field.Name, out var fieldNode)
                && (fieldNode is not VariableNode v || variables?.ContainsKey(v.Name.Value) == true);
            if (present)
            {
                if (!TryLiteral(fieldNode!, field.Type, variables, out var fieldValue))
                    return false;
                result.Add(field.Name, fieldValue);
            }
            else if (field.DefaultValue is not null)
                result.Add(field.Name, Default(field));
            else if (field.Type is NonNullType)
                return false;
        }
        value = result;
        return !type.IsOneOf || (given.Count == 1 && result.Count == 1 && result.Values.All(v => v is not null));
    }
}
