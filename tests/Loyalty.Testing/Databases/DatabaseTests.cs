using Xunit;

namespace Loyalty.Testing;

/// <summary>
/// Base of a suite that runs on each database. Write the tests once in an abstract class, and name the databases in it:
/// <code>
/// public abstract class MembersTests(DatabaseProvider provider) : DatabaseTests(provider)
/// {
///     [Fact]
///     public async Task A_member_is_kept() { … Database.ConnectionString … }
///
///     public sealed class OnSqlite() : MembersTests(DatabaseProvider.Sqlite);
///     public sealed class OnPostgreSql() : MembersTests(DatabaseProvider.PostgreSql);
///     public sealed class OnSqlServer() : MembersTests(DatabaseProvider.SqlServer);
/// }
/// </code>
/// Each test begins with a database of its own. Where the provider is missing, each is skipped with the reason; a suite
/// that forgets a provider is found by <see cref="DatabaseSuites"/>.
/// </summary>
/// <param name="provider">The database that the sealed class stands for.</param>
/// <param name="template">What the database begins with; empty when not given.</param>
public abstract class DatabaseTests(DatabaseProvider provider, DatabaseTemplate? template = null) : IAsyncLifetime
{
    private TestDatabase? _database;

    protected DatabaseProvider Provider { get; } = provider;

    /// <summary>The database of this test.</summary>
    protected TestDatabase Database =>
        _database ?? throw new InvalidOperationException("The database is there only while a test runs.");

    /// <summary>Makes the database. An override calls this first: it skips the test where the provider is missing.</summary>
    public virtual async ValueTask InitializeAsync()
    {
        SkipWhereMissing(Provider);
        _database = await TestDatabases.CreateAsync(Provider, template);
    }

    /// <summary>Ends the test as skipped, with the reason, when the provider cannot be had in this run.</summary>
    public static void SkipWhereMissing(DatabaseProvider provider)
    {
        if (TestDatabases.WhyMissing(provider) is { } reason)
            Missing.SkipBecauseOf($"{provider}: {reason}");
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
