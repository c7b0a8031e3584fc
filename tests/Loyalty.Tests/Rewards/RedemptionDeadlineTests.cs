using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>What is not delivered in time.</summary>
public abstract class RedemptionDeadlineTests(DatabaseProvider provider)
    : OwnClubTests(provider, ScriptedTelecom.Settings)
{
    private readonly TestClock clock = new(TimeProvider.System.GetUtcNow());
    protected override TimeProvider HostClock => clock;

    [Fact]
    public async Task Pain20_Goods_that_nobody_sent_give_their_points_back_by_themselves()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff, one => In(one, hours: 48));
        using var before = Club.Staff();
        var id = await before.RedeemRewardAsync(member, reward).IdAsync();

        clock.Now = clock.Now.AddHours(49);

        using var staff = Club.Staff();
        await staff.WhenAsync(id, "expired");
        (await Club.CountAsync(member)).ShouldBe((100, 0, 100));
        (await Club.TakenAsync(reward)).ShouldBe(0);
        await (await staff.ChangeRedemptionAsync(id, "fulfil")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "redemption-not-in-state"
        );
    }

    [Fact]
    public async Task What_a_partner_promised_and_never_delivered_is_taken_back_before_the_points_are_free()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club, adapt: one => In(one, hours: 48));
        var (member, order) = await OrderAsync(telecom);
        telecom.CancelOf(order).Then(ScriptedAnswer.WithStatus(500)).Always(ScriptedTelecom.Says(order, "cancelled"));

        clock.Now = clock.Now.AddHours(49);

        using var staff = Club.Staff();
        await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!["cause"]!.ToString(),
            cause => cause == "partner-answered-500"
        );
        (await Club.CountAsync(member)).ShouldBe((900, 100, 1_000));
        clock.Now = clock.Now.AddMinutes(1);
        await staff.WhenAsync(order, "expired");
        (await Club.CountAsync(member)).ShouldBe((1_000, 0, 1_000));
    }

    [Fact]
    public async Task As_long_as_a_partner_might_deliver_the_points_stay_held_and_staff_see_it()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club, adapt: one => In(one, hours: 48));
        var (member, order) = await OrderAsync(telecom);
        telecom.CancelOf(order).Always(ScriptedTelecom.Says(order, "accepted"));

        clock.Now = clock.Now.AddHours(49);

        using var staff = Club.Staff();
        var late = await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!,
            view => view["cause"]!.ToString() == "partner-overdue"
        );
        late["cause"]!.ToString().ShouldBe("partner-overdue");
        (await Club.CountAsync(member)).ShouldBe((900, 100, 1_000));
        var list = await staff.GetAsync("/api/admin/v1/redemptions?status=ordered&method=partner&overdue=true");
        (await list.ReadAsync(HttpStatusCode.OK))["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!
            .ToString()
            .ShouldBe(order);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_at_its_deadline_is_asked_for_until_it_is_delivered()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club, adapt: one => In(one, hours: 48));
        var (member, order) = await OrderAsync(telecom);
        telecom.CancelOf(order).Always(ScriptedTelecom.Says(order, "accepted"));
        clock.Now = clock.Now.AddHours(49);
        using var staff = Club.Staff();
        await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!["cause"]!.ToString(),
            cause => cause == "partner-overdue"
        );

        telecom.StatusOf(order).Always(ScriptedTelecom.Says(order, "fulfilled"));
        clock.Now = clock.Now.AddMinutes(1);

        using var later = Club.Staff();
        await later.WhenAsync(order, "fulfilled");
        (await Club.CountAsync(member)).ShouldBe((900, 0, 900));
        telecom.Server.Journal.Count(call => call.Target.EndsWith("/cancel", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_manager_ends_an_order_whose_partner_was_asked_and_never_answers()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order) = await OrderAsync(telecom);
        telecom.CancelOf(order).Always(ScriptedAnswer.WithStatus(500));
        using var manager = Club.Staff("manager");
        using var support = Club.Staff("support");
        JsonObject Why() => new() { ["reason"] = "telecom is bankrupt" };

        await (await manager.ChangeRedemptionAsync(order, "abandon", Why())).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "redemption-partner-not-asked"
        );
        (await support.ChangeRedemptionAsync(order, "fail")).EnsureSuccessStatusCode();
        (await support.ChangeRedemptionAsync(order, "abandon", Why())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var unsaid = await (await manager.ChangeRedemptionAsync(order, "abandon")).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        unsaid["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["reason"]);
        (await Club.CountAsync(member)).ShouldBe((900, 100, 1_000));

        (await manager.ChangeRedemptionAsync(order, "abandon", Why())).EnsureSuccessStatusCode();

        var ended = await manager.WhenAsync(order, "failed");
        ended["cause"]!.ToString().ShouldBe("abandoned-by-staff");
        (await Club.CountAsync(member)).ShouldBe((1_000, 0, 1_000));
        // Once more changes nothing; and the partner's word comes too late.
        (await manager.ChangeRedemptionAsync(order, "abandon", Why())).EnsureSuccessStatusCode();
        await (await telecom.TellAsync(ScriptedTelecom.Report(order, "fulfilled"))).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "order-is-over"
        );
        (await Club.CountAsync(member)).ShouldBe((1_000, 0, 1_000));
        var differences = await manager.GetAsync(
            $"/api/admin/v1/partners/{telecom.Partner.View.Slug}/order-differences?open=true"
        );
        (await differences.ReadAsync(HttpStatusCode.OK))["items"]!.AsArray().ShouldHaveSingleItem()!["orderId"]!
            .ToString()
            .ShouldBe(order);
    }

    [Fact]
    public async Task However_long_a_partner_asks_to_be_left_alone_it_is_asked_again_within_a_day()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club, adapt: one => In(one, hours: 48));
        var (_, order) = await OrderAsync(telecom);
        telecom.CancelOf(order).Always(ScriptedAnswer.TooManyRequests(TimeSpan.FromDays(4_000)));

        clock.Now = clock.Now.AddHours(49);

        using var staff = Club.Staff();
        var view = await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!,
            found => found["cause"]!.ToString() == "partner-answered-429"
        );
        ((DateTimeOffset)view["nextAttemptAt"]!).ShouldBeLessThanOrEqualTo(clock.Now.AddDays(1));
    }

    [Fact]
    public async Task A_member_can_take_back_within_the_time_only()
    {
        var app = await Club.GivenSignedInMemberAsync();
        await Club.EnsurePointsAsync();
        await Club.TakeAsync(
            await Club.GivenPartnerAsync(),
            PointsActions.Grant(app.Member, 200) with
            {
                OccurredAt = clock.Now,
            }
        );
        var reward = await Club.GivenRewardAsync(
            FulfilmentMethod.Staff,
            one => In(one, hours: 48) with { Cancellation = new RewardCancellation(MemberHours: 2) }
        );
        var first = await RedeemAsync(app.Http);
        var second = await RedeemAsync(app.Http);

        (await CancelAsync(app.Http, first))["redemption"]!["status"]!.ToString().ShouldBe("CANCELLED");
        (await CancelAsync(app.Http, first))["redemption"]!["status"]!.ToString().ShouldBe("CANCELLED");
        clock.Now = clock.Now.AddHours(3);
        using var later = Club.SignedIn(app.Subject);
        (await CancelAsync(later, second))["errors"]![0]!["code"]!.ToString().ShouldBe("REDEMPTION_NOT_CANCELLABLE");
        var other = await Club.GivenSignedInMemberAsync();
        (await CancelAsync(other.Http, second))["errors"]![0]!["code"]!.ToString().ShouldBe("NOT_FOUND");
        (await Club.CountAsync(app.Member)).ShouldBe((100, 100, 200));

        async Task<string> RedeemAsync(HttpClient http) =>
            (
                await (app with { Http = http }).MutateAsync(
                    "redeemReward",
                    "redemption { id status isCancellable }",
                    new
                    {
                        idempotencyKey = MemberAppActions.NewKey(),
                        rewardId = RedemptionActions.Global("Reward", reward),
                    }
                )
            )["redemption"]!["id"]!.ToString();

        Task<JsonNode> CancelAsync(HttpClient http, string id) =>
            (app with { Http = http }).MutateAsync(
                "cancelRedemption",
                "redemption { status }",
                new { redemptionId = id }
            );
    }

    [Fact]
    public async Task Pain28_Where_a_reward_went_is_gone_with_the_member()
    {
        var member = await Club.GivenMemberWithPointsAsync(300);
        var reward = await Club.GivenRewardAsync(
            FulfilmentMethod.Staff,
            one => one with { Fulfilment = one.Fulfilment with { Needs = DeliveryNeed.Email } }
        );
        using var staff = Club.Staff();
        var sent = await staff.RedeemRewardAsync(member, reward, more: Mail()).IdAsync();
        await staff.ChangeRedemptionAsync(sent, "fulfil");
        var open = await staff.RedeemRewardAsync(member, reward, more: Mail()).IdAsync();
        await staff.SendAsync($"members/{member}/close", new JsonObject { ["reason"] = "wish" }, key: null);

        using var manager = Club.Staff("manager");
        (await manager.PostAsync($"{MembersActions.MembersPath}/{member}/erasure", null)).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );

        await staff.WhenAsync(open, "expired");
        (
            await Club.WithContextAsync(context =>
                context.Redemptions.AnyAsync(row => row.MemberId == member && row.EncryptedDelivery != null)
            )
        ).ShouldBeFalse();
        var hashes = await Club.WithContextAsync(context =>
            context.Redemptions.Where(row => row.MemberId == member).Select(row => row.ContentHash).ToListAsync()
        );
        hashes.Count.ShouldBe(2);
        hashes.ShouldAllBe(hash => hash.All(part => part == 0));
        (await staff.GetAsync($"/api/admin/v1/redemptions/{sent}/delivery")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );

        static JsonObject Mail() => new() { ["delivery"] = new JsonObject { ["email"] = "anna@example.org" } };
    }

    private async Task<(Domain.Members.MemberId Member, string Order)> OrderAsync(ScriptedTelecom telecom)
    {
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        var key = MemberAppActions.NewKey();
        var order = ScriptedTelecom.OrderOf(member, key).ToString();
        telecom.Orders.Always(ScriptedTelecom.Says(order, "accepted"));
        telecom.StatusOf(order).Always(ScriptedTelecom.Says(order, "accepted"));
        using var staff = Club.Staff();
        (await telecom.RedeemAsync(staff, member, key)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!["cause"]!.ToString(),
            cause => cause == "partner-accepted"
        );
        return (member, order);
    }

    private static RewardDefinition In(RewardDefinition definition, int hours) =>
        definition with
        {
            Fulfilment = definition.Fulfilment with { DeadlineHours = hours },
        };

    public sealed class OnSqlite() : RedemptionDeadlineTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RedemptionDeadlineTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RedemptionDeadlineTests(DatabaseProvider.SqlServer);
}
