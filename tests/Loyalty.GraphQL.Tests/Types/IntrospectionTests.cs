using System.Text.Json;
using Loyalty.GraphQL.Tests.Conformance;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Types;

/// <summary>What every schema has, held against the definitions of September 2025: section 4.2 for introspection, 3.13 for directives.</summary>
public sealed class IntrospectionTests
{
    private const string Deprecable = "(includeDeprecated: Boolean! = false)";

    private const string Query = """
        query ($name: String!) { __type(name: $name) {
          kind name
          fields(includeDeprecated: true) { name isDeprecated type { ...T } args(includeDeprecated: true) { ...I } }
          enumValues(includeDeprecated: true) { name isDeprecated }
          interfaces { name } possibleTypes { name } inputFields { name } specifiedByURL isOneOf } }
        fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
        fragment I on __InputValue { name defaultValue isDeprecated type { ...T } }
        """;

    [Theory]
    [InlineData(
        "__Schema",
        "description: String",
        "types: [__Type!]!",
        "queryType: __Type!",
        "mutationType: __Type",
        "subscriptionType: __Type",
        "directives: [__Directive!]!"
    )]
    [InlineData(
        "__Type",
        "kind: __TypeKind!",
        "name: String",
        "description: String",
        "specifiedByURL: String",
        $"fields{Deprecable}: [__Field!]",
        "interfaces: [__Type!]",
        "possibleTypes: [__Type!]",
        $"enumValues{Deprecable}: [__EnumValue!]",
        $"inputFields{Deprecable}: [__InputValue!]",
        "ofType: __Type",
        "isOneOf: Boolean"
    )]
    [InlineData(
        "__Field",
        "name: String!",
        "description: String",
        $"args{Deprecable}: [__InputValue!]!",
        "type: __Type!",
        "isDeprecated: Boolean!",
        "deprecationReason: String"
    )]
    [InlineData(
        "__InputValue",
        "name: String!",
        "description: String",
        "type: __Type!",
        "defaultValue: String",
        "isDeprecated: Boolean!",
        "deprecationReason: String"
    )]
    [InlineData(
        "__EnumValue",
        "name: String!",
        "description: String",
        "isDeprecated: Boolean!",
        "deprecationReason: String"
    )]
    [InlineData(
        "__Directive",
        "name: String!",
        "description: String",
        "isRepeatable: Boolean!",
        "locations: [__DirectiveLocation!]!",
        $"args{Deprecable}: [__InputValue!]!"
    )]
    public async Task An_introspection_type_has_these_fields_and_no_other(string name, params string[] fields)
    {
        var type = await TypeAsync(name);

        type.GetProperty("kind").GetString().ShouldBe("OBJECT");
        type.GetProperty("interfaces").GetArrayLength().ShouldBe(0);
        foreach (var other in new[] { "enumValues", "possibleTypes", "inputFields", "specifiedByURL", "isOneOf" })
            type.GetProperty(other).ValueKind.ShouldBe(JsonValueKind.Null, other);
        type.GetProperty("fields").EnumerateArray().Select(Field).ShouldBe(fields, ignoreOrder: true);
    }

    [Theory]
    [InlineData("__TypeKind", "SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL")]
    [InlineData(
        "__DirectiveLocation",
        "QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION "
            + "SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT "
            + "INPUT_FIELD_DEFINITION"
    )]
    public async Task An_introspection_enum_has_these_values_and_no_other(string name, string values)
    {
        var type = await TypeAsync(name);

        type.GetProperty("kind").GetString().ShouldBe("ENUM");
        var found = type.GetProperty("enumValues").EnumerateArray().ToList();
        found.Select(value => value.GetProperty("name").GetString()).ShouldBe(values.Split(' '), ignoreOrder: true);
        found.ShouldAllBe(value => !value.GetProperty("isDeprecated").GetBoolean());
    }

    [Fact]
    public async Task No_other_type_and_no_field_of_the_root_begins_with_two_underscores()
    {
        using var answer = await AskAsync("{ __schema { types { name } queryType { fields { name } } } }");
        var schema = answer.RootElement.GetProperty("data").GetProperty("__schema");

        Reserved(schema.GetProperty("types"))
            .ShouldBe(
                [
                    "__Schema",
                    "__Type",
                    "__TypeKind",
                    "__Field",
                    "__InputValue",
                    "__EnumValue",
                    "__Directive",
                    "__DirectiveLocation",
                ],
                ignoreOrder: true
            );
        Reserved(schema.GetProperty("queryType").GetProperty("fields")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("skip(if: Boolean!)", "FIELD FRAGMENT_SPREAD INLINE_FRAGMENT")]
    [InlineData("include(if: Boolean!)", "FIELD FRAGMENT_SPREAD INLINE_FRAGMENT")]
    [InlineData(
        "deprecated(reason: String! = \"No longer supported\")",
        "FIELD_DEFINITION ARGUMENT_DEFINITION INPUT_FIELD_DEFINITION ENUM_VALUE"
    )]
    [InlineData("specifiedBy(url: String!)", "SCALAR")]
    [InlineData("oneOf", "INPUT_OBJECT")]
    public async Task A_built_in_directive_has_these_arguments_and_locations(string signature, string locations)
    {
        var query = $$"""
            { __schema { directives { name isRepeatable locations args(includeDeprecated: true) { ...I } } } }
            {{Query[Query.IndexOf("fragment", StringComparison.Ordinal)..]}}
            """;
        using var answer = await AskAsync(query);

        var name = signature.Split('(')[0];
        var directive = answer
            .RootElement.GetProperty("data")
            .GetProperty("__schema")
            .GetProperty("directives")
            .EnumerateArray()
            .Single(found => found.GetProperty("name").ValueEquals(name));
        (name + Arguments(directive)).ShouldBe(signature);
        directive.GetProperty("isRepeatable").GetBoolean().ShouldBeFalse();
        directive
            .GetProperty("locations")
            .EnumerateArray()
            .Select(location => location.GetString())
            .ShouldBe(locations.Split(' '), ignoreOrder: true);
    }

    private static async Task<JsonDocument> AskAsync(string query, string? variables = null)
    {
        var answer = JsonDocument.Parse(await Engine.Conformance.JsonAsync(query, variables));
        answer.RootElement.TryGetProperty("errors", out var errors).ShouldBeFalse(errors.ToString());
        return answer;
    }

    private static async Task<JsonElement> TypeAsync(string name)
    {
        using var answer = await AskAsync(Query, $$"""{"name":"{{name}}"}""");
        return answer.RootElement.GetProperty("data").GetProperty("__type").Clone();
    }

    private static IEnumerable<string> Reserved(JsonElement named) =>
        named
            .EnumerateArray()
            .Select(item => item.GetProperty("name").GetString()!)
            .Where(name => name.StartsWith("__", StringComparison.Ordinal));

    private static string Field(JsonElement field) =>
        field.GetProperty("name").GetString()
        + Arguments(field)
        + ": "
        + TypeOf(field)
        + (field.GetProperty("isDeprecated").GetBoolean() ? " @deprecated" : "");

    private static string Arguments(JsonElement owner)
    {
        var arguments = owner.GetProperty("args").EnumerateArray().Select(Argument).ToList();
        return arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})";
    }

    private static string Argument(JsonElement input)
    {
        var value = input.GetProperty("defaultValue").GetString();
        var text = $"{input.GetProperty("name").GetString()}: {TypeOf(input)}" + (value is null ? "" : $" = {value}");
        return input.GetProperty("isDeprecated").GetBoolean() ? text + " @deprecated" : text;
    }

    private static string TypeOf(JsonElement owner) => Text(owner.GetProperty("type"));

    private static string Text(JsonElement type) =>
        type.GetProperty("kind").GetString() switch
        {
            "NON_NULL" => Text(type.GetProperty("ofType")) + "!",
            "LIST" => $"[{Text(type.GetProperty("ofType"))}]",
            _ => type.GetProperty("name").GetString()!,
        };
}
