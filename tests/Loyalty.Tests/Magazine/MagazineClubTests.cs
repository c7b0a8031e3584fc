using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;

namespace Loyalty.Tests.Magazine;

/// <summary>The magazine's jobs see all members.</summary>
public abstract class MagazineClubTests(DatabaseProvider provider) : TurnedClubTests(provider)
{
    protected override Task PrepareAsync() => Club.EnsurePointsAsync();

    /// <summary>One round of the jobs.</summary>
    protected Task<int> RunAsync() => Club.RunMagazineAsync();
}
