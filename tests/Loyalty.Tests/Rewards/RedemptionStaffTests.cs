using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>What staff do to redemptions at the wrong moment or by the wrong door: the points stay where they can be accounted for.</summary>
public abstract class RedemptionStaffTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Theory]
    [InlineData("fail")]
    [InlineData("cancel")]
    public async Task What_was_only_just_requested_can_be_ended_in_a_moment(string how)
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        await Club.ClaimAsync(await Club.GivenRewardAsync(), member, TimeProvider.System.GetUtcNow());
        var id = await Club.WithContextAsync(context =>
            context.Redemptions.Where(row => row.MemberId == member).Select(row => row.Id).SingleAsync()
        );
        using var staff = Club.Staff();

        await (await staff.ChangeRedemptionAsync(id.ToString(), how)).ShouldBeRefusedAsync(
            HttpStatusCode.TooManyRequests,
            "redemption-still-settling"
        );

        (await Club.StepsAsync(id.ToString())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Failed_while_it_is_being_requested_it_keeps_its_points_or_gives_all_back()
    {
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var staff = Club.Staff();
        var held = 0;
        for (var i = 0; i < 10; i++)
        {
            var key = MemberAppActions.NewKey();
            var id = RedemptionId.Of(member, $"staff-administrator/{key}").ToString();
            await Task.WhenAll([
                staff.RedeemRewardAsync(member, reward, key),
                .. Enumerable.Range(0, 6).Select(_ => staff.ChangeRedemptionAsync(id, "fail")),
            ]);

            var status = (await staff.ReadRedemptionAsync(id))["redemption"]!["status"]!.ToString();
            await staff.WhenAsync(id, status);
            held += status == "failed" ? 0 : 100;
        }

        (await Club.CountAsync(member)).ShouldBe((1_000 - held, held, 1_000));
        (await Club.TakenAsync(reward)).ShouldBe(held / 100);
    }

    [Fact]
    public async Task Points_of_a_redemption_move_with_it_alone()
    {
        var member = await Club.GivenMemberWithPointsAsync(300);
        var goods = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        var atOnce = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        using var staff = Club.Staff();
        var open = await staff.RedeemRewardAsync(member, goods).IdAsync();
        var sent = await staff.RedeemRewardAsync(member, goods).IdAsync();
        var captured = await (await staff.ChangeRedemptionAsync(sent, "fulfil")).ReadAsync(HttpStatusCode.OK);
        var spent = await (await staff.RedeemRewardAsync(member, atOnce)).ReadAsync(HttpStatusCode.Created);
        Identifier.TryParse<RedemptionId>(open, out var openId).ShouldBeTrue();
        var hold = await Club.WithContextAsync(context =>
            context.Redemptions.Where(row => row.Id == openId).Select(row => row.HoldId).SingleAsync()
        );

        await RefusedAsync($"holds/{hold}/release", open);
        await RefusedAsync($"holds/{hold}/capture", open);
        await RefusedAsync($"operations/{captured["operation"]}/reversals", sent);
        await RefusedAsync($"operations/{spent["operation"]}/reversals", spent["id"]!.ToString());

        (await Club.CountAsync(member)).ShouldBe((0, 100, 100));
        foreach (var id in new[] { open, sent, spent["id"]!.ToString() })
        {
            (await staff.ChangeRedemptionAsync(id, "cancel")).StatusCode.ShouldBe(HttpStatusCode.OK);
            await staff.WhenAsync(id, "cancelled");
        }

        (await Club.CountAsync(member)).ShouldBe((300, 0, 300));

        async Task RefusedAsync(string path, string redemption) =>
            (
                await (await staff.SendAsync(path, [], MemberAppActions.NewKey())).ShouldBeRefusedAsync(
                    HttpStatusCode.Conflict,
                    "points-of-redemption"
                )
            )["redemptionId"]!
                .ToString()
                .ShouldBe(redemption);
    }

    [Fact]
    public async Task What_the_ledger_has_still_to_move_is_listed()
    {
        var member = await Club.GivenMemberWithPointsAsync(200);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        using var staff = Club.Staff();
        var settled = await staff.RedeemRewardAsync(member, reward).IdAsync();
        var stuck = await staff.RedeemRewardAsync(member, reward).IdAsync();
        Identifier.TryParse<RedemptionId>(stuck, out var id).ShouldBeTrue();
        DateTimeOffset? later = TimeProvider.System.Instant().AddHours(1);
        await Club.WithContextAsync(context =>
            context
                .Redemptions.Where(row => row.Id == id)
                .ExecuteUpdateAsync(row =>
                    row.SetProperty(one => one.Settlement, RedemptionSettlement.Return)
                        .SetProperty(one => one.NextAttemptAt, later)
                )
        );

        (await ListedAsync("false")).ShouldBe([stuck]);
        (await ListedAsync("true")).ShouldBe([settled]);

        async Task<string[]> ListedAsync(string value)
        {
            var list = await staff.GetAsync($"/api/admin/v1/redemptions?reward={reward}&settled={value}");
            return
            [
                .. (await list.ReadAsync(HttpStatusCode.OK))["items"]!.AsArray().Select(one => one!["id"]!.ToString()),
            ];
        }
    }

    [Fact]
    public async Task Staff_say_why_and_other_staff_read_it()
    {
        var member = await Club.GivenMemberWithPointsAsync(400);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var staff = Club.Staff("support");
        var broken = await staff.RedeemRewardAsync(member, reward).IdAsync();
        var unwanted = await staff.RedeemRewardAsync(member, reward).IdAsync();
        var returned = await staff.RedeemRewardAsync(member, reward).IdAsync();
        var filed = await staff.RedeemRewardAsync(member, reward).IdAsync();
        var tooLong = await staff.ChangeRedemptionAsync(broken, "fail", Why(new string('x', 61)));
        (await tooLong.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request"))["errors"]!
            ["reason"]
            .ShouldNotBeNull();

        await staff.ChangeRedemptionAsync(broken, "fail", Why(" broke in the warehouse "));
        await staff.ChangeRedemptionAsync(unwanted, "cancel", Why("wrong size"));
        await staff.ChangeRedemptionAsync(returned, "fulfil");
        await staff.ChangeRedemptionAsync(returned, "cancel", Why("came back"));
        using var file = new StringContent(
            $"redemptionId,action,reason\n{filed},fail,\"lost, again\"\n",
            Encoding.UTF8,
            "text/csv"
        );
        (await staff.PostAsync("/api/admin/v1/redemptions/file", file)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await LastAsync(broken)).ShouldBe(("failed-by-staff", "broke in the warehouse"));
        (await LastAsync(unwanted)).ShouldBe(("cancelled-by-staff", "wrong size"));
        (await LastAsync(returned)).ShouldBe(("returned", "came back"));
        (await LastAsync(filed)).ShouldBe(("failed-by-staff", "lost, again"));

        static JsonObject Why(string reason) => new() { ["reason"] = reason };

        async Task<(string Cause, string? Detail)> LastAsync(string id)
        {
            var last = (await staff.ReadRedemptionAsync(id))["transitions"]!.AsArray()[^1]!;
            return (last["cause"]!.ToString(), last["detail"]?.ToString());
        }
    }

    public sealed class OnSqlite() : RedemptionStaffTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RedemptionStaffTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RedemptionStaffTests(DatabaseProvider.SqlServer);
}
