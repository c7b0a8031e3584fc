using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Xunit;

namespace Loyalty.Tests.Magazine;

/// <summary>A club of its own whose clock a test turns: the magazine's jobs see all members.</summary>
public abstract class MagazineClubTests(DatabaseProvider provider) : IAsyncLifetime
{
    private Club? club;

    private protected TestClock Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    protected Club Club => club!;

    protected DatabaseProvider Provider => provider;

    public async ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(provider);
        club = await Club.StartAsync(provider, Clock);
        await club.EnsurePointsAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return club?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    /// <summary>One round of the jobs.</summary>
    protected Task<int> RunAsync() => Club.RunMagazineAsync();
}
