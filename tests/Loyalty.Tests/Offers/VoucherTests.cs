using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Offers.OffersActions;

namespace Loyalty.Tests.Offers;

/// <summary>A voucher makes one redemption cheaper, once, and comes back when that comes to nothing.</summary>
public abstract class VoucherTests(DatabaseProvider provider) : OfferClubTests(provider)
{
    private const string Selection = "redemption { id status points voucherPoints }";

    [Fact]
    public async Task A_member_pays_half_of_one_redemption()
    {
        var (app, voucher) = await GivenVoucherAsync(HalfPrice, points: 150);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        var global = RedemptionActions.Global("Reward", reward);
        var seen = await app.AskAsync(
            "query($r: ID!, $v: ID!) { reward(id: $r) { myCost { points } mine: myCost(voucherId: $v) { points } availability(voucherId: $v) { canRedeem } } me { vouchers { title(language: \"de\") kind value state rewards { id } } } }",
            new { r = global, v = voucher }
        );
        seen["reward"]!
            .ToJsonString()
            .ShouldBe("""{"myCost":{"points":100},"mine":{"points":50},"availability":{"canRedeem":true}}""");
        seen["me"]!["vouchers"]![0]!
            .ToJsonString()
            .ShouldBe("""{"title":"Ein Geschenk","kind":"PERCENT","value":50,"state":"USABLE","rewards":null}""");

        var redeemed = await RedeemAsync(app, reward, voucher);
        var again = await RedeemAsync(app, reward, voucher);

        redeemed["redemption"]!["points"]!.GetValue<long>().ShouldBe(50);
        redeemed["redemption"]!["voucherPoints"]!.GetValue<long>().ShouldBe(50);
        again.Error().ShouldBe("VOUCHER_NOT_USABLE");
        (await Club.CountAsync(app.Member)).Available.ShouldBe(100);
        (await app.AskAsync("{ me { vouchers(states: [USED]) { state } } }"))["me"]!["vouchers"]!
            .AsArray()
            .ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(FulfilmentMethod.Immediate)]
    [InlineData(FulfilmentMethod.Staff)]
    public async Task A_free_one_spends_no_points_and_comes_back_with_the_redemption(FulfilmentMethod method)
    {
        var (app, voucher) = await GivenVoucherAsync(Free, points: 0);
        var reward = await Club.GivenRewardAsync(method, one => one with { Stock = new RewardStock(Total: 1) });
        var redeemed = await RedeemAsync(app, reward, voucher);
        redeemed["redemption"]!["points"]!.GetValue<long>().ShouldBe(0, redeemed.ToJsonString());
        using var staff = Club.Staff();
        var id = RedemptionActions.Local(redeemed["redemption"]!["id"]!.ToString());

        await (await staff.ChangeRedemptionAsync(id, "cancel")).ReadAsync(HttpStatusCode.OK);

        await staff.WhenAsync(id, "cancelled");
        (await app.VoucherIdAsync()).ShouldBe(voucher);
        (await Club.TakenAsync(reward)).ShouldBe(0);
        (await RedeemAsync(app, reward, voucher)).Error().ShouldBeNull();
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_merged_duplicate_used_comes_back_to_the_survivor()
    {
        var (app, voucher) = await GivenVoucherAsync(Free, points: 0);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        var redeemed = await RedeemAsync(app, reward, voucher);
        var survivor = await Club.GivenSignedInMemberAsync();
        using var staff = Club.Staff();
        await (
            await staff.PostAsJsonAsync(
                $"{MembersActions.MembersPath}/{survivor.Member}/merges",
                new { duplicate = app.Member.ToString() }
            )
        ).ReadAsync(HttpStatusCode.Created);
        var id = RedemptionActions.Local(redeemed["redemption"]!["id"]!.ToString());

        await (await staff.ChangeRedemptionAsync(id, "cancel")).ReadAsync(HttpStatusCode.OK);

        await staff.WhenAsync(id, "cancelled");
        (await survivor.AskAsync("{ me { vouchers(states: [USABLE]) { id } } }"))["me"]!["vouchers"]!
            .AsArray()
            .ShouldHaveSingleItem()!["id"]!
            .ToString()
            .ShouldBe(voucher);
    }

    [Fact]
    public async Task Of_twenty_redemptions_under_one_voucher_one_wins_and_the_others_cost_nothing()
    {
        var (app, voucher) = await GivenVoucherAsync(HalfPrice, points: 1_000);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RedeemAsync(app, reward, voucher)));

        answers.Count(answer => answer.Error() is null).ShouldBe(1);
        answers.Count(answer => answer.Error() == "VOUCHER_NOT_USABLE").ShouldBe(19);
        (await Club.CountAsync(app.Member)).Available.ShouldBe(950);
        (await Club.TakenAsync(reward)).ShouldBe(1);
    }

    [Fact]
    public async Task A_redemption_that_fails_for_lack_of_points_leaves_the_voucher()
    {
        var (app, voucher) = await GivenVoucherAsync(HalfPrice, points: 49);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);

        (await RedeemAsync(app, reward, voucher)).Error().ShouldBe("INSUFFICIENT_POINTS");

        (await app.VoucherIdAsync()).ShouldBe(voucher);
    }

    [Fact]
    public async Task A_voucher_is_its_members_alone_and_for_its_rewards_and_days()
    {
        var mug = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        var other = await Club.GivenRewardAsync(
            FulfilmentMethod.Immediate,
            one => one with { QuantityPerRedemptionMax = 2 }
        );
        var (app, voucher) = await GivenVoucherAsync(
            $$$"""{"voucher":{"kind":"free","rewards":["{{{mug}}}"],"validDays":10}}""",
            points: 500
        );
        var stranger = await Club.GivenSignedInMemberAsync();
        await Club.GivePointsAsync(stranger.Member, 500);

        (await RedeemAsync(stranger, mug, voucher)).Error().ShouldBe("NOT_FOUND");
        (await RedeemAsync(app, other, voucher)).Error().ShouldBe("VOUCHER_NOT_FOR_REWARD");
        var two = await RedeemAsync(app, other, voucher, quantity: 2);
        two.Error().ShouldBe("INVALID_FIELD");
        (await app.AskAsync("query($v: ID!) { node(id: $v) { id } }", new { v = voucher }))["node"].ShouldNotBeNull();
        (await stranger.AskAsync("query($v: ID!) { node(id: $v) { id } }", new { v = voucher }))["node"].ShouldBeNull();
        Clock.Now = Clock.Now.AddDays(10);
        var late = Club.SignedIn(app.Subject);
        (await RedeemAsync(app with { Http = late }, mug, voucher)).Error().ShouldBe("VOUCHER_NOT_USABLE");
        (await Club.CountAsync(app.Member)).Available.ShouldBe(500);
    }

    [Fact]
    public async Task Staff_see_the_vouchers_of_a_member_and_take_one_back()
    {
        var (app, voucher) = await GivenVoucherAsync(HalfPrice, points: 100);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        using var staff = Club.Staff("support");
        var path = $"{MembersActions.MembersPath}/{app.Member}/vouchers";
        var listed = (await staff.AllPagesAsync(path, 1)).ShouldHaveSingleItem();
        (listed["state"]!.ToString(), (long)listed["value"]!).ShouldBe(("usable", 50));

        var withdrawn = await (await staff.PostAsync($"{path}/{listed["id"]}/withdraw", null)).ReadAsync(
            HttpStatusCode.OK
        );

        withdrawn["state"]!.ToString().ShouldBe("withdrawn");
        (await RedeemAsync(app, reward, voucher)).Error().ShouldBe("VOUCHER_NOT_USABLE");
        var stranger = await Club.GivenNewMemberAsync();
        await (
            await staff.PostAsync($"{MembersActions.MembersPath}/{stranger}/vouchers/{listed["id"]}/withdraw", null)
        ).ShouldBeRefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_used_voucher_cannot_be_taken_back()
    {
        var (app, voucher) = await GivenVoucherAsync(Free, points: 0);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        await RedeemAsync(app, reward, voucher);
        using var staff = Club.Staff("support");

        using var answer = await staff.PostAsync(
            $"{MembersActions.MembersPath}/{app.Member}/vouchers/{RedemptionActions.Local(voucher)}/withdraw",
            null
        );

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "voucher-not-usable");
        problem["voucherState"]!.ToString().ShouldBe("used");
    }

    private async Task<(MemberApp App, string Voucher)> GivenVoucherAsync(string benefit, long points)
    {
        await Club.GivenOfferAsync(Welcome(benefit));
        var app = await Club.GivenSignedInMemberAsync();
        await Club.GivePointsAsync(app.Member, Math.Max(points, 1));
        await RunAsync();
        return (app, await app.VoucherIdAsync());
    }

    private static Task<JsonNode> RedeemAsync(MemberApp app, RewardId reward, string voucher, int? quantity = null) =>
        app.MutateAsync(
            "redeemReward",
            Selection,
            new
            {
                idempotencyKey = MemberAppActions.NewKey(),
                rewardId = RedemptionActions.Global("Reward", reward),
                voucherId = voucher,
                quantity,
            }
        );

    public sealed class OnSqlite() : VoucherTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : VoucherTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : VoucherTests(DatabaseProvider.SqlServer);
}
