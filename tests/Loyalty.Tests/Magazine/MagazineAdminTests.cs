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
using static Loyalty.Tests.Magazine.MagazineActions;

namespace Loyalty.Tests.Magazine;

/// <summary>Publications and issues as staff write them; what is wrong with one is named field by field.</summary>
public abstract class MagazineAdminTests(DatabaseProvider provider) : ClubTests(provider)
{
    private static readonly DateTimeOffset Day = new(2031, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(
        """{"texts":null,"languages":null,"channels":null,"postedIn":null,"mails":null}""",
        "texts",
        "languages",
        "channels"
    )]
    [InlineData("""{"channels":[],"postedIn":null,"mails":[]}""", "channels")]
    [InlineData("""{"languages":["en","n0"]}""", "languages[1]")]
    [InlineData("""{"postedIn":"XX"}""", "postedIn")]
    [InlineData("""{"postedIn":null,"mails":null}""", "postedIn", "mails")]
    [InlineData("""{"channels":["app"]}""", "postedIn", "mails")]
    [InlineData(
        """{"mails":[{"language":"en","subject":"{titel}","text":"x"},{"language":"en","subject":"x","text":" "}]}""",
        "mails[0].subject",
        "mails[1].language",
        "mails[1].text"
    )]
    [InlineData(
        """{"price":{"currency":"NO_SUCH","points":0,"issues":1001}}""",
        "price.currency",
        "price.points",
        "price.issues"
    )]
    [InlineData("""{"price":{"currency":"POINTS","points":1,"issues":1},"enrolsEntitled":true}""", "enrolsEntitled")]
    [InlineData(
        """{"copiesPerHousehold":0,"suspendAfterReturns":21,"bundleSize":0}""",
        "copiesPerHousehold",
        "suspendAfterReturns",
        "bundleSize"
    )]
    [InlineData(
        """{"audience":{"tiers":["NO_TIER"],"linkedTo":"prt_00000000000000000000000000"}}""",
        "audience.tiers",
        "audience.linkedTo"
    )]
    public async Task What_is_wrong_with_a_publication_is_named_field_by_field(string members, params string[] fields)
    {
        await Club.EnsurePointsAsync();
        using var staff = Club.Staff("manager");

        using var answer = await staff.PostAsJsonAsync(Publications, Publication(members));

        await ShouldNameAsync(answer, fields);
    }

    [Theory]
    [InlineData("""{"texts":[],"addressFreezeAt":null,"dispatchAt":null}""", "texts", "addressFreezeAt", "dispatchAt")]
    [InlineData(
        """{"editorialCloseAt":"2031-03-02T00:00:00Z","dispatchAt":"2031-02-01T00:00:00Z"}""",
        "editorialCloseAt",
        "addressFreezeAt"
    )]
    [InlineData(
        """{"contents":[{"language":"en","url":"http://plain.example/"},{"language":"en","url":""}]}""",
        "contents[0].url",
        "contents[1].language",
        "contents[1].url"
    )]
    [InlineData("""{"costs":{}}""", "costs")]
    [InlineData(
        """
            {"costs":{"print":{"price":{"amount":"-1","currency":"CZK"},"discounts":[{"from":0,"percent":0},{"from":1,"percent":101}]},
                      "postage":{"price":{"amount":"1.00001","currency":"EUR"}}}}
            """,
        "costs.print.price",
        "costs.print.discounts[0].from",
        "costs.print.discounts[0].percent",
        "costs.print.discounts[1].from",
        "costs.print.discounts[1].percent",
        "costs.postage.price"
    )]
    public async Task What_is_wrong_with_an_issue_is_named_field_by_field(string members, params string[] fields)
    {
        var publication = await Club.GivenPublicationAsync();
        using var staff = Club.Staff("manager");

        using var answer = await staff.PostAsJsonAsync(
            $"{publication.Path}/issues",
            new { definition = Issue(Day, members: members) }
        );

        await ShouldNameAsync(answer, fields);
    }

    [Fact]
    public async Task A_publication_comes_back_as_it_was_written_and_goes_from_draft_to_retired_and_never_back()
    {
        await Club.EnsurePointsAsync();
        using var staff = Club.Staff("manager");
        var written = Publication(
            """
            {"audience":{"needsVehicle":true,"attributes":{"segment":["family"]}},"copiesPerHousehold":1,"bundleSize":25,
             "suspendAfterReturns":3,"price":{"currency":"POINTS","points":100,"issues":4}}
            """
        );

        var draft = await ReadAsync(
            await staff.PostAsJsonAsync(Publications, written),
            Publications,
            HttpStatusCode.Created
        );

        draft.Json["status"]!.ToString().ShouldBe("draft");
        // What was read can be sent back.
        var read = draft.Json["definition"]!.DeepClone();
        foreach (var (name, value) in written)
        {
            read[name]!
                .ToJsonString()
                .ShouldContain(value is JsonValue ? value.ToJsonString() : "", Case.Sensitive, name);
        }

        read["texts"]![0]!["title"] = "Another name";
        using var again = await staff.PutIfMatchAsync(draft.Path, read.DeepClone(), draft.ETag);
        (await again.ReadAsync(HttpStatusCode.OK))["definition"]!.ToJsonString().ShouldBe(read.ToJsonString());
        using var stale = await staff.PutIfMatchAsync(draft.Path, read.DeepClone(), draft.ETag);
        await stale.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
        var member = await Club.GivenMemberAsync();
        using (var early = await staff.PostAsJsonAsync(Subscriptions, Subscribing(draft, member)))
        {
            await early.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "publication-not-open");
        }

        var gone = await staff.StepAsync(await staff.StepAsync(await Club.ReadAgainAsync(draft), "publish"), "retire");

        gone.Json["status"]!.ToString().ShouldBe("retired");
        using var back = await staff.SendAsync(HttpMethod.Post, $"{gone.Path}/publish", gone.ETag);
        await back.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "publication-retired");
        using var late = await staff.PostAsJsonAsync($"{gone.Path}/issues", new { definition = Issue(Day) });
        await late.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "publication-retired");
        (await staff.AllPagesAsync(Publications, 2)).Select(one => one["id"]!.ToString()).ShouldContain(gone.Id);
    }

    [Fact]
    public async Task Issues_are_numbered_once_and_their_calendar_is_changed_until_it_is_used()
    {
        var publication = await Club.GivenPublicationAsync();
        using var staff = Club.Staff("manager");
        var first = await Club.GivenIssueAsync(publication);
        var second = await Club.GivenIssueAsync(publication);
        (first.Json["number"]!.GetValue<int>(), second.Json["number"]!.GetValue<int>()).ShouldBe((1, 2));
        using (
            var twice = await staff.PostAsJsonAsync(
                $"{publication.Path}/issues",
                new { number = 2, definition = Issue(Day) }
            )
        )
        {
            await twice.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "issue-exists");
        }

        using (
            var gap = await staff.PostAsJsonAsync(
                $"{publication.Path}/issues",
                new { number = 4, definition = Issue(Day) }
            )
        )
        {
            await ShouldNameAsync(gap, ["number"]);
        }

        using var moved = await staff.PutIfMatchAsync(first.Path, Issue(Day, Day.AddDays(7)), first.ETag);
        (await moved.ReadAsync(HttpStatusCode.OK))["definition"]!["dispatchAt"]!
            .GetValue<DateTimeOffset>()
            .ShouldBe(Day.AddDays(7));
        var cancelled = await staff.StepAsync(second, "cancel");
        cancelled.Json["status"]!.ToString().ShouldBe("cancelled");
        using var late = await staff.PutIfMatchAsync(cancelled.Path, Issue(Day), cancelled.ETag);
        await late.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "issue-cancelled");
        var listed = await staff.AllPagesAsync($"{publication.Path}/issues", 1);
        listed.Select(one => one["number"]!.GetValue<int>()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task The_first_issue_has_any_number_unless_subscriptions_count_already()
    {
        var (free, sold) = (await Club.GivenPublicationAsync(), await Club.GivenPublicationAsync());
        await Club.GivenSubscriptionAsync(sold, await Club.GivenMemberAsync(), """{"channel":"app","untilIssue":3}""");
        using var staff = Club.Staff("manager");

        using var refused = await PlanAsync(sold, 70);
        await ShouldNameAsync(refused, ["number"]);
        using var first = await PlanAsync(free, 70);
        (await first.ReadAsync(HttpStatusCode.Created))["number"]!.GetValue<int>().ShouldBe(70);
        using var earlier = await PlanAsync(free, 69);
        await ShouldNameAsync(earlier, ["number"]);
        using var next = await PlanAsync(free, number: null);
        (await next.ReadAsync(HttpStatusCode.Created))["number"]!.GetValue<int>().ShouldBe(71);

        Task<HttpResponseMessage> PlanAsync(Read publication, int? number) =>
            staff.PostAsJsonAsync($"{publication.Path}/issues", new { number, definition = Issue(Day) });
    }

    [Fact]
    public async Task Only_managers_write_publications_and_only_staff_who_may_see_members_subscribe_them()
    {
        using var support = Club.Staff("support");
        using var auditor = Club.Staff("auditor");
        using var refused = await support.PostAsJsonAsync(Publications, Publication());
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var read = await support.GetAsync($"{Publications}/pub_00000000000000000000000000");
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var issue = await support.GetAsync($"{Issues}/isu_00000000000000000000000000");
        issue.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var publication = await Club.GivenPublicationAsync();
        var body = Subscribing(publication, await Club.GivenMemberAsync());
        using var unseen = await auditor.PostAsJsonAsync(Subscriptions, body);
        unseen.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var wrong in (string[])["status=late", "publication=x", "member=x", "after=x", "limit=0"])
        {
            using var answer = await support.GetAsync($"{Subscriptions}?{wrong}");
            await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        }
    }

    private static async Task ShouldNameAsync(HttpResponseMessage answer, string[] fields)
    {
        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe(fields, ignoreOrder: true);
    }

    public sealed class OnSqlite() : MagazineAdminTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MagazineAdminTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MagazineAdminTests(DatabaseProvider.SqlServer);
}
