using System.Net;
using System.Net.Sockets;
using Loyalty.Api;
using Loyalty.Api.Import;
using Loyalty.Api.Seeding;
using Loyalty.Application.Points;
using Loyalty.Storage;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using DatabaseProvider = Loyalty.Testing.DatabaseProvider;

namespace Loyalty.Tests.Points;

/// <summary>The main job: a bank's file, sent to a running demo club with the issuer of its own.</summary>
public abstract class ImportTests(DatabaseProvider provider) : DatabaseTests(provider)
{
    private const int Lines = 3_000;

    private WebApplication? app;

    private Uri Url => new(app!.Urls.Single());

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        // The issuer's address is part of every token, so the port must be known before the host starts.
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        app = LoyaltyHost.Build(
            [
                "--environment=Development",
                $"--urls=http://127.0.0.1:{port}",
                $"--Database:Provider={Provider}",
                $"--Database:ConnectionString={Database.ConnectionString}",
                "--Database:MigrateOnStart=true",
            ],
            builder => builder.Logging.ClearProviders()
        );
        (await LoyaltyHost.PrepareAsync(app)).ShouldBeNull();
        await app.StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_banks_file_becomes_the_points_that_sql_computes_and_a_second_run_posts_nothing()
    {
        using var file = BankFile.Take(Lines);
        var expected = file.PointsBySql();
        var covered = expected.Values.Sum(account => account.Count);
        var points = expected.Values.Sum(account => account.Points);

        var first = await ImportAsync(file, enrol: true);

        (first.Read, first.Covered, first.Posted).ShouldBe((file.Lines.Length, covered, covered));
        (first.Duplicates, first.Quarantined, first.Rejected).ShouldBe((0, 0, 0));
        first.Points.ShouldBe(new Dictionary<string, long> { ["POINTS"] = points });
        (await BalancesAsync()).ShouldBe(
            expected.Where(account => account.Value.Points > 0).ToDictionary(one => one.Key, one => one.Value.Points),
            ignoreOrder: true
        );

        var second = await ImportAsync(file, enrol: true);
        (second.Enrolled, second.Posted, second.Duplicates, second.Points.Count).ShouldBe((0, 0, covered, 0));
        var report = await app.ShouldNotBeNull().Services.GetRequiredService<VerifyLedger>().ExecuteAsync();
        report.Faults.ShouldBeEmpty();
        report.Currencies.ShouldHaveSingleItem().Balance.ShouldBe(points);
    }

    [Fact]
    public async Task Without_enrolling_events_of_unknown_accounts_are_quarantined_and_posted_once_a_later_run_enrols()
    {
        using var file = BankFile.Take(Lines);
        var expected = file.PointsBySql();
        var known = expected.GetValueOrDefault(DemoClub.MemberAccount);
        var covered = expected.Values.Sum(account => account.Count);

        var command = await LoyaltyProcess.RunAsync(NoVariables, Arguments(file, "--json"));

        command.ExitCode.ShouldBe(1, command.Error);
        var summary = command.Json();
        summary.GetProperty("posted").GetInt64().ShouldBe(known.Count);
        summary.GetProperty("quarantined").GetInt64().ShouldBe(covered - known.Count);

        var later = await LoyaltyProcess.RunAsync(NoVariables, Arguments(file, "--json", "--enrol"));
        later.ExitCode.ShouldBe(0, later.Error + later.Output);
        (await BalancesAsync()).Values.Sum().ShouldBe(expected.Values.Sum(account => account.Points));
    }

    [Fact]
    public async Task A_wrong_secret_ends_with_2_and_says_what_may_be_wrong()
    {
        using var file = BankFile.Take(200);

        var wrong = await LoyaltyProcess.RunAsync(NoVariables, Arguments(file, "--secret", DemoClub.TelecomSecret));
        var odd = await LoyaltyProcess.RunAsync(NoVariables, Arguments(file, "--secret", "secret"));

        wrong.ExitCode.ShouldBe(2, wrong.Error + wrong.Output);
        wrong.Error.ShouldContain("Is the secret that of northbank");
        odd.ExitCode.ShouldBe(2);
        odd.Error.ShouldContain("whsec_");
        foreach (var run in (LoyaltyProcess[])[wrong, odd])
        {
            run.Error.ShouldNotContain("   at ");
            run.Error.ShouldNotContain(DemoClub.TelecomSecret);
        }
    }

    private static Dictionary<string, string> NoVariables => new(StringComparer.Ordinal);

    private string[] Arguments(BankFile file, params string[] others) =>
        ["import", "bank-transactions", file.Path, "--partner", DemoClub.Bank, "--endpoint", Url.ToString(), .. others];

    private Task<ImportSummary> ImportAsync(BankFile file, bool enrol) =>
        new ImportBankTransactions(TimeProvider.System).ExecuteAsync(
            new ImportRequest(
                file.Path,
                DemoClub.Bank,
                Url,
                DemoClub.BankSecret,
                enrol,
                DemoClub.ServiceClient,
                DemoClub.ServiceSecret
            ),
            (_, _, _) => { },
            CancellationToken.None
        );

    /// <summary>By the bank's account, without those of 0 points.</summary>
    private async Task<Dictionary<string, long>> BalancesAsync()
    {
        await using var scope = app!.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>();
        return await context
            .MemberLinks.Join(
                context.Wallets,
                link => link.MemberId,
                wallet => wallet.MemberId,
                (link, wallet) => new { link.PartnerCustomerId, wallet.Balance }
            )
            .Where(row => row.Balance != 0)
            .ToDictionaryAsync(row => row.PartnerCustomerId, row => row.Balance);
    }

    public sealed class OnSqlite() : ImportTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ImportTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ImportTests(DatabaseProvider.SqlServer);
}
