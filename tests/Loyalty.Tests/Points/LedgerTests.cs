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

public abstract class LedgerTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Granted_points_stand_in_the_wallet_with_an_entry_that_explains_itself()
    {
        var (partner, member) = (await Club.GivenPartnerAsync(), await Club.GivenMemberAsync());

        var result = await Club.TakeAsync(partner, Grant(member, 120));

        var posted = result.ShouldBeOfType<EventResult.Posted>();
        posted.Points.ShouldBe([new PostedPoints(PointsActions.Points, 120)]);
        var entry = (await Club.EntriesAsync(member)).ShouldHaveSingleItem();
        posted.EntryIds.ShouldBe([entry.Id.ToString()]);
        (entry.Sequence, entry.Points, entry.BalanceAfter).ShouldBe((1, 120, 120));
        entry.CounterAccount.ShouldBe(partner.Id.ToString());
        Explanation.Parse(entry.Explanation).Granted.ShouldBe(120);
        (await Club.WalletAsync(member)).Balance.ShouldBe(120);
    }

    [Fact]
    public async Task Pain06_The_same_event_five_times_at_once_and_once_more_posts_once_with_the_same_answer()
    {
        var (partner, member) = (await Club.GivenPartnerAsync(), await Club.GivenMemberAsync());
        var grant = Grant(member, 50);

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Club.TakeAsync(partner, grant)));
        var again = await Club.TakeAsync(partner, grant);

        var posted = results.OfType<EventResult.Posted>().ShouldHaveSingleItem();
        foreach (var repeat in results.Where(result => result is not EventResult.Posted).Append(again))
        {
            var first = repeat.ShouldBeOfType<EventResult.Duplicate>().First.ShouldBeOfType<EventResult.Posted>();
            first.EntryIds.ShouldBe(posted.EntryIds);
            first.Explanation.ShouldBe(posted.Explanation);
        }

        (await Club.EntriesAsync(member)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Pain07_The_same_event_id_with_other_content_is_refused_and_posts_nothing()
    {
        var (partner, member) = (await Club.GivenPartnerAsync(), await Club.GivenMemberAsync());
        await Club.TakeAsync(partner, Grant(member, 50, "one-id"));

        var result = await Club.TakeAsync(partner, Grant(member, 5000, "one-id"));

        result.ShouldBeOfType<EventResult.Rejected>().Reason.ShouldBeOfType<EventRefusal.EventIdReused>();
        (await Club.WalletAsync(member)).Balance.ShouldBe(50);
    }

    [Fact]
    public async Task Many_events_of_many_members_at_once_are_each_posted_once_and_the_ledger_verifies()
    {
        var partner = await Club.GivenPartnerAsync();
        var members = new List<MemberId>();
        for (var i = 0; i < 8; i++)
        {
            members.Add(await Club.GivenMemberAsync());
        }

        // Each event is sent three times, all of them at once and in batches that overlap.
        var grants = Enumerable.Range(0, 200).Select(i => Grant(members[i % members.Count], 10 + i)).ToArray();
        var batches = Enumerable.Range(0, 3).SelectMany(_ => grants.Chunk(25)).ToArray();
        var results = await Task.WhenAll(batches.Select(batch => Club.TakeAsync(partner, batch)));

        results.SelectMany(batch => batch).Count(result => result is EventResult.Posted).ShouldBe(grants.Length);
        results.SelectMany(batch => batch).Count(result => result is EventResult.Duplicate).ShouldBe(2 * grants.Length);
        long sum = 0;
        foreach (var member in members)
        {
            sum += (await Club.WalletAsync(member)).Balance;
        }

        sum.ShouldBe(grants.Sum(grant => grant.Points));
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pain01_Earning_and_reversing_ten_times_over_leaves_the_balance_as_it_was()
    {
        var (partner, member) = (await Club.GivenPartnerAsync(), await Club.GivenMemberAsync());
        await Club.TakeAsync(partner, Grant(member, 7));
        for (var i = 0; i < 10; i++)
        {
            var grant = Grant(member, 100);
            var results = await Club.TakeAsync(partner, [grant, Reversal(grant)]);
            results[1]
                .ShouldBeOfType<EventResult.Posted>()
                .Points.ShouldBe([new PostedPoints(PointsActions.Points, -100)]);
        }

        (await Club.WalletAsync(member)).Balance.ShouldBe(7);
        (await Club.EntriesAsync(member)).Count.ShouldBe(21);
    }

    [Fact]
    public async Task A_reversal_refers_to_its_entry_and_cannot_be_repeated_under_another_id()
    {
        var (partner, member) = (await Club.GivenPartnerAsync(), await Club.GivenMemberAsync());
        var grant = Grant(member, 100);
        await Club.TakeAsync(partner, grant);

        var races = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Club.TakeAsync(partner, Reversal(grant))));

        races.Count(result => result is EventResult.Posted).ShouldBe(1);
        races.OfType<EventResult.Rejected>().ShouldAllBe(result => result.Reason is EventRefusal.ReversalAboveOriginal);
        var entries = await Club.EntriesAsync(member);
        entries.Select(entry => entry.Points).ShouldBe([100, -100]);
        entries[1].Kind.ShouldBe(EntryKind.AccrualReversal);
        entries[1].ReversesSequence.ShouldBe(1);
    }

    [Fact]
    public async Task A_reversal_of_what_was_never_posted_is_rejected_and_leaves_its_id_free()
    {
        var (partner, member) = (await Club.GivenPartnerAsync(), await Club.GivenMemberAsync());
        var grant = Grant(member, 100);
        var reversal = Reversal(grant);

        (await Club.TakeAsync(partner, reversal))
            .ShouldBeOfType<EventResult.Rejected>()
            .Reason.ShouldBeOfType<EventRefusal.OriginalUnknown>();
        await Club.TakeAsync(partner, grant);

        (await Club.TakeAsync(partner, reversal)).ShouldBeOfType<EventResult.Posted>();
    }

    [Fact]
    public async Task A_transaction_that_no_rule_holds_for_is_posted_without_points_and_says_so()
    {
        var (partner, member) = (await Club.GivenPartnerAsync(), await Club.GivenMemberAsync());
        var purchase = Purchase(member, 100m);

        var result = await Club.TakeAsync(partner, purchase);

        var posted = result.ShouldBeOfType<EventResult.Posted>();
        posted.Points.ShouldBeEmpty();
        Explanation.Parse(posted.Explanation.ShouldNotBeNull()).Rules.ShouldNotBeNull().ShouldBeEmpty();
        var repeat = (await Club.TakeAsync(partner, purchase)).ShouldBeOfType<EventResult.Duplicate>();
        repeat.First.ShouldBeOfType<EventResult.Posted>().Explanation.ShouldBe(posted.Explanation);
    }

    [Fact]
    public async Task Daily_and_event_limits_of_the_contract_trim_the_award_and_the_entry_says_so()
    {
        var partner = await Club.GivenPartnerAsync(
            new PartnerContract
            {
                EventTypes = [PartnerEvent.PointsGranted.TypeName],
                PointCurrencies = [PointsActions.Points],
                PointsPerEventMax = 100,
                PointsPerMemberPerDayMax = 250,
            }
        );
        var member = await Club.GivenMemberAsync();

        await Club.TakeAsync(partner, [Grant(member, 500), Grant(member, 80), Grant(member, 90), Grant(member, 10)]);

        var entries = await Club.EntriesAsync(member);
        entries.Select(entry => entry.Points).ShouldBe([100, 80, 70]);
        var first = Explanation.Parse(entries[0].Explanation).Caps.ShouldNotBeNull().ShouldHaveSingleItem();
        first.ShouldBe(new ExplainedCap("PointsPerEventMax", 100, 0, 500, 100));
        var third = Explanation.Parse(entries[2].Explanation).Caps.ShouldNotBeNull().ShouldHaveSingleItem();
        third.ShouldBe(new ExplainedCap("PointsPerMemberPerDayMax", 250, 180, 90, 70));
    }

    [Fact]
    public async Task The_event_limit_of_the_contract_holds_for_all_that_an_event_gives_of_a_currency()
    {
        await Club.EnsurePointsAsync();
        var partner = await Club.GivenPartnerAsync(
            new PartnerContract
            {
                EventTypes = [PartnerEvent.TransactionPosted.TypeName],
                PointCurrencies = [PointsActions.Points],
                MoneyCurrencies = [MoneyCurrency.Parse("CZK")],
                PointsPerEventMax = 100,
            }
        );
        // Points at once and points with delays are accruals of their own.
        await Club.GivenRuleAsync(partner, "7", "100");
        await Club.GivenRuleAsync(partner, "6", "100", activationDelayDays: 5);
        await Club.GivenRuleAsync(partner, "5", "100", activationDelayDays: 9);
        var member = await Club.GivenMemberAsync();

        await Club.TakeAsync(partner, PointsActions.Purchase(member, 1_000));

        var entries = await Club.EntriesAsync(member);
        entries.Sum(entry => entry.Points).ShouldBe(100);
        var caps = entries.SelectMany(entry => Explanation.Parse(entry.Explanation).Caps ?? []).ToArray();
        caps.ShouldHaveSingleItem().ShouldBe(new ExplainedCap("PointsPerEventMax", 100, 70, 60, 30));
    }

    [Fact]
    public async Task A_suspended_member_earns_and_a_closed_one_does_not()
    {
        var partner = await Club.GivenPartnerAsync();
        var suspended = await Club.GivenMemberAsync(MemberStatus.Suspended);
        var closed = await Club.GivenMemberAsync(MemberStatus.Closed);

        (await Club.TakeAsync(partner, Grant(suspended, 10))).ShouldBeOfType<EventResult.Posted>();
        (await Club.TakeAsync(partner, Grant(closed, 10)))
            .ShouldBeOfType<EventResult.Rejected>()
            .Reason.ShouldBeOfType<EventRefusal.MemberMayNotEarn>();
    }

    [Fact]
    public async Task A_command_that_cannot_be_done_does_not_fail_its_neighbours()
    {
        // A club of its own, because its books are full after it.
        await using var own = await Club.StartAsync(Club.Database.Provider);
        await own.GivenCurrencyAsync(expiryMonths: null);
        var (partner, member) = (await own.GivenPartnerAsync(), await own.GivenMemberAsync());
        await own.TakeAsync(partner, Grant(member, long.MaxValue));
        var (other, otherPartner) = (await own.GivenMemberAsync(), await own.GivenPartnerAsync());

        // The balance would leave 64 bits.
        var poison = own.TakeAsync(partner, Grant(member, 1));
        var neighbours = Enumerable
            .Range(0, 20)
            .Select(i => own.TakeAsync(otherPartner, Grant(other, 1 + i)))
            .ToArray();

        (await Task.WhenAll(neighbours)).ShouldAllBe(result => result is EventResult.Posted);
        (await poison).ShouldBeOfType<EventResult.Rejected>().Reason.Code.ShouldBe("points-out-of-range");
        (await own.WalletAsync(member)).Balance.ShouldBe(long.MaxValue);
    }

    public sealed class OnSqlite() : LedgerTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : LedgerTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : LedgerTests(DatabaseProvider.SqlServer);
}
