using Loyalty.GraphQL.Cost;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Protection;

/// <summary>Costs reckoned by hand: an object weighs 1 and a Shop 3, the root 1; a field with objects weighs 1, an
/// asynchronous one 10, others nothing.</summary>
public sealed class CostTests
{
    private static readonly Engine Shops = Make(_ => { });

    private static Engine Make(Action<CostOptions> change) =>
        Engine.Create(services =>
            Engine.AddTypes(
                services.AddGraphQLServer().ModifyCostOptions(change),
                typeof(ShopQuery),
                typeof(Shop),
                typeof(ISeller),
                typeof(Stall),
                typeof(Market)
            )
        );

    [Theory]
    [InlineData("{ hello }", 0, 1)]
    [InlineData("{ slow }", 10, 1)]
    [InlineData("{ number }", 2.5, 1)]
    [InlineData("{ number(of: 1) }", 3, 1)]
    [InlineData("{ number(of: null) }", 2.5, 1)]
    [InlineData("{ shop { name } }", 1, 4)]
    [InlineData("{ shop { name } shop { branches { name } } }", 2, 19)]
    [InlineData("{ a: shop { name } b: shop { name } }", 2, 7)]
    [InlineData("{ shop { branches { branches { name } } } }", 7, 94)]
    [InlineData("{ shop { rivals { name } } }", 2, 7)]
    [InlineData("{ shops(max: 4) { name } }", 1, 13)]
    [InlineData("{ shops(max: -4) { name } }", 1, 1)]
    [InlineData("{ shops(max: 0) { branches { name } } }", 1, 1)]
    [InlineData("{ filtered { name } }", 1, 4)]
    [InlineData("{ filtered(filter: {}) { name } }", 2, 13)]
    [InlineData("{ filtered(filter: { max: 2 }) { name } }", 2, 7)]
    [InlineData("{ filtered(filter: { max: 2, town: \"x\" }) { name } }", 9, 7)]
    [InlineData("{ filtered(filter: { max: 2, any: [{}, {}] }) { name } }", 4, 7)]
    [InlineData("{ either { name } }", 1, 28)]
    [InlineData("{ either(a: 2, b: 3) { name } }", 1, 10)]
    [InlineData("{ paged { nodes { name } } }", 11, 32)]
    [InlineData("{ paged(first: 2) { nodes { name } edges { node { name } } pageInfo { hasNextPage } } }", 15, 17)]
    [InlineData("{ paged(first: 1000) { nodes { name } } }", 11, 152)]
    [InlineData("{ shop { ...S ...S } } fragment S on Shop { branches { name } }", 2, 19)]
    [InlineData("{ ... { shop { name } } ... on Query { shop { name } } }", 1, 4)]
    [InlineData("{ shop { name } slow @skip(if: true) }", 1, 4)]
    [InlineData("{ __schema { types { name fields { name } } } __typename hello }", 0, 1)]
    public async Task A_cost_is_the_sum_of_its_parts(string document, double fieldCost, double typeCost) =>
        (await ReportAsync(document)).Cost().ShouldBe((fieldCost, typeCost));

    // A seller weighs 5, as the dearest of its types.
    [Theory]
    [InlineData("{ seller { name } }", 1, 6)]
    [InlineData("{ seller { ... on Stall { size } ... on Market { name } } }", 5, 6)]
    [InlineData("{ seller { ... on Stall { size } ... on Market { owner { name } } } }", 21, 9)]
    [InlineData("{ seller { owner { name } ... on Stall { size } } }", 21, 9)]
    [InlineData("{ seller { ... on Stall { size owner { name } } ... on Market { stalls { size } } } }", 42, 16)]
    [InlineData("{ sellers { ... on Stall { size } ... on Market { owner { name } } } }", 61, 25)]
    [InlineData("{ seller { ...A ...B } } fragment A on Stall { size } fragment B on Seller { ...A }", 5, 6)]
    [InlineData("{ seller { neighbour { ... on Stall { size } ... on Market { stalls { name } } } } }", 6, 21)]
    [InlineData("{ seller { ... on Stall { neighbour { name } } neighbour { ... on Stall { size } } } }", 6, 11)]
    public async Task An_abstract_type_costs_as_much_as_the_dearest_of_its_types(
        string document,
        double fieldCost,
        double typeCost
    ) => (await ReportAsync(document)).Cost().ShouldBe((fieldCost, typeCost));

    [Fact]
    public async Task Abstract_types_within_each_other_cost_no_more_time_than_their_text()
    {
        const int levels = 60;
        var document =
            "{ seller { "
            + "... on Stall { size } ... on Market { name } neighbour { ".Repeat(levels)
            + "name"
            + " }".Repeat(levels + 2);

        var cost = (await ReportAsync(document)).Cost();

        cost.ShouldBe(((double)(4 * levels) + levels + 1, 1 + (5.0 * (levels + 1))));
    }

    [Fact]
    public void What_cannot_be_reckoned_in_bounded_time_is_refused()
    {
        // Each type selects neighbours of its own beside those of both, so that no two of the 2^n ways are alike.
        var document = "{ seller { name } }";
        for (var i = 0; i < 8; i++)
            document = document.Replace(
                "{ name }",
                "{ ... on Stall { neighbour { name } } ... on Market { neighbour { name } } neighbour { name } }",
                StringComparison.Ordinal
            );
        var operation = (OperationDefinitionNode)
            Parser.Parse(document, new ParserLimits(TokensMax: 1_000_000)).Definitions[0];
        var plan = new OperationCostPlan(
            Shops.Schema,
            new CostOptions(),
            operation,
            Shops.Schema.Query,
            new Dictionary<string, FragmentDefinitionNode>(StringComparer.Ordinal),
            [],
            new KeptSize(document.Length)
        );

        var error = plan.Compute(new Dictionary<string, object?>(StringComparer.Ordinal)).Error!;

        (error.Code, error.Extensions["limit"]).ShouldBe((ErrorCodes.DocumentTooComplex, "abstractTypes"));
    }

    [Theory]
    [InlineData("query($n: Int) { shops(max: $n) { name } }", "{\"n\":3}", 1, 10)]
    [InlineData("query($n: Int = 2) { shops(max: $n) { name } }", "{}", 1, 7)]
    [InlineData(
        "query($f: ShopFilterInput) { filtered(filter: $f) { name } }",
        "{\"f\":{\"max\":2,\"town\":\"x\"}}",
        9,
        7
    )]
    [InlineData("query($f: ShopFilterInput) { filtered(filter: $f) { name } }", "{\"f\":{\"any\":[{},{}]}}", 4, 13)]
    [InlineData("query($f: ShopFilterInput) { filtered(filter: $f) { name } }", "{}", 1, 4)]
    [InlineData("query($n: Int) { filtered(filter: { max: $n }) { name } }", "{\"n\":6}", 2, 19)]
    [InlineData("query($s: Boolean!) { shop { name } slow @include(if: $s) }", "{\"s\":true}", 11, 4)]
    [InlineData("query($s: Boolean!) { shop { name } slow @include(if: $s) }", "{\"s\":false}", 1, 4)]
    public async Task Variables_count(string document, string variables, double fieldCost, double typeCost) =>
        (await ReportAsync(document, variables)).Cost().ShouldBe((fieldCost, typeCost));

    [Fact]
    public async Task One_plan_serves_all_values_of_variables()
    {
        const string document = "query($n: Int) { shops(max: $n) { name } }";

        (await ReportAsync(document, "{\"n\":1}")).Cost().Type.ShouldBe(4);
        (await ReportAsync(document, "{\"n\":2}")).Cost().Type.ShouldBe(7);
    }

    [Fact]
    public async Task What_costs_too_much_is_refused_with_its_cost_and_the_budget()
    {
        var result = await Shops.RunAsync("{ shops(max: 400) { name } }");

        result.IsExecuted.ShouldBeFalse();
        result.Code().ShouldBe(ErrorCodes.CostExceeded);
        result
            .Errors[0]
            .Extensions.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key} {pair.Value}")
            .ShouldBe(["fieldCost 1", "maxFieldCost 1000", "maxTypeCost 1000", "typeCost 1201"]);
    }

    [Fact]
    public async Task Aliases_multiply_what_is_spent()
    {
        var result = await Shops.RunAsync("{ " + Answer.Numbered(101, i => $"a{i}: slow") + " }");

        result.Code().ShouldBe(ErrorCodes.CostExceeded);
    }

    [Theory]
    [InlineData("{ shops { name } }")]
    [InlineData("{ shops(max: null) { name } }")]
    public async Task A_list_that_must_be_bounded_is_refused_without_a_bound(string document) =>
        (await Shops.RunAsync(document)).Code().ShouldBe(ErrorCodes.SlicingArgument);

    [Fact]
    public async Task Without_enforcement_the_cost_is_only_told()
    {
        using var lenient = Make(options => options.EnforceCostLimits = false);

        var result = await ReportAsync("{ shops(max: 400) { name } }", engine: lenient);

        result.IsExecuted.ShouldBeTrue();
        result.Cost().Type.ShouldBe(1201);
    }

    [Fact]
    public async Task Validation_alone_tells_the_cost_and_runs_nothing()
    {
        var result = await ReportAsync("{ shop { name } }", reporting: CostReporting.Validate);

        result.IsExecuted.ShouldBeFalse();
        result.ToJson().ShouldBe("{\"extensions\":{\"operationCost\":{\"fieldCost\":1,\"typeCost\":4}}}");
    }

    [Fact]
    public void The_schema_shows_the_directives_and_where_they_stand()
    {
        var schema = Shops.Schema.Print();

        schema.ShouldContain("directive @cost(");
        schema.ShouldContain("directive @listSize(");
        schema.ShouldContain("type Shop @cost(weight: \"3\") {");
        schema.ShouldContain("number(of: Int @cost(weight: \"0.5\")): Int! @cost(weight: \"2.5\")");
        schema.ShouldContain("branches: [Shop!]! @listSize(assumedSize: 5)");
        schema.ShouldContain("shops(max: Int): [Shop!]! @listSize(slicingArguments: [\"max\"])");
        schema.ShouldContain(
            "@listSize(assumedSize: 10, slicingArguments: [\"first\", \"last\"], sizedFields: [\"edges\", \"nodes\"], requireOneSlicingArgument: false)"
        );
    }

    [Fact]
    public void Without_the_analyser_the_schema_shows_nothing_of_it() =>
        Engine
            .Of(typeof(ShopQuery), typeof(Shop), typeof(ISeller), typeof(Stall), typeof(Market))
            .Schema.Print()
            .ShouldNotContain("@cost");

    private static async Task<ExecutionResult> ReportAsync(
        string document,
        string? variables = null,
        Engine? engine = null,
        CostReporting reporting = CostReporting.Report
    ) => await (engine ?? Shops).RunAsync(document, variables, costReporting: reporting);
}
