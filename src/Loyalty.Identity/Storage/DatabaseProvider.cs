namespace Loyalty.Identity.Storage;

/// <summary>The databases that migrations exist for.</summary>
public enum DatabaseProvider
{
    Sqlite,
    PostgreSql,
    SqlServer,
}
