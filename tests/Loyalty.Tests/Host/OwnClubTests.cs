using Loyalty.Testing;
using Xunit;

namespace Loyalty.Tests.Host;

/// <summary>A club of its own: for what counts everything, changes the programme, turns the clock or kills the host.</summary>
/// <param name="settings">of the host, as on its command line.</param>
public abstract class OwnClubTests(DatabaseProvider provider, params string[] settings) : IAsyncLifetime
{
    private Club? club;

    protected DatabaseProvider Provider => provider;

    protected Club Club => club ?? throw new InvalidOperationException("The club is there only while a test runs.");

    /// <summary>The host's clock; null for that of the machine.</summary>
    protected virtual TimeProvider? HostClock => null;

    public async ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(provider);
        club = await Club.StartAsync(provider, HostClock, settings);
        await PrepareAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (club is null)
        {
            return;
        }

        try
        {
            await EndAsync();
        }
        finally
        {
            await club.DisposeAsync();
        }
    }

    /// <summary>The host ends and begins anew on the same database.</summary>
    protected async Task RestartAsync()
    {
        await Club.StopAsync();
        club = await Club.StartOnAsync(Club.Database, HostClock, settings);
    }

    /// <summary>What each test finds.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>What is to be done before the club goes.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;
}
