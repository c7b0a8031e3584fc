using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Loyalty.Identity.Storage;

// The connection strings are never opened: the tools only need to know the provider.

internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteIdentityDbContext>
{
    public SqliteIdentityDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqliteIdentityDbContext>();
        Provider.Use(builder, DatabaseProvider.Sqlite, "Data Source=design-time.db");
        return new SqliteIdentityDbContext(builder.Options);
    }
}

internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlIdentityDbContext>
{
    public PostgreSqlIdentityDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<PostgreSqlIdentityDbContext>();
        Provider.Use(builder, DatabaseProvider.PostgreSql, "Host=localhost;Database=design-time");
        return new PostgreSqlIdentityDbContext(builder.Options);
    }
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerIdentityDbContext>
{
    public SqlServerIdentityDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqlServerIdentityDbContext>();
        Provider.Use(builder, DatabaseProvider.SqlServer, "Server=localhost;Database=design-time");
        return new SqlServerIdentityDbContext(builder.Options);
    }
}
