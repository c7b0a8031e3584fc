using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Host;

/// <summary>The migrations of each provider make what the model says; no server is needed to know.</summary>
public sealed class ModelTests
{
    [Fact]
    public async Task The_migrations_of_every_provider_are_up_to_date_with_the_model()
    {
        await using var sqlite = new SqliteLoyaltyDbContext(
            new DbContextOptionsBuilder<SqliteLoyaltyDbContext>().UseSqlite("Data Source=:memory:").Options
        );
        await using var postgreSql = new PostgreSqlLoyaltyDbContext(
            new DbContextOptionsBuilder<PostgreSqlLoyaltyDbContext>().UseNpgsql("Host=localhost").Options
        );
        await using var sqlServer = new SqlServerLoyaltyDbContext(
            new DbContextOptionsBuilder<SqlServerLoyaltyDbContext>().UseSqlServer("Server=localhost").Options
        );
        foreach (var context in (LoyaltyDbContext[])[sqlite, postgreSql, sqlServer])
        {
            context
                .Database.HasPendingModelChanges()
                .ShouldBeFalse($"{context.GetType().Name}: run eng/migrations.sh NAME");
            context.Database.GetMigrations().ShouldNotBeEmpty();
        }
    }
}
