using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Subscriptions;

/// <summary>Server-sent events in distinct connections mode, against a real server.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    private readonly HttpClient client = new();
    private NewsServer server = null!;

    public async ValueTask InitializeAsync() => server = await NewsServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(
        string query,
        string accept = "text/event-stream",
        string? authorization = null,
        bool get = false
    )
    {
        var url = get ? new Uri($"{server.Url}?query={Uri.EscapeDataString(query)}") : server.Url;
        using var request = new HttpRequestMessage(get ? HttpMethod.Get : HttpMethod.Post, url);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (!get)
            request.Content = JsonContent.Create(new { query });
        using var limit = new CancellationTokenSource(WaitMax);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_come_as_next_and_the_end_as_complete(bool get)
    {
        await server.Desk.Events.Writer.WriteAsync(1);
        await server.Desk.Events.Writer.WriteAsync(2);
        server.Desk.Events.Writer.Complete();

        using var response = await SendAsync("subscription { numbers }", get: get);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            ":\n\nevent: next\ndata: {\"data\":{\"numbers\":1}}\n\n"
                + "event: next\ndata: {\"data\":{\"numbers\":2}}\n\nevent: complete\ndata:\n\n"
        );
    }

    [Theory]
    [InlineData("{ hello }", "{\"data\":{\"hello\":\"nobody\"}}")]
    [InlineData("{ nope }", "{\"errors\":[{\"message\":\"Cannot query field")]
    [InlineData("subscription { secrets }", "AUTH_NOT_AUTHENTICATED")]
    public async Task What_has_one_response_is_one_next_and_complete(string query, string expected)
    {
        using var response = await SendAsync(query);
        var body = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        body.ShouldStartWith(":\n\nevent: next\ndata: ");
        body.ShouldContain(expected);
        body.ShouldEndWith("\n\nevent: complete\ndata:\n\n");
    }

    [Theory]
    [InlineData("subscription { numbers }", "application/json", false, HttpStatusCode.NotAcceptable)]
    [InlineData("subscription { numbers }", "application/graphql-response+json", false, HttpStatusCode.NotAcceptable)]
    [InlineData("mutation { print(number: 1) }", "text/event-stream", true, HttpStatusCode.MethodNotAllowed)]
    public async Task What_cannot_be_streamed_so_is_refused(
        string query,
        string accept,
        bool get,
        HttpStatusCode status
    )
    {
        using var response = await SendAsync(query, accept, get: get);

        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain("errors");
    }

    [Fact]
    public async Task Who_takes_both_gets_JSON_for_a_query_and_a_stream_for_a_subscription()
    {
        const string both = "application/graphql-response+json, application/json, text/event-stream";
        server.Desk.Events.Writer.Complete();

        using var query = await SendAsync("{ hello }", both);
        using var subscription = await SendAsync("subscription { numbers }", both);

        query.Content.Headers.ContentType!.MediaType.ShouldBe("application/graphql-response+json");
        subscription.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
    }

    [Fact]
    public async Task A_silent_stream_sends_comments()
    {
        using var response = await SendAsync("subscription { numbers }");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe(":");
        (await reader.ReadLineAsync()).ShouldBe("");
        await server.Clock.UntilAwaitedAsync(TimeSpan.FromSeconds(12));

        server.Clock.Advance(TimeSpan.FromSeconds(12));

        (await reader.ReadLineAsync().WaitAsync(WaitMax)).ShouldBe(":");
    }

    [Fact]
    public async Task A_token_that_ends_ends_the_stream_and_says_so()
    {
        var end = server.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var response = await SendAsync("subscription { secrets }", authorization: $"anna/{end}");

        server.Clock.Advance(TimeSpan.FromMinutes(5));
        var body = await response.Content.ReadAsStringAsync().WaitAsync(WaitMax);

        body.ShouldContain("AUTH_NOT_AUTHENTICATED");
        body.ShouldEndWith("event: complete\ndata:\n\n");
        await server.Desk.Closed.WaitAsync(WaitMax);
    }

    [Theory]
    [InlineData("1767225599")]
    [InlineData("1767225599.5")]
    [InlineData("soon")]
    public async Task A_token_that_has_ended_before_the_stream_began_is_told_too(string end)
    {
        using var response = await SendAsync("subscription { secrets }", authorization: $"anna/{end}");
        var body = await response.Content.ReadAsStringAsync().WaitAsync(WaitMax);

        body.ShouldContain("AUTH_NOT_AUTHENTICATED");
        body.ShouldEndWith("event: complete\ndata:\n\n");
    }

    [Fact]
    public async Task When_the_client_is_gone_the_source_is_closed()
    {
        var response = await SendAsync("subscription { numbers }");

        response.Dispose();

        await server.Desk.Closed.WaitAsync(WaitMax);
    }

    [Fact]
    public async Task A_host_that_stops_ends_the_stream_without_complete()
    {
        using var response = await SendAsync("subscription { numbers }");

        var stopping = server.StopAsync();
        var body = await response.Content.ReadAsStringAsync().WaitAsync(WaitMax);

        body.ShouldNotContain("complete");
        await stopping.WaitAsync(WaitMax);
    }
}
