using Loyalty.Testing;
using Xunit;

namespace Loyalty.Tests.Host;

/// <summary>A club of its own whose clock a test turns: for what sees all members, or waits for days.</summary>
/// <param name="settings">of the host, as on its command line.</param>
public abstract class TurnedClubTests(DatabaseProvider provider, params string[] settings) : IAsyncLifetime
{
    private Club? club;

    /// <summary>A Monday.</summary>
    private protected TestClock Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    protected Club Club => club!;

    protected DatabaseProvider Provider => provider;

    public async ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(provider);
        club = await Club.StartAsync(provider, Clock, settings);
        await PrepareAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return club?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    /// <summary>What each test finds.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;
}
