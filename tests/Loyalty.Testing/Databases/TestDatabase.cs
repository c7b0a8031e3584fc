namespace Loyalty.Testing;

/// <summary>The databases that the product runs on, named as <c>Database:Provider</c> names them.</summary>
public enum DatabaseProvider
{
    Sqlite,
    PostgreSql,
    SqlServer,
}

/// <summary>A database that belongs to one test; deleted on disposal, with whatever is still connected to it.</summary>
public sealed class TestDatabase(DatabaseProvider provider, string connectionString, Func<Task> delete)
    : IAsyncDisposable
{
    public DatabaseProvider Provider { get; } = provider;

    /// <summary>For the client library of <see cref="Provider"/>; pooled, as in production.</summary>
    public string ConnectionString { get; } = connectionString;

    public async ValueTask DisposeAsync() => await delete();
}
