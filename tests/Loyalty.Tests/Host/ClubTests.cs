using Loyalty.Testing;
using Xunit;

namespace Loyalty.Tests.Host;

/// <summary>
/// Base of a suite over HTTP that runs on each database, against the club that all suites of a provider share; see
/// <see cref="DatabaseTests"/> for how the subclasses name the databases. Bring your own members, partners and rules.
/// </summary>
public abstract class ClubTests(DatabaseProvider provider) : IAsyncLifetime
{
    private Club? club;

    protected DatabaseProvider Provider { get; } = provider;

    protected Club Club => club ?? throw new InvalidOperationException("The club is there only while a test runs.");

    public virtual async ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(Provider);
        club = await Club.SharedAsync(Provider);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
