using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Households;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Households.HouseholdActions;

namespace Loyalty.Tests.Rewards;

/// <summary>Rewards that a household pays for: they cost 100 points.</summary>
public abstract class HouseholdRewardTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Wish = """
        query($id: ID!) { reward(id: $id) { own: availability { canRedeem reasons { code } }
          together: availability(pointsFrom: HOUSEHOLD) { canRedeem reasons { code ... on InsufficientPointsReason { available missing } } } } }
        """;

    [Fact]
    public async Task Own_points_pay_first_and_the_others_what_is_missing()
    {
        var (anna, ben, cleo) = await GivenHouseholdAsync(10, 60, 120);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        using var staff = Club.Staff();

        var done = await (await staff.RedeemRewardAsync(anna, reward, more: FromHousehold())).ReadAsync(
            HttpStatusCode.Created
        );

        (done["status"]!.ToString(), done["pointsFrom"]!.ToString()).ShouldBe(("fulfilled", "household"));
        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([0, 30, 60]);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_to_be_delivered_is_spent_at_once_and_once()
    {
        var (anna, ben, cleo) = await GivenHouseholdAsync(10, 60, 120);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var staff = Club.Staff();

        var id = await staff.RedeemRewardAsync(anna, reward, more: FromHousehold()).IdAsync();
        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([0, 30, 60]);
        await (await staff.ChangeRedemptionAsync(id, "fulfil")).ReadAsync(HttpStatusCode.OK);

        await staff.WhenAsync(id, "fulfilled");
        (await Club.StepsAsync(id)).ShouldBe(["Requested", "Reserved", "Ordered", "Fulfilled"]);
        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([0, 30, 60]);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("fail", "failed", false)]
    [InlineData("cancel", "cancelled", false)]
    [InlineData("cancel", "cancelled", true)]
    public async Task What_comes_to_nothing_gives_each_the_own_points_back_once(
        string how,
        string status,
        bool wasDelivered
    )
    {
        var (anna, ben, cleo) = await GivenHouseholdAsync(10, 60, 120);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var staff = Club.Staff();
        var id = await staff.RedeemRewardAsync(anna, reward, more: FromHousehold()).IdAsync();
        if (wasDelivered)
        {
            await (await staff.ChangeRedemptionAsync(id, "fulfil")).ReadAsync(HttpStatusCode.OK);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => staff.ChangeRedemptionAsync(id, how)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        await staff.WhenAsync(id, status);
        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([10, 60, 120]);
        (await Club.EntriesAsync(ben)).Count(entry => entry.Kind == EntryKind.RedemptionReversal).ShouldBe(1);
        (await Club.TakenAsync(reward)).ShouldBe(0);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_app_says_what_the_household_could_have_and_why_not()
    {
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        var ben = await Club.GivenMemberWithPointsAsync(80);
        var anna = await Club.GivenSignedInMemberAsync();
        using var staff = Club.Staff();
        var id = RedemptionActions.Global("Reward", reward);

        (await TogetherAsync("IN_NO_HOUSEHOLD")).ShouldBeNull();
        (await CodeAsync(anna, reward)).ShouldBe("IN_NO_HOUSEHOLD");
        var household = await staff.FormHouseholdAsync(ben, new Dweller(anna.Member));
        await TogetherAsync("HOUSEHOLD_MAY_NOT_SPEND");
        (await CodeAsync(anna, reward)).ShouldBe("HOUSEHOLD_MAY_NOT_SPEND");
        (
            await staff.SetMemberAsync(household, new Dweller(anna.Member, SharePercent: 100, MaySpend: true))
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TogetherAsync("INSUFFICIENT_POINTS"))!.ToJsonString().ShouldContain("\"available\":80,\"missing\":20");
        (await CodeAsync(anna, reward)).ShouldBe("INSUFFICIENT_POINTS");

        await Club.TakeAsync(await Club.GivenPartnerAsync(), PointsActions.Grant(anna.Member, 30));

        var sight = (await anna.AskAsync(Wish, new { id }))["reward"]!;
        sight["own"]!.ToJsonString().ShouldBe("""{"canRedeem":false,"reasons":[{"code":"INSUFFICIENT_POINTS"}]}""");
        sight["together"]!.ToJsonString().ShouldBe("""{"canRedeem":true,"reasons":[]}""");
        var done = await RedeemAsync(anna, reward);
        done["errors"]!.AsArray().ShouldBeEmpty(done.ToJsonString());
        done["redemption"]!.ToJsonString().ShouldBe("""{"status":"FULFILLED","pointsFrom":"HOUSEHOLD"}""");
        (await Club.BalancesAsync(anna.Member, ben)).ShouldBe([0, 10]);

        async Task<JsonNode?> TogetherAsync(string code)
        {
            var reasons = (await anna.AskAsync(Wish, new { id }))["reward"]!["together"]!["reasons"]!.AsArray();
            reasons.Select(reason => reason!["code"]!.ToString()).ShouldBe([code]);
            return reasons[0]!["available"] is null ? null : reasons[0];
        }
    }

    [Fact]
    public async Task The_catalogue_is_filtered_by_what_the_household_could_have()
    {
        var category = MembersActions.Word();
        await Club.GivenRewardAsync(FulfilmentMethod.Immediate, one => one with { Category = category });
        var (anna, ben) = (await Club.GivenSignedInMemberAsync(), await Club.GivenMemberWithPointsAsync(100));
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna.Member, new Dweller(ben));

        (await CountAsync("OWN")).ShouldBe(0);
        (await CountAsync("HOUSEHOLD")).ShouldBe(1);

        async Task<int> CountAsync(string from) => (
                await anna.AskAsync(
                    "query($filter: RewardFilterInput) { rewards(filter: $filter) { nodes { title } } }",
                    new
                    {
                        filter = new
                        {
                            category,
                            canRedeem = true,
                            pointsFrom = from,
                        },
                    }
                )
            )["rewards"]!["nodes"]!.AsArray().Count;
    }

    [Fact]
    public async Task The_same_key_redeems_once_and_not_from_elsewhere()
    {
        var (anna, ben, cleo) = await GivenHouseholdAsync(100, 100, 1);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        using var staff = Club.Staff();
        var key = MemberAppActions.NewKey();

        var first = await staff.RedeemRewardAsync(anna, reward, key, FromHousehold()).IdAsync();
        var again = await staff.RedeemRewardAsync(anna, reward, key, FromHousehold()).IdAsync();

        again.ShouldBe(first);
        await (await staff.RedeemRewardAsync(anna, reward, key)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "idempotency-key-reused"
        );
        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([0, 100, 1]);
    }

    [Fact]
    public async Task Of_twenty_claims_by_all_of_a_household_as_many_succeed_as_its_points_pay_for()
    {
        var (anna, ben, cleo) = await GivenHouseholdAsync(150, 150, 150);
        MemberId[] members = [anna, ben, cleo];
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var staff = Club.Staff();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i => staff.RedeemRewardAsync(members[i % members.Length], reward, more: FromHousehold()))
        );

        // Whose shares changed too often meanwhile is tried again by the worker.
        var waiting = await WaitFor.Async(
            () =>
                Club.WithContextAsync(context =>
                    context.Redemptions.CountAsync(row =>
                        row.RewardId == reward && row.Status == RedemptionStatus.Requested
                    )
                ),
            count => count == 0
        );
        waiting.ShouldBe(0);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBeGreaterThanOrEqualTo(4);
        (await Club.BalancesAsync(members)).Sum().ShouldBe(50);
        (await Club.TakenAsync(reward)).ShouldBe(4);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    private static JsonObject FromHousehold() => new() { ["pointsFrom"] = "household" };

    private static Task<JsonNode> RedeemAsync(MemberApp app, RewardId reward) =>
        app.MutateAsync(
            "redeemReward",
            "redemption { status pointsFrom }",
            new
            {
                idempotencyKey = MemberAppActions.NewKey(),
                rewardId = RedemptionActions.Global("Reward", reward),
                pointsFrom = "HOUSEHOLD",
            }
        );

    private static async Task<string?> CodeAsync(MemberApp app, RewardId reward) =>
        HouseholdApp.Code(await RedeemAsync(app, reward));

    /// <summary>All of them share all, and may spend all.</summary>
    private async Task<(MemberId Anna, MemberId Ben, MemberId Cleo)> GivenHouseholdAsync(
        long first,
        long second,
        long third
    )
    {
        var (anna, ben, cleo) = (
            await Club.GivenMemberWithPointsAsync(first),
            await Club.GivenMemberWithPointsAsync(second),
            await Club.GivenMemberWithPointsAsync(third)
        );
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben, MaySpend: true), new Dweller(cleo, MaySpend: true));
        return (anna, ben, cleo);
    }

    public sealed class OnSqlite() : HouseholdRewardTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : HouseholdRewardTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : HouseholdRewardTests(DatabaseProvider.SqlServer);
}
