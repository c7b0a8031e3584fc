using System.Net;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Redemptions, holds and what is given back, over HTTP.</summary>
public abstract class SpendingTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_redemption_takes_points_and_says_what_is_left()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff("support");

        var done = await (await staff.RedeemAsync(member, 30)).ReadAsync(HttpStatusCode.Created);

        var entry = done["entries"]!.AsArray().Single()!;
        ((string?)entry["kind"]).ShouldBe("redemption");
        ((long)entry["points"]!).ShouldBe(-30);
        ((long)entry["balanceAfter"]!).ShouldBe(70);
        ((string?)done["by"]).ShouldBe("staff-support");
        using var reader = Club.Staff("auditor");
        var read = await (await reader.GetAsync($"/api/admin/v1/operations/{done["id"]}")).ReadAsync(HttpStatusCode.OK);
        read.ToJsonString().ShouldBe(done.ToJsonString());
    }

    [Fact]
    public async Task Pain31_Any_part_can_be_redeemed_and_more_than_there_is_cannot()
    {
        var member = await Club.GivenMemberWithPointsAsync(10);
        using var staff = Club.Staff();

        var problem = await (await staff.RedeemAsync(member, 11)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "insufficient-points"
        );
        ((long)problem["available"]!).ShouldBe(10);
        ((long)problem["requested"]!).ShouldBe(11);
        foreach (var part in (long[])[1, 4, 5])
        {
            (await staff.RedeemAsync(member, part)).StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Pain06_The_same_key_again_spends_once_and_gets_the_same_answer()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var key = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => staff.RedeemAsync(member, 40, key)));

        var bodies = new HashSet<string>();
        foreach (var answer in answers)
        {
            bodies.Add((await answer.ReadAsync(HttpStatusCode.Created)).ToJsonString());
        }

        bodies.Count.ShouldBe(1);
        (await Club.CountAsync(member)).Balance.ShouldBe(60);
        await (await staff.RedeemAsync(member, 41, key)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "idempotency-key-reused"
        );
        (await Club.CountAsync(member)).Balance.ShouldBe(60);
    }

    [Fact]
    public async Task Pain16_Of_twenty_who_redeem_all_at_once_one_succeeds()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => staff.RedeemAsync(member, 100)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(19);
        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
        (await Club.EntriesAsync(member)).Sum(entry => entry.Points).ShouldBe(0);
    }

    [Fact]
    public async Task Pain05_Points_of_one_partner_are_spent_wherever_they_are_redeemed()
    {
        await Club.EnsurePointsAsync();
        var member = await Club.GivenMemberAsync();
        await Club.TakeAsync(await Club.GivenPartnerAsync(), PointsActions.Grant(member, 60));
        await Club.TakeAsync(await Club.GivenPartnerAsync(), PointsActions.Grant(member, 60));
        using var staff = Club.Staff();

        (await staff.RedeemAsync(member, 100)).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await Club.CountAsync(member)).ShouldBe((20, 0, 20));
        (await staff.RedeemAsync(member, 21)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Pain32_Two_rewards_make_two_entries()
    {
        var member = await Club.GivenMemberWithPointsAsync(300);
        using var staff = Club.Staff();

        await staff.RedeemAsync(member, 100);
        await staff.RedeemAsync(member, 200);

        (await Club.EntriesAsync(member))
            .Where(entry => entry.Kind == EntryKind.Redemption)
            .Select(entry => entry.Points)
            .ShouldBe([-100, -200]);
    }

    [Fact]
    public async Task A_hold_keeps_points_from_others_until_it_is_captured_in_part()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();

        var hold = await staff.HoldAsync(member, 80).IdAsync();
        (await Club.CountAsync(member)).ShouldBe((20, 80, 100));
        (await staff.RedeemAsync(member, 21)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await (await staff.EndHoldAsync(hold, "capture", 81)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "above-hold"
        );
        (await staff.EndHoldAsync(hold, "capture", 50)).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await Club.CountAsync(member)).ShouldBe((50, 0, 50));
        var problem = await (await staff.EndHoldAsync(hold, "capture")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "hold-ended"
        );
        ((string?)problem["holdStatus"]).ShouldBe("captured");
        await (await staff.EndHoldAsync(hold, "release")).ShouldBeRefusedAsync(HttpStatusCode.Conflict, "hold-ended");
        using var reader = Club.Staff("auditor");
        var read = await (await reader.GetAsync($"/api/admin/v1/holds/{hold}")).ReadAsync(HttpStatusCode.OK);
        ((long)read["capturedPoints"]!).ShouldBe(50);
    }

    [Fact]
    public async Task Pain19_A_hold_released_many_times_at_once_gives_back_once()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var hold = await staff.HoldAsync(member, 80).IdAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => staff.EndHoldAsync(hold, "release")));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        (await Club.CountAsync(member)).ShouldBe((100, 0, 100));
        await (await staff.EndHoldAsync(hold, "capture")).ShouldBeRefusedAsync(HttpStatusCode.Conflict, "hold-ended");
    }

    [Fact]
    public async Task A_capture_races_with_a_release_and_one_of_them_wins()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        for (var round = 0; round < 5; round++)
        {
            var before = (await Club.CountAsync(member)).Available;
            var hold = await staff.HoldAsync(member, 10).IdAsync();

            var answers = await Task.WhenAll(staff.EndHoldAsync(hold, "capture"), staff.EndHoldAsync(hold, "release"));

            answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
            var left = (await Club.CountAsync(member)).Available;
            left.ShouldBe(answers[0].StatusCode == HttpStatusCode.Created ? before - 10 : before);
        }
    }

    [Fact]
    public async Task Pain17_Giving_back_and_earning_meanwhile_both_hold()
    {
        var partner = await Club.GivenPartnerAsync();
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var spent = await staff.RedeemAsync(member, 100).IdAsync();

        await Task.WhenAll(
            staff.GiveBackAsync(spent),
            Club.TakeAsync(partner, PointsActions.Grant(member, 7)),
            Club.TakeAsync(partner, PointsActions.Grant(member, 5))
        );

        (await Club.CountAsync(member)).ShouldBe((112, 0, 112));
    }

    [Fact]
    public async Task Pain02_What_is_given_back_in_parts_never_exceeds_what_was_spent()
    {
        var member = await Club.GivenMemberWithPointsAsync(50);
        using var staff = Club.Staff();
        var spent = await staff.RedeemAsync(member, 50).IdAsync();

        (await staff.GiveBackAsync(spent, 20)).StatusCode.ShouldBe(HttpStatusCode.Created);
        var problem = await (await staff.GiveBackAsync(spent, 31)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "reversal-above-redemption"
        );
        ((long)problem["left"]!).ShouldBe(30);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => staff.GiveBackAsync(spent, 10)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(3);
        (await Club.CountAsync(member)).ShouldBe((50, 0, 50));
        await (await staff.GiveBackAsync(spent)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "reversal-above-redemption"
        );
    }

    [Fact]
    public async Task Pain04_Earn_spend_earn_cancel_and_refund_leave_what_was_there()
    {
        await Club.EnsurePointsAsync();
        var partner = await Club.GivenPartnerAsync();
        var member = await Club.GivenMemberAsync();
        using var staff = Club.Staff();
        await Club.TakeAsync(partner, PointsActions.Grant(member, 50));
        var spent = await staff.RedeemAsync(member, 50).IdAsync();
        var earned = PointsActions.Grant(member, 21);
        await Club.TakeAsync(partner, earned);
        await Club.TakeAsync(partner, PointsActions.Reversal(earned));
        await staff.GiveBackAsync(spent);

        (await Club.CountAsync(member)).Balance.ShouldBe(50);
        (await Club.EntriesAsync(member)).Sum(entry => entry.Points).ShouldBe(50);
    }

    public sealed class OnSqlite() : SpendingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : SpendingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : SpendingTests(DatabaseProvider.SqlServer);
}
