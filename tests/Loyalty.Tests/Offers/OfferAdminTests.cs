using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Loyalty.Tests.Tiers;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Offers.OffersActions;

namespace Loyalty.Tests.Offers;

/// <summary>Offers as staff write them; what is wrong with one is named field by field.</summary>
public abstract class OfferAdminTests(DatabaseProvider provider) : ClubTests(provider)
{
    // Nobody meets it: all suites of a provider share the club.
    private const string Nobody = """{"audience":{"attributes":{"segment":["nobody"]}}}""";

    [Theory]
    [InlineData("""{"trigger":null,"texts":[],"benefit":null}""", "trigger", "texts")]
    [InlineData("""{"benefit":null}""", "benefit")]
    [InlineData("""{"benefit":{}}""", "benefit")]
    [InlineData("""{"from":"2026-02-01T00:00:00Z","until":"2026-02-01T01:00:00+01:00"}""", "from")]
    [InlineData("""{"birthdayDaysBefore":1}""", "birthdayDaysBefore")]
    [InlineData("""{"trigger":"birthday","birthdayDaysBefore":61}""", "birthdayDaysBefore")]
    [InlineData("""{"trigger":"dormant"}""", "dormantMonths")]
    [InlineData("""{"trigger":"dormant","dormantMonths":0}""", "dormantMonths")]
    [InlineData("""{"trigger":"referral"}""", "referral", "benefit")]
    [InlineData("""{"trigger":"challenge"}""", "challenge")]
    [InlineData("""{"budget":{"grants":0,"points":-1}}""", "budget.grants", "budget.points")]
    [InlineData(
        """{"benefit":{"points":{"currency":"NO_SUCH","points":0}}}""",
        "benefit.points.currency",
        "benefit.points.points"
    )]
    [InlineData(
        """{"benefit":{"voucher":{"kind":"percent","value":100}}}""",
        "benefit.voucher.value",
        "benefit.voucher.validDays"
    )]
    [InlineData("""{"benefit":{"voucher":{"kind":"free","value":1,"validDays":1}}}""", "benefit.voucher.value")]
    [InlineData(
        """{"benefit":{"voucher":{"kind":"free","validDays":1,"rewards":["x"]}}}""",
        "benefit.voucher.rewards[0]"
    )]
    [InlineData(
        """{"benefit":{"voucher":{"kind":"free","validDays":1,"rewards":["rwd_00000000000000000000000000"]}}}""",
        "benefit.voucher.rewards[0]"
    )]
    [InlineData("""{"benefit":{"badge":{"code":"Gold!"}}}""", "benefit.badge.code", "benefit.badge.texts")]
    [InlineData(
        """{"audience":{"tiers":["NO_TIER"],"linkedTo":"prt_00000000000000000000000000"}}""",
        "audience.tiers",
        "audience.linkedTo"
    )]
    [InlineData(
        """{"trigger":"challenge","challenge":{"counts":"interactions","category":"5541","days":3,"goal":0}}""",
        "challenge",
        "challenge.days",
        "challenge.goal",
        "challenge.window"
    )]
    [InlineData(
        """{"trigger":"challenge","challenge":{"counts":"transactions","interaction":"purchase","window":"rollingDays","goal":1}}""",
        "challenge.interaction",
        "challenge.days"
    )]
    [InlineData(
        """{"trigger":"referral","benefit":null,"referral":{"useWithinDays":0,"period":"year","onPurchase":{}}}""",
        "referral.useWithinDays",
        "referral.period",
        "referral.onPurchase",
        "referral.purchase"
    )]
    public async Task What_is_wrong_is_named_field_by_field(string members, params string[] fields)
    {
        await Club.EnsurePointsAsync();
        using var staff = Club.Staff("manager");

        using var answer = await staff.PostAsJsonAsync(OffersPath, Welcome(TenPoints).With(members));

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe(fields, ignoreOrder: true);
    }

    [Fact]
    public async Task An_offer_comes_back_as_it_was_written()
    {
        await Club.EnsurePointsAsync();
        var written = Offer(
            "referral",
            """
            {"from":"2026-01-01T00:00:00+00:00","until":"2027-01-01T00:00:00+00:00",
             "budget":{"grants":10,"points":1000},
             "referral":{"useWithinDays":30,"perReferrerMax":5,"period":"year",
               "onUse":{"referred":{"voucher":{"kind":"points","value":20,"rewards":[],"validDays":60}}},
               "onPurchase":{"referrer":{"points":{"currency":"POINTS","points":100}}},
               "purchase":{"withinDays":90,"amountMin":{"amount":"10.00","currency":"CZK"},"delayDays":14}}}
            """
        );

        var offer = await Club.CreateOfferAsync(written);

        offer.Json["status"]!.ToString().ShouldBe("draft");
        var read = offer.Json["definition"]!;
        read["referral"]!["onUse"]!["referred"]!["voucher"]!["value"]!.GetValue<long>().ShouldBe(20);
        read["referral"]!["purchase"]!["amountMin"]!["amount"]!.ToString().ShouldStartWith("10");
        // What was read can be sent back.
        read["texts"]![0]!["title"] = "Another gift";
        using var staff = Club.Staff("manager");
        using var again = await staff.PutIfMatchAsync(offer.Path, read.DeepClone(), offer.ETag);
        (await again.ReadAsync(HttpStatusCode.OK))["definition"]!.ToJsonString().ShouldBe(read.ToJsonString());
        using var stale = await staff.PutIfMatchAsync(offer.Path, read.DeepClone(), offer.ETag);
        await stale.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
    }

    [Fact]
    public async Task An_offer_goes_from_draft_to_withdrawn_and_never_back()
    {
        await Club.EnsurePointsAsync();
        var offer = await Club.GivenOfferAsync(Welcome(TenPoints, Nobody));
        using var staff = Club.Staff("manager");
        using var other = await staff.PutIfMatchAsync(
            offer.Path,
            Offer("birthday", $$"""{"birthdayDaysBefore":0,"benefit":{{TenPoints}}}"""),
            offer.ETag
        );
        await other.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "offer-trigger-fixed");

        var gone = await Club.StepAsync(offer, "withdraw");

        gone.Json["status"]!.ToString().ShouldBe("withdrawn");
        using var back = await staff.SendAsync(HttpMethod.Post, $"{gone.Path}/publish", gone.ETag);
        await back.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "offer-withdrawn");
        var over = await Club.CreateOfferAsync(Welcome(TenPoints, """{"until":"2020-01-01T00:00:00Z"}"""));
        using var late = await staff.SendAsync(HttpMethod.Post, $"{over.Path}/publish", over.ETag);
        await late.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "offer-over");
        var listed = await staff.AllPagesAsync($"{OffersPath}?status=withdrawn", 1);
        listed.Select(one => one["id"]!.ToString()).ShouldContain(gone.Json["id"]!.ToString());
        listed.ShouldAllBe(one => one["status"]!.ToString() == "withdrawn");
    }

    [Fact]
    public async Task Only_managers_write_offers()
    {
        using var support = Club.Staff("support");

        using var answer = await support.PostAsJsonAsync(OffersPath, new JsonObject());

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await support.GetAsync(OffersPath)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await support.GetAsync($"{OffersPath}?status=published2")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await support.GetAsync($"{OffersPath}/off_00000000000000000000000000")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    public sealed class OnSqlite() : OfferAdminTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : OfferAdminTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : OfferAdminTests(DatabaseProvider.SqlServer);
}
