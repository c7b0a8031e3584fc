using System.Security.Claims;
using Loyalty.GraphQL.Tests.Conformance;
using Loyalty.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Subscriptions;

/// <summary>Section 6.2.3, without a transport.</summary>
public sealed class SubscribeTests : IDisposable
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    private readonly NewsDesk desk = new();
    private readonly Engine engine;

    public SubscribeTests() => engine = Engine.Create(services => services.AddNews(desk));

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task Each_event_is_executed_anew_with_the_arguments_and_services_of_its_own()
    {
        Publish(1, 2);

        var responses = await AllAsync("subscription($p: Int!) { s: story(plus: $p) { number } }", """{"p":10}""");

        responses.ShouldBe(["""{"data":{"s":{"number":11}}}""", """{"data":{"s":{"number":12}}}"""]);
        desk.Scopes.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_subscription_that_is_only_weighed_is_not_opened()
    {
        using var weighing = Engine.Create(services => services.AddNews(desk).AddCostAnalyzer());
        var request = new GraphQLRequest("subscription { numbers }", weighing.Services)
        {
            CostReporting = CostReporting.Validate,
        };
        Publish(7);

        var responses = await weighing.Services.GetRequiredService<RequestExecutor>().SubscribeAsync(request);

        responses.IsSubscription.ShouldBeFalse();
        await foreach (var only in responses)
            only.ToJson().ShouldStartWith("""{"extensions":{"operationCost":""");
        desk.Read.ShouldBe(0);
    }

    [Fact]
    public async Task A_method_that_gives_the_stream_itself_needs_no_resolver()
    {
        Publish(7);

        (await AllAsync("subscription { numbers }")).ShouldBe(["""{"data":{"numbers":7}}"""]);
    }

    [Fact]
    public async Task An_error_in_one_event_is_its_own_and_the_stream_goes_on()
    {
        Publish(1, 2);

        var responses = await AllAsync("subscription { story(plus: 0) { number fails } }");

        responses.Count.ShouldBe(2);
        responses[0].ShouldContain("This story fails.");
        responses[0].ShouldEndWith("\"data\":null}");
    }

    [Fact]
    public async Task An_error_in_the_source_ends_the_stream_with_a_located_error_and_without_internals()
    {
        var responses = await AllAsync("subscription { b: broken }");

        responses.ShouldBe([
            """{"data":{"b":1}}""",
            """{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":16}],"path":["b"]}]}""",
        ]);
    }

    [Theory]
    [InlineData(
        "subscription { story(plus: -1) { number } }",
        "No less than nothing.\",\"locations\"",
        "\"path\":[\"story\"]"
    )]
    [InlineData("subscription { secrets }", "AUTH_NOT_AUTHENTICATED", "\"path\":[\"secrets\"]")]
    [InlineData("subscription { numbers broken }", "must select only one top level field", "\"locations\"")]
    [InlineData("subscription($p: Int!) { story(plus: $p) { number } }", "$p", "\"errors\"")]
    [InlineData("subscription {", "Syntax Error", "\"locations\"")]
    public async Task What_is_refused_before_there_is_a_stream_is_one_response_without_data(
        string query,
        string message,
        string beside
    )
    {
        Publish(1);

        var response = (await AllAsync(query)).ShouldHaveSingleItem();

        response.ShouldContain(message);
        response.ShouldContain(beside);
        response.ShouldNotContain("\"data\"");
        desk.Read.ShouldBe(0);
    }

    [Fact]
    public async Task A_query_gives_one_response_and_a_subscription_is_not_executed_without_a_stream()
    {
        (await AllAsync("{ hello }")).ShouldBe(["""{"data":{"hello":"nobody"}}"""]);
        (await engine.JsonAsync("subscription { numbers }")).ShouldContain("SUBSCRIPTION_NOT_STREAMED");
    }

    [Fact]
    public async Task The_next_event_is_taken_only_when_the_reader_asks_and_cancellation_closes_the_source()
    {
        using var cancellation = new CancellationTokenSource();
        desk.Events.Writer.TryWrite(1);
        desk.Events.Writer.TryWrite(2);
        await using var scope = engine.Services.CreateAsyncScope();
        var request = new GraphQLRequest("subscription { numbers }", scope.ServiceProvider);
        var responses = await engine
            .Services.GetRequiredService<RequestExecutor>()
            .SubscribeAsync(request, cancellation.Token);
        await using (var reader = responses.GetAsyncEnumerator(cancellation.Token))
        {
            (await reader.MoveNextAsync()).ShouldBeTrue();
            desk.Read.ShouldBe(1);
            (await reader.MoveNextAsync()).ShouldBeTrue();
            var third = reader.MoveNextAsync();
            await cancellation.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(async () => await third);
        }
        await desk.Closed.WaitAsync(WaitMax);
    }

    [Fact]
    public void A_field_of_the_subscription_root_without_a_stream_is_a_fault_of_the_schema()
    {
        using var faulty = Engine.Of(typeof(NewsQuery), typeof(NoStream));

        Should.Throw<SchemaException>(() => faulty.Schema).Message.ShouldContain("IAsyncEnumerable");
    }

    [SubscriptionType]
    public static class NoStream
    {
        public static int Silence() => 1;
    }

    private void Publish(params int[] numbers)
    {
        foreach (var number in numbers)
            desk.Events.Writer.TryWrite(number);
        desk.Events.Writer.Complete();
    }

    private async Task<List<string>> AllAsync(string query, string variables = "{}")
    {
        await using var scope = engine.Services.CreateAsyncScope();
        using var json = System.Text.Json.JsonDocument.Parse(variables);
        var request = new GraphQLRequest(query, scope.ServiceProvider)
        {
            Variables = json.RootElement,
            User = new ClaimsPrincipal(new ClaimsIdentity()),
        };
        var all = new List<string>();
        await foreach (
            var result in await engine.Services.GetRequiredService<RequestExecutor>().SubscribeAsync(request)
        )
        {
            using (result)
                all.Add(result.ToJson());
        }
        return all;
    }
}
