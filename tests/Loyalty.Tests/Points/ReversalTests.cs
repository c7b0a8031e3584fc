using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Points;

/// <summary>Taking back what was earned, on a club of its own whose clock and programme a test sets.</summary>
public abstract class ReversalTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TestClock clock = new(Start);
    private Partner partner = null!;
    private MemberId member;

    private DateOnly Today => DateOnly.FromDateTime(clock.Now.UtcDateTime);

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears);
        await Club.GivenCurrencyAsync(expiryMonths: 12);
        partner = await Club.GivenPartnerAsync();
        member = await Club.GivenMemberAsync();
    }

    /// <summary>Whatever a test did, the ledger it leaves is sound.</summary>
    protected override async Task EndAsync() => (await Club.VerifyAsync()).Faults.ShouldBeEmpty();

    [Fact]
    public async Task Pain12_Returning_every_part_takes_back_exactly_what_was_earned()
    {
        await Club.GivenRuleAsync(partner, pointsPer: "5", perAmount: "2.50");
        (decimal Amount, decimal[] Parts)[] splits =
        [
            (3.00m, [1.00m, 1.00m, 1.00m]),
            (100.01m, [33.33m, 33.33m, 33.35m]),
            (999.99m, [0.01m, 999.98m]),
            (999.99m, [999.98m, 0.01m]),
            (0.60m, [0.10m, 0.20m, 0.30m]),
            (1234.56m, [.. Enumerable.Repeat(100m, 12), 34.56m]),
            (7.77m, [.. Enumerable.Repeat(0.37m, 21)]),
        ];
        foreach (var (amount, parts) in splits)
        {
            parts.Sum().ShouldBe(amount);
            var earned = Math.Floor(amount * 2);
            var purchase = Buy(amount);
            Moved(await Club.TakeAsync(partner, purchase)).ShouldBe((long)earned);

            long back = 0;
            var returned = 0m;
            foreach (var part in parts)
            {
                back += Moved(await Club.TakeAsync(partner, Return(purchase, part)));
                returned += part;
                // Never more than belongs to what was returned so far.
                (-back).ShouldBeLessThanOrEqualTo((long)Math.Ceiling(earned * returned / amount));
            }

            back.ShouldBe(-(long)earned);
            (await Club.TakeAsync(partner, Return(purchase, 0.01m)))
                .ShouldBeOfType<EventResult.Rejected>()
                .Reason.ShouldBeOfType<EventRefusal.ReversalAboveOriginal>();
        }

        (await Club.WalletAsync(member)).Balance.ShouldBe(0);
    }

    [Fact]
    public async Task Pain03_A_return_takes_what_the_purchase_gave_whatever_the_rate_is_today()
    {
        var rule = await Club.GivenRuleAsync(partner, "1", "1");
        var purchase = Buy(100m);
        await Club.TakeAsync(partner, purchase);
        clock.Now += TimeSpan.FromHours(1);
        await Club.ChangeRuleAsync(rule, partner, "3", "1");
        Moved(await Club.TakeAsync(partner, Buy(10m))).ShouldBe(30);

        Moved(await Club.TakeAsync(partner, Return(purchase, 40m))).ShouldBe(-40);
        Moved(await Club.TakeAsync(partner, Return(purchase))).ShouldBe(-60);

        (await Club.WalletAsync(member)).Balance.ShouldBe(30);
        var last = (await Club.EntriesAsync(member))[^1];
        last.ReversesSequence.ShouldBe(1);
        var reversal = Explanation.Parse(last.Explanation).Reversal.ShouldNotBeNull();
        (reversal.OriginalPoints, reversal.Points, reversal.ReversedBefore).ShouldBe(
            (100, 60, new ExplainedMoney("40.00", "CZK"))
        );
    }

    [Fact]
    public async Task With_arrears_what_was_spent_is_owed_and_later_accruals_repay_it_first()
    {
        await Club.GivenRuleAsync(partner, "1", "1");
        var purchase = Buy(100m);
        await Club.TakeAsync(partner, purchase);
        await Club.SpendAsync(member, 70);

        Moved(await Club.TakeAsync(partner, Return(purchase))).ShouldBe(-100);
        var owing = await Club.WalletAsync(member);
        (owing.Balance, owing.Arrears).ShouldBe((-70, 70));
        (await Club.LotsAsync(member)).Sum(lot => lot.Points).ShouldBe(0);

        await Club.TakeAsync(partner, Buy(50m));
        var less = await Club.WalletAsync(member);
        (less.Balance, less.Arrears).ShouldBe((-20, 20));
        await Club.TakeAsync(partner, Buy(50m));
        var clear = await Club.WalletAsync(member);
        (clear.Balance, clear.Arrears).ShouldBe((30, 0));
        (await Club.LotsAsync(member)).Sum(lot => lot.Points).ShouldBe(30);
        var repaid = (await Club.EntriesAsync(member)).Select(entry =>
            Explanation.Parse(Sound(entry)).ArrearsRepaid ?? 0
        );
        repaid.ShouldBe([0, 0, 0, 50, 20]);
    }

    [Fact]
    public async Task Within_the_balance_what_was_spent_is_let_go()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.WithinBalance);
        await Club.GivenRuleAsync(partner, "1", "1");
        var purchase = Buy(100m);
        await Club.TakeAsync(partner, purchase);
        await Club.SpendAsync(member, 70);

        Moved(await Club.TakeAsync(partner, Return(purchase))).ShouldBe(-30);

        var wallet = await Club.WalletAsync(member);
        (wallet.Balance, wallet.Arrears).ShouldBe((0, 0));
        var reversal = Explanation.Parse((await Club.EntriesAsync(member))[^1].Explanation).Reversal.ShouldNotBeNull();
        (reversal.Points, reversal.LetGo, reversal.AddedToArrears).ShouldBe((100, 70, 0));
    }

    [Fact]
    public async Task Pain33_A_return_before_points_become_available_cancels_pending_points_alone()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.PendingOnly);
        await Club.TakeAsync(partner, Grant(member, 500));
        await Club.GivenRuleAsync(partner, "1", "1", activationDelayDays: 14);
        var (early, late) = (Buy(100m), Buy(40m));
        await Club.TakeAsync(partner, [early, late]);
        (await Available(), await Pending()).ShouldBe((500, 140));

        clock.Now += TimeSpan.FromDays(13);
        Moved(await Club.TakeAsync(partner, Return(early))).ShouldBe(-100);
        (await Available(), await Pending()).ShouldBe((500, 40));

        clock.Now += TimeSpan.FromDays(1);
        (await Available(), await Pending()).ShouldBe((540, 0));
        var kept = (await Club.TakeAsync(partner, Return(late))).ShouldBeOfType<EventResult.Posted>();
        kept.Points.ShouldBeEmpty();
        Explanation.Parse(kept.Explanation.ShouldNotBeNull()).Reversal.ShouldNotBeNull().LetGo.ShouldBe(40);
        (await Available(), await Pending()).ShouldBe((540, 0));
    }

    [Fact]
    public async Task Points_lapse_at_the_end_of_the_month_that_the_programmes_zone_shows()
    {
        // 1 February in Shanghai, still 31 January in UTC.
        clock.Now = new DateTimeOffset(2026, 1, 31, 16, 30, 0, TimeSpan.Zero);
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears, "UTC");
        await Club.TakeAsync(partner, Grant(member, 1));
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears, "Asia/Shanghai");
        await Club.TakeAsync(partner, Grant(member, 2));

        (await Club.LotsAsync(member))
            .Select(lot => (lot.ExpiresOn, lot.Points))
            .ShouldBe([(new DateOnly(2027, 1, 31), 1), (new DateOnly(2027, 2, 28), 2)]);
    }

    [Fact]
    public async Task Points_of_a_month_share_a_lot_so_that_lots_do_not_grow_with_traffic()
    {
        for (var i = 0; i < 20; i++)
        {
            await Club.TakeAsync(partner, Grant(member, 10));
            clock.Now += TimeSpan.FromDays(1);
        }

        (await Club.LotsAsync(member)).ShouldHaveSingleItem().Points.ShouldBe(200);
    }

    [Fact]
    public async Task Pain36_A_late_event_earns_by_the_rule_of_its_instant_and_is_marked_late()
    {
        var rule = await Club.GivenRuleAsync(partner, "1", "1");
        clock.Now += TimeSpan.FromDays(10);
        await Club.ChangeRuleAsync(rule, partner, "3", "1");
        clock.Now += TimeSpan.FromDays(10);
        var then = Start.AddDays(5);

        Moved(await Club.TakeAsync(partner, Buy(100m) with { OccurredAt = then })).ShouldBe(100);
        Moved(await Club.TakeAsync(partner, Buy(100m))).ShouldBe(300);

        var entries = await Club.EntriesAsync(member);
        entries[0].OccurredAt.ShouldBe(then);
        entries[0].RecordedAt.ShouldBe(clock.Now);
        var explained = entries.Select(entry => Explanation.Parse(entry.Explanation)).ToArray();
        explained.Select(one => one.Late).ShouldBe([true, false]);
        explained.Select(one => one.Rules.ShouldNotBeNull().Single().Version).ShouldBe([1, 2]);
        // The points are as fresh as any other: they lapse counted from today.
        (await Club.LotsAsync(member)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_event_from_before_a_rules_first_version_earns_by_that_version()
    {
        await Club.GivenRuleAsync(partner, "1", "1");

        Moved(await Club.TakeAsync(partner, Buy(100m) with { OccurredAt = Start.AddDays(-1) })).ShouldBe(100);
    }

    private PartnerEvent.TransactionPosted Buy(decimal amount) =>
        Purchase(member, amount) with
        {
            OccurredAt = clock.Now,
        };

    private PartnerEvent.TransactionReversed Return(PartnerEvent purchase, decimal? amount = null) =>
        Reversal(purchase, amount) with
        {
            OccurredAt = clock.Now,
        };

    private async Task<long> Available() =>
        (await Club.LotsAsync(member)).Where(lot => lot.Key.IsValidOn(Today)).Sum(lot => lot.Points);

    private async Task<long> Pending() =>
        (await Club.LotsAsync(member)).Where(lot => lot.Key.IsPendingOn(Today)).Sum(lot => lot.Points);

    private static long Moved(EventResult result) =>
        result.ShouldBeOfType<EventResult.Posted>().Points.Sum(one => one.Points);

    /// <summary>The spending that stands in for a redemption explains nothing.</summary>
    private static string Sound(Entry entry) =>
        entry.Explanation == "{}"
            ? new Explanation
            {
                EventType = "spent",
                Source = Source,
                EventId = "",
            }.ToJson()
            : entry.Explanation;

    public sealed class OnSqlite() : ReversalTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ReversalTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ReversalTests(DatabaseProvider.SqlServer);
}
