using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;
using static Loyalty.Tests.Tiers.TiersActions;

namespace Loyalty.Tests.Tiers;

/// <summary>What a member's app sees of tiers, on a club of its own whose clock a test turns.</summary>
public abstract class TierGraphQLTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TestClock clock = new(Start);
    private readonly CountedCommands commands = new();
    private Partner partner = null!;

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears, "Asia/Shanghai");
        partner = await Club.GivenPartnerAsync();
    }

    protected override Task EndAsync()
    {
        commands.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_member_sees_tier_progress_reason_history_and_past_in_a_number_of_statements_that_does_not_grow()
    {
        const string query = """
            query($at: DateTime!) { me {
              tier { tier { code } }
              tiers { tierSet { code name } tier { code name rank threshold } since until
                reason { cause summary basis unit value threshold windowFrom tierSetVersion }
                progress { basis unit value from by nextTier { code name(language: "en") } missing }
                history(first: 2) { nodes { tier { code } from until cause } pageInfo { hasNextPage endCursor } }
                at(instant: $at) { code } } } }
            """;
        var definition = Definition(("BASE", "0"), ("SILVER", "100"), ("GOLD", "500"));
        definition["levels"]![1]!["names"] = new JsonObject { ["zh-Hans"] = "银卡", ["en"] = "Silver card" };
        await Club.GivenTiersAsync(definition, "FIRST_ONE", displayOrder: 1);
        await Club.GivenTiersAsync(Definition(("VISITOR", "1")).Counting("events"), displayOrder: 2);
        var person = MembersActions.Person();
        person["member"]!["preferredLanguage"] = "zh-Hans-CN";
        var app = await Club.GivenSignedInMemberAsync(person);
        var before = clock.Now;
        var variables = new { at = before.AddMinutes(1) };
        var forNew = await commands.OfAsync(Club, () => app.AskAsync(query, variables));
        clock.Now += TimeSpan.FromDays(1);
        await Club.TakeAsync(partner, At(Purchase(app.Member, 120)));
        for (var i = 0; i < 5; i++)
        {
            using var given = await Club.GiveTierAsync(app.Member, "GOLD", Iso(clock.Now.AddDays(5)));
            given.StatusCode.ShouldBe(HttpStatusCode.Created);
            clock.Now += TimeSpan.FromDays(10);
        }

        app = SignedInNow(app);

        var me = (await app.AskAsync(query, variables))["me"]!;
        var forOld = await commands.OfAsync(Club, () => app.AskAsync(query, variables));

        forOld.ShouldBe(forNew);
        me["tier"]!["tier"]!["code"]!.ToString().ShouldBe("SILVER");
        var first = me["tiers"]![0]!;
        first["tierSet"]!["code"]!.ToString().ShouldBe("FIRST_ONE");
        first["tier"]!["name"]!.ToString().ShouldBe("银卡");
        first["since"]!.GetValue<DateTimeOffset>().ShouldBe(before.AddDays(1), TimeSpan.FromMinutes(1));
        first["until"]!.ToString().ShouldBe("2027-12-31");
        (first["reason"]!["value"]!.ToString(), first["reason"]!["threshold"]!.ToString()).ShouldBe(("120", "100"));
        first["reason"]!["summary"]!.ToString().ShouldStartWith("达到银卡：");
        var progress = first["progress"]!;
        (progress["basis"]!.ToString(), progress["unit"]!.ToString()).ShouldBe(("SPEND", "CZK"));
        decimal.Parse(progress["missing"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(380);
        progress["nextTier"]!["code"]!.ToString().ShouldBe("GOLD");
        progress["by"]!.ToString().ShouldBe("2026-12-31");
        first["at"]!["code"]!.ToString().ShouldBe("BASE");
        first["history"]!["nodes"]!.AsArray().Count.ShouldBe(2);
        first["history"]!["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBeTrue();
        me["tiers"]![1]!["tier"]!["code"]!.ToString().ShouldBe("VISITOR");
    }

    [Fact]
    public async Task History_pages_forward_and_back_without_gap()
    {
        await Club.GivenTiersAsync(Definition(("GOLD", "500")));
        var app = await Club.GivenSignedInMemberAsync();
        for (var i = 1; i <= 5; i++)
        {
            using var given = await Club.GiveTierAsync(app.Member, "GOLD", Iso(clock.Now.AddDays(5)));
            given.StatusCode.ShouldBe(HttpStatusCode.Created);
            clock.Now = clock.Now.AddMonths(1);
        }

        app = SignedInNow(app);

        const string query =
            "query($f: Int, $a: String, $l: Int, $b: String) { me { tier { history(first: $f, after: $a, last: $l, before: $b) "
            + "{ edges { cursor node { from } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } } } }";
        async Task<JsonNode> PageAsync(object variables) =>
            (await app.AskAsync(query, variables))["me"]!["tier"]!["history"]!;
        var all = Froms(await PageAsync(new { f = 10 }));
        var first = await PageAsync(new { f = 2 });
        var second = await PageAsync(new { f = 2, a = first["pageInfo"]!["endCursor"]!.ToString() });
        var back = await PageAsync(new { l = 2, b = second["pageInfo"]!["startCursor"]!.ToString() });

        all.Count.ShouldBe(5);
        all.ShouldBe(all.OrderDescending());
        Froms(first).Concat(Froms(second)).ShouldBe(all.Take(4));
        Froms(back).ShouldBe(Froms(first));
        var strange = await app.Http.GraphQLAsync(query, new { f = 2, a = "nonsense" });
        strange.ErrorCode().ShouldBe("INVALID_CURSOR");

        static List<string> Froms(JsonNode page) =>
            [.. page["edges"]!.AsArray().Select(edge => edge!["node"]!["from"]!.ToString())];
    }

    // A token does not outlive the days that a test lets pass.
    private MemberApp SignedInNow(MemberApp app) => app with { Http = Club.SignedIn(app.Subject) };

    private static string Iso(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private PartnerEvent.TransactionPosted At(PartnerEvent.TransactionPosted purchase) =>
        purchase with
        {
            OccurredAt = clock.Now,
        };

    public sealed class OnSqlite() : TierGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : TierGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : TierGraphQLTests(DatabaseProvider.SqlServer);
}
