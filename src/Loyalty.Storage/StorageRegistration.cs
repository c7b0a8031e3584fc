using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Loyalty.Storage;

public static class StorageRegistration
{
    public const string MigrationsTable = "__loyalty_migrations";

    /// <summary>Registers the context of the configured provider: scoped as <see cref="LoyaltyDbContext"/>, and a
    /// factory for whoever works on several threads at once.</summary>
    public static IServiceCollection AddLoyaltyStorage(this IServiceCollection services, DatabaseOptions options)
    {
        services.AddSingleton(Options.Create(options));
        services.AddSingleton(options);
        services.TryAddSingleton<SchemaCheck>();
        return options.Provider switch
        {
            DatabaseProvider.Sqlite => services.AddProvider<SqliteLoyaltyDbContext>(builder =>
                UseSqlite(builder, options.ConnectionString)
            ),
            DatabaseProvider.PostgreSql => services.AddProvider<PostgreSqlLoyaltyDbContext>(builder =>
                UsePostgreSql(builder, options.ConnectionString)
            ),
            DatabaseProvider.SqlServer => services.AddProvider<SqlServerLoyaltyDbContext>(builder =>
                UseSqlServer(builder, options.ConnectionString)
            ),
            _ => throw new InvalidOperationException($"Database:Provider '{options.Provider}' is not known."),
        };
    }

    internal static void UseSqlite(DbContextOptionsBuilder builder, string connectionString)
    {
        CreateFolder(connectionString);
        builder.UseSqlite(connectionString, o => o.MigrationsHistoryTable(MigrationsTable));
    }

    internal static void UsePostgreSql(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(WithDefaults(connectionString), o => o.MigrationsHistoryTable(MigrationsTable));

    // Statements that come again keep their plans, so that the database does not plan them each time. A proxy that hands
    // connections on between transactions does not bear it: such an installation says Max Auto Prepare=0.
    // Nothing here leaves a trace in a session (no SET, no temporary table, no session's lock), so that connections need not be
    // reset each time they change hands.
    private static string WithDefaults(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true };
        if (!builder.ShouldSerialize("Max Auto Prepare"))
        {
            (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages) = (100, 3);
        }

        return builder.ConnectionString;
    }

    internal static void UseSqlServer(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseSqlServer(connectionString, o => o.MigrationsHistoryTable(MigrationsTable));

    private static void CreateFolder(string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (file is not ("" or ":memory:") && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    private static IServiceCollection AddProvider<TContext>(
        this IServiceCollection services,
        Action<DbContextOptionsBuilder> configure
    )
        where TContext : LoyaltyDbContext
    {
        services.AddPooledDbContextFactory<TContext>(configure);
        services.AddSingleton<IDbContextFactory<LoyaltyDbContext>, Factory<TContext>>();
        services.AddScoped<LoyaltyDbContext>(provider =>
            provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext()
        );
        return services;
    }

    private sealed class Factory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<LoyaltyDbContext>
        where TContext : LoyaltyDbContext
    {
        public LoyaltyDbContext CreateDbContext() => inner.CreateDbContext();
    }
}
