using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Loyalty.Storage;

// Used by dotnet-ef alone, which needs a context but no server.
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteLoyaltyDbContext>
{
    public SqliteLoyaltyDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqliteLoyaltyDbContext>();
        StorageRegistration.UseSqlite(builder, "Data Source=:memory:");
        return new SqliteLoyaltyDbContext(builder.Options);
    }
}

internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlLoyaltyDbContext>
{
    public PostgreSqlLoyaltyDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<PostgreSqlLoyaltyDbContext>();
        StorageRegistration.UsePostgreSql(builder, "Host=localhost");
        return new PostgreSqlLoyaltyDbContext(builder.Options);
    }
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerLoyaltyDbContext>
{
    public SqlServerLoyaltyDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqlServerLoyaltyDbContext>();
        StorageRegistration.UseSqlServer(builder, "Server=localhost");
        return new SqlServerLoyaltyDbContext(builder.Options);
    }
}
