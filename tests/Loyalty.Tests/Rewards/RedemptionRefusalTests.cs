using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>What a redemption is refused for: nothing is taken, and the reason is named.</summary>
public abstract class RedemptionRefusalTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Too_few_points_take_nothing()
    {
        var member = await Club.GivenMemberWithPointsAsync(99);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var staff = Club.Staff();

        var problem = await (await staff.RedeemRewardAsync(member, reward)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "insufficient-points"
        );

        ((long)problem["available"]!).ShouldBe(99);
        ((long)problem["requested"]!).ShouldBe(100);
        (await Club.TakenAsync(reward)).ShouldBe(0);
    }

    [Fact]
    public async Task A_member_gets_no_more_than_the_share()
    {
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        var other = await Club.GivenMemberWithPointsAsync(1_000);
        var reward = await Club.GivenRewardAsync(
            FulfilmentMethod.Immediate,
            one => one with { Stock = new RewardStock(PerDay: 3, PerMember: 2) }
        );
        using var staff = Club.Staff();
        await staff.RedeemRewardAsync(member, reward).IdAsync();
        await staff.RedeemRewardAsync(member, reward).IdAsync();

        (await RefusedLimitAsync(member)).ShouldBe("member");
        await staff.RedeemRewardAsync(other, reward).IdAsync();
        (await RefusedLimitAsync(other)).ShouldBe("day");
        (await Club.CountAsync(member)).Balance.ShouldBe(800);

        async Task<string> RefusedLimitAsync(Domain.Members.MemberId whose) =>
            (
                await (await staff.RedeemRewardAsync(whose, reward)).ShouldBeRefusedAsync(
                    HttpStatusCode.Conflict,
                    "reward-out-of-stock"
                )
            )["limit"]!.ToString();
    }

    [Fact]
    public async Task A_limit_that_is_set_later_counts_what_was_taken_without_one()
    {
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        using var staff = Club.Staff();
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        var first = await Redeemed();
        await Redeemed();
        await Redeemed();
        await Club.WithContextAsync(async context =>
        {
            var row = await context.Rewards.AsTracking().SingleAsync(one => one.Id == reward);
            row.Change(row.Definition with { Stock = row.Definition.Stock with { Total = 4, PerDay = 10 } });
            return await context.SaveChangesAsync();
        });

        await Redeemed();
        (await AskAsync()).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await staff.ChangeRedemptionAsync(first, "cancel")).EnsureSuccessStatusCode();
        await staff.WhenAsync(first, "cancelled");
        await Redeemed();
        (await AskAsync()).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Club.TakenAsync(reward)).ShouldBe(4);

        Task<HttpResponseMessage> AskAsync() => staff.RedeemRewardAsync(member, reward, MemberAppActions.NewKey(), []);

        async Task<string> Redeemed() => (await (await AskAsync()).ReadAsync(HttpStatusCode.Created))["id"]!.ToString();
    }

    [Fact]
    public async Task What_is_not_in_the_catalogue_or_not_for_the_member_is_refused()
    {
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        using var staff = Club.Staff();
        var later = await Club.GivenRewardAsync(
            FulfilmentMethod.Immediate,
            one => one with { RedeemableFrom = TimeProvider.System.GetUtcNow().AddDays(1) }
        );
        var drivers = await Club.GivenRewardAsync(
            FulfilmentMethod.Immediate,
            one =>
                one with
                {
                    Eligibility = new RewardEligibility { NeedsVehicle = true, AgeMin = 18 },
                }
        );

        await RefusedAsync(later, "reward-not-available");
        (await RefusedAsync(drivers, "reward-not-for-member"))["missing"]!
            .ToJsonString()
            .ShouldBe("""["vehicle","age"]""");
        (await staff.RedeemRewardAsync(member, default)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Club.CountAsync(member)).Balance.ShouldBe(1_000);

        async Task<JsonNode> RefusedAsync(RewardId reward, string code) =>
            await (await staff.RedeemRewardAsync(member, reward)).ShouldBeRefusedAsync(HttpStatusCode.Conflict, code);
    }

    [Fact]
    public async Task Pain40_What_makes_no_sense_is_named_and_moves_nothing()
    {
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        var reward = await Club.GivenRewardAsync(
            FulfilmentMethod.Staff,
            one => one with { Fulfilment = one.Fulfilment with { Needs = DeliveryNeed.PhoneNumber } }
        );
        using var staff = Club.Staff();
        (string Field, JsonObject Body)[] bad =
        [
            ("quantity", new JsonObject { ["quantity"] = 0 }),
            ("quantity", new JsonObject { ["quantity"] = 2 }),
            ("quantity", new JsonObject { ["quantity"] = -1 }),
            ("amount", new JsonObject { ["amount"] = 1 }),
            ("currency", new JsonObject { ["currency"] = "NONE" }),
            ("delivery.phoneNumber", []),
            ("delivery.phoneNumber", Phone("12")),
            ("delivery.email", With(Phone("+420601601601"), "email", "a@example.org")),
        ];

        foreach (var (field, body) in bad)
        {
            var problem = await (await staff.RedeemRewardAsync(member, reward, more: body)).ShouldBeRefusedAsync(
                HttpStatusCode.UnprocessableEntity,
                "invalid-request"
            );
            problem["errors"]![field].ShouldNotBeNull(problem.ToJsonString());
        }

        (await Club.CountAsync(member)).ShouldBe((1_000, 0, 1_000));

        static JsonObject Phone(string number) => new() { ["delivery"] = new JsonObject { ["phoneNumber"] = number } };
        static JsonObject With(JsonObject body, string field, string value)
        {
            body["delivery"]![field] = value;
            return body;
        }
    }

    public sealed class OnSqlite() : RedemptionRefusalTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RedemptionRefusalTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RedemptionRefusalTests(DatabaseProvider.SqlServer);
}
