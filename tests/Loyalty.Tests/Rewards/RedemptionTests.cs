using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>Redemptions over the staff's REST: what is spent, held and given back, and what the states allow.</summary>
public abstract class RedemptionTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task What_needs_no_delivery_is_fulfilled_and_paid_at_once()
    {
        var member = await Club.GivenMemberWithPointsAsync(250);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        using var staff = Club.Staff("support");

        var done = await (await staff.RedeemRewardAsync(member, reward)).ReadAsync(HttpStatusCode.Created);

        done["status"]!.ToString().ShouldBe("fulfilled");
        ((long)done["points"]!).ShouldBe(100);
        (await Club.CountAsync(member)).ShouldBe((150, 0, 150));
        (await Club.StepsAsync(done["id"]!.ToString())).ShouldBe(["Requested", "Fulfilled"]);
        var operation = await staff.GetAsync($"/api/admin/v1/operations/{done["operation"]}");
        (await operation.ReadAsync(HttpStatusCode.OK))["reference"]!.ToString().ShouldBe(done["id"]!.ToString());
    }

    [Fact]
    public async Task Goods_hold_the_points_until_staff_have_sent_them()
    {
        var member = await Club.GivenMemberWithPointsAsync(250);
        var reward = await Club.GivenRewardAsync(
            FulfilmentMethod.Staff,
            one => one with { Fulfilment = one.Fulfilment with { Needs = DeliveryNeed.PostalAddress } }
        );
        using var staff = Club.Staff("support");
        var street = MembersActions.Word();

        var id = await staff.RedeemRewardAsync(member, reward, more: Delivery(street)).IdAsync();

        (await Club.CountAsync(member)).ShouldBe((150, 100, 250));
        var list = await staff.GetAsync($"/api/admin/v1/redemptions?status=ordered&method=staff&reward={reward}");
        (await list.ReadAsync(HttpStatusCode.OK))["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!
            .ToString()
            .ShouldBe(id);
        var delivery = await staff.GetAsync($"/api/admin/v1/redemptions/{id}/delivery");
        (await delivery.ReadAsync(HttpStatusCode.OK))["address"]!["street"]![0]!.ToString().ShouldBe(street);
        using var auditor = Club.Staff("auditor");
        (await auditor.GetAsync($"/api/admin/v1/redemptions/{id}/delivery")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );

        var sent = new JsonObject { ["carrier"] = "Post", ["reference"] = "RR1" };
        var done = await (await staff.ChangeRedemptionAsync(id, "fulfil", sent)).ReadAsync(HttpStatusCode.OK);
        var again = await (await staff.ChangeRedemptionAsync(id, "fulfil")).ReadAsync(HttpStatusCode.OK);

        done["status"]!.ToString().ShouldBe("fulfilled");
        again["reference"]!.ToString().ShouldBe("RR1");
        (await Club.CountAsync(member)).ShouldBe((150, 0, 150));
        (await Club.StepsAsync(id)).ShouldBe(["Requested", "Reserved", "Ordered", "Fulfilled"]);
        (await Club.EntriesAsync(member)).Count(entry => entry.Points == -100).ShouldBe(1);
    }

    [Theory]
    [InlineData("fail", "failed")]
    [InlineData("cancel", "cancelled")]
    public async Task What_is_not_delivered_gives_points_and_stock_back(string how, string status)
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var staff = Club.Staff();
        var id = await staff.RedeemRewardAsync(member, reward).IdAsync();
        (await Club.TakenAsync(reward)).ShouldBe(1);

        var done = await (await staff.ChangeRedemptionAsync(id, how)).ReadAsync(HttpStatusCode.OK);

        done["status"]!.ToString().ShouldBe(status);
        (await Club.CountAsync(member)).ShouldBe((100, 0, 100));
        (await Club.TakenAsync(reward)).ShouldBe(0);
        (await (await staff.ChangeRedemptionAsync(id, how)).ReadAsync(HttpStatusCode.OK))["status"]!
            .ToString()
            .ShouldBe(status);
        await (await staff.ChangeRedemptionAsync(id, "fulfil")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "redemption-not-in-state"
        );
        (await Club.CountAsync(member)).ShouldBe((100, 0, 100));
        (await Club.TakenAsync(reward)).ShouldBe(0);
    }

    [Fact]
    public async Task Pain19_What_was_delivered_and_comes_back_gives_its_points_back_once()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        using var staff = Club.Staff();
        var id = await staff.RedeemRewardAsync(member, reward).IdAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => staff.ChangeRedemptionAsync(id, "cancel")));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        await staff.WhenAsync(id, "cancelled");
        (await Club.CountAsync(member)).ShouldBe((100, 0, 100));
        (await Club.EntriesAsync(member)).Count(entry => entry.Kind == EntryKind.RedemptionReversal).ShouldBe(1);
    }

    [Fact]
    public async Task Without_return_days_nothing_comes_back()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        var reward = await Club.GivenRewardAsync(
            FulfilmentMethod.Immediate,
            one => one with { Cancellation = new RewardCancellation(ReturnDays: 0) }
        );
        using var staff = Club.Staff();
        var id = await staff.RedeemRewardAsync(member, reward).IdAsync();

        await (await staff.ChangeRedemptionAsync(id, "cancel")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "redemption-return-closed"
        );
        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Pain06_The_same_key_redeems_once()
    {
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        var reward = await Club.GivenRewardAsync(
            FulfilmentMethod.Immediate,
            one => one with { QuantityPerRedemptionMax = 5 }
        );
        using var staff = Club.Staff();
        var key = MemberAppActions.NewKey();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => staff.RedeemRewardAsync(member, reward, key))
        );

        foreach (var answer in answers)
        {
            (await answer.ReadAsync(HttpStatusCode.Created))["id"]!
                .ToString()
                .ShouldBe((await answers[0].ReadAsync(HttpStatusCode.Created))["id"]!.ToString());
        }

        (await Club.CountAsync(member)).Balance.ShouldBe(900);
        (await Club.TakenAsync(reward)).ShouldBe(1);
        await (
            await staff.RedeemRewardAsync(member, reward, key, new JsonObject { ["quantity"] = 2 })
        ).ShouldBeRefusedAsync(HttpStatusCode.Conflict, "idempotency-key-reused");
    }

    [Fact]
    public async Task Pain31_Of_a_varying_amount_any_step_can_be_had()
    {
        var member = await Club.GivenMemberWithPointsAsync(10_000);
        var reward = await Club.GivenRewardAsync(
            FulfilmentMethod.Immediate,
            one =>
                one with
                {
                    Amount = new VariableAmount(10, 50, 5, MoneyCurrency.Parse("CZK")),
                    Prices = [new RewardPrice(PointsActions.Points, 3, null, [], PerUnits: 5)],
                }
        );
        using var staff = Club.Staff();

        foreach (var amount in (int[])[10, 15, 50])
        {
            var done = await (await RedeemAsync(amount)).ReadAsync(HttpStatusCode.Created);
            ((long)done["points"]!).ShouldBe(amount / 5 * 3);
        }

        foreach (var amount in (int?[])[9, 12, 55, 0, -5, null])
        {
            var problem = await (await RedeemAsync(amount)).ShouldBeRefusedAsync(
                HttpStatusCode.UnprocessableEntity,
                "invalid-request"
            );
            problem["errors"]!["amount"].ShouldNotBeNull();
        }

        (await Club.CountAsync(member)).Balance.ShouldBe(10_000 - 6 - 9 - 30);

        Task<HttpResponseMessage> RedeemAsync(int? amount) =>
            staff.RedeemRewardAsync(member, reward, more: new JsonObject { ["amount"] = amount });
    }

    [Fact]
    public async Task A_file_changes_many_and_may_be_sent_again()
    {
        var member = await Club.GivenMemberWithPointsAsync(300);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var staff = Club.Staff("support");
        var sent = await staff.RedeemRewardAsync(member, reward).IdAsync();
        var lost = await staff.RedeemRewardAsync(member, reward).IdAsync();
        var file =
            $"redemptionId,action,carrier,reference\n{sent},fulfil,Post,\"RR,2\"\n{lost},fail\nred_x,fulfil\n{sent},burn\n";

        foreach (var _ in (int[])[1, 2])
        {
            using var content = new StringContent(file, System.Text.Encoding.UTF8, "text/csv");
            var answer = await (await staff.PostAsync("/api/admin/v1/redemptions/file", content)).ReadAsync(
                HttpStatusCode.OK
            );

            ((int)answer["done"]!).ShouldBe(2, answer.ToJsonString());
            ((int)answer["refused"]!).ShouldBe(2);
            answer["lines"]!.AsArray().Select(line => (int)line!["line"]!).ShouldBe([2, 3, 4, 5]);
        }

        (await staff.ReadRedemptionAsync(sent))["redemption"]!["reference"]!.ToString().ShouldBe("RR,2");
        (await Club.CountAsync(member)).ShouldBe((200, 0, 200));
    }

    private static JsonObject Delivery(string street) =>
        new()
        {
            ["delivery"] = new JsonObject
            {
                ["address"] = new JsonObject
                {
                    ["street"] = new JsonArray(street),
                    ["city"] = "Brno",
                    ["country"] = "CZ",
                },
            },
        };

    public sealed class OnSqlite() : RedemptionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RedemptionTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RedemptionTests(DatabaseProvider.SqlServer);
}
