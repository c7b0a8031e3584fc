using System.Globalization;
using System.Net.WebSockets;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Subscriptions;

/// <summary>graphql-transport-ws, against a real server.</summary>
public sealed class WebSocketTests : IAsyncLifetime
{
    private const string Ping = """{"type":"ping"}""";
    private const string Pong = """{"type":"pong"}""";
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    private NewsServer server = null!;

    public async ValueTask InitializeAsync() =>
        server = await NewsServer.StartAsync(options =>
        {
            options.Sockets.OperationsMax = 3;
            options.Sockets.MessageBytesMax = 4096;
            options.Sockets.AllowedOrigins.Add("https://app.example.test");
        });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"zz"}""")]
    [InlineData("""{"type":"connection_init","payload":1}""")]
    [InlineData("""{"type":"ping","payload":[]}""")]
    [InlineData("""{"type":"pong","payload":"x"}""")]
    [InlineData("""{"type":"complete"}""")]
    [InlineData("""{"type":"complete","id":1}""")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":"1"}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":[]}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{}}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":1}}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","variables":[]}}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","operationName":1}}""")]
    [InlineData("""{"type":"subscribe","id":"\ud800","payload":{"query":"{ hello }"}}""")]
    public async Task A_message_that_is_none_of_the_protocol_closes_with_4400(string message)
    {
        using var socket = await (await server.ConnectAsync()).AcknowledgedAsync();

        await socket.SendAsync(message);

        (await socket.NextAsync()).ShouldBe("closed: 4400");
    }

    [Fact]
    public async Task A_binary_message_closes_with_4400_and_one_too_large_with_1009()
    {
        using var binary = await (await server.ConnectAsync()).AcknowledgedAsync();
        await binary.SendAsync(Ping, WebSocketMessageType.Binary);
        using var large = await (await server.ConnectAsync()).AcknowledgedAsync();
        await large.SendAsync(new string(' ', 5000) + Ping);

        (await binary.NextAsync()).ShouldBe("closed: 4400");
        (await large.NextAsync()).ShouldBe("closed: 1009");
    }

    [Fact]
    public async Task Who_subscribes_before_the_acknowledgement_gets_4401_and_who_introduces_himself_twice_4429()
    {
        using var early = await server.ConnectAsync();
        await early.SubscribeAsync("1", "{ hello }");
        using var twice = await (await server.ConnectAsync()).AcknowledgedAsync();
        await twice.SendAsync("""{"type":"connection_init"}""");

        (await early.NextAsync()).ShouldBe("closed: 4401");
        (await twice.NextAsync()).ShouldBe("closed: 4429");
    }

    [Fact]
    public async Task Who_says_nothing_is_closed_with_4408_after_the_time_for_it()
    {
        using var silent = await server.ConnectAsync();
        using var polite = await (await server.ConnectAsync()).AcknowledgedAsync();
        await server.Clock.UntilAwaitedAsync(TimeSpan.FromSeconds(10));
        await silent.SendAsync(Ping);
        (await silent.NextAsync()).ShouldBe(Pong);

        server.Clock.Advance(TimeSpan.FromSeconds(10));

        (await silent.NextAsync()).ShouldBe("closed: 4408");
        await polite.SendAsync(Ping);
        (await polite.NextAsync()).ShouldBe(Pong);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("graphql-ws")]
    public async Task A_socket_that_does_not_name_the_protocol_is_closed_with_4406(string? protocol)
    {
        using var socket = await server.ConnectAsync(protocol);

        (await socket.NextAsync()).ShouldBe("closed: 4406");
    }

    [Fact]
    public async Task Browsers_connect_from_allowed_origins_only()
    {
        using var ours = await server.ConnectAsync(origin: "https://app.example.test");
        ours.Protocol.ShouldBe("graphql-transport-ws");

        var refused = await Should.ThrowAsync<WebSocketException>(() =>
            server.ConnectAsync(origin: "https://evil.example.test")
        );

        refused.Message.ShouldContain("403");
    }

    [Fact]
    public async Task The_payload_says_who_it_is_and_whom_the_interceptor_refuses_gets_4403()
    {
        using var anna = await server.ConnectAsync();
        await anna.AcknowledgedAsync("""{"type":"connection_init","payload":{"authorization":"anna"}}""");
        await anna.SubscribeAsync("1", "{ hello }");
        using var mallory = await server.ConnectAsync();
        await mallory.SendAsync("""{"type":"connection_init","payload":{"authorization":"mallory"}}""");

        (await anna.NextAsync()).ShouldBe("""{"id":"1","type":"next","payload":{"data":{"hello":"anna"}}}""");
        (await anna.NextAsync()).ShouldBe("""{"id":"1","type":"complete"}""");
        (await mallory.NextAsync()).ShouldBe("closed: 4403");
    }

    [Fact]
    public async Task A_token_that_ends_closes_the_socket_with_4403()
    {
        var end = server.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var socket = await server.ConnectAsync();
        await socket.AcknowledgedAsync(
            $$$"""{"type":"connection_init","payload":{"authorization":"anna/{{{end}}}"}}"""
        );
        server.Clock.Advance(TimeSpan.FromMinutes(4));
        await socket.SendAsync(Ping);
        (await socket.NextAsync()).ShouldBe(Pong);

        server.Clock.Advance(TimeSpan.FromMinutes(1));

        (await socket.NextAsync()).ShouldBe("closed: 4403");
    }

    [Fact]
    public async Task Operations_share_a_socket_and_an_id_in_use_closes_it_with_4409()
    {
        using var socket = await (await server.ConnectAsync()).AcknowledgedAsync();
        await socket.SubscribeAsync("s", "subscription { numbers }");
        await socket.SubscribeAsync("m", "mutation { print(number: 5) }");
        (await socket.NextAsync()).ShouldBe("""{"id":"m","type":"next","payload":{"data":{"print":5}}}""");
        (await socket.NextAsync()).ShouldBe("""{"id":"m","type":"complete"}""");
        await server.Desk.Events.Writer.WriteAsync(1);
        (await socket.NextAsync()).ShouldBe("""{"id":"s","type":"next","payload":{"data":{"numbers":1}}}""");

        await socket.SubscribeAsync("s", "subscription { numbers }");

        (await socket.NextAsync()).ShouldBe("closed: 4409");
        await server.Desk.Closed.WaitAsync(WaitMax);
    }

    [Fact]
    public async Task What_the_client_completes_stops_and_its_id_is_free_at_once()
    {
        using var socket = await (await server.ConnectAsync()).AcknowledgedAsync();
        await socket.SubscribeAsync("s", "subscription { numbers }");
        await server.Desk.Events.Writer.WriteAsync(1);
        (await socket.NextAsync()).ShouldContain("\"numbers\":1");

        await socket.SendAsync("""{"id":"s","type":"complete"}""");
        await socket.SubscribeAsync("s", "{ hello }");

        (await socket.NextAsync()).ShouldBe("""{"id":"s","type":"next","payload":{"data":{"hello":"nobody"}}}""");
        await server.Desk.Closed.WaitAsync(WaitMax);
    }

    [Theory]
    [InlineData("{", "Syntax Error")]
    [InlineData("{ nope }", "nope")]
    [InlineData("subscription { secrets }", "AUTH_NOT_AUTHENTICATED")]
    [InlineData("subscription { story(plus: -1) { number } }", "No less than nothing.")]
    public async Task A_refused_operation_is_one_error_message_with_a_list_and_the_socket_stays(
        string query,
        string expected
    )
    {
        using var socket = await (await server.ConnectAsync()).AcknowledgedAsync();

        await socket.SubscribeAsync("1", query);
        var answer = await socket.NextAsync();

        answer.ShouldStartWith("""{"id":"1","type":"error","payload":[{"message":""");
        answer.ShouldContain(expected);
        await socket.SendAsync(Ping);
        (await socket.NextAsync()).ShouldBe(Pong);
    }

    [Fact]
    public async Task More_operations_than_the_bound_are_refused_one_by_one()
    {
        using var socket = await (await server.ConnectAsync()).AcknowledgedAsync();
        foreach (var id in (string[])["1", "2", "3", "4"])
            await socket.SubscribeAsync(id, "subscription { numbers }");

        var refusal = await socket.NextAsync();

        refusal.ShouldStartWith("""{"id":"4","type":"error",""");
        refusal.ShouldContain("TOO_MANY_OPERATIONS");
    }

    [Fact]
    public async Task The_source_is_held_up_by_a_client_that_reads_slower()
    {
        using var socket = await (await server.ConnectAsync()).AcknowledgedAsync();
        await socket.SubscribeAsync("1", "subscription { flood }");
        // What lies between is the buffers of the network; a source that runs ahead would be thousands in front by then.
        for (var received = 1; received <= 3000; received++)
        {
            (await socket.NextAsync()).ShouldContain("xxx");
            (server.Desk.Scopes.Count - received).ShouldBeLessThan(1000);
        }
    }

    [Fact]
    public async Task When_the_client_is_gone_its_streams_are_closed()
    {
        var socket = await (await server.ConnectAsync()).AcknowledgedAsync();
        await socket.SubscribeAsync("1", "subscription { numbers }");
        await server.Desk.Events.Writer.WriteAsync(1);
        await socket.NextAsync();

        socket.Abort();

        await server.Desk.Closed.WaitAsync(WaitMax);
    }

    [Fact]
    public async Task A_host_that_stops_says_that_it_goes_away()
    {
        using var socket = await (await server.ConnectAsync()).AcknowledgedAsync();
        await socket.SubscribeAsync("1", "subscription { numbers }");

        var stopping = server.StopAsync();

        (await socket.NextAsync()).ShouldBe("closed: 1001");
        socket.Abort();
        await stopping.WaitAsync(WaitMax);
    }
}
