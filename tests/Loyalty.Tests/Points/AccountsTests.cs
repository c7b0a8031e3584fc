using System.Net;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>The books of a club of its own, whose clock the test turns.</summary>
public abstract partial class AccountsTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private readonly TestClock clock = new(new DateTimeOffset(2026, 10, 3, 9, 0, 0, TimeSpan.Zero));
    private Partner bank = null!;
    private Partner shop = null!;
    private MemberId anna;
    private MemberId ben;

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears, "Asia/Shanghai");
        await Club.GivenCurrencyAsync(expiryMonths: 1);
        (bank, shop) = (await Club.GivenPartnerAsync(), await Club.GivenPartnerAsync());
        (anna, ben) = (await Club.GivenMemberAsync(), await Club.GivenMemberAsync());
        await Club.GivenCostAsync("0.10", bank, "0.25");
    }

    [Fact]
    public async Task Pain35_A_month_of_every_kind_of_movement_agrees_in_points_and_money_by_funder()
    {
        await MoveEverythingAsync();

        var october = await Club.AccountingAsync("periods/2026-10");
        october.ShouldAgree();
        var ofBank = october.Account(bank.Id.ToString());
        ofBank.Points("issued").ShouldBe(1000);
        ofBank.Points("redeemed").ShouldBe(-300);
        ofBank.Points("givenBack").ShouldBe(100);
        ofBank.Money("issued").ShouldBe(250m);
        ofBank.Money("redeemed").ShouldBe(-75m);
        var ofShop = october.Account(shop.Id.ToString());
        ofShop.Points("reversed").ShouldBe(0, "all of it had been spent");
        ofShop.Points("transferred").ShouldBe(0);
        ((string)ofShop["money"]!["costPerPoint"]!["amount"]!).ShouldBe("0.10");
        october.Account("club").Points("adjusted").ShouldBe(50);
        ofBank.Points("adjusted").ShouldBe(-20, "taken from what lapses first");
        october.Account("arrears").Points("reversed").ShouldBe(-80);

        clock.Now = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        await Club.DoAsync(Club.Expire(anna));
        await Club.DoAsync(Club.Forfeit(ben));
        var december = await Club.AccountingAsync("periods/2026-12");
        december.ShouldAgree();
        december.Account(bank.Id.ToString()).Points("lapsed").ShouldBeLessThan(0);
        december["accounts"]!.AsArray().Sum(account => account!.Points("forfeited")).ShouldBeLessThan(0);

        var november = await Club.AccountingAsync("periods/2026-11");
        foreach (var account in december["accounts"]!.AsArray())
        {
            var before = november.Account((string)account!["funder"]!);
            ((long)account["points"]!["opening"]!).ShouldBe((long)before["points"]!["closing"]!);
        }

        (await Club.VerifyAsync()).ShouldSatisfyAllConditions(
            report => report.Faults.ShouldBeEmpty(),
            report => report.TotalsCompared.ShouldBeTrue()
        );
    }

    [Fact]
    public async Task The_trial_balance_sums_to_zero_and_names_every_counter_account()
    {
        await MoveEverythingAsync();

        var balance = await Club.AccountingAsync("trial-balance");

        var points = balance["currencies"]!.AsArray().ShouldHaveSingleItem()!;
        ((long)points["sum"]!).ShouldBe(0);
        ((long)points["wallets"]!).ShouldBe(
            (await Club.WalletAsync(anna)).Balance + (await Club.WalletAsync(ben)).Balance
        );
        points["counterAccounts"]!
            .AsArray()
            .ToDictionary(account => (string)account!["account"]!, account => (long)account!["points"]!)
            .ShouldBe(
                new Dictionary<string, long>
                {
                    ["adjustments"] = -30,
                    [bank.Id.ToString()] = -1000,
                    [shop.Id.ToString()] = 0,
                    ["redemptions"] = 280,
                    ["transfers"] = 0,
                },
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task The_liability_is_points_times_cost_by_funder_at_the_end_of_a_day()
    {
        await Club.EarnAsync(bank, anna, 1000);
        clock.Now += TimeSpan.FromDays(3);
        await Club.EarnAsync(shop, anna, 333);

        var now = await Club.AccountingAsync("liability");
        ((string)now["money"]!.AsArray().ShouldHaveSingleItem()!["amount"]!).ShouldBe("283.30");
        var then = await Club.AccountingAsync("liability?day=2026-10-05");
        var line = then["lines"]!.AsArray().ShouldHaveSingleItem()!;
        ((long)line["points"]!, (string)line["money"]!["amount"]!).ShouldBe((1000, "250.00"));

        await Club.GivenCostAsync(common: null, bank, own: null);
        var unknown = await Club.AccountingAsync("liability");
        unknown["money"]!.AsArray().ShouldBeEmpty();
        unknown["lines"]!.AsArray().ShouldAllBe(one => one!["money"] == null);
    }

    [Fact]
    public async Task Periods_are_closed_in_order_after_their_end_and_stay_as_they_were()
    {
        await Club.EarnAsync(bank, anna, 1000);
        // Still October in Shanghai.
        clock.Now = new DateTimeOffset(2026, 10, 31, 15, 59, 59, TimeSpan.Zero);
        await ShouldRefuseAsync(await Club.CloseAsync("2026-10"), HttpStatusCode.Conflict, "period-not-ended");
        clock.Now += TimeSpan.FromSeconds(1);
        (await Club.CloseAsync("2026-10", "auditor")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        clock.Now += TimeSpan.FromDays(40);
        await ShouldRefuseAsync(await Club.CloseAsync("2026-11"), HttpStatusCode.Conflict, "period-out-of-order");
        await ShouldRefuseAsync(await Club.CloseAsync("2026-09"), HttpStatusCode.NotFound, "not-found");
        await ShouldRefuseAsync(await Club.CloseAsync("october"), HttpStatusCode.NotFound, "not-found");

        // Ten at once: it is closed once, and each is told so.
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Club.CloseAsync("2026-10")));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        var frozen = (await answers[0].ReadJsonAsync()).ToJsonString();

        await Club.GivenCostAsync("9.99", bank, "9.99");
        (await Club.AccountingAsync("periods/2026-10")).ToJsonString().ShouldBe(frozen);
        (await Club.CloseAsync("2026-10")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var list = await Club.AccountingAsync("periods");
        list["items"]!
            .AsArray()
            .Select(period => ((string)period!["period"]!, (string)period["status"]!))
            .ShouldBe([("2026-12", "current"), ("2026-11", "ended"), ("2026-10", "closed")]);
        var first = await Club.AccountingAsync("periods?limit=1");
        var second = await Club.AccountingAsync($"periods?limit=1&after={first["next"]}");
        ((string)second["items"]![0]!["period"]!).ShouldBe("2026-11");
    }

    [Fact]
    public async Task What_comes_late_belongs_to_the_open_period()
    {
        await Club.EarnAsync(bank, anna, 1000);
        clock.Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        (await Club.CloseAsync("2026-10")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // A node whose clock is behind, and a batch that began before the close and was booked after it.
        clock.Now = new DateTimeOffset(2026, 10, 31, 10, 0, 0, TimeSpan.Zero);
        await Club.EarnAsync(bank, anna, 70);
        await Club.WithContextAsync(async context =>
        {
            var total = await context.LedgerTotals.AsNoTracking().OrderBy(total => total.Day).FirstAsync();
            await context
                .LedgerTotals.Where(row => row.Day == total.Day)
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.Points, r => r.Points + 5));
            return 0;
        });
        clock.Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

        (await Club.AccountingAsync("periods/2026-10")).Account(bank.Id.ToString()).Points("issued").ShouldBe(1000);
        var november = await Club.AccountingAsync("periods/2026-11");
        november.ShouldAgree();
        november.Account(bank.Id.ToString()).Points("issued").ShouldBe(75);
        ((long)november.Account(bank.Id.ToString())["points"]!["closing"]!).ShouldBe(1075);

        // Nothing is counted again two closes later.
        clock.Now = new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero);
        (await Club.CloseAsync("2026-11")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Club.CloseAsync("2026-12")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var january = await Club.AccountingAsync("periods/2027-01");
        ((long)january.Account(bank.Id.ToString())["points"]!["closing"]!).ShouldBe(1075);
        january.Account(bank.Id.ToString()).Points("issued").ShouldBe(0);
    }

    [Fact]
    public async Task A_change_of_cost_is_a_revaluation_of_the_open_period()
    {
        await Club.EarnAsync(bank, anna, 1000);
        clock.Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        await Club.CloseAsync("2026-10");
        await Club.GivenCostAsync("0.10", bank, "0.40");
        await Club.EarnAsync(bank, anna, 10);

        var november = await Club.AccountingAsync("periods/2026-11");

        november.ShouldAgree();
        var money = november.Account(bank.Id.ToString())["money"]!;
        ((string)money["opening"]!, (string)money["revaluation"]!, (string)money["closing"]!).ShouldBe(
            ("250.00", "150.00", "404.00")
        );
    }

    [Fact]
    public async Task The_export_balances_and_holds_no_formula()
    {
        await Club.WithContextAsync(async context =>
        {
            var row = await context.Partners.AsTracking().SingleAsync(row => row.Id == bank.Id);
            row.Name = "=HYPERLINK(\"http://example.org\";\"Bank, \"\"North\"\"\")";
            return await context.SaveChangesAsync();
        });
        await MoveEverythingAsync();
        clock.Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        using var auditor = Club.Staff("auditor");
        var path = $"{AccountsActions.Path}/periods/2026-10/export.csv";
        await ShouldRefuseAsync(await auditor.GetAsync(path), HttpStatusCode.Conflict, "period-not-closed");
        await Club.CloseAsync("2026-10");

        var answer = await auditor.GetAsync(path);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldNotContain("\"=HYPERLINK");
        text.ShouldContain("'=HYPERLINK");
        using var csv = CsvHelper.CsvReader.Create(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));
        var lines = new List<(string Account, decimal Points, decimal Money)>();
        while (csv.Read())
        {
            lines.Add(
                (
                    csv.GetString("account"),
                    Signed(csv.GetString("debitPoints"), csv.GetString("creditPoints")),
                    Signed(csv.GetString("debitMoney"), csv.GetString("creditMoney"))
                )
            );
        }

        lines.Sum(line => line.Points).ShouldBe(0);
        lines.Sum(line => line.Money).ShouldBe(0);
        var october = await Club.AccountingAsync("periods/2026-10");
        var outstanding = october["accounts"]!
            .AsArray()
            .Where(account => (string)account!["funder"]! != "arrears")
            .ToArray();
        lines
            .Where(line => line.Account == "2100")
            .Sum(line => line.Points)
            .ShouldBe(-outstanding.Sum(account => (long)account!["points"]!["closing"]!));
        lines
            .Where(line => line.Account == "2100")
            .Sum(line => line.Money)
            .ShouldBe(-outstanding.Sum(account => AccountsActions.Number(account!["money"]!["closing"]!)));
    }

    [Fact]
    public async Task Entries_from_before_there_were_totals_are_summed_up_once()
    {
        await MoveEverythingAsync();
        var before = await TotalsAsync();
        await Club.WithContextAsync(context => context.LedgerTotals.ExecuteDeleteAsync());
        (await Club.VerifyAsync()).Faults.ShouldNotBeEmpty("the totals are gone");

        var rebuild = Club.Services.GetRequiredService<RebuildTotals>();
        var counts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => rebuild.ExecuteAsync()));

        counts.Max().ShouldBeGreaterThan(0);
        (await TotalsAsync()).ShouldBe(before, ignoreOrder: true);
        (await rebuild.ExecuteAsync()).ShouldBe(0);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    public sealed class OnSqlite() : AccountsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : AccountsTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : AccountsTests(DatabaseProvider.SqlServer);
}
