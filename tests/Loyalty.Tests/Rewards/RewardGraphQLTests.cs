using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Tiers;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Rewards.RewardsActions;

namespace Loyalty.Tests.Rewards;

/// <summary>The catalogue as a member's app sees it, in a club of its Club.</summary>
public abstract class RewardGraphQLTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private const string Page = """
        query($f: Int, $a: String, $l: Int, $b: String, $filter: RewardFilterInput) {
          rewards(first: $f, after: $a, last: $l, before: $b, filter: $filter) {
            nodes { title category stockLeft myCost { points } availability { canRedeem reasons { code } } }
            edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }
        """;

    protected override async Task PrepareAsync()
    {
        await Club.EnsurePointsAsync();
    }

    [Fact]
    public async Task A_member_sees_a_reward_in_the_own_language_with_what_it_costs()
    {
        var reward = await Club.GivenRewardAsync(
            Mug("travel")
                .With(
                    """
                    {"texts":[{"language":"en","title":"Airtime","terms":"No cash."},{"language":"zh-Hans","title":"话费"}],
                     "pictures":["https://cdn.example.org/a.png"],"amount":{"min":10,"max":100,"step":10,"unit":"CNY"},
                     "prices":[{"currency":"POINTS","points":3,"perUnits":2,"money":{"amount":"1.5","currency":"CNY"}}],
                     "quantityPerRedemptionMax":2,"fulfilment":{"method":"staff","needs":"phoneNumber","usableDays":30}}
                    """
                )
        );
        var person = MembersActions.Person();
        person["member"]!["preferredLanguage"] = "zh-Hans-CN";
        var app = await Club.GivenSignedInMemberAsync(person);

        var data = await app.AskAsync(
            """
            query($id: ID!) { reward(id: $id) { id title english: title(language: "en-GB") terms pictures kind deliveryNeed usableDays
              amountRange { min max step unit } prices { currency points perUnits money { amount currency } tiers } quantityMax
              stockLeft smallest: myCost { points } myCost(quantity: 2, amount: 50) { currency points money { amount } }
              other: myCost(currency: "MILES") { points } }
              node(id: $id) { ... on Reward { category } } rewardCategories { code count } }
            """,
            new { id = reward.GlobalId }
        );

        var read = data["reward"]!;
        (read["title"]!.ToString(), read["english"]!.ToString()).ShouldBe(("话费", "Airtime"));
        read["terms"].ShouldBeNull();
        read["deliveryNeed"]!.ToString().ShouldBe("PHONE_NUMBER");
        read["amountRange"]!["unit"]!.ToString().ShouldBe("CNY");
        read["smallest"]!["points"]!.GetValue<long>().ShouldBe(15);
        read["myCost"]!["points"]!.GetValue<long>().ShouldBe(150);
        read["myCost"]!["money"]!["amount"]!.ToString().ShouldStartWith("3");
        read["other"].ShouldBeNull();
        read["stockLeft"].ShouldBeNull();
        data["node"]!["category"]!.ToString().ShouldBe("travel");
        data["rewardCategories"]!.ToJsonString().ShouldBe("""[{"code":"travel","count":1}]""");
        var wrong = await app.Http.GraphQLAsync(
            "query($id: ID!) { reward(id: $id) { myCost(amount: 15) { points } } }",
            new { id = reward.GlobalId }
        );
        wrong.ErrorCode().ShouldBe("INVALID_REQUEST");
    }

    [Fact]
    public async Task Each_reason_says_what_is_missing()
    {
        var tiers = await Club.GivenTiersAsync(TiersActions.Definition(("GOLD", "1000000")));
        tiers.Code.ShouldNotBeEmpty();
        var app = await Club.GivenSignedInMemberAsync();
        await Club.GivePointsAsync(app.Member, 150);
        var today = await TodayAsync();
        var soldOut = await Club.GivenRewardAsync(Named("A", """{"stock":{"total":5}}"""));
        await Club.TakeAsync(soldOut, RewardCount.Total, 5);
        var mine = await Club.GivenRewardAsync(
            Named("B", """{"stock":{"total":9,"perMember":2,"memberPeriod":"month"},"quantityPerRedemptionMax":2}""")
        );
        await Club.TakeAsync(mine, RewardCount.OfMember(app.Member, CapPeriod.Month.StartOf(today)), 1);
        await Club.GivenRewardAsync(
            Named(
                "C",
                """{"eligibility":{"tiers":["GOLD"],"needsVehicle":true,"ageMin":18,"attributes":{"segment":["vip"]}}}"""
            )
        );
        await Club.GivenRewardAsync(Named("D", """{"prices":[{"currency":"POINTS","points":1000}]}"""));
        await Club.GivenRewardAsync(Named("E", """{"prices":[{"currency":"POINTS","points":1,"tiers":["GOLD"]}]}"""));
        await Club.GivenRewardAsync(Named("F", """{"redeemableFrom":"2099-01-01T00:00:00Z"}"""));
        await Club.GivenRewardAsync(Named("G", """{"fulfilment":{"method":"code"}}"""));

        var nodes = (
            await app.AskAsync(
                """
                { rewards(first: 20) { nodes { title stockLeft availability { canRedeem reasons { __typename code
                    ... on OutOfStockReason { limit } ... on InsufficientPointsReason { available requested missing }
                    ... on NotEligibleReason { needs tiers ageMin } ... on NotAvailableReason { from until } } } } } }
                """
            )
        )["rewards"]!["nodes"]!.AsArray();

        var byTitle = nodes.ToDictionary(node => node!["title"]!.ToString(), node => node!);
        Reasons("A").ShouldBe("""[{"__typename":"OutOfStockReason","code":"OUT_OF_STOCK","limit":"TOTAL"}]""");
        byTitle["A"]["stockLeft"]!.GetValue<int>().ShouldBe(0);
        Reasons("B").ShouldBe("[]");
        byTitle["B"]["availability"]!["canRedeem"]!.GetValue<bool>().ShouldBeTrue();
        byTitle["B"]["stockLeft"]!.GetValue<int>().ShouldBe(1);
        Reasons("C")
            .ShouldBe(
                """[{"__typename":"NotEligibleReason","code":"NOT_ELIGIBLE","needs":["TIER","ATTRIBUTE","VEHICLE","AGE"],"tiers":["GOLD"],"ageMin":18}]"""
            );
        Reasons("D")
            .ShouldBe(
                """[{"__typename":"InsufficientPointsReason","code":"INSUFFICIENT_POINTS","available":150,"requested":1000,"missing":850}]"""
            );
        Reasons("E").ShouldBe("""[{"__typename":"NoPriceReason","code":"NO_PRICE"}]""");
        Reasons("F").ShouldContain("\"NOT_AVAILABLE\",\"from\":\"2099-01-01T00:00:00");
        Reasons("G").ShouldBe("""[{"__typename":"OutOfStockReason","code":"OUT_OF_STOCK","limit":"CODES"}]""");
        var two = await app.AskAsync(
            "query($id: ID!) { reward(id: $id) { availability(quantity: 2) { reasons { code } } } }",
            new { id = mine.GlobalId }
        );
        two["reward"]!["availability"]!["reasons"]!
            .AsArray()
            .Select(reason => reason!["code"]!.ToString())
            .ShouldBe(["OUT_OF_STOCK", "INSUFFICIENT_POINTS"]);

        string Reasons(string title) => byTitle[title]["availability"]!["reasons"]!.ToJsonString();
    }

    [Fact]
    public async Task A_suspended_member_sees_all_and_may_have_nothing()
    {
        await Club.GivenRewardAsync(Named("A", """{"prices":[{"currency":"POINTS","points":1}]}"""));
        var app = await Club.GivenSignedInMemberAsync();
        await Club.GivePointsAsync(app.Member, 10);
        using var staff = Club.Staff();
        using var suspended = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{app.Member}/suspend",
            new { reason = "a suspicion" }
        );
        suspended.IsSuccessStatusCode.ShouldBeTrue(await suspended.Content.ReadAsStringAsync());

        var page = await PageAsync(app, new { f = 5 });

        page["nodes"]![0]!["availability"]!["reasons"]![0]!["code"]!.ToString().ShouldBe("MEMBER_MAY_NOT");
    }

    private int order;

    private JsonObject Named(string title, string members)
    {
        var reward = Mug("all").With($$"""{"displayOrder":{{order++}}}""");
        reward["texts"]![0]!["title"] = title;
        return reward.With(members);
    }

    private static async Task<JsonNode> PageAsync(MemberApp app, object variables) =>
        (await app.AskAsync(Page, variables))["rewards"]!;

    private async Task<DateOnly> TodayAsync()
    {
        var settings = await Club.Services.GetRequiredService<ProgrammeSettings>().CurrentAsync(default);
        return Club.Now().DayIn(settings.Programme.Zone());
    }

    public sealed class OnSqlite() : RewardGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RewardGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RewardGraphQLTests(DatabaseProvider.SqlServer);
}
