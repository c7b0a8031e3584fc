using Loyalty.Testing;

namespace Loyalty.Tests.Host;

/// <summary>A club of its own whose clock a test turns: for what sees all members, or waits for days.</summary>
/// <param name="settings">of the host, as on its command line.</param>
public abstract class TurnedClubTests(DatabaseProvider provider, params string[] settings)
    : OwnClubTests(provider, settings)
{
    /// <summary>A Monday.</summary>
    private protected TestClock Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    protected sealed override TimeProvider HostClock => Clock;
}
