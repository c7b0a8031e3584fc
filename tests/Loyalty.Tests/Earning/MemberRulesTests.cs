using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Earning;

/// <summary>Rules that look at the member, and at the lines of what was bought.</summary>
public abstract class MemberRulesTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task An_attribute_that_staff_set_decides_from_then_on()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        var when = new JsonObject { ["attributes"] = new JsonObject { ["segment"] = new JsonArray("vip") } };
        await Club.PublishedRuleAsync(RuleCapsTests.Bonus(partner, currency, 5, when));
        var member = await Club.EnrolMemberAsync();
        using var staff = Club.Staff("support");

        (await PointsAsync(partner, member, new JsonObject())).ShouldBe(0);
        (await staff.PutAsJsonAsync($"{member.Url}/attributes/segment", new { value = "vip" })).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
        (await PointsAsync(partner, member, new JsonObject())).ShouldBe(5);
        (await staff.PutAsJsonAsync($"{member.Url}/attributes/segment", new { value = "other" })).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
        (await PointsAsync(partner, member, new JsonObject())).ShouldBe(0);
        var listed = await (await staff.GetAsync($"{member.Url}/attributes")).ReadJsonAsync();
        ((string?)listed.AsArray().ShouldHaveSingleItem()!["value"]).ShouldBe("other");
        (await staff.DeleteAsync($"{member.Url}/attributes/segment")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.DeleteAsync($"{member.Url}/attributes/segment")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Segment", "vip", "key")]
    [InlineData("segment", "", "value")]
    [InlineData("segment", "a\u0000b", "value")]
    public async Task Pain40_An_attribute_that_cannot_be_kept_is_refused(string key, string value, string field)
    {
        var member = await Club.EnrolMemberAsync();
        using var staff = Club.Staff("support");

        var answer = await staff.PutAsJsonAsync($"{member.Url}/attributes/{key}", new { value });

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.ReadJsonAsync())["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task Birthday_and_vehicle_of_the_member_decide_and_a_dry_run_sees_them()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        var person = MembersActions.Person();
        person["member"]!["birthDate"] = TimeProvider
            .System.GetUtcNow()
            .AddYears(-30)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var vin = "YV1" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(7));
        person["vehicles"] = new JsonArray(new JsonObject { ["vin"] = vin, ["model"] = "EX90" });
        var member = await Club.EnrolMemberAsync(person);
        var born = new JsonObject { ["birthdayMonth"] = true, ["vehicleModels"] = new JsonArray("EX90") };
        await Club.PublishedRuleAsync(RuleCapsTests.Bonus(partner, currency, 5, born));

        (await PointsAsync(partner, member, new JsonObject())).ShouldBe(5);
        (await PointsAsync(partner, await Club.EnrolMemberAsync(), new JsonObject())).ShouldBe(0);
        var payment = EarningActions.Payment(partner.View.Id.ToString(), TimeProvider.System.GetUtcNow());
        (await Club.DryRunAsync(new JsonObject { ["event"] = payment.DeepClone() }))["awards"]!
            .AsArray()
            .ShouldBeEmpty();
        payment["member"] = member.Id;
        (await Club.DryRunAsync(new JsonObject { ["event"] = payment }))["awards"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dry_run_with_a_member_sees_what_was_counted_and_counts_nothing()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        var definition = EarningActions.Definition(partner.View.Id.ToString(), currency);
        definition["limits"] = new JsonObject { ["pointsPerDayMax"] = 15 };
        await Club.PublishedRuleAsync(definition);
        var member = await Club.EnrolMemberAsync();
        (await PointsAsync(partner, member, new JsonObject(), "1000")).ShouldBe(10);
        var payment = EarningActions.Payment(partner.View.Id.ToString(), TimeProvider.System.GetUtcNow());
        payment["member"] = member.Id;
        var body = new JsonObject { ["event"] = payment };

        var first = await Club.DryRunAsync(body);
        var second = await Club.DryRunAsync(body);

        foreach (var result in new[] { first, second })
        {
            var award = result["awards"]![0]!;
            ((long)award["points"]!).ShouldBe(5);
            ((string?)award["caps"]![0]!["cap"]).ShouldBe("pointsPerDayMax");
            ((long)award["caps"]![0]!["usedBefore"]!).ShouldBe(10);
        }

        payment.Remove("member");
        payment.Add("member", "mbr_00000000000000000000000000");
        using var staff = Club.Staff();
        (await staff.PostAsJsonAsync($"{EarningActions.Rules}/dry-run", body)).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Fact]
    public async Task Pain14_Pain15_Points_shipping_tax_and_voided_lines_of_an_event_earn_nothing()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        await Club.PublishedRuleAsync(EarningActions.Definition(partner.View.Id.ToString(), currency));
        var member = await Club.EnrolMemberAsync();
        JsonObject Line(string amount, string kind) => new() { ["amount"] = amount, ["kind"] = kind };
        var basket = new JsonArray(
            Line("5000", "item"),
            Line("1000", "tax"),
            Line("500", "shipping"),
            new JsonObject
            {
                ["amount"] = "3500",
                ["voided"] = true,
                ["product"] = "X1",
            },
            Line("1000", "discount"),
            Line("2000", "points")
        );

        // Of the 3,000 that came off, the items' share of the goods: 3,000 x 5,000 / 6,500.
        (await PointsAsync(partner, member, new JsonObject { ["lines"] = basket }, "10000")).ShouldBe(26);
        var paid = new JsonArray(Line("40", "points"));
        (await PointsAsync(partner, member, new JsonObject { ["lines"] = paid }, "100")).ShouldBe(0);
        var most = new JsonArray(Line("4000", "points"));
        (await PointsAsync(partner, member, new JsonObject { ["lines"] = most }, "10000")).ShouldBe(60);
    }

    [Fact]
    public async Task Warnings_stand_with_a_draft_and_name_the_other_rule()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        var first = await Club.PublishedRuleAsync(EarningActions.Definition(partner.View.Id.ToString(), currency));
        first.Json["warnings"]!.AsArray().ShouldBeEmpty();

        var bonus = RuleCapsTests.Bonus(partner, currency, 5, new JsonObject());
        var rule = await Club.CreateRuleAsync(bonus);
        var unknown = await Club.CreateRuleAsync(EarningActions.Definition(EarningActions.NewPartner(), currency));

        var warnings = rule.Json["warnings"]!.AsArray();
        warnings.Select(one => (string?)one!["code"]).ShouldBe(["neverExpiresBudget", "overlapping"]);
        ((string?)warnings[1]!["rule"]).ShouldBe(first.Id);
        unknown.Json["warnings"]!.AsArray().Select(one => (string?)one!["code"]).ShouldBe(["unreachable"]);
        var published = await Club.ChangeAsync(rule, HttpMethod.Post, "/publish");
        published.Json["warnings"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_rules_own_expiry_holds_for_its_points_and_stands_apart_from_others()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        await Club.PublishedRuleAsync(EarningActions.Definition(partner.View.Id.ToString(), currency));
        var bonus = RuleCapsTests.Bonus(partner, currency, 5, new JsonObject());
        bonus["expiry"] = new JsonObject { ["kind"] = "rollingDays", ["days"] = 10 };
        await Club.PublishedRuleAsync(bonus);

        var payment = RuleCapsTests.Payment(await Club.SomeMemberAsync(), 1_000);
        var answer = await partner.SendAsync(payment);

        var entries = answer.Result().GetProperty("explanation").GetProperty("entries").EnumerateArray().ToArray();
        entries.Length.ShouldBe(2);
        entries.Count(entry => entry.TryGetProperty("usableUntil", out _)).ShouldBe(1);
        var lapses = entries.Single(entry => entry.TryGetProperty("usableUntil", out _));
        lapses.GetProperty("rules")[0].GetProperty("effect").GetString().ShouldBe("fixed");
        DateOnly
            .Parse(lapses.GetProperty("usableUntil").GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeInRange(
                DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(8),
                DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(12)
            );
    }

    [Theory]
    [InlineData(null, """{"kind": "inactivity", "count": 12}""", false)]
    [InlineData("""{"kind": "inactivity", "count": 6}""", """{"kind": "inactivity", "count": 12}""", false)]
    [InlineData("""{"kind": "inactivity", "count": 6}""", """{"kind": "rollingDays", "days": 180}""", false)]
    [InlineData("""{"kind": "inactivity", "count": 6}""", """{"kind": "endOfYear", "count": 0}""", false)]
    [InlineData("""{"kind": "inactivity", "count": 6}""", """{"kind": "rollingDays", "days": 184}""", true)]
    [InlineData("""{"kind": "inactivity", "count": 6}""", """{"kind": "endOfYear", "count": 1}""", true)]
    [InlineData("""{"kind": "inactivity", "count": 6}""", """{"kind": "never"}""", true)]
    public async Task An_expiry_that_activity_would_not_keep_to_is_refused(
        string? ofCurrency,
        string ofRule,
        bool isTaken
    )
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await CreateCurrencyAsync(ofCurrency));
        var definition = EarningActions.Definition(partner.View.Id.ToString(), currency);
        definition["expiry"] = JsonNode.Parse(ofRule);
        using var staff = Club.Staff("manager");

        using var answer = await staff.PostAsJsonAsync(EarningActions.Rules, new { definition });

        if (isTaken)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            return;
        }

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe("definition.expiry");
    }

    private async Task<string> CreateCurrencyAsync(string? expiry)
    {
        var code = "P" + System.Security.Cryptography.RandomNumberGenerator.GetHexString(12);
        var body = new JsonObject
        {
            ["code"] = code,
            ["name"] = "Points",
            ["kind"] = "redeemable",
            ["expiry"] = expiry is null ? null : JsonNode.Parse(expiry),
        };
        using var staff = Club.Staff("manager");
        using var created = await staff.PostAsJsonAsync("/api/admin/v1/point-currencies", body);
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        return code;
    }

    private static async Task<long> PointsAsync(
        TestPartner partner,
        MembersActions.Enrolled member,
        JsonObject more,
        string amount = "100"
    )
    {
        var payment = PartnersActions.Payment("", amount);
        payment["data"]!["member"] = new JsonObject { ["memberId"] = member.Id };
        foreach (var (name, value) in more)
        {
            payment["data"]![name] = value?.DeepClone();
        }

        var answer = await partner.SendAsync(payment);
        answer.ResultStatus().ShouldBe("posted", answer.Json.ToString());
        return answer.Result().TryGetProperty("points", out var points)
            ? points.EnumerateArray().Sum(one => one.GetProperty("points").GetInt64())
            : 0;
    }

    public sealed class OnSqlite() : MemberRulesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MemberRulesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MemberRulesTests(DatabaseProvider.SqlServer);
}
