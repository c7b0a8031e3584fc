using System.Net;
using Loyalty.Application.Points;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Holds and redemptions while days go by.</summary>
public abstract class SpendingOverTimeTests(DatabaseProvider provider) : IAsyncLifetime
{
    private readonly TestClock clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private Club club = null!;

    public async ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(provider);
        club = await Club.StartAsync(provider, clock);
        await club.GivenCurrencyAsync(expiryMonths: 1);
        await club.GivenProgrammeAsync(Domain.ReturnPolicy.WithinBalance);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return club?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Pain20_A_hold_gives_itself_back_when_its_time_has_run_out()
    {
        var member = await club.GivenMemberWithPointsAsync(100);
        using var staff = Staff();
        var hold = await staff.HoldAsync(member, 60, seconds: 60).IdAsync();

        clock.Now += TimeSpan.FromSeconds(60);

        var problem = await (await staff.EndHoldAsync(hold, "capture")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "hold-ended"
        );
        ((string?)problem["holdStatus"]).ShouldBe("timedOut");
        var count = await WaitFor.Async(() => club.CountAsync(member), count => count.Held == 0);
        count.ShouldBe((100, 0, 100));
        // A call-back that comes late changes nothing.
        (await staff.EndHoldAsync(hold, "release")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await club.CountAsync(member)).ShouldBe((100, 0, 100));
    }

    [Fact]
    public async Task Pain22_A_hold_made_before_the_last_day_ended_can_be_captured_after_it()
    {
        var member = await club.GivenMemberWithPointsAsync(100);
        using var staff = Staff();
        clock.Now = new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero);
        var hold = await staff.HoldAsync(member, 60, seconds: 3600).IdAsync();

        clock.Now += TimeSpan.FromMinutes(10);

        (await club.CountAsync(member)).ShouldBe((0, 60, 60));
        (await staff.EndHoldAsync(hold, "capture")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await club.CountAsync(member)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Of_a_capture_comes_back_what_was_spent_and_not_what_lapsed_with_the_hold()
    {
        var member = await club.GivenMemberWithPointsAsync(60);
        using var staff = Staff();
        clock.Now = new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero);
        var hold = await staff.HoldAsync(member, 60, seconds: 2_592_000).IdAsync();
        clock.Now = new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
        var captured = await (await staff.EndHoldAsync(hold, "capture", 20)).ReadAsync(HttpStatusCode.Created);
        captured["entries"]!.AsArray().Select(entry => (long)entry!["points"]!).ShouldBe([-20, -40]);

        var problem = await (await staff.GiveBackAsync(captured["id"]!.ToString(), 21)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "reversal-above-redemption"
        );

        ((long)problem["left"]!).ShouldBe(20);
        (await staff.GiveBackAsync(captured["id"]!.ToString(), 20)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(10, 100)]
    public async Task Pain26_Points_of_a_lapsed_lot_come_back_as_the_policy_says(int? graceDays, long available)
    {
        await club.WithContextAsync(async context =>
        {
            (await context.Programmes.SingleAsync()).LapsedReturnGraceDays = graceDays;
            return await context.SaveChangesAsync();
        });
        club.Services.GetRequiredService<ProgrammeSettings>().ExpectChange();
        var member = await club.GivenMemberWithPointsAsync(100);
        using var staff = Staff();
        clock.Now = new DateTimeOffset(2026, 2, 20, 12, 0, 0, TimeSpan.Zero);
        var spent = await staff.RedeemAsync(member, 100).IdAsync();
        clock.Now = new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

        var back = await (await staff.GiveBackAsync(spent)).ReadAsync(HttpStatusCode.Created);

        (await club.CountAsync(member)).Available.ShouldBe(available);
        var kinds = back["entries"]!.AsArray().Select(entry => (string?)entry!["kind"]);
        kinds.ShouldBe(graceDays is null ? ["redemptionReversal", "expiry"] : ["redemptionReversal"]);
        clock.Now = new DateTimeOffset(2026, 3, 15, 23, 0, 0, TimeSpan.Zero);
        (await club.CountAsync(member)).Available.ShouldBe(available);
        clock.Now = new DateTimeOffset(2026, 3, 16, 0, 0, 0, TimeSpan.Zero);
        (await club.CountAsync(member)).Available.ShouldBe(0);
        (await club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Arrears_that_arose_while_points_were_held_are_repaid_when_the_hold_ends()
    {
        await club.GivenProgrammeAsync(Domain.ReturnPolicy.WithArrears);
        var partner = await club.GivenPartnerAsync();
        var member = await club.GivenMemberAsync();
        var earned = PointsActions.Grant(member, 100);
        await club.TakeAsync(partner, earned with { OccurredAt = clock.Now });
        using var staff = Staff();
        var hold = await staff.HoldAsync(member, 70, seconds: 600).IdAsync();
        await club.TakeAsync(partner, PointsActions.Reversal(earned) with { OccurredAt = clock.Now });
        (await club.WalletAsync(member)).Arrears.ShouldBe(70);

        var ended = await (await staff.EndHoldAsync(hold, "release")).ReadAsync(HttpStatusCode.Created);

        ended["entries"]!.AsArray().Select(entry => (string?)entry!["kind"]).ShouldBe(["arrearsRepayment"]);
        (await club.CountAsync(member)).ShouldBe((0, 0, 0));
        (await club.WalletAsync(member)).Arrears.ShouldBe(0);
        (await club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Points_handed_to_another_member_keep_their_last_day()
    {
        var from = await club.GivenMemberWithPointsAsync(100);
        var to = await club.GivenMemberAsync();
        using var staff = Staff();
        await (await staff.TransferAsync(from, to, 40)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "transfers-not-allowed"
        );
        await club.WithContextAsync(async context =>
        {
            (await context.Programmes.SingleAsync()).TransfersAllowed = true;
            return await context.SaveChangesAsync();
        });
        club.Services.GetRequiredService<ProgrammeSettings>().ExpectChange();

        clock.Now = new DateTimeOffset(2026, 2, 20, 12, 0, 0, TimeSpan.Zero);
        (await staff.TransferAsync(from, to, 40)).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await club.CountAsync(from)).Balance.ShouldBe(60);
        var received = (await club.LoadWalletAsync(to)).LapsingFrom(new DateOnly(2026, 2, 20));
        received.ShouldBe([new LapsingPoints(new DateOnly(2026, 2, 28), 40)]);
        (await club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pain16_Of_twenty_transfers_of_everything_one_succeeds()
    {
        await club.WithContextAsync(async context =>
        {
            (await context.Programmes.SingleAsync()).TransfersAllowed = true;
            return await context.SaveChangesAsync();
        });
        club.Services.GetRequiredService<ProgrammeSettings>().ExpectChange();
        var from = await club.GivenMemberWithPointsAsync(100);
        var to = await club.GivenMemberAsync();
        using var staff = Staff();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => staff.TransferAsync(from, to, 100)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(19);
        (await club.CountAsync(from)).Balance.ShouldBe(0);
        (await club.CountAsync(to)).Balance.ShouldBe(100);
        (await club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    /// <summary>For all of the year in which the clock is turned.</summary>
    private HttpClient Staff() =>
        club.WithToken(
            club.Issuer.Token("staff", "admin", clock.Now.AddDays(-1), clock.Now.AddYears(1), "administrator")
        );

    public sealed class OnSqlite() : SpendingOverTimeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : SpendingOverTimeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : SpendingOverTimeTests(DatabaseProvider.SqlServer);
}
