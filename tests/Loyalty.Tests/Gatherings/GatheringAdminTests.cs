using System.Net;
using System.Net.Http.Json;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Magazine;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Tiers;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Gatherings.GatheringsActions;

namespace Loyalty.Tests.Gatherings;

/// <summary>Gatherings as staff write them; what is wrong with one is named field by field.</summary>
public abstract class GatheringAdminTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Theory]
    [InlineData(
        """{"code":null,"texts":null,"place":" ","timeZone":null,"beginsAt":null,"endsAt":null}""",
        "code",
        "texts",
        "place",
        "timeZone",
        "beginsAt",
        "endsAt"
    )]
    [InlineData("""{"code":"Winter Drive","timeZone":"Central European Standard Time"}""", "code", "timeZone")]
    [InlineData("""{"beginsAt":"2031-01-01T10:00:00Z","endsAt":"2031-01-01T10:00:00Z"}""", "endsAt")]
    [InlineData("""{"beginsAt":"0001-01-01T10:00:00Z"}""", "beginsAt", "endsAt")]
    [InlineData("""{"beginsAt":"2031-01-01T10:00:00Z","endsAt":"2031-06-01T10:00:00Z"}""", "endsAt")]
    [InlineData(
        """{"signUpOpensAt":"2131-01-01T10:00:00Z","signUpClosesAt":"2131-01-01T10:00:00Z"}""",
        "signUpOpensAt",
        "signUpClosesAt"
    )]
    [InlineData(
        """{"places":0,"guestsMax":21,"reminderHours":1441,"channels":["email","post"]}""",
        "places",
        "guestsMax",
        "reminderHours",
        "channels[1]"
    )]
    [InlineData("""{"places":null,"hasWaitingList":true}""", "hasWaitingList")]
    [InlineData(
        """{"audience":{"tiers":["NO_TIER"],"linkedTo":"prt_00000000000000000000000000"}}""",
        "audience.tiers",
        "audience.linkedTo"
    )]
    public async Task What_is_wrong_with_a_gathering_is_named_field_by_field(string members, params string[] fields)
    {
        using var staff = Club.Staff("manager");

        using var answer = await staff.PostAsJsonAsync(GatheringsPath, Gathering(Club.Now(), members));

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!.AsObject().Select(one => one.Key).ShouldBe(fields, ignoreOrder: true);
    }

    [Fact]
    public async Task A_gathering_goes_from_draft_to_published_to_cancelled_and_changes_by_its_version()
    {
        var draft = await Club.GivenDraftAsync();
        using var staff = Club.Staff("manager");
        using (var twice = await staff.PostAsJsonAsync(GatheringsPath, draft.Json["definition"]))
        {
            await twice.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "gathering-code-taken");
        }

        using (var early = await Club.PostSignUpAsync(draft, await Club.GivenMemberAsync()))
        {
            await early.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "gathering-not-published");
        }

        using (var blind = await staff.PostAsync($"{draft.Path}/publish", null))
        {
            blind.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        var published = await staff.StepAsync(draft, "publish");
        using (var stale = await staff.SendAsync(HttpMethod.Post, $"{draft.Path}/cancel", draft.ETag))
        {
            await stale.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
        }

        using (var stale = await staff.PutIfMatchAsync(draft.Path, draft.Json["definition"]!, draft.ETag))
        {
            await stale.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
        }

        using (var renamed = await Club.ChangeAsync(published, """{"code":"another"}"""))
        {
            var problem = await renamed.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
            problem["errors"]!["code"].ShouldNotBeNull();
        }

        using (var other = await Club.ChangeAsync(published, """{"place":"Track 2"}"""))
        {
            (await other.ReadAsync(HttpStatusCode.OK))["definition"]!["place"]!.ToString().ShouldBe("Track 2");
        }

        var cancelled = await staff.StepAsync(await Club.ReadAgainAsync(published), "cancel");
        cancelled.Json["status"]!.ToString().ShouldBe("cancelled");
        (await staff.StepAsync(cancelled, "cancel")).Json["cancelledAt"]!
            .ToString()
            .ShouldBe(cancelled.Json["cancelledAt"]!.ToString());
        foreach (
            var refused in (HttpResponseMessage[])
                [
                    await staff.SendAsync(
                        HttpMethod.Post,
                        $"{draft.Path}/publish",
                        (await Club.ReadAgainAsync(draft)).ETag
                    ),
                    await Club.ChangeAsync(draft, """{"place":"Track 3"}"""),
                    await Club.PostSignUpAsync(draft, await Club.GivenMemberAsync()),
                ]
        )
        {
            await refused.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "gathering-over");
            refused.Dispose();
        }

        using var support = Club.Staff("support");
        (await support.PostAsJsonAsync(GatheringsPath, Gathering(Club.Now()))).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task One_Idempotency_Key_makes_one_gathering_and_one_sign_up()
    {
        using var staff = Club.Staff();
        staff.DefaultRequestHeaders.Add("Idempotency-Key", MemberAppActions.NewKey());
        var body = Gathering(Club.Now());
        using var first = await staff.PostAsJsonAsync(GatheringsPath, body);
        using var second = await staff.PostAsJsonAsync(GatheringsPath, body);
        var made = await MagazineActions.ReadAsync(first, GatheringsPath, HttpStatusCode.Created);
        (await second.ReadAsync(HttpStatusCode.Created))["id"]!.ToString().ShouldBe(made.Id);

        using var again = Club.Staff();
        var published = await again.StepAsync(made, "publish");
        again.DefaultRequestHeaders.Add("Idempotency-Key", MemberAppActions.NewKey());
        var signUp = new { memberId = (await Club.GivenMemberAsync()).ToString() };
        for (var i = 0; i < 2; i++)
        {
            using var answer = await again.PostAsJsonAsync($"{published.Path}/sign-ups", signUp);
            (await answer.ReadAsync(HttpStatusCode.Created))["status"]!.ToString().ShouldBe("confirmed");
        }

        (await Club.SignUpsAsync(published)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Gatherings_are_listed_by_their_begin_page_by_page_and_by_what_is_asked_for()
    {
        var made = new List<string>();
        foreach (var day in (int[])[3, 1, 2])
        {
            var begin = $"21{day:00}-07-01T10:00:00Z";
            made.Add(
                (
                    await Club.GivenDraftAsync(
                        $$"""{"beginsAt":"{{begin}}","endsAt":"{{begin.Replace("T10", "T12")}}"}"""
                    )
                ).Id
            );
        }

        using var staff = Club.Staff("auditor");
        var listed = await staff.AllPagesAsync($"{GatheringsPath}?from=2101-07-01T00:00:00Z&status=draft", limit: 1);
        listed.Select(one => one["id"]!.ToString()).Where(made.Contains).ShouldBe([made[1], made[2], made[0]]);
        (await staff.GetJsonAsync($"{GatheringsPath}?from=2101-01-01T00:00:00Z&until=2102-01-01T00:00:00Z"))["items"]!
            .AsArray()
            .Select(one => one!["id"]!.ToString())
            .ShouldContain(made[1]);
        var code = listed[0]["definition"]!["code"]!.ToString();
        (await staff.GetJsonAsync($"{GatheringsPath}?code={code}"))["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!
            .ToString()
            .ShouldBe(listed[0]["id"]!.ToString());
        foreach (var (query, field) in new[] { ("status=open", "status"), ("after=x", "after"), ("limit=0", "limit") })
        {
            var problem = await (await staff.GetAsync($"{GatheringsPath}?{query}")).ShouldBeRefusedAsync(
                HttpStatusCode.UnprocessableEntity,
                "invalid-request"
            );
            problem["errors"]![field].ShouldNotBeNull();
        }

        (await staff.GetAsync($"{GatheringsPath}/gth_00000000000000000000000000")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task Staff_see_sign_ups_by_their_order_and_by_what_is_asked_for()
    {
        var gathering = await Club.GivenGatheringAsync();
        var members = new[]
        {
            await Club.GivenMemberAsync(),
            await Club.GivenMemberAsync(),
            await Club.GivenMemberAsync(),
        };
        var made = new List<Read>();
        foreach (var member in members)
        {
            made.Add(await Club.SignUpAsync(gathering, member));
        }

        using var staff = Club.Staff("auditor");
        (await staff.AllPagesAsync($"{gathering.Path}/sign-ups", limit: 1))
            .Select(one => one["memberId"]!.ToString())
            .ShouldBe(members.Select(one => one.ToString()));
        (await Club.SignUpsAsync(gathering, "&status=waiting")).ShouldHaveSingleItem()["id"]!
            .ToString()
            .ShouldBe(made[2].Id);
        (await Club.SignUpsAsync(gathering, $"&member={members[0]}")).ShouldHaveSingleItem();
        (await Club.SignUpsAsync(gathering, "&attended=true")).ShouldBeEmpty();
        foreach (var query in (string[])["status=here", "member=x", "after=x"])
        {
            await (await staff.GetAsync($"{gathering.Path}/sign-ups?{query}")).ShouldBeRefusedAsync(
                HttpStatusCode.UnprocessableEntity,
                "invalid-request"
            );
        }

        using (var many = await Club.PostSignUpAsync(gathering, await Club.GivenMemberAsync(), guests: 2))
        {
            (await many.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request"))["errors"]!
                ["guests"]
                .ShouldNotBeNull();
        }

        (await Club.SignUpAsync(gathering, members[0])).Id.ShouldBe(made[0].Id);
        using (var other = await Club.PostSignUpAsync(gathering, members[0], guests: 1))
        {
            await other.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "gathering-signed-up-already");
        }

        using (
            var closed = await Club.PostSignUpAsync(
                gathering,
                await Club.GivenMemberAsync(Domain.Members.MemberStatus.Closed)
            )
        )
        {
            await closed.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "member-closed");
        }

        using (
            var suspended = await Club.PostSignUpAsync(
                gathering,
                await Club.GivenMemberAsync(Domain.Members.MemberStatus.Suspended)
            )
        )
        {
            await suspended.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "member-may-not");
        }

        using var auditor = await staff.PostAsJsonAsync(
            $"{gathering.Path}/sign-ups",
            new { memberId = members[0].ToString() }
        );
        auditor.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await staff.GetAsync($"{gathering.Path}/guests.csv")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    public sealed class OnSqlite() : GatheringAdminTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : GatheringAdminTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : GatheringAdminTests(DatabaseProvider.SqlServer);
}
