using Loyalty.Testing;
using Loyalty.Tests.Host;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>A club of the test's own that sends events, and a consumer.</summary>
public abstract class OwnClubTests(DatabaseProvider provider) : IAsyncLifetime
{
    private Club? club;
    private ScriptedServer? consumer;

    /// <summary>When the test begins, where it turns the clock.</summary>
    private protected TestClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    private protected virtual bool TurnsClock => false;

    private protected Club Club => club!;

    private protected ScriptedServer Consumer => consumer!;

    public async ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(provider);
        consumer = await ScriptedServer.StartAsync();
        club = await Club.StartAsync(provider, TurnsClock ? Clock : null, EventsActions.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (consumer is not null)
        {
            // What is held back is cut, so that the club does not wait for it.
            await consumer.DisposeAsync();
        }

        if (club is not null)
        {
            await club.DisposeAsync();
        }
    }

    /// <summary>The host ends and begins anew on the same database.</summary>
    private protected async Task RestartAsync()
    {
        await club!.StopAsync();
        club = await Club.StartOnAsync(club.Database, TurnsClock ? Clock : null, EventsActions.Settings);
    }
}
