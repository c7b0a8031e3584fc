using System.Collections.Concurrent;

namespace Loyalty.Testing;

/// <summary>
/// What every database of a suite begins with (the migrations, perhaps data). It is built once per provider and test
/// process; SQLite and PostgreSQL then copy it, SQL Server builds it anew each time. Keep it in a static field.
/// </summary>
/// <param name="build">Fills the empty database at the connection string, and leaves no connection open.</param>
public sealed class DatabaseTemplate(Func<DatabaseProvider, string, Task> build)
{
    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<string>>> _built = new();

    internal Task BuildAsync(DatabaseProvider provider, string connectionString) => build(provider, connectionString);

    /// <summary>What <paramref name="create"/> made when this was first asked for the provider.</summary>
    internal Task<string> BuiltAsync(DatabaseProvider provider, Func<Task<string>> create) =>
        _built.GetOrAdd(provider, _ => new Lazy<Task<string>>(create)).Value;
}
