using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Rewards.RewardsActions;

namespace Loyalty.Tests.Rewards;

/// <summary>What is wrong with a reward is named field by field.</summary>
public abstract class RewardDocumentTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Theory]
    [InlineData("""{"kind":null,"category":null}""", "kind", "category")]
    [InlineData("""{"category":"Travel"}""", "category")]
    [InlineData("""{"displayOrder":-1,"quantityPerRedemptionMax":101}""", "displayOrder", "quantityPerRedemptionMax")]
    [InlineData("""{"texts":[]}""", "texts")]
    [InlineData("""{"texts":[{"language":"english!","title":" "}]}""", "texts[0].language", "texts[0].title")]
    [InlineData(
        """{"texts":[{"language":"de","title":"a"},{"language":"DE","title":"b\u0000","terms":"\u0001"}]}""",
        "texts[1].language",
        "texts[1].title",
        "texts[1].terms"
    )]
    [InlineData("""{"pictures":["http://cdn.example.org/a.png"]}""", "pictures[0]")]
    [InlineData("""{"pictures":["https://user@cdn.example.org/a.png","/a.png"]}""", "pictures[0]", "pictures[1]")]
    [InlineData("""{"prices":[]}""", "prices")]
    [InlineData("""{"prices":[{}]}""", "prices[0].currency", "prices[0].points")]
    [InlineData("""{"prices":[{"currency":"NO_SUCH","points":0}]}""", "prices[0].currency", "prices[0].points")]
    [InlineData("""{"prices":[{"currency":"POINTS","points":1,"tiers":["gold"]}]}""", "prices[0].tiers[0]")]
    [InlineData("""{"prices":[{"currency":"POINTS","points":1,"tiers":["NO_TIER"]}]}""", "prices[0].tiers")]
    [InlineData("""{"prices":[{"currency":"POINTS","points":1,"perUnits":2}]}""", "prices[0].perUnits")]
    [InlineData("""{"prices":[{"currency":"POINTS","points":1},{"currency":"POINTS","points":2}]}""", "prices[1]")]
    [InlineData(
        """{"prices":[{"currency":"POINTS","points":1,"money":{"amount":"0.001","currency":"CNY"}}]}""",
        "prices[0].money.amount"
    )]
    [InlineData(
        """{"prices":[{"currency":"POINTS","points":20000000000}],"quantityPerRedemptionMax":100}""",
        "prices[0].points"
    )]
    [InlineData("""{"amount":{}}""", "amount.min", "amount.max", "amount.step")]
    [InlineData("""{"amount":{"min":15,"max":10,"step":10,"unit":"XXX"}}""", "amount.min", "amount.max", "amount.unit")]
    [InlineData(
        """{"amount":{"min":10,"max":1000000000,"step":10},"prices":[{"currency":"POINTS","points":1001}]}""",
        "prices[0].points"
    )]
    [InlineData(
        """{"amount":{"min":10,"max":100,"step":10},"prices":[{"currency":"POINTS","points":1,"perUnits":3}]}""",
        "prices[0].perUnits"
    )]
    [InlineData("""{"amount":{"min":1,"max":2,"step":1},"fulfilment":{"method":"code"}}""", "amount")]
    [InlineData("""{"stock":{"total":0,"memberPeriod":"day"}}""", "stock.total", "stock.memberPeriod")]
    [InlineData("""{"visibleFrom":"2026-02-01T00:00:00Z","visibleUntil":"2026-02-01T01:00:00+01:00"}""", "visibleFrom")]
    [InlineData(
        """{"redeemableFrom":"2026-02-02T00:00:00Z","redeemableUntil":"2026-02-01T00:00:00Z"}""",
        "redeemableFrom"
    )]
    [InlineData("""{"eligibility":{"ageMin":40,"ageMax":30}}""", "eligibility.ageMin")]
    [InlineData("""{"eligibility":{"ageMax":151,"tiers":["NO_TIER"]}}""", "eligibility.ageMax")]
    [InlineData("""{"eligibility":{"tiers":["NO_TIER"]}}""", "eligibility.tiers")]
    [InlineData("""{"eligibility":{"attributes":{"Segment":["a"]}}}""", "eligibility.attributes")]
    [InlineData("""{"eligibility":{"attributes":{"segment":[]}}}""", "eligibility.attributes.segment")]
    [InlineData("""{"eligibility":{"vehicleModels":[""]}}""", "eligibility.vehicleModels[0]")]
    [InlineData("""{"eligibility":{"linkedTo":"northbank"}}""", "eligibility.linkedTo")]
    [InlineData("""{"eligibility":{"linkedTo":"prt_00000000000000000000000000"}}""", "eligibility.linkedTo")]
    [InlineData("""{"fulfilment":null}""", "fulfilment")]
    [InlineData(
        """{"fulfilment":{"deadlineHours":0,"usableDays":0}}""",
        "fulfilment.method",
        "fulfilment.deadlineHours",
        "fulfilment.usableDays"
    )]
    [InlineData("""{"fulfilment":{"method":"partner"}}""", "fulfilment.partner", "fulfilment.product")]
    [InlineData(
        """{"fulfilment":{"method":"partner","partner":"prt_00000000000000000000000000","product":"A"}}""",
        "fulfilment.partner"
    )]
    [InlineData(
        """{"fulfilment":{"method":"staff","product":"A","cost":{"amount":"1","currency":"CZK"}}}""",
        "fulfilment.product",
        "fulfilment.cost"
    )]
    [InlineData(
        """{"cancellation":{"memberHours":-1,"returnDays":3661}}""",
        "cancellation.memberHours",
        "cancellation.returnDays"
    )]
    public async Task An_unsound_reward_names_its_fields(string members, params string[] fields)
    {
        await Club.EnsurePointsAsync();
        using var staff = Club.Staff("manager");

        using var answer = await staff.PostAsJsonAsync(Catalogue, Mug().With(members));

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe(fields, ignoreOrder: true);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.00001")]
    [InlineData("1000000000000.1")]
    public async Task What_a_partner_is_paid_has_bounds(string amount)
    {
        await Club.EnsurePointsAsync();
        var partner = (await Club.GivenPartnerAsync()).Id;
        using var staff = Club.Staff("manager");

        using var answer = await staff.PostAsJsonAsync(
            Catalogue,
            Mug()
                .With(
                    $$$$"""{"fulfilment":{"method":"partner","partner":"{{{{partner}}}}","product":"A","cost":{"amount":"{{{{amount}}}}","currency":"CZK"}}}"""
                )
        );

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["fulfilment.cost.amount"]);
    }

    [Theory]
    [InlineData("""{"pictures":["http://localhost:8080/a.png"]}""")]
    [InlineData(
        """{"amount":{"min":500,"max":10000,"step":500},"prices":[{"currency":"POINTS","points":3,"perUnits":500}]}"""
    )]
    [InlineData("""{"prices":[{"currency":"POINTS","points":10000000000}],"quantityPerRedemptionMax":100}""")]
    public async Task What_is_just_within_the_bounds_is_taken(string members) =>
        (await Club.CreateRewardAsync(Mug().With(members))).Json["status"]!.ToString().ShouldBe("draft");

    [Fact]
    public async Task Points_that_count_towards_a_tier_only_are_no_price()
    {
        var code = "Q" + MembersActions.Word()[..8].ToUpperInvariant();
        using var staff = Club.Staff("manager");
        var currency = new JsonObject
        {
            ["code"] = code,
            ["name"] = "Status",
            ["kind"] = "qualifying",
        };
        using var created = await staff.PostAsJsonAsync("/api/admin/v1/point-currencies", currency);
        created.StatusCode.ShouldBe(HttpStatusCode.Created);

        using var answer = await staff.PostAsJsonAsync(
            Catalogue,
            Mug().With($$"""{"prices":[{"currency":"{{code}}","points":1}]}""")
        );

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!["prices[0].currency"].ShouldNotBeNull();
    }

    public sealed class OnSqlite() : RewardDocumentTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RewardDocumentTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RewardDocumentTests(DatabaseProvider.SqlServer);
}
