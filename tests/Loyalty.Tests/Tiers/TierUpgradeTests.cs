using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Tiers;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;
using static Loyalty.Tests.Tiers.TiersActions;

namespace Loyalty.Tests.Tiers;

/// <summary>Reaching tiers and losing them, on a club of its own whose clock a test turns.</summary>
public abstract class TierUpgradeTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TestClock clock = new(Start);
    private Partner partner = null!;
    private MemberId member;

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears);
        partner = await Club.GivenPartnerAsync();
        member = await Club.GivenMemberAsync(Start.AddYears(-1));
    }

    [Fact]
    public async Task Pain11_At_99_999_99_the_lower_tier_and_at_100_000_the_higher()
    {
        await Club.GivenTiersAsync(Definition(("BASE", "0"), ("GOLD", "100000")));

        await BuyAsync(99_999.99m);
        (await TierNowAsync()).ShouldBe("BASE");
        (await Club.TierAsync(member))["progress"]!["missing"]!.ToString().ShouldBe("0.01");
        await BuyAsync(0.01m);

        (await TierNowAsync()).ShouldBe("GOLD");
    }

    [Fact]
    public async Task Pain11_The_crossing_event_earns_at_the_tier_held_before_it()
    {
        await Club.GivenTiersAsync(Definition(("BASE", "0"), ("GOLD", "1000")));
        var crossing = At(Purchase(member, 1_000));
        clock.Now += TimeSpan.FromSeconds(1);

        await Club.TakeAsync(partner, crossing);
        clock.Now += TimeSpan.FromSeconds(1);

        (await HeldAtAsync(crossing.OccurredAt)).ShouldBe(["BASE"]);
        (await HeldAtAsync(clock.Now)).ShouldBe(["GOLD"]);
        var row = (await Club.TierRowsAsync(member)).ShouldHaveSingleItem();
        row.From.ShouldBe(Start.AddSeconds(1));
        row.Cause.ShouldBe(MemberTierCause.Upgrade);
    }

    [Fact]
    public async Task Pain09_Spending_points_changes_neither_the_tier_nor_its_end()
    {
        await Club.GivenCurrencyAsync(expiryMonths: 12);
        await Club.GivenTiersAsync(
            Definition(("SILVER", "100"), ("GOLD", "500")).Counting("qualifyingPoints", "POINTS").InTheLastMonths(12)
        );
        await Club.TakeAsync(partner, At(Grant(member, 600)));
        var before = await Club.TierAsync(member);
        before["tier"]!.ToString().ShouldBe("GOLD");

        await Club.SpendAsync(member, 600);
        await Club.WorkOnTiersAsync(catchUpNow: true);
        var after = await Club.TierAsync(member);

        (await Club.WalletAsync(member)).Balance.ShouldBe(0);
        after["progress"]!["value"]!.ToString().ShouldBe("600");
        after.ToJsonString().ShouldBe(before.ToJsonString());
        after["lastDay"]!.ToString().ShouldBe("2027-05-31");
    }

    [Fact]
    public async Task Points_that_were_taken_back_do_not_count_and_the_tier_goes_after_the_grace()
    {
        await Club.GivenCurrencyAsync(expiryMonths: 12);
        await Club.GivenTiersAsync(
            Definition(("SILVER", "100"), ("GOLD", "500")).Counting("qualifyingPoints", "POINTS").WithGrace(days: 10)
        );
        var grant = At(Grant(member, 600));
        await Club.TakeAsync(partner, grant);

        clock.Now += TimeSpan.FromDays(5);
        await Club.TakeAsync(partner, At(Reversal(grant)));
        await Club.WorkOnTiersAsync();
        (await TierNowAsync()).ShouldBe("GOLD");
        (await Club.TierAsync(member))["lastDay"]!.ToString().ShouldBe("2026-06-15");
        clock.Now = new DateTimeOffset(2026, 6, 16, 0, 0, 0, TimeSpan.Zero);
        var work = await Club.WorkOnTiersAsync();

        (await TierNowAsync()).ShouldBeNull();
        work.Moves.ShouldBe([new TierMove(TierCode.Parse("GOLD"), null, 1)]);
        var lost = (await Club.TierHistoryAsync(member))[0]["explanation"]!;
        (lost["lostTier"]!.ToString(), lost["lostThreshold"]!.ToString(), (int)lost["graceDays"]!).ShouldBe(
            ("GOLD", "500", 10)
        );
        lost["value"]!.ToString().ShouldBe("0");
    }

    [Theory]
    [InlineData("spend", 1)]
    [InlineData("events", 2)]
    public async Task Spend_counts_money_and_events_their_number_net_of_what_was_returned(string kind, int times)
    {
        var threshold = kind == "spend" ? "250.25" : "2";
        await Club.GivenTiersAsync(
            kind == "spend" ? Definition(("GOLD", threshold)) : Definition(("GOLD", threshold)).Counting("events")
        );
        var returned = await BuyAsync(250.24m);
        await Club.TakeAsync(partner, At(Reversal(returned)));
        (await Club.TierAsync(member))["progress"]!["value"]!.ToString().ShouldBe("0");

        for (var i = 0; i < times; i++)
        {
            (await TierNowAsync()).ShouldBeNull();
            await BuyAsync(250.25m);
        }

        (await TierNowAsync()).ShouldBe("GOLD");
        var partly = await BuyAsync(100);
        await Club.TakeAsync(partner, At(Reversal(partly, 40)));
        (await Club.TierAsync(member))["progress"]!["value"]!.ToString().ShouldBe(kind == "spend" ? "310.25" : "3");
    }

    [Fact]
    public async Task A_batch_that_crosses_two_thresholds_leads_to_the_higher_tier_in_one_step()
    {
        await Club.GivenTiersAsync(Definition(("SILVER", "100"), ("GOLD", "500")));

        await Club.TakeAsync(partner, [At(Purchase(member, 300)), At(Purchase(member, 300))]);

        (await Club.TierRowsAsync(member)).ShouldHaveSingleItem().Tier!.Value.Value.ShouldBe("GOLD");
    }

    [Fact]
    public async Task Events_at_once_leave_one_history_without_gap()
    {
        await Club.GivenTiersAsync(Definition(("SILVER", "100"), ("GOLD", "500"), ("PLATINUM", "900")));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Club.TakeAsync(partner, At(Purchase(member, 50)))));
        clock.Now += TimeSpan.FromSeconds(1);

        (await TierNowAsync()).ShouldBe("PLATINUM");
        var rows = await Club.TierRowsAsync(member);
        rows.Select(row => row.Number).ShouldBe(Enumerable.Range(1, rows.Count));
        rows.Count(row => row.Until is null).ShouldBe(1);
        rows.Zip(rows.Skip(1))
            .ShouldAllBe(pair => pair.First.Until == pair.Second.From && pair.First.Rank < pair.Second.Rank);
    }

    [Fact]
    public async Task Each_window_ends_when_it_says_and_the_job_lowers_who_did_not_keep_it()
    {
        await Club.GivenTiersAsync(
            Definition(("BASE", "0"), ("SILVER", "100"), ("GOLD", "500")).WithGrace(30, "oneLevel")
        );
        await BuyAsync(600);

        clock.Now = new DateTimeOffset(2028, 1, 30, 23, 0, 0, TimeSpan.Zero);
        (await Club.WorkOnTiersAsync()).Checked.ShouldBe(0);
        (await TierNowAsync()).ShouldBe("GOLD");
        clock.Now = new DateTimeOffset(2028, 1, 31, 0, 0, 0, TimeSpan.Zero);
        (await Club.WorkOnTiersAsync()).Checked.ShouldBe(1);
        (await TierNowAsync()).ShouldBe("SILVER");

        // It rests for the year, and again has the days of grace.
        clock.Now = new DateTimeOffset(2029, 1, 30, 0, 0, 0, TimeSpan.Zero);
        (await Club.WorkOnTiersAsync()).Checked.ShouldBe(0);
        clock.Now = new DateTimeOffset(2029, 1, 31, 0, 0, 0, TimeSpan.Zero);
        await Club.WorkOnTiersAsync();
        (await TierNowAsync()).ShouldBe("BASE");
        (await Club.WorkOnTiersAsync()).Checked.ShouldBe(0);
        (await HeldAtAsync(Start.AddDays(1))).ShouldBe(["GOLD"]);
    }

    [Fact]
    public async Task Looked_at_twice_at_once_a_tier_falls_once()
    {
        await Club.GivenTiersAsync(Definition(("SILVER", "100"), ("GOLD", "500")).WithGrace(0, "oneLevel"));
        await BuyAsync(600);
        clock.Now = new DateTimeOffset(2028, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var other = await Club.StartOnAsync(Club.Database, clock);

        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(i => (i % 2 == 0 ? Club : other).Services.GetRequiredService<WorkOnTiers>().ExecuteAsync())
        );
        await Club.WorkOnTiersAsync();

        (await Club.TierRowsAsync(member)).Select(row => row.Tier?.Value).ShouldBe(["GOLD", "SILVER"]);
        await other.StopAsync();
    }

    [Fact]
    public async Task A_rise_that_a_crash_kept_from_being_seen_is_caught_up()
    {
        await Club.GivenTiersAsync(Definition(("GOLD", "500")));
        await Club.WorkOnTiersAsync(catchUpNow: true);
        await BuyAsync(600);
        // As if the process had died between the ledger's commit and the look at the tier.
        await Club.ForgetTiersAsync(member);
        (await TierNowAsync()).ShouldBeNull();

        clock.Now += TimeSpan.FromHours(2);
        var work = await Club.WorkOnTiersAsync();

        work.CaughtUp.ShouldBeGreaterThan(0);
        (await TierNowAsync()).ShouldBe("GOLD");
        clock.Now += TimeSpan.FromHours(2);
        (await Club.WorkOnTiersAsync()).CaughtUp.ShouldBe(0);
    }

    [Fact]
    public async Task Rules_are_told_the_tiers_of_each_set_at_each_instant_in_one_statement()
    {
        await Club.GivenTiersAsync(Definition(("SILVER", "100"), ("GOLD", "500")), displayOrder: 2);
        await Club.GivenTiersAsync(Definition(("VISITOR", "0"), ("REGULAR", "2")).Counting("events"), displayOrder: 1);
        await BuyAsync(200);
        clock.Now += TimeSpan.FromDays(1);
        await BuyAsync(300);
        var other = await Club.GivenMemberAsync(Start.AddYears(-1));
        clock.Now += TimeSpan.FromDays(1);

        (await HeldAtAsync(Start.AddDays(-1))).ShouldBeEmpty();
        (await HeldAtAsync(Start.AddHours(1))).ShouldBe(["VISITOR", "SILVER"]);
        (await HeldAtAsync(clock.Now)).ShouldBe(["REGULAR", "GOLD"]);
        (await HeldAtAsync(clock.Now, other)).ShouldBe(["VISITOR"]);
    }

    private async Task<string?> TierNowAsync() => (await Club.TierAsync(member))["tier"]?.ToString();

    private async Task<IReadOnlyList<string>> HeldAtAsync(DateTimeOffset at, MemberId? of = null) =>
        await Club.WithContextAsync(async context =>
            (
                await Club
                    .Services.GetRequiredService<TiersAt>()
                    .FindAsync(context, [(of ?? member, at), (member, Start)], CancellationToken.None)
            )
                .Of(of ?? member, at)
                .Select(code => code.Value)
                .ToList()
        );

    private async Task<PartnerEvent> BuyAsync(decimal amount)
    {
        var purchase = At(Purchase(member, amount));
        await Club.TakeAsync(partner, purchase);
        return purchase;
    }

    private TEvent At<TEvent>(TEvent partnerEvent)
        where TEvent : PartnerEvent => partnerEvent with { OccurredAt = clock.Now };

    public sealed class OnSqlite() : TierUpgradeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : TierUpgradeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : TierUpgradeTests(DatabaseProvider.SqlServer);
}
