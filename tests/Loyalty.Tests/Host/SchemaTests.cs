using System.Net;
using System.Net.Sockets;
using Loyalty.Api;
using Loyalty.Api.Seeding;
using Loyalty.Storage;
using Loyalty.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using DatabaseProvider = Loyalty.Testing.DatabaseProvider;

namespace Loyalty.Tests.Host;

/// <summary>Migrations are complete, and the host starts only on a schema and on secrets that are right.</summary>
public abstract class SchemaTests(DatabaseProvider provider) : DatabaseTests(provider)
{
    [Fact]
    public async Task A_start_on_an_empty_database_is_refused_and_migrate_brings_it_up()
    {
        await using (var app = Build("Production"))
        {
            (await LoyaltyHost.PrepareAsync(app)).ShouldBe(LoyaltyHost.OlderSchema);
        }

        var serve = await LoyaltyProcess.RunAsync(Environment("Production"), "serve");
        serve.ExitCode.ShouldBe(1);
        serve.Error.ShouldContain(LoyaltyHost.OlderSchema);
        serve.Error.ShouldNotContain("Exception");
        var verify = await LoyaltyProcess.RunAsync(Environment("Production"), "verify-ledger", "--json");
        verify.ExitCode.ShouldBe(2);
        verify.Error.ShouldContain(LoyaltyHost.OlderSchema);

        (await LoyaltyProcess.RunAsync(Environment("Production"), "migrate")).ExitCode.ShouldBe(0);
        (await LoyaltyProcess.RunAsync(Environment("Production"), "migrate")).ExitCode.ShouldBe(0);

        await using var again = Build("Production");
        (await LoyaltyHost.PrepareAsync(again)).ShouldBeNull();
    }

    [Fact]
    public async Task A_start_where_another_process_listens_says_so()
    {
        (await LoyaltyProcess.RunAsync(Environment("Production"), "migrate")).ExitCode.ShouldBe(0);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";

        var serve = await LoyaltyProcess.RunAsync(Environment("Production"), "serve", "--urls", url);

        serve.ExitCode.ShouldBe(1);
        serve.Error.ShouldContain($"{url}: address already in use");
        serve.Error.ShouldNotContain("Exception");
    }

    [Theory]
    [InlineData(StorageRegistration.MigrationsTable)]
    [InlineData("__identity_migrations")]
    public async Task A_start_on_a_later_versions_schema_is_refused(string history)
    {
        await using var app = Build("Production");
        await app.Services.GetRequiredService<HostSchema>().MigrateAsync(CancellationToken.None);
        await using (
            var context = await app
                .Services.GetRequiredService<IDbContextFactory<LoyaltyDbContext>>()
                .CreateDbContextAsync()
        )
        {
            // As a later version's migration leaves it.
            var columns =
                Provider == DatabaseProvider.SqlServer
                    ? "[MigrationId], [ProductVersion]"
                    : "\"MigrationId\", \"ProductVersion\"";
            var table = Provider == DatabaseProvider.SqlServer ? $"[{history}]" : $"\"{history}\"";
            var insert = $"INSERT INTO {table} ({columns}) VALUES ('29991231235959_Later', '99.0.0')";
            await context.Database.ExecuteSqlRawAsync(insert);
        }

        (await LoyaltyHost.PrepareAsync(app)).ShouldBe(LoyaltyHost.NewerSchema);
        var migrate = await LoyaltyProcess.RunAsync(Environment("Production"), "migrate");
        migrate.ExitCode.ShouldBe(1);
        migrate.Error.ShouldContain(LoyaltyHost.NewerSchema);
    }

    [Fact]
    public async Task Outside_Development_a_start_with_demo_secrets_is_refused_by_name_until_they_are_replaced()
    {
        await using (var development = Build("Development", "--Database:MigrateOnStart=true"))
        {
            (await LoyaltyHost.PrepareAsync(development)).ShouldBeNull();
        }

        await using (var production = Build("Production"))
        {
            var refusal = (await LoyaltyHost.PrepareAsync(production)).ShouldNotBeNull();
            refusal.ShouldContain(DemoClub.StaffEmail);
            refusal.ShouldContain(DemoClub.MemberEmail);
            refusal.ShouldContain(DemoClub.ServiceClient);
            refusal.ShouldContain(DemoClub.Bank);
            refusal.ShouldContain(DemoClub.Telecom);
            refusal.ShouldNotContain(DemoClub.Password);
            refusal.ShouldNotContain(DemoClub.BankSecret);
            await ReplaceAsync(production.Services);
            (await LoyaltyHost.PrepareAsync(production)).ShouldBeNull();
        }
    }

    private static async Task ReplaceAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>();
        await context.PartnerSecrets.ExecuteDeleteAsync();
        await context.Database.ExecuteSqlAsync($"DELETE FROM identity_client_secrets");
        await context.Database.ExecuteSqlAsync($"DELETE FROM identity_users");
    }

    private Dictionary<string, string> Environment(string environment) =>
        new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Database__Provider"] = Provider.ToString(),
            ["Database__ConnectionString"] = Database.ConnectionString,
            ["Database__MigrateOnStart"] = "false",
        };

    private Microsoft.AspNetCore.Builder.WebApplication Build(string environment, params string[] settings) =>
        LoyaltyHost.Build(
            [
                $"--environment={environment}",
                "--urls=http://127.0.0.1:5081",
                $"--Database:Provider={Provider}",
                $"--Database:ConnectionString={Database.ConnectionString}",
                "--Database:MigrateOnStart=false",
                .. settings,
            ],
            builder => builder.Logging.ClearProviders()
        );

    public sealed class OnSqlite() : SchemaTests(DatabaseProvider.Sqlite)
    {
        [Fact]
        public async Task A_copy_without_a_write_ahead_log_gets_one_though_its_schema_is_current()
        {
            await using var app = Build("Production");
            var schema = app.Services.GetRequiredService<HostSchema>();
            await schema.MigrateAsync(CancellationToken.None);
            // As VACUUM INTO leaves a copy.
            (await JournalModeAsync(app, " = DELETE")).ShouldBe("delete");

            await schema.MigrateAsync(CancellationToken.None);

            (await JournalModeAsync(app)).ShouldBe("wal");
        }

        private static async Task<string?> JournalModeAsync(WebApplication app, string change = "")
        {
            await using var context = await app
                .Services.GetRequiredService<IDbContextFactory<LoyaltyDbContext>>()
                .CreateDbContextAsync();
            await context.Database.OpenConnectionAsync();
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA journal_mode{change}";
            return (string?)await command.ExecuteScalarAsync();
        }
    }

    public sealed class OnPostgreSql() : SchemaTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : SchemaTests(DatabaseProvider.SqlServer);
}
