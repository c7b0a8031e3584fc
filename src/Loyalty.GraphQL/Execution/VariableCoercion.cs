using System.Text.Json;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

/// <summary>CoerceVariableValues (section 6.1.2): JSON against the variable definitions, every fault an error.</summary>
internal sealed class VariableCoercion(Schema schema)
{
    private const int ErrorsMax = 50;
    private readonly List<GraphQLError> errors = [];

    public IReadOnlyList<GraphQLError> Errors => errors;

    public Dictionary<string, object?> Coerce(OperationDefinitionNode operation, JsonElement variables)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var definition in operation.Variables)
        {
            var name = definition.Variable.Name.Value;
            if (TypeOf(schema, definition.Type) is not { IsInput: true } type)
            {
                errors.Add(GraphQLError.At($"Variable \"${name}\" is of no input type.", definition.Type));
                continue;
            }
            if (variables.ValueKind != JsonValueKind.Object || !variables.TryGetProperty(name, out var json))
            {
                if (definition.DefaultValue is not null)
                {
                    if (InputCoercion.TryLiteral(definition.DefaultValue, type, null, out var value))
                        values[name] = value;
                }
                else if (type is NonNullType)
                    errors.Add(
                        GraphQLError.At(
                            $"Variable \"${name}\" of required type \"{type}\" was not provided.",
                            definition
                        )
                    );
            }
            else if (json.ValueKind == JsonValueKind.Null && type is NonNullType)
                errors.Add(
                    GraphQLError.At($"Variable \"${name}\" of non-null type \"{type}\" must not be null.", definition)
                );
            else
                values[name] = Coerce(json, type, new Place(definition, name));
        }
        return values;
    }

    public static GraphQLType? TypeOf(Schema schema, TypeNode node) =>
        node switch
        {
            NonNullTypeNode nonNull => TypeOf(schema, nonNull.Type) is { } inner ? new NonNullType(inner) : null,
            ListTypeNode list => TypeOf(schema, list.Type) is { } inner ? new ListType(inner) : null,
            NamedTypeNode named => schema.FindType(named.Name.Value),
            _ => null,
        };

    private sealed record Place(VariableDefinitionNode Definition, string Path);

    private void Report(Place place, JsonElement json, string message)
    {
        if (errors.Count >= ErrorsMax)
            return;
        var name = place.Definition.Variable.Name.Value;
        var at = string.Equals(place.Path, name, StringComparison.Ordinal) ? "" : $" at \"{place.Path}\"";
        errors.Add(
            GraphQLError.At($"Variable \"${name}\" got invalid value {Show(json)}{at}; {message}", place.Definition)
        );
    }

    private static string Show(JsonElement json)
    {
        var text = json.GetRawText();
        return text.Length <= 200 ? text : text[..200] + "…";
    }

    private object? Coerce(JsonElement json, GraphQLType type, Place place)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            if (type is NonNullType)
                Report(place, json, $"Expected non-nullable type \"{type}\" not to be null.");
            return null;
        }
        switch (type.Nullable)
        {
            case ListType list when json.ValueKind == JsonValueKind.Array:
                var items = new object?[json.GetArrayLength()];
                var i = 0;
                foreach (var item in json.EnumerateArray())
                {
                    items[i] = Coerce(item, list.OfType, place with { Path = $"{place.Path}[{i}]" });
                    i++;
                }
                return items;
            case ListType list:
                return new[] { Coerce(json, list.OfType, place) };
            case InputObjectType input:
                return CoerceObject(json, input, place);
            case EnumType e:
                if (json.ValueKind != JsonValueKind.String)
                    Report(place, json, $"Enum \"{e.Name}\" cannot represent non-string value: {Show(json)}.");
                else if (e.FindValue(json.GetString()!) is { } known)
                    return known.Value;
                else
                    Report(place, json, $"Value {Show(json)} does not exist in \"{e.Name}\" enum.");
                return null;
            default:
                var scalar = (ScalarType)type.Nullable;
                var given = InputCoercion.ToInput(json);
                if (scalar.TryParse(given, out var value))
                    return value;
                Report(place, json, scalar.DescribeInvalid(given, Show(json)));
                return null;
        }
    }

    private Dictionary<string, object?>? CoerceObject(JsonElement json, InputObjectType type, Place place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Report(place, json, $"Expected type \"{type.Name}\" to be an object.");
            return null;
        }
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            if (json.TryGetProperty(field.Name, out var value))
                result.Add(field.Name, Coerce(value, field.Type, place with { Path = $"{place.Path}.{field.Name}" }));
            else if (field.DefaultValue is not null)
                result.Add(field.Name, InputCoercion.Default(field));
            else if (field.Type is NonNullType)
                Report(place, json, $"Field \"{field.Name}\" of required type \"{field.Type}\" was not provided.");
        }
        foreach (var property in json.EnumerateObject())
        {
            if (type.FindField(property.Name) is null)
                Report(place, json, $"Field \"{property.Name}\" is not defined by type \"{type.Name}\".");
        }
        if (type.IsOneOf)
            CheckOneOf(json, type, result, place);
        return result;
    }

    private void CheckOneOf(JsonElement json, InputObjectType type, Dictionary<string, object?> result, Place place)
    {
        if (result.Count != 1)
            Report(place, json, $"Exactly one key must be specified for OneOf type \"{type.Name}\".");
        if (
            result.Count > 0
            && json.TryGetProperty(result.Keys.First(), out var first)
            && first.ValueKind == JsonValueKind.Null
        )
            Report(
                place with
                {
                    Path = $"{place.Path}.{result.Keys.First()}",
                },
                first,
                $"Field \"{result.Keys.First()}\" must be non-null."
            );
    }
}
