using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Loyalty.Identity.Storage;

internal static class Provider
{
    public static void Use(DbContextOptionsBuilder builder, DatabaseProvider provider, string connectionString)
    {
        _ = provider switch
        {
            DatabaseProvider.Sqlite => builder.UseSqlite(
                connectionString,
                o => o.MigrationsHistoryTable(LoyaltyIdentityDbContext.MigrationsHistoryTable)
            ),
            DatabaseProvider.PostgreSql => builder.UseNpgsql(
                connectionString,
                o => o.MigrationsHistoryTable(LoyaltyIdentityDbContext.MigrationsHistoryTable)
            ),
            DatabaseProvider.SqlServer => builder.UseSqlServer(
                connectionString,
                o => o.MigrationsHistoryTable(LoyaltyIdentityDbContext.MigrationsHistoryTable)
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "No such database provider."),
        };
        // Keys and secrets travel as parameters: they must not reach a log, whatever the host switches on elsewhere.
        builder.EnableSensitiveDataLogging(false);
        builder.ConfigureWarnings(w => w.Ignore(RelationalEventId.MultipleCollectionIncludeWarning));
    }
}
