using System.Runtime.CompilerServices;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Storage;

public sealed class MigrationsTests
{
    [Fact]
    public void No_provider_lacks_a_migration_for_the_model()
    {
        using var sqlite = new SqliteDesignTimeFactory().CreateDbContext([]);
        using var postgreSql = new PostgreSqlDesignTimeFactory().CreateDbContext([]);
        using var sqlServer = new SqlServerDesignTimeFactory().CreateDbContext([]);
        foreach (var context in new LoyaltyIdentityDbContext[] { sqlite, postgreSql, sqlServer })
        {
            context.Database.HasPendingModelChanges().ShouldBeFalse(context.GetType().Name);
            context.Database.GetMigrations().ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Every_table_and_column_is_in_snake_case_under_the_prefix()
    {
        using var context = new PostgreSqlDesignTimeFactory().CreateDbContext([]);
        foreach (var entity in context.Model.GetEntityTypes())
        {
            entity.GetTableName().ShouldNotBeNull().ShouldMatch("^identity_[a-z_]+$");
            entity
                .GetProperties()
                .Select(p => p.GetColumnName())
                .ShouldAllBe(c => c.All(x => char.IsAsciiLetterLower(x) || x == '_'));
        }
    }

    [Fact]
    public void The_SQL_Server_script_is_the_reviewed_one()
    {
        using var context = new SqlServerDesignTimeFactory().CreateDbContext([]);
        var script = context
            .GetService<IMigrator>()
            .GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent)
            .ReplaceLineEndings("\n")
            .Trim('\uFEFF');
        ShouldMatchFile(script, "sqlserver.sql");
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Pending_and_unknown_migrations_are_named(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider);
        var database = host.Services.GetRequiredService<IdentityDatabase>();
        (await database.PendingMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await database.UnknownMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        await database.MigrateAsync(TestContext.Current.CancellationToken);

        await ReplaceHistoryAsync("99991231235959_Later");
        (await database.PendingMigrationsAsync(TestContext.Current.CancellationToken))
            .ShouldHaveSingleItem()
            .ShouldEndWith("_Initial");
        (await database.UnknownMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBe([
            "99991231235959_Later",
        ]);

        Task ReplaceHistoryAsync(string id) =>
            host.WithAsync<LoyaltyIdentityDbContext>(db =>
                provider == DatabaseProvider.SqlServer
                    ? db.Database.ExecuteSqlAsync($"UPDATE __identity_migrations SET MigrationId = {id}")
                    : db.Database.ExecuteSqlAsync($"UPDATE __identity_migrations SET \"MigrationId\" = {id}")
            );
    }

    private static void ShouldMatchFile(string actual, string name, [CallerFilePath] string here = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(here)!, name);
        var expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (expected.Trim() != actual.Trim())
        {
            File.WriteAllText(Path.ChangeExtension(file, ".received.sql"), actual);
        }
        actual
            .Trim()
            .ShouldBe(expected.Trim(), $"{name} is stale: review the .received.sql beside it and put it in its place");
    }
}
