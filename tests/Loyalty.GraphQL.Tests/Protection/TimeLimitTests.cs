using Loyalty.GraphQL.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Protection;

/// <summary>Answers when a test says so.</summary>
public sealed class Slowness
{
    public TaskCompletionSource<int> Deaf { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

[QueryType]
public static class SlowQuery
{
    public static int Quick() => 1;

    public static async Task<int> Listening(Slowness slowness, CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() =>
        {
            slowness.Cancelled.TrySetResult();
            never.TrySetCanceled(cancellationToken);
        });
        return await never.Task;
    }

    public static Task<int> Deaf(Slowness slowness) => slowness.Deaf.Task;
}

public sealed class TimeLimitTests : IDisposable
{
    private readonly ManualClock clock = new();
    private readonly Slowness slowness = new();
    private readonly Engine engine;

    public TimeLimitTests() =>
        engine = Engine.Create(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton(slowness);
            Engine.AddTypes(
                services.AddGraphQLServer().ModifyOptions(o => o.ExecutionTimeout = TimeSpan.FromSeconds(30)),
                typeof(SlowQuery)
            );
        });

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task An_operation_that_takes_too_long_is_cancelled_and_told_so()
    {
        var running = engine.RunAsync("{ quick listening }");
        clock.Advance(TimeSpan.FromSeconds(29));
        running.IsCompleted.ShouldBeFalse();

        clock.Advance(TimeSpan.FromSeconds(1));
        var result = await running;

        result
            .ToJson()
            .ShouldBe(
                "{\"errors\":[{\"message\":\"The operation took too long and was ended.\",\"extensions\":{\"code\":\"TIMEOUT\",\"timeoutSeconds\":30}}]}"
            );
        slowness.Cancelled.Task.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_resolver_that_does_not_listen_is_left_behind()
    {
        var running = engine.RunAsync("{ deaf }");
        clock.Advance(TimeSpan.FromSeconds(30));
        await Until(() => clock.Waiting > 0 || running.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));

        (await running).Code().ShouldBe(ErrorCodes.Timeout);

        // Whatever it does later harms nobody.
        slowness.Deaf.SetResult(1);
        (await engine.JsonAsync("{ quick }")).ShouldBe("{\"data\":{\"quick\":1}}");
    }

    [Fact]
    public async Task A_client_that_goes_away_is_no_time_out()
    {
        using var client = new CancellationTokenSource();
        var running = engine.RunAsync("{ listening }", cancellationToken: client.Token);

        await client.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task Operations_in_time_leave_no_timer()
    {
        slowness.Deaf.SetResult(5);

        (await engine.JsonAsync("{ deaf }")).ShouldBe("{\"data\":{\"deaf\":5}}");

        clock.Waiting.ShouldBe(0);
    }

    // Bounded by the test run's own limit; each turn lets other work go on.
    private static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 1_000_000 && !holds(); i++)
            await Task.Yield();
        holds().ShouldBeTrue();
    }
}
