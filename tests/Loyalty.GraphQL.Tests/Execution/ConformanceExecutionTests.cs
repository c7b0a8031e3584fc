using Loyalty.GraphQL.Tests.Conformance;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Execution;

/// <summary>Sections 4 (introspection) and 6 (execution), on the conformance schema.</summary>
public sealed class ConformanceExecutionTests
{
    private static Task<string> Run(string query, string? variables = null) =>
        Engine.Conformance.JsonAsync(query, variables);

    [Theory]
    [InlineData(
        "{ nest { ok errNN } }",
        "{\"errors\":[{\"message\":\"boom: errNN\",\"locations\":[{\"line\":1,\"column\":13}],\"path\":[\"nest\",\"errNN\"],\"extensions\":{\"code\":\"BOOM\"}}],\"data\":{\"nest\":null}}"
    )]
    [InlineData(
        "{ nestNN { nullNN } }",
        "{\"errors\":[{\"message\":\"Cannot return null for non-nullable field Nest.nullNN.\",\"locations\":[{\"line\":1,\"column\":12}],\"path\":[\"nestNN\",\"nullNN\"]}],\"data\":null}"
    )]
    [InlineData(
        "{ nest { itemsErr ok } }",
        "{\"errors\":[{\"message\":\"boom: item\",\"locations\":[{\"line\":1,\"column\":10}],\"path\":[\"nest\",\"itemsErr\",1]}],\"data\":{\"nest\":{\"itemsErr\":[1,null,3],\"ok\":1}}}"
    )]
    [InlineData(
        "{ nest { itemsNullNN } }",
        "{\"errors\":[{\"message\":\"Cannot return null for non-nullable field Nest.itemsNullNN.\",\"locations\":[{\"line\":1,\"column\":10}],\"path\":[\"nest\",\"itemsNullNN\",1]}],\"data\":{\"nest\":{\"itemsNullNN\":null}}}"
    )]
    [InlineData(
        "{ nest { list { asyncErrNN } } }",
        "{\"errors\":[{\"message\":\"boom: asyncErrNN\",\"locations\":[{\"line\":1,\"column\":17}],\"path\":[\"nest\",\"list\",0,\"asyncErrNN\"],\"extensions\":{\"code\":\"BOOM\"}},{\"message\":\"boom: asyncErrNN\",\"locations\":[{\"line\":1,\"column\":17}],\"path\":[\"nest\",\"list\",2,\"asyncErrNN\"],\"extensions\":{\"code\":\"BOOM\"}}],\"data\":{\"nest\":{\"list\":[null,null,null]}}}"
    )]
    [InlineData(
        "{ nest { badInt } }",
        "{\"errors\":[{\"message\":\"Int cannot represent non-integer value: \\\"not an int\\\"\",\"locations\":[{\"line\":1,\"column\":10}],\"path\":[\"nest\",\"badInt\"]}],\"data\":{\"nest\":{\"badInt\":null}}}"
    )]
    [InlineData(
        "{ nest { badUnion { __typename } } }",
        "{\"errors\":[{\"message\":\"Runtime Object type \\\"Nest\\\" is not a possible type for \\\"SearchResult\\\".\",\"locations\":[{\"line\":1,\"column\":10}],\"path\":[\"nest\",\"badUnion\"]}],\"data\":{\"nest\":{\"badUnion\":null}}}"
    )]
    public async Task Errors_have_path_and_place_and_nulls_propagate(string query, string json) =>
        (await Run(query)).ShouldBe(json);

    [Theory]
    [InlineData("{ echo }", "{}", "{'intDefault':7,'intNN':3,'tiers':['GOLD']}")]
    [InlineData(
        "{ echo(int: null, intDefault: null, list: 1, tiers: SILVER) }",
        "{}",
        "{'int':null,'intDefault':null,'intNN':3,'list':[1],'tiers':['SILVER']}"
    )]
    [InlineData(
        "query($a: Int, $b: [Int]) { echo(int: $a, intDefault: $a, list: $b) }",
        "{\"b\":[1,null]}",
        "{'intDefault':7,'intNN':3,'list':[1,null],'tiers':['GOLD']}"
    )]
    [InlineData("query($a: Int = 4) { echo(intNN: $a) }", "{}", "{'intDefault':7,'intNN':4,'tiers':['GOLD']}")]
    [InlineData(
        "{ echo(filter: {region: \"x\", nested: {region: \"y\", tags: \"t\"}}) }",
        "{}",
        "{'filter':{'active':true,'nested':{'active':true,'region':'y','tags':['t'],'tier':'SILVER'},'region':'x','tier':'SILVER'},'intDefault':7,'intNN':3,'tiers':['GOLD']}"
    )]
    [InlineData(
        "query($i: Int, $b: MemberBy) { echo(list: [1, $i], by: $b) }",
        "{\"b\":{\"id\":5}}",
        "{'by':{'id':'5'},'intDefault':7,'intNN':3,'list':[1,null],'tiers':['GOLD']}"
    )]
    public async Task Arguments_are_coerced_by_the_book(string query, string variables, string echo) =>
        (await Run(query, variables)).ShouldBe(
            "{\"data\":{\"echo\":\"" + echo.Replace("'", "\\\"", StringComparison.Ordinal) + "\"}}"
        );

    [Theory]
    [InlineData(
        "query($a: Int!) { echo(int: $a) }",
        "{}",
        "Variable \"$a\" of required type \"Int!\" was not provided."
    )]
    [InlineData(
        "query($a: Int!) { echo(int: $a) }",
        "{\"a\":null}",
        "Variable \"$a\" of non-null type \"Int!\" must not be null."
    )]
    [InlineData(
        "query($a: Int) { echo(int: $a) }",
        "{\"a\":1.5}",
        "Variable \"$a\" got invalid value 1.5; Int cannot represent non-integer value: 1.5"
    )]
    [InlineData(
        "query($a: Tier) { echo(tier: $a) }",
        "{\"a\":\"gold\"}",
        "Variable \"$a\" got invalid value \"gold\"; Value \"gold\" does not exist in \"Tier\" enum."
    )]
    [InlineData(
        "query($a: [Int!]) { echo(listNN: $a) }",
        "{\"a\":[1,null]}",
        "Variable \"$a\" got invalid value null at \"a[1]\"; Expected non-nullable type \"Int!\" not to be null."
    )]
    [InlineData(
        "query($a: MemberBy) { echo(by: $a) }",
        "{\"a\":{\"id\":1,\"email\":\"x\"}}",
        "Variable \"$a\" got invalid value {\"id\":1,\"email\":\"x\"}; Exactly one key must be specified for OneOf type \"MemberBy\"."
    )]
    public async Task Variables_that_do_not_fit_are_request_errors(string query, string variables, string message)
    {
        var result = await Engine.Conformance.RunAsync(query, variables);

        result.IsExecuted.ShouldBeFalse();
        result.Errors.ShouldHaveSingleItem().Message.ShouldBe(message);
    }

    [Fact]
    public async Task Mutations_run_one_after_the_other()
    {
        // A server of its own: other tests send the shared one resets meanwhile.
        using var engine = Engine.Create(services => services.AddConformanceTypes());

        (
            await engine.JsonAsync("mutation { reset a: add b: addSlow(by: 5, ms: 1) c: addSlow(by: 2, ms: 0) d: add }")
        ).ShouldBe("{\"data\":{\"reset\":0,\"a\":1,\"b\":6,\"c\":8,\"d\":9}}");
    }

    [Theory]
    [InlineData("true", "{\"depth\":0}")]
    [InlineData("false", "{\"ok\":1}")]
    public async Task Conditions_choose_fields(string value, string nest) =>
        (
            await Run(
                "query($s: Boolean!) { nest { ok @skip(if: $s) ...F @include(if: $s) } } fragment F on Nest { depth }",
                $"{{\"s\":{value}}}"
            )
        ).ShouldBe("{\"data\":{\"nest\":" + nest + "}}");

    [Fact]
    public async Task Fragments_select_by_runtime_type() =>
        (
            await Run(
                "{ search(text: \"x\") { __typename ... on Account { id } ... on CashAccount { currency } ... on Member { name } } }"
            )
        ).ShouldBe(
            "{\"data\":{\"search\":[{\"__typename\":\"Member\",\"name\":\"Anna Bērziņa\"},{\"__typename\":\"PointsAccount\",\"id\":\"a1\"},{\"__typename\":\"CashAccount\",\"id\":\"a2\",\"currency\":\"EUR\"}]}}"
        );

    [Fact]
    public async Task Introspection_tells_of_one_of_specified_by_and_deprecation() =>
        (
            await Run(
                "{ a: __type(name: \"MemberBy\") { isOneOf } b: __type(name: \"UUID\") { specifiedByURL } c: __type(name: \"Tier\") { enumValues { name } all: enumValues(includeDeprecated: true) { deprecationReason } } __schema { directives { name isRepeatable } } }"
            )
        ).ShouldBe(
            "{\"data\":{\"a\":{\"isOneOf\":true},\"b\":{\"specifiedByURL\":\"https://tools.ietf.org/html/rfc4122\"},\"c\":{\"enumValues\":[{\"name\":\"BRONZE\"},{\"name\":\"SILVER\"},{\"name\":\"GOLD\"}],\"all\":[{\"deprecationReason\":null},{\"deprecationReason\":null},{\"deprecationReason\":null},{\"deprecationReason\":\"merged into SILVER\"}]},\"__schema\":{\"directives\":[{\"name\":\"skip\",\"isRepeatable\":false},{\"name\":\"include\",\"isRepeatable\":false},{\"name\":\"deprecated\",\"isRepeatable\":false},{\"name\":\"specifiedBy\",\"isRepeatable\":false},{\"name\":\"oneOf\",\"isRepeatable\":false},{\"name\":\"tag\",\"isRepeatable\":true}]}}}"
        );
}
