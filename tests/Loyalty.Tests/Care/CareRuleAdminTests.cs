using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Tiers;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareActions;

namespace Loyalty.Tests.Care;

/// <summary>Care rules as staff write them; what is wrong with one is named field by field.</summary>
public abstract class CareRuleAdminTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Theory]
    [InlineData("birthday", """{"trigger":null,"goal":null,"name":""}""", "trigger", "goal", "name")]
    [InlineData("birthday", """{"texts":[],"channels":[]}""", "texts", "channels")]
    [InlineData("birthday", """{"channels":["email","email"]}""", "channels")]
    [InlineData(
        "birthday",
        """{"texts":[{"language":"en","title":"x","terms":"y"}]}""",
        "texts[0].description",
        "texts[0].terms"
    )]
    [InlineData("birthday", """{"months":3,"percent":5}""", "months", "percent")]
    [InlineData("birthday", """{"days":367,"lateDays":61}""", "days", "lateDays")]
    [InlineData("birthday", """{"priority":101,"controlPercent":51}""", "priority", "controlPercent")]
    [InlineData("birthday", """{"goalDays":0}""", "goalDays")]
    [InlineData("serviceDue", """{"kilometres":0}""", "months", "kilometres")]
    [InlineData("inspectionDue", """{"months":0,"firstMonths":121}""", "months", "firstMonths")]
    [InlineData("noActivity", """{"firstMonths":2}""", "months", "firstMonths")]
    [InlineData("spendingDown", "{}", "percent")]
    [InlineData("festival", "{}", "festival")]
    [InlineData(
        "festival",
        """{"festival":{"month":13,"day":32}}""",
        "festival.calendar",
        "festival.month",
        "festival.day"
    )]
    [InlineData("festival", """{"festival":{"calendar":"chineseLunar","month":1,"day":31}}""", "festival.day")]
    [InlineData("recall", "{}", "vins")]
    [InlineData("recall", """{"vins":{"from":"x","until":"TMBAAAAAAAAAAAAAA"}}""", "vins.from")]
    [InlineData("recall", """{"vins":{"from":"TMBBAAAAAAAAAAAAA","until":"TMBAAAAAAAAAAAAAA"}}""", "vins.from")]
    [InlineData("pointsLapsing", """{"currency":"NO_SUCH","pointsMin":0}""", "currency", "pointsMin")]
    [InlineData("rewardWithinReach", """{"reward":"x"}""", "currency", "reward")]
    [InlineData("rewardWithinReach", """{"currency":"POINTS","reward":"rwd_00000000000000000000000000"}""", "reward")]
    [InlineData("attributeChanged", """{"attribute":"No Key","values":[""]}""", "attribute", "values[0]")]
    [InlineData("birthday", """{"values":["x"]}""", "values")]
    [InlineData("birthday", """{"audience":{"tiers":["NO_TIER"]}}""", "audience.tiers")]
    public async Task What_is_wrong_is_named_field_by_field(string trigger, string members, params string[] fields)
    {
        await Club.EnsurePointsAsync();
        using var staff = Club.Staff("manager");
        using var answer = await staff.PostAsJsonAsync(RulesPath, Rule(trigger, members));

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");

        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe(fields, ignoreOrder: true);
    }

    [Fact]
    public async Task A_rule_is_read_as_it_was_written()
    {
        await Club.EnsurePointsAsync();
        var written = Rule(
            "serviceDue",
            """{"months":24,"kilometres":30000,"days":14,"channels":["push","phone"],"purpose":"marketing","priority":70,"controlPercent":5,"goal":"serviceVisit","goalDays":60,"lateDays":20,"isAboveCap":true}"""
        );
        var rule = await Club.CreateCareRuleAsync(written);
        using var staff = Club.Staff("auditor");

        var read = (await staff.GetJsonAsync(rule.Path))["definition"]!.AsObject();

        foreach (var (field, value) in written.Where(one => one.Key != "texts"))
        {
            JsonNode.DeepEquals(read[field], value).ShouldBeTrue($"{field}: {read[field]?.ToJsonString()}");
        }

        ((string)rule.Json["kind"]!).ShouldBe("productReminder");
        (await staff.AllPagesAsync($"{RulesPath}?status=draft", limit: 50)).ShouldContain(one =>
            (string)one["id"]! == (string)rule.Json["id"]!
        );
    }

    [Fact]
    public async Task What_it_waits_for_stays_once_it_is_published_and_withdrawn_is_for_good()
    {
        // Nobody meets it: all suites of a provider share the club.
        const string nobody = """{"audience":{"attributes":{"segment":["nobody"]}}}""";
        var rule = await Club.GivenCareRuleAsync(Rule("birthday", nobody));
        using var staff = Club.Staff("manager");
        using var other = await staff.PutIfMatchAsync(rule.Path, Rule("moved", nobody), rule.ETag);
        await other.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "care-trigger-fixed");
        var ended = await Club.StepAsync(rule, "withdraw");
        using var again = await staff.SendAsync(HttpMethod.Post, $"{rule.Path}/publish", ended.ETag);
        await again.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "care-rule-withdrawn");
        using var stale = await staff.PutIfMatchAsync(rule.Path, Rule("birthday"), rule.ETag);
        await stale.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
        using var support = Club.Staff("support");
        using var forbidden = await support.PostAsJsonAsync(RulesPath, Rule("birthday"));
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    public sealed class OnSqlite() : CareRuleAdminTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareRuleAdminTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareRuleAdminTests(DatabaseProvider.SqlServer);
}
