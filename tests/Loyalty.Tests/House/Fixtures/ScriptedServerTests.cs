using System.Net;
using Loyalty.Testing;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.House;

public sealed class ScriptedServerTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private ScriptedServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ScriptedServer.StartAsync();
        _client.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task Answers_come_in_turn_and_then_the_standing_one()
    {
        _server
            .On("GET", "/stock")
            .Then(ScriptedAnswer.WithStatus(503))
            .Then(ScriptedAnswer.TooManyRequests(TimeSpan.FromSeconds(7)))
            .Always(ScriptedAnswer.Json("""{"left":3}"""));

        (await _client.GetAsync("stock")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await _client.GetAsync("stock")).Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        (await _client.GetStringAsync("stock")).ShouldBe("""{"left":3}""");
        (await _client.GetStringAsync("stock")).ShouldBe("""{"left":3}""");
    }

    [Fact]
    public async Task The_journal_keeps_what_was_asked()
    {
        _server.On("POST", "/hooks").Always(ScriptedAnswer.Ok);
        using var content = new StringContent("{ \"ķ\": 1 }");
        content.Headers.Add("webhook-id", "msg_1");

        await _client.PostAsync("hooks?x=%2F1", content);

        var entry = await _server.NextRequestAsync();
        entry.Method.ShouldBe("POST");
        entry.Target.ShouldBe("/hooks?x=%2F1");
        entry.Headers["Webhook-Id"].ShouldBe("msg_1");
        entry.Text.ShouldBe("{ \"ķ\": 1 }");
        entry.WasScripted.ShouldBeTrue();
        _server.Journal.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_nobody_scripted_is_answered_501_and_stands_out()
    {
        (await _client.GetAsync("elsewhere")).StatusCode.ShouldBe(HttpStatusCode.NotImplemented);

        _server.Unscripted.ShouldHaveSingleItem().Target.ShouldBe("/elsewhere");
    }

    [Fact]
    public async Task A_cut_connection_reaches_the_caller_as_an_error()
    {
        _server.On("GET", "/cut").Then(ScriptedAnswer.Cut);

        await Should.ThrowAsync<HttpRequestException>(() => _client.GetAsync("cut"));
    }

    [Fact]
    public async Task An_answer_can_wait_for_a_signal()
    {
        var gate = new TaskCompletionSource();
        _server.On("GET", "/slow").Then(ScriptedAnswer.Ok with { Until = gate.Task });

        var answer = _client.GetAsync("slow");
        await _server.NextRequestAsync();
        answer.IsCompleted.ShouldBeFalse();
        gate.SetResult();

        (await answer).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_delay_runs_on_the_clock_that_was_given()
    {
        var clock = new StoppedClock();
        await using var server = await ScriptedServer.StartAsync(clock);
        server.On("GET", "/slow").Then(ScriptedAnswer.Ok with { Delay = TimeSpan.FromHours(1) });

        var answer = _client.GetAsync(new Uri(server.Address, "slow"));
        (await clock.TimerStarted.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(TimeSpan.FromHours(1));
        answer.IsCompleted.ShouldBeFalse();
        clock.Fire();

        (await answer).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_answers_that_are_held_back()
    {
        var server = await ScriptedServer.StartAsync();
        server.On("GET", "/never").Then(ScriptedAnswer.Ok with { Until = new TaskCompletionSource().Task });
        var answer = _client.GetAsync(new Uri(server.Address, "never"));
        await server.NextRequestAsync();

        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        await Should.ThrowAsync<HttpRequestException>(() => answer);
    }

    /// <summary>A clock whose one timer fires when the test says so.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private readonly TaskCompletionSource<TimeSpan> _timerStarted = new();
        private Action _callback = () => { };

        public Task<TimeSpan> TimerStarted => _timerStarted.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = () => callback(state);
            _timerStarted.TrySetResult(dueTime);
            return new Timer(_ => { }, null, Timeout.Infinite, Timeout.Infinite);
        }

        public void Fire() => _callback();
    }
}
