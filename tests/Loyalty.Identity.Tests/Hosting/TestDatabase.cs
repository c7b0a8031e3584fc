using Loyalty.Testing;
using DatabaseProvider = Loyalty.Identity.Storage.DatabaseProvider;

namespace Loyalty.Identity.Tests.Hosting;

/// <summary>An empty database of one provider, removed at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Testing.TestDatabase database;

    private TestDatabase(DatabaseProvider provider, Testing.TestDatabase database)
    {
        this.database = database;
        Provider = provider;
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString => database.ConnectionString;

    /// <summary>All providers, also those that this machine lacks: a test on one of these is skipped with the reason, not
    /// left out in silence.</summary>
    public static IEnumerable<DatabaseProvider> Available => Enum.GetValues<DatabaseProvider>();

    /// <summary>Skips the running test where the provider is missing.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        var named = Enum.Parse<Testing.DatabaseProvider>(provider.ToString());
        DatabaseTests.SkipWhereMissing(named);
        return new TestDatabase(provider, await TestDatabases.CreateAsync(named));
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
