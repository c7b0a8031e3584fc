using Loyalty.Testing;
using Loyalty.Tests.Host;

namespace Loyalty.Tests.Events;

/// <summary>A club of the test's own that sends events, and a consumer.</summary>
public abstract class SendingClubTests(DatabaseProvider provider) : OwnClubTests(provider, EventsActions.Settings)
{
    private ScriptedServer? consumer;

    /// <summary>When the test begins, where it turns the clock.</summary>
    private protected TestClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    private protected virtual bool TurnsClock => false;

    protected sealed override TimeProvider? HostClock => TurnsClock ? Clock : null;

    private protected ScriptedServer Consumer => consumer!;

    protected sealed override async Task PrepareAsync() => consumer = await ScriptedServer.StartAsync();

    /// <summary>What is held back is cut, so that the club does not wait for it.</summary>
    protected sealed override Task EndAsync() => consumer?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
