using Loyalty.Application.Jobs;
using Loyalty.Application.Points;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Points lapse, on a club of its own whose clock the test turns. Whatever a test did, the ledger it leaves is sound.</summary>
public abstract partial class ExpiryTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private readonly TestClock clock = new(new DateTimeOffset(2020, 1, 10, 12, 0, 0, TimeSpan.Zero));
    private Partner partner = null!;
    private MemberId member;

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears, "Europe/Berlin");
        await Club.GivenCurrencyAsync(expiryMonths: 1);
        partner = await Club.GivenPartnerAsync();
        member = await Club.GivenMemberAsync();
    }

    /// <summary>Whatever a test did, the ledger it leaves is sound.</summary>
    protected override async Task EndAsync() => (await Club.VerifyAsync()).Faults.ShouldBeEmpty();

    [Fact]
    public async Task Pain08_Spending_takes_what_lapses_first_and_then_nothing_lapses()
    {
        await EarnAsync(100);
        Turn("2020-02-10");
        await EarnAsync(100);
        await Club.SpendAsync(member, 100);

        Turn("2020-03-01");
        (await ExpireAsync()).ShouldBe(new ExpiryReport(Day("2020-02-29"), 0, 0));

        (await Club.WalletAsync(member)).Balance.ShouldBe(100);
        (await Club.EntriesAsync(member)).ShouldNotContain(entry => entry.Kind == EntryKind.Expiry);
    }

    [Fact]
    public async Task Pain24_Every_kind_of_credit_lapses_by_its_date_once_however_often_the_job_runs()
    {
        var other = await Club.GivenMemberAsync();
        await EarnAsync(100);
        await Club.DoAsync(
            Club.Adjust(member, 10) with
            {
                Lot = new LotKey(Day("2020-02-29"), LotKey.AtOnce, default),
            }
        );
        await Club.DoAsync(Club.Transfer(member, other, 40));
        var redeem = Club.Redeem(member, 30);
        await Club.DoAsync(Club.GiveBack(redeem, await Club.DoAsync(redeem), 30));

        // The last instant of the day in Berlin, and the first of the next.
        clock.Now = new DateTimeOffset(2020, 2, 29, 22, 59, 59, TimeSpan.Zero);
        (await ExpireAsync()).ShouldBe(new ExpiryReport(Day("2020-02-28"), 0, 0));
        clock.Now += TimeSpan.FromSeconds(1);
        (await ExpireAsync()).ShouldBe(new ExpiryReport(Day("2020-02-29"), 2, 110));
        (await ExpireAsync()).ShouldBe(new ExpiryReport(Day("2020-02-29"), 0, 0));
        (await Club.Services.GetRequiredService<ExpirePoints>().ExecuteAsync(all: true))
            .ShouldNotBeNull()
            .Wallets.ShouldBe(0);

        (await Club.WalletAsync(member)).Balance.ShouldBe(0);
        (await Club.WalletAsync(other)).Balance.ShouldBe(0);
        var lapsed = (await Club.EntriesAsync(member))[^1];
        (lapsed.Kind, lapsed.Points, lapsed.CounterAccount).ShouldBe((EntryKind.Expiry, -70, CounterAccounts.Breakage));
    }

    [Fact]
    public async Task Pain24_Nodes_that_expire_and_members_that_redeem_at_once_lose_nothing_twice_and_never_go_below_zero()
    {
        const int Members = 20;
        var members = await GivenMembersAsync(Members);
        await Club.TakeAsync(partner, [.. members.Select(one => PointsActions.Grant(one, 100))]);
        Turn("2020-02-10");
        await Club.TakeAsync(partner, [.. members.Select(one => PointsActions.Grant(one, 100))]);
        Turn("2020-03-01");
        var second = await NodeAsync();

        var redemptions = members
            .SelectMany(one => Enumerable.Range(0, 5).Select(_ => Club.Redeem(one, 30)))
            .Select((command, i) => Task.Run(() => (i % 2 == 0 ? Club : second).WriteAsync(command)))
            .ToArray();
        var runs = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => Task.Run(() => RunAsync(i % 2 == 0 ? Club : second)))
        );
        var outcomes = await Task.WhenAll(redemptions);
        await second.StopAsync();

        runs.Sum(run => run?.Points ?? 0).ShouldBe(Members * 100);
        outcomes.Count(outcome => outcome is LedgerOutcome.Done).ShouldBe(Members * 3);
        outcomes
            .OfType<LedgerOutcome.Refused>()
            .ShouldAllBe(refused => refused.Reason is PointsRefusal.InsufficientPoints);
        foreach (var one in members)
        {
            (await Club.WalletAsync(one)).Balance.ShouldBe(10);
        }
    }

    [Fact]
    public async Task A_run_that_was_cut_off_goes_on_where_it_was()
    {
        var members = await GivenMembersAsync(LedgerSettings.BatchMax + 88);
        await Club.TakeAsync(partner, [.. members.Select(one => PointsActions.Grant(one, 1))]);
        Turn("2020-03-01");

        await Should.ThrowAsync<InvalidOperationException>(() =>
            Club
                .Services.GetRequiredService<ExpirePoints>()
                .ExecuteAsync(progress: (_, _) => throw new InvalidOperationException("The power is gone."))
        );
        var job = (await JobAsync()).ShouldNotBeNull();
        (job.Processed, job.Total, job.DoneThrough, job.LeaseUntil).ShouldBe((512, 600, null, null));
        job.Cursor.ShouldNotBeNull();

        (await ExpireAsync()).ShouldBe(new ExpiryReport(Day("2020-02-29"), 88, 88));
        var done = (await JobAsync()).ShouldNotBeNull();
        (done.Processed, done.DoneThrough, done.Cursor).ShouldBe((600, Day("2020-02-29"), null));
        done.FinishedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task While_one_process_has_the_lease_others_leave_the_job_alone_until_it_ends()
    {
        await EarnAsync(100);
        Turn("2020-03-01");
        var leases = Club.Services.GetRequiredService<JobLeases>();
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => leases.TakeAsync(ExpirePoints.JobName, default)))
        );
        var lease = taken.Where(one => one is not null).ShouldHaveSingleItem()!;

        (await RunAsync(Club)).ShouldBeNull();
        clock.Now += TimeSpan.FromSeconds(59);
        (await lease.NoteAsync(default)).ShouldBeTrue();
        clock.Now += TimeSpan.FromSeconds(59);
        (await RunAsync(Club)).ShouldBeNull();
        clock.Now += TimeSpan.FromSeconds(1);
        (await RunAsync(Club)).ShouldNotBeNull().Points.ShouldBe(100);
        (await lease.NoteAsync(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lease_that_was_written_by_a_clock_far_ahead_keeps_nobody_from_the_job()
    {
        await EarnAsync(100);
        Turn("2020-03-01");
        clock.Now += TimeSpan.FromDays(1000);
        var lease = await Club.Services.GetRequiredService<JobLeases>().TakeAsync(ExpirePoints.JobName, default);
        Turn("2020-03-01");

        (await RunAsync(Club)).ShouldNotBeNull().Points.ShouldBe(100);

        (await lease.ShouldNotBeNull().NoteAsync(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Pain22_A_hold_outlives_its_lots_and_what_is_released_after_them_lapses_at_once()
    {
        await EarnAsync(100);
        var (captured, released) = (Club.Hold(member, 60), Club.Hold(member, 30));
        await Club.DoAsync(captured);
        await Club.DoAsync(released);

        Turn("2020-03-05");
        (await ExpireAsync()).Points.ShouldBe(10);
        await Club.DoAsync(Club.End(captured, 50));
        await Club.DoAsync(Club.End(released));

        var entries = await Club.EntriesAsync(member);
        entries
            .Select(entry => (entry.Kind, entry.Points))
            .ShouldBe([
                (EntryKind.Accrual, 100),
                (EntryKind.Expiry, -10),
                (EntryKind.Redemption, -50),
                (EntryKind.Expiry, -10),
                (EntryKind.Expiry, -30),
            ]);
        (await ExpireAsync()).Wallets.ShouldBe(0);
    }

    [Fact]
    public async Task Pain26_Points_given_back_to_a_lapsed_lot_lapse_at_once_or_after_the_grace()
    {
        await EarnAsync(100);
        var (first, second) = (Club.Redeem(member, 40), Club.Redeem(member, 60));
        var (ofFirst, ofSecond) = (await Club.DoAsync(first), await Club.DoAsync(second));
        Turn("2020-03-05");

        await Club.DoAsync(Club.GiveBack(first, ofFirst, 40));
        (await Club.WalletAsync(member)).Balance.ShouldBe(0);
        await Club.DoAsync(Club.GiveBack(second, ofSecond, 60, graceDays: 10));
        (await Club.LotsAsync(member)).Single(lot => lot.Points > 0).ExpiresOn.ShouldBe(Day("2020-03-15"));

        Turn("2020-03-16");
        (await ExpireAsync()).Points.ShouldBe(60);
    }

    [Fact]
    public async Task Where_points_lapse_by_inactivity_earning_and_redeeming_move_the_day_of_all_of_them()
    {
        await Club.WithContextAsync(async context =>
        {
            (await context.PointCurrencies.AsTracking().SingleAsync()).Expiry = new ExpiryModel.Inactivity(6);
            return await context.SaveChangesAsync();
        });
        Club.Services.GetRequiredService<ProgrammeSettings>().ExpectChange();
        await EarnAsync(100);
        await LastDayShouldBeAsync("2020-07-10");
        Turn("2020-03-31");
        await EarnAsync(50);
        await LastDayShouldBeAsync("2020-09-30");
        Turn("2020-09-30");
        await Club.SpendAsync(member, 20);
        await LastDayShouldBeAsync("2021-03-30");
        var hold = Club.Hold(member, 30);
        await Club.DoAsync(hold);
        Turn("2021-01-31");
        await Club.DoAsync(Club.End(hold, 30));
        await LastDayShouldBeAsync("2021-07-31");

        Turn("2021-08-01");
        (await ExpireAsync()).Points.ShouldBe(100);

        // What lapsed does not come back by an activity.
        await EarnAsync(5);
        (await Club.WalletAsync(member)).Balance.ShouldBe(5);
    }

    [Fact]
    public async Task A_node_writes_down_what_lapsed_by_itself()
    {
        await EarnAsync(100);
        Turn("2020-03-01");

        var node = await NodeAsync("--Jobs:Run=true");

        (await WaitFor.Async(JobAsync, job => job?.FinishedAt is not null))?.DoneThrough.ShouldBe(Day("2020-02-29"));
        await node.StopAsync();
        (await Club.WalletAsync(member)).Balance.ShouldBe(0);
    }

    [Fact]
    public async Task The_command_line_writes_down_what_lapsed_and_says_what_it_did()
    {
        await EarnAsync(100);

        var first = await LoyaltyProcess.RunAsync(Club.Database, "expire-points", "--json");
        var second = await LoyaltyProcess.RunAsync(Club.Database, "expire-points");

        first.ExitCode.ShouldBe(0, first.Error);
        (first.Json().GetProperty("wallets").GetInt64(), first.Json().GetProperty("points").GetInt64()).ShouldBe(
            (1, 100)
        );
        second.ExitCode.ShouldBe(0, second.Error);
        second.Output.ShouldContain("0 points of 0 wallets lapsed");
    }

    public sealed class OnSqlite() : ExpiryTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ExpiryTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ExpiryTests(DatabaseProvider.SqlServer);
}
