using System.Text.Json.Nodes;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareContactActions;
using static Loyalty.Tests.Members.MemberAppActions;

namespace Loyalty.Tests.Care;

/// <summary>Care as members see it in their apps: their own, and only what was sent.</summary>
public abstract class CareGraphQLTests(DatabaseProvider provider) : CareContactClubTests(provider)
{
    private const string Preferences = "preferences { mutedKinds timeZone snoozedUntil }";

    [Fact]
    public async Task A_member_sees_what_was_sent_in_the_own_language_and_nothing_of_others()
    {
        var rule = await Club.GivenCareRuleAsync(definition => definition with { ControlPercent = 50 });
        var mine = await Club.GivenSignedInMemberAsync(Reachable("de", "Ada Berg"));
        var theirs = await Club.GivenSignedInMemberAsync(Reachable());
        var sent = new List<CareEvent>();
        var facts = new CareFacts(new DateOnly(2026, 7, 5))
        {
            Percent = 12,
            Points = 7,
            Currency = "POINTS",
        };
        // Chance leaves some out on purpose; nobody learns of that.
        while (sent.Count < 3)
        {
            Clock.Now = Clock.Now.AddSeconds(1);
            var contact = await Club.GivenContactAsync(rule, mine.Member, facts: facts);
            if (!contact.IsControl)
            {
                sent.Add(contact);
            }
        }

        await Club.GivenPlannedAsync(rule, mine.Member);
        await Club.GivenPlannedAsync(
            rule,
            mine.Member,
            then: one =>
            {
                one.Send(ConsentChannel.Post, one.Facts, rule, Clock.Now, Clock.Now);
                one.Skip(CareReasons.NoConsent, Clock.Now);
            }
        );

        var (seen, ids) = await SeenAsync(mine);
        (await SeenAsync(theirs)).Seen.ShouldBeEmpty();

        seen.Count.ShouldBe(3);
        seen.ShouldAllBe(one =>
            one["kind"]!.ToString() == "PERSON"
            && one["subject"]!.ToString() == "Für Ada Berg"
            && one["message"]!.ToString() == "Am 5. Juli 2026."
            && one["channel"]!.ToString() == "EMAIL"
            && one["status"]!.ToString() == "SENT"
        );
        var why = seen[0]["why"]!;
        $"{why["trigger"]} {why["day"]} {why["points"]} {why["currency"]} {why["percent"]}".ShouldBe(
            "BIRTHDAY 2026-07-05 7 POINTS 12"
        );
        why["explanation"]!.ToString().ShouldBe("Ihr Geburtstag: 05.07.2026.");
        seen.Select(one => one["sentAt"]!.GetValue<DateTimeOffset>())
            .ShouldBe(sent.Select(one => one.SentAt!.Value).Reverse());
        foreach (var id in ids)
        {
            const string node = "query($id: ID!) { node(id: $id) { id ... on CareEvent { subject } } }";
            (await mine.AskAsync(node, new { id }))["node"]!["subject"]!.ToString().ShouldBe("Für Ada Berg");
            (await theirs.AskAsync(node, new { id }))["node"].ShouldBeNull();
        }

        (await mine.AskAsync("{ me { careEvents(kinds: [PRODUCT]) { nodes { id } } } }"))["me"]!["careEvents"]![
            "nodes"
        ]!
            .AsArray()
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_go_both_ways()
    {
        var rule = await Club.GivenCareRuleAsync();
        var app = await Club.GivenSignedInMemberAsync(Reachable());
        for (var i = 0; i < 3; i++)
        {
            await Club.GivenContactAsync(rule, app.Member);
            Clock.Now = Clock.Now.AddSeconds(1);
        }

        async Task<JsonNode> PageAsync(string arguments) =>
            (
                await app.AskAsync(
                    $"{{ me {{ careEvents({arguments}) {{ nodes {{ sentAt }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}"
                )
            )["me"]!["careEvents"]!;
        var all = await PageAsync("first: 3");
        var first = await PageAsync("first: 2");
        var second = await PageAsync($"first: 2, after: \"{first["pageInfo"]!["endCursor"]}\"");
        var back = await PageAsync($"last: 1, before: \"{second["pageInfo"]!["startCursor"]}\"");

        first["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBeTrue();
        second["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBeFalse();
        Times(first).Concat(Times(second)).ShouldBe(Times(all));
        Times(back).ShouldBe([Times(all)[1]]);
        back["pageInfo"]!["hasPreviousPage"]!.GetValue<bool>().ShouldBeTrue();
        (await app.Http.GraphQLAsync("{ me { careEvents(after: \"x\") { nodes { id } } } }"))
            .ErrorCode()
            .ShouldBe("INVALID_CURSOR");
    }

    [Fact]
    public async Task Preferences_are_the_members_own_and_what_is_left_out_stays()
    {
        var (app, other) = (await Club.GivenSignedInMemberAsync(), await Club.GivenSignedInMemberAsync());
        (await PreferencesAsync(app))
            .ToJsonString()
            .ShouldBe("""{"mutedKinds":[],"timeZone":null,"snoozedUntil":null}""");

        var key = NewKey();
        for (var time = 0; time < 2; time++)
        {
            var set = await app.MutateAsync(
                "setCarePreferences",
                Preferences,
                new
                {
                    idempotencyKey = key,
                    mutedKinds = new[] { "PERSON", "PRODUCT", "PERSON" },
                    timeZone = "Asia/Shanghai",
                    clientMutationId = $"{time}",
                }
            );
            set["errors"]!.AsArray().ShouldBeEmpty();
            set["clientMutationId"]!.ToString().ShouldBe($"{time}");
        }

        var snoozed = await app.MutateAsync(
            "snoozeCare",
            Preferences,
            new { idempotencyKey = NewKey(), until = Clock.Now.AddDays(7) }
        );
        snoozed["preferences"]!["snoozedUntil"]!.GetValue<DateTimeOffset>().ShouldBe(Clock.Now.AddDays(7));
        await app.MutateAsync(
            "setCarePreferences",
            Preferences,
            new { idempotencyKey = NewKey(), mutedKinds = new[] { "LIFE_TREND" } }
        );
        await app.MutateAsync("snoozeCare", Preferences, new { idempotencyKey = NewKey(), until = (string?)null });

        (await PreferencesAsync(app))
            .ToJsonString()
            .ShouldBe("""{"mutedKinds":["LIFE_TREND"],"timeZone":"Asia/Shanghai","snoozedUntil":null}""");
        await app.MutateAsync(
            "setCarePreferences",
            Preferences,
            new { idempotencyKey = NewKey(), timeZone = (string?)null }
        );
        (await PreferencesAsync(app))["timeZone"].ShouldBeNull();
        (await PreferencesAsync(other))["mutedKinds"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("setCarePreferences", "timeZone", "Mars/Olympus")]
    [InlineData("snoozeCare", "until", "2026-05-01T00:00:00Z")]
    [InlineData("snoozeCare", "until", "2028-05-01T00:00:00Z")]
    public async Task What_cannot_be_is_an_error_of_the_payload(string mutation, string field, string value)
    {
        var app = await Club.GivenSignedInMemberAsync();

        var payload = await app.MutateAsync(
            mutation,
            Preferences,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["idempotencyKey"] = NewKey(), [field] = value }
        );

        payload["preferences"].ShouldBeNull();
        var error = payload["errors"]!.AsArray().ShouldHaveSingleItem()!;
        (error["code"]!.ToString(), error["field"]!.ToString()).ShouldBe(("INVALID_FIELD", field));
    }

    private static async Task<(List<JsonNode> Seen, string[] Ids)> SeenAsync(MemberApp app)
    {
        var data = await app.AskAsync(
            """
            { me { careEvents { nodes { id kind subject message channel sentAt status
              why { trigger explanation day points currency kilometres percent tier } vehicle { vin } } } } }
            """
        );
        var seen = data["me"]!["careEvents"]!["nodes"]!.AsArray().OfType<JsonNode>().ToList();
        return (seen, [.. seen.Select(one => one["id"]!.ToString())]);
    }

    private static async Task<JsonNode> PreferencesAsync(MemberApp app) =>
        (await app.AskAsync("{ me { carePreferences { mutedKinds timeZone snoozedUntil } } }"))["me"]![
            "carePreferences"
        ]!;

    private static string[] Times(JsonNode page) =>
        [.. page["nodes"]!.AsArray().Select(node => node!["sentAt"]!.ToString())];

    public sealed class OnSqlite() : CareGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareGraphQLTests(DatabaseProvider.SqlServer);
}
