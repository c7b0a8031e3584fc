using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Offers;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Loyalty.Tests.Tiers;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Magazine.MagazineActions;

namespace Loyalty.Tests.Magazine;

/// <summary>Who receives what, from which issue to which, and who pays for it.</summary>
public abstract class SubscriptionTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Paid = """{"price":{"currency":"POINTS","points":100,"issues":3}}""";

    [Fact]
    public async Task Staff_subscribe_pause_resume_change_and_end()
    {
        var publication = await Club.GivenPublicationAsync();
        await Club.GivenIssueAsync(publication);
        var member = await Club.GivenReaderAsync("""{"preferredLanguage":"de-AT"}""");
        using var staff = Club.Staff("support");

        var made = await Club.GivenSubscriptionAsync(publication, member, """{"untilIssue":8}""");

        var json = made.Json;
        (json["status"]!.ToString(), json["source"]!.ToString(), json["channel"]!.ToString()).ShouldBe(
            ("active", "choice", "post")
        );
        (json["language"]!.ToString(), (int)json["fromIssue"]!, (int)json["untilIssue"]!).ShouldBe(("de", 1, 8));
        using (var twice = await staff.PostAsJsonAsync(Subscriptions, Subscribing(publication, member)))
        {
            await twice.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "magazine-subscribed-already");
        }

        var paused = await staff.StepAsync(made, "pause");
        paused.Json["status"]!.ToString().ShouldBe("paused");
        using (var stale = await staff.SendAsync(HttpMethod.Post, $"{made.Path}/end", made.ETag))
        {
            await stale.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
        }

        var resumed = await staff.StepAsync(paused, "resume");
        using (
            var wrong = await staff.PutIfMatchAsync(
                resumed.Path,
                JsonNode.Parse("""{"language":"fr","untilIssue":0}""")!,
                resumed.ETag
            )
        )
        {
            var problem = await wrong.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
            problem["errors"]!.AsObject().Select(one => one.Key).ShouldBe(["language", "untilIssue"], true);
        }

        using var put = await staff.PutIfMatchAsync(
            resumed.Path,
            JsonNode.Parse("""{"channel":"email","language":"EN"}""")!,
            resumed.ETag
        );
        var changed = await ReadAsync(put, Subscriptions, HttpStatusCode.OK);
        (changed.Json["channel"]!.ToString(), changed.Json["language"]!.ToString()).ShouldBe(("email", "en"));
        var ended = await staff.StepAsync(changed, "end");
        (ended.Json["status"]!.ToString(), (int)ended.Json["untilIssue"]!).ShouldBe(("ended", 0));
        using var late = await staff.SendAsync(HttpMethod.Post, $"{ended.Path}/resume", ended.ETag);
        await late.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "magazine-subscription-not-in-state");
        // Whoever has ended one can have another.
        using (
            var past = await staff.PostAsJsonAsync(
                Subscriptions,
                Subscribing(publication, member, """{"fromIssue":0}""")
            )
        )
        {
            var problem = await past.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
            problem["errors"]!.AsObject().Select(one => one.Key).ShouldBe(["fromIssue"]);
        }

        var again = await Club.GivenSubscriptionAsync(publication, member, """{"fromIssue":3}""");
        ((int)again.Json["fromIssue"]!).ShouldBe(3);
        var listed = await staff.AllPagesAsync($"{Subscriptions}?member={member}&publication={publication.Id}", 1);
        listed.Select(one => one["id"]!.ToString()).ShouldBe([ended.Id, again.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task A_paid_subscription_takes_its_points_once_however_often_it_is_asked_for()
    {
        await Club.EnsurePointsAsync();
        var publication = await Club.GivenPublicationAsync(Publication(Paid));
        var app = await Club.GivenSignedInMemberAsync(Reader());
        await Club.GivePointsAsync(app.Member, 250);
        var input = new { idempotencyKey = MemberAppActions.NewKey(), publicationId = Global(publication) };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => app.MutateAsync("subscribe", Selection, input))
        );

        answers.ShouldAllBe(answer => answer.Error() == null);
        answers.Select(answer => answer["subscription"]!["id"]!.ToString()).Distinct().ShouldHaveSingleItem();
        (await Club.CountAsync(app.Member)).ShouldBe((150, 0, 150));
        var other = await app.MutateAsync(
            "subscribe",
            Selection,
            new { idempotencyKey = MemberAppActions.NewKey(), publicationId = Global(publication) }
        );
        other.Error().ShouldBe("MAGAZINE_SUBSCRIBED_ALREADY");
        var reused = await app.MutateAsync(
            "subscribe",
            Selection,
            new
            {
                input.idempotencyKey,
                input.publicationId,
                channel = "APP",
            }
        );
        reused.Error().ShouldBe("IDEMPOTENCY_KEY_REUSED");
        (await Club.CountAsync(app.Member)).Available.ShouldBe(150);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_who_subscribe_one_member_at_once_one_wins_and_pays()
    {
        var publication = await Club.GivenPublicationAsync(await PaidAsync());
        var member = await Club.GivenMemberWithPointsAsync(1_000);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(async _ =>
                {
                    using var staff = Club.Staff("support");
                    using var answer = await staff.PostAsJsonAsync(Subscriptions, Subscribing(publication, member));
                    return answer.StatusCode;
                })
        );

        answers.Count(status => status == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(status => status == HttpStatusCode.Conflict).ShouldBe(9);
        (await Club.CountAsync(member)).Available.ShouldBe(900);
    }

    [Fact]
    public async Task Without_the_points_there_is_no_subscription_and_the_same_key_can_be_used_once_they_are_there()
    {
        var publication = await Club.GivenPublicationAsync(await PaidAsync());
        var app = await Club.GivenSignedInMemberAsync();
        await Club.GivePointsAsync(app.Member, 99);
        var input = new { idempotencyKey = MemberAppActions.NewKey(), publicationId = Global(publication) };

        (await app.MutateAsync("subscribe", Selection, input)).Error().ShouldBe("INSUFFICIENT_POINTS");

        (await app.AskAsync("{ me { subscriptions { id } } }"))["me"]!["subscriptions"]!.AsArray().ShouldBeEmpty();
        await Club.GivePointsAsync(app.Member, 1);
        var done = await app.MutateAsync("subscribe", Selection, input);
        (done["subscription"]!["status"]!.ToString(), (int)done["subscription"]!["untilIssue"]!).ShouldBe(
            ("ACTIVE", 3)
        );
        (await Club.CountAsync(app.Member)).Available.ShouldBe(0);
    }

    [Fact]
    public async Task A_member_sees_and_changes_their_own_subscriptions_alone()
    {
        var publication = await Club.GivenPublicationAsync();
        var app = await Club.GivenSignedInMemberAsync(MembersActions.Person());
        var stranger = await Club.GivenSignedInMemberAsync();
        var made = await app.MutateAsync(
            "subscribe",
            Selection,
            new
            {
                idempotencyKey = MemberAppActions.NewKey(),
                publicationId = Global(publication),
                channel = "POST",
                language = "de",
            }
        );
        var id = made["subscription"]!["id"]!.ToString();
        made["subscription"]!["obstacle"]!.ToString().ShouldBe("CONSENT");
        made["subscription"]!["publication"]!["title"]!.ToString().ShouldBe("The drive");
        var seen = await app.AskAsync(
            "{ publications { id title(language: \"de\") channels price { points } missing } }"
        );
        seen["publications"]!.AsArray().Single(one => one!["id"]!.ToString() == Global(publication))!["title"]!
            .ToString()
            .ShouldBe("Die Fahrt");

        (await StepAsync(stranger, "pauseSubscription", id)).Error().ShouldBe("NOT_FOUND");
        (await StepAsync(app, "pauseSubscription", id))["subscription"]!["status"]!.ToString().ShouldBe("PAUSED");
        (await StepAsync(app, "resumeSubscription", id))["subscription"]!["status"]!.ToString().ShouldBe("ACTIVE");
        var changed = await app.MutateAsync(
            "changeSubscription",
            Selection,
            new
            {
                idempotencyKey = MemberAppActions.NewKey(),
                subscriptionId = id,
                channel = "APP",
            }
        );
        changed["subscription"]!["channel"]!.ToString().ShouldBe("APP");
        changed["subscription"]!["obstacle"].ShouldBeNull();
        const string node = "query($v: ID!) { node(id: $v) { id } }";
        (await app.AskAsync(node, new { v = id }))["node"].ShouldNotBeNull();
        (await stranger.AskAsync(node, new { v = id }))["node"].ShouldBeNull();
        (await StepAsync(app, "endSubscription", id))["subscription"]!["status"]!.ToString().ShouldBe("ENDED");
        (await app.AskAsync("{ me { subscriptions { id } } }"))["me"]!["subscriptions"]!.AsArray().ShouldBeEmpty();
        var old = await app.AskAsync("{ me { subscriptions(statuses: [ENDED]) { id } } }");
        old["me"]!["subscriptions"]!.AsArray().ShouldHaveSingleItem();
    }

    private const string Selection =
        "subscription { id status channel language untilIssue obstacle publication { title } }";

    private static string Global(Read publication) => RedemptionActions.Global("Publication", publication.Id);

    private async Task<JsonObject> PaidAsync()
    {
        await Club.EnsurePointsAsync();
        return Publication(Paid);
    }

    private static Task<JsonNode> StepAsync(MemberApp app, string mutation, string subscription) =>
        app.MutateAsync(
            mutation,
            Selection,
            new { idempotencyKey = MemberAppActions.NewKey(), subscriptionId = subscription }
        );

    public sealed class OnSqlite() : SubscriptionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : SubscriptionTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : SubscriptionTests(DatabaseProvider.SqlServer);
}
