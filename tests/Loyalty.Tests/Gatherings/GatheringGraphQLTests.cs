using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Care;
using Loyalty.Tests.Events;
using Loyalty.Tests.Host;
using Loyalty.Tests.Magazine;
using Loyalty.Tests.Members;
using Loyalty.Tests.Offers;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Gatherings;

/// <summary>What members see of gatherings, and what they do.</summary>
public abstract class GatheringGraphQLTests(DatabaseProvider provider) : TurnedClubTests(provider)
{
    private const string Selection =
        "gathering { id placesLeft obstacle signUp { status guests position cancelledBy } }";

    protected override Task PrepareAsync() => Club.GivenListenerAsync();

    [Fact]
    public async Task A_member_signs_up_with_a_guest_waits_gets_a_place_and_cancels()
    {
        var gathering = await Club.GivenGatheringAsync();
        var (first, second) = (await Club.GivenSignedInMemberAsync(), await Club.GivenSignedInMemberAsync());
        var input = Input(gathering, guests: 1);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => first.MutateAsync("signUpForGathering", Selection, input))
        );

        answers.ShouldAllBe(answer => answer.Error() == null);
        var signedUp = answers[0]["gathering"]!;
        ((int)signedUp["placesLeft"]!, signedUp["obstacle"]!.ToString()).ShouldBe((0, "SIGNED_UP"));
        signedUp["signUp"]!
            .ToJsonString()
            .ShouldBe("""{"status":"CONFIRMED","guests":1,"position":null,"cancelledBy":null}""");
        var reused = await first.MutateAsync(
            "signUpForGathering",
            Selection,
            new
            {
                idempotencyKey = input.IdempotencyKey,
                gatheringId = input.GatheringId,
                guests = 0,
            }
        );
        reused.Error().ShouldBe("IDEMPOTENCY_KEY_REUSED");
        (await first.MutateAsync("signUpForGathering", Selection, Input(gathering)))
            .Error()
            .ShouldBe("GATHERING_SIGNED_UP_ALREADY");

        var waits = await second.MutateAsync("signUpForGathering", Selection, Input(gathering));
        waits["gathering"]!["signUp"]!
            .ToJsonString()
            .ShouldBe("""{"status":"WAITING","guests":0,"position":1,"cancelledBy":null}""");
        var cancelled = await first.MutateAsync("cancelGatheringSignUp", Selection, Step(gathering));
        cancelled["gathering"]!["signUp"]!["cancelledBy"]!.ToString().ShouldBe("MEMBER");
        cancelled["gathering"]!["obstacle"].ShouldBeNull();
        (await SeenAsync(second)).ShouldHaveSingleItem()["signUp"]!["status"]!.ToString().ShouldBe("PROMOTED");
        // Who comes again waits at the end.
        var again = await first.MutateAsync("signUpForGathering", Selection, Input(gathering, guests: 1));
        again["gathering"]!["signUp"]!["status"]!.ToString().ShouldBe("WAITING");
        (await Club.SignUpsAsync(gathering)).Count.ShouldBe(2);

        Clock.Now = Clock.Now.AddDays(10);
        var late = second with { Http = Club.SignedIn(second.Subject) };
        (await late.MutateAsync("cancelGatheringSignUp", Selection, Step(gathering)))
            .Error()
            .ShouldBe("GATHERING_BEGUN");
        (await late.MutateAsync("signUpForGathering", Selection, Input(gathering)))
            .Error()
            .ShouldBe("GATHERING_SIGN_UP_CLOSED");
    }

    [Fact]
    public async Task A_member_sees_what_lies_ahead_and_why_there_is_no_signing_up()
    {
        var app = await Club.GivenSignedInMemberAsync(MembersActions.Person().WithEmail(MembersActions.Email()));
        await Club.GivenDraftAsync();
        var soon = await Club.GivenGatheringAsync(At(1, ""","signUpOpensAt":"2026-06-01T20:00:00Z" """));
        var closed = await Club.GivenGatheringAsync(At(2, ""","signUpClosesAt":"2026-06-01T12:00:00Z" """));
        var full = await Club.GivenGatheringAsync(At(3, ""","places":1,"hasWaitingList":false"""));
        await Club.SignUpAsync(full, await Club.GivenMemberAsync());
        var owners = await Club.GivenGatheringAsync(At(4, ""","audience":{"needsVehicle":true}"""));
        var open = await Club.GivenGatheringAsync(At(5, ""","places":null,"hasWaitingList":false"""));

        var seen = await SeenAsync(app);

        seen.Select(one => one["code"]!.ToString()).ShouldBe(Codes(soon, closed, full, open));
        seen.Select(one => one["obstacle"]?.ToString()).ShouldBe(["NOT_OPEN_YET", "CLOSED", "FULL", null]);
        seen[^1]["placesLeft"].ShouldBeNull();
        seen[^1]["title"]!.ToString().ShouldBe("试驾");
        (seen[^1]["timeZone"]!.ToString(), seen[^1]["place"]!.ToString()).ShouldBe(("Europe/Prague", "Track 1, Brno"));
        foreach (
            var (gathering, code) in new[]
            {
                (soon, "GATHERING_NOT_OPEN_YET"),
                (closed, "GATHERING_SIGN_UP_CLOSED"),
                (full, "GATHERING_FULL"),
                (owners, "GATHERING_NOT_FOR_MEMBER"),
            }
        )
        {
            (await app.MutateAsync("signUpForGathering", Selection, Input(gathering))).Error().ShouldBe(code);
        }

        var many = await app.MutateAsync("signUpForGathering", Selection, Input(open, guests: 2));
        many.Error().ShouldBe("INVALID_FIELD");
        many["errors"]![0]!["field"]!.ToString().ShouldBe("guests");
        // Who was invited sees it and may come, though the audience be another by now.
        await Club.ConsentAsync(app.Member, granted: true, "events", "email");
        using (var all = await Club.ChangeAsync(owners, """{"audience":null}"""))
        {
            await Club.RunGatheringsAsync();
        }

        using (var fewer = await Club.ChangeAsync(owners, """{"audience":{"needsVehicle":true}}"""))
        {
            fewer.IsSuccessStatusCode.ShouldBeTrue();
        }

        (await SeenAsync(app))
            .Single(one => one["code"]!.ToString() == Codes(owners)[0])["invitedAt"]
            .ShouldNotBeNull();
        (await app.MutateAsync("signUpForGathering", Selection, Input(owners))).Error().ShouldBeNull();

        var paged = new List<string>();
        var after = "null";
        for (var page = 0; page < 3; page++)
        {
            var part = (
                await app.AskAsync(
                    $"{{ gatherings(first: 2, after: {after}) {{ edges {{ node {{ code }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
                )
            )["gatherings"]!;
            paged.AddRange(part["edges"]!.AsArray().Select(one => one!["node"]!["code"]!.ToString()));
            after = $"\"{part["pageInfo"]!["endCursor"]}\"";
            ((bool)part["pageInfo"]!["hasNextPage"]!).ShouldBe(page < 2);
        }

        paged.ShouldBe(Codes(soon, closed, full, owners, open));
        var back = await app.AskAsync(
            "{ gatherings(last: 2) { edges { node { code } } pageInfo { hasPreviousPage } } }"
        );
        back["gatherings"]!["edges"]!
            .AsArray()
            .Select(one => one!["node"]!["code"]!.ToString())
            .ShouldBe(Codes(owners, open));
        (await app.Http.GraphQLAsync("{ gatherings(after: \"x\") { edges { cursor } } }"))
            .ErrorCode()
            .ShouldBe("INVALID_CURSOR");
    }

    [Fact]
    public async Task One_member_sees_and_changes_nothing_of_another()
    {
        var owners = await Club.GivenGatheringAsync("""{"audience":{"needsVehicle":true}}""");
        var shared = await Club.GivenGatheringAsync();
        var (mine, other) = (
            await Club.GivenSignedInMemberAsync(MembersActions.Person().WithVehicle(MembersActions.Vin())),
            await Club.GivenSignedInMemberAsync()
        );
        foreach (var gathering in (Read[])[owners, shared])
        {
            (await mine.MutateAsync("signUpForGathering", Selection, Input(gathering))).Error().ShouldBeNull();
        }

        var seen = (await SeenAsync(other)).ShouldHaveSingleItem();

        seen["code"]!.ToString().ShouldBe(Codes(shared)[0]);
        (seen["signUp"], seen["invitedAt"]).ShouldBe((null, null));
        var node = "query($id: ID!) { node(id: $id) { ... on Gathering { code signUp { status } } } }";
        (await other.AskAsync(node, new { id = Global(owners) }))["node"].ShouldBeNull();
        (await other.AskAsync(node, new { id = Global(shared) }))["node"]!["signUp"].ShouldBeNull();
        (await mine.AskAsync(node, new { id = Global(owners) }))["node"]!["signUp"]!["status"]!
            .ToString()
            .ShouldBe("CONFIRMED");
        foreach (var gathering in (Read[])[owners, shared])
        {
            (await other.MutateAsync("cancelGatheringSignUp", Selection, Step(gathering)))
                .Error()
                .ShouldBe("NOT_FOUND");
        }

        (await Club.SignUpsAsync(shared)).ShouldHaveSingleItem()["status"]!.ToString().ShouldBe("confirmed");
        var draft = await Club.GivenDraftAsync();
        (await other.MutateAsync("signUpForGathering", Selection, Input(draft))).Error().ShouldBe("NOT_FOUND");
        using var nobody = Club.Anonymous();
        (await nobody.GraphQLAsync("{ gatherings { edges { cursor } } }")).ErrorCode().ShouldNotBeNull();
    }

    /// <param name="more">of the definition, after a comma.</param>
    private static string At(int days, string more)
    {
        var day = new DateTimeOffset(2026, 6, 1, 18, 0, 0, TimeSpan.Zero).AddDays(days);
        return $$"""{"beginsAt":"{{day:yyyy-MM-ddTHH:mm:ss}}Z","endsAt":"{{day.AddHours(2):yyyy-MM-ddTHH:mm:ss}}Z"{{more}}}""";
    }

    private static async Task<List<JsonNode>> SeenAsync(MemberApp app)
    {
        var data = await app.AskAsync(
            """
            { gatherings { edges { node {
                code title(language: "zh") place timeZone placesLeft invitedAt obstacle signUp { status }
            } } } }
            """
        );
        return [.. data["gatherings"]!["edges"]!.AsArray().Select(edge => edge!["node"]!)];
    }

    private static string[] Codes(params Read[] gatherings) =>
        [.. gatherings.Select(one => one.Json["definition"]!["code"]!.ToString())];

    private static string Global(Read gathering) => RedemptionActions.Global("Gathering", gathering.Id);

    private static SignUpInput Input(Read gathering, int guests = 0) =>
        new(MemberAppActions.NewKey(), Global(gathering), guests);

    private static object Step(Read gathering) =>
        new { idempotencyKey = MemberAppActions.NewKey(), gatheringId = Global(gathering) };

    private sealed record SignUpInput(string IdempotencyKey, string GatheringId, int Guests);

    public sealed class OnSqlite() : GatheringGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : GatheringGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : GatheringGraphQLTests(DatabaseProvider.SqlServer);
}
