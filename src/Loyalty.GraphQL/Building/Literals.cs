using System.Buffers;
using System.Collections;
using System.Text.Json;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

/// <summary>C# default values as GraphQL literals.</summary>
internal static class Literals
{
    public static ValueNode From(object? value, GraphQLType type)
    {
        if (value is null)
            return new NullValueNode();
        return type.Nullable switch
        {
            ListType list when value is IEnumerable items and not string => new ListValueNode([
                .. items.Cast<object?>().Select(item => From(item, list.OfType)),
            ]),
            ListType list => From(value, list.OfType),
            EnumType e => new EnumValueNode(Find(e, value)),
            ScalarType scalar => FromScalar(scalar, value),
            _ => throw new SchemaException([$"A default for {type} is written with [DefaultValueSyntax]."]),
        };
    }

    // Parameter defaults of nullable enums come as their numbers.
    private static string Find(EnumType type, object value) =>
        (
            type.FindRuntimeValue(value)
            ?? type.Values.FirstOrDefault(v =>
                v.Value is Enum e && Convert.ToInt64(e, null) == Convert.ToInt64(value, null)
            )
        )?.Name
        ?? throw new SchemaException([$"{type.Name} has no value {value}."]);

    private static ValueNode FromScalar(ScalarType scalar, object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            scalar.Write(writer, scalar.Serialize(value));
        using var json = JsonDocument.Parse(buffer.WrittenMemory);
        var root = json.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.String => new StringValueNode(root.GetString()!, Block: false),
            JsonValueKind.True or JsonValueKind.False => new BooleanValueNode(root.GetBoolean()),
            JsonValueKind.Number when root.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0 => new FloatValueNode(
                root.GetRawText()
            ),
            _ => new IntValueNode(root.GetRawText()),
        };
    }
}
