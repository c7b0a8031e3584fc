using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Tiers;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareContactActions;

namespace Loyalty.Tests.Care;

/// <summary>Complaints, from the day they come in until they are answered, moved or erased.</summary>
public abstract class ComplaintTests(DatabaseProvider provider) : CareContactClubTests(provider)
{
    private const string Complaints = $"{Admin}/complaints";

    [Fact]
    public async Task A_complaint_stands_in_the_history_is_assigned_and_answered_once()
    {
        await Club.WithContextAsync(async context =>
        {
            context.CareSettings.Add(new CareSettings { ComplaintDays = 2 });
            return await context.SaveChangesAsync();
        });
        var member = await Club.GivenReachableAsync();
        using var support = Club.Staff("support");

        var (opened, tag) = await OpenAsync(support, member, "The door rattles.\nStill.");

        (opened["status"]!.ToString(), opened["isOverdue"]!.GetValue<bool>()).ShouldBe(("open", false));
        opened["dueAt"]!.GetValue<DateTimeOffset>().ShouldBe(Clock.Now.AddDays(2));
        var history = await support.GetJsonAsync($"{Admin}/members/{member}/interactions");
        var interaction = history["items"]!.AsArray().ShouldHaveSingleItem()!;
        interaction["id"]!.ToString().ShouldBe(opened["interactionId"]!.ToString());
        (interaction["kind"]!.ToString(), interaction["subject"]!.ToString()).ShouldBe(
            ("complaint", "The door rattles. Still.")
        );

        var path = $"{Complaints}/{opened["id"]}";
        using var assigned = await support.SendAsync(
            HttpMethod.Post,
            $"{path}/assign",
            tag,
            Body("assignedTo", "staff-7")
        );
        (await assigned.ReadAsync(HttpStatusCode.OK))["assignedTo"]!.ToString().ShouldBe("staff-7");
        using var stale = await support.SendAsync(
            HttpMethod.Post,
            $"{path}/resolve",
            tag,
            Body("resolution", "Mended")
        );
        await stale.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
        using var without = await support.PostJsonAsync($"{path}/resolve", """{"resolution":"Mended"}""");
        await without.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "if-match-required");
        using var empty = await support.SendAsync(
            HttpMethod.Post,
            $"{path}/resolve",
            assigned.Headers.ETag,
            Body("resolution", " ")
        );
        await empty.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        using var resolved = await support.SendAsync(
            HttpMethod.Post,
            $"{path}/resolve",
            assigned.Headers.ETag,
            Body("resolution", "Mended")
        );
        var answer = await resolved.ReadAsync(HttpStatusCode.OK);
        (answer["status"]!.ToString(), answer["resolvedBy"]!.ToString()).ShouldBe(("resolved", "staff-support"));
        foreach (var (step, field) in new[] { ("resolve", "resolution"), ("assign", "assignedTo") })
        {
            using var again = await support.SendAsync(
                HttpMethod.Post,
                $"{path}/{step}",
                resolved.Headers.ETag,
                Body(field, "x")
            );
            await again.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "complaint-resolved");
        }
    }

    [Fact]
    public async Task Open_ones_come_first_by_their_deadline_and_overdue_ones_can_be_asked_for()
    {
        using var support = Club.Staff("support");
        var member = await Club.GivenReachableAsync();
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var (opened, tag) = await OpenAsync(support, member, $"Complaint {i}");
            ids.Add(opened["id"]!.ToString());
            if (i is 0 or 2)
            {
                using var resolved = await support.SendAsync(
                    HttpMethod.Post,
                    $"{Complaints}/{ids[i]}/resolve",
                    tag,
                    Body("resolution", "Done")
                );
                resolved.EnsureSuccessStatusCode();
            }

            Clock.Now = Clock.Now.AddMinutes(1);
        }

        async Task<string[]> ListAsync(string query = "")
        {
            using var staff = Club.Staff("auditor");
            return [.. (await staff.AllPagesAsync($"{Complaints}{query}", 1)).Select(one => one["id"]!.ToString())];
        }

        (await ListAsync()).ShouldBe([ids[1], ids[3], ids[0], ids[2]]);
        (await ListAsync("?status=resolved")).ShouldBe([ids[0], ids[2]]);
        (await ListAsync("?overdue=true")).ShouldBeEmpty();
        Clock.Now = Clock.Now.AddDays(3).AddMinutes(-2);
        (await ListAsync("?overdue=true")).ShouldBe([ids[1]]);
        (await ListAsync($"?member={await Club.GivenReachableAsync()}")).ShouldBeEmpty();
        (await ListAsync("?assignedTo=nobody")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_complaint_refers_to_must_be_the_members_own()
    {
        using var support = Club.Staff("support");
        var (member, other) = (await Club.GivenReachableAsync(), await Club.GivenReachableAsync());
        var contact = await Club.GivenContactAsync(await Club.GivenCareRuleAsync(), member);
        var (theirs, _) = await OpenAsync(support, other, "Theirs");
        foreach (
            var (body, field) in new[]
            {
                ($$"""{"memberId":"{{other}}","text":"x","careEventId":"{{contact.Id}}"}""", "careEventId"),
                (
                    $$"""{"memberId":"{{member}}","text":"x","interactionId":"{{theirs["interactionId"]}}"}""",
                    "interactionId"
                ),
                ($$"""{"memberId":"{{member}}","text":""}""", "text"),
            }
        )
        {
            using var answer = await support.PostJsonAsync(Complaints, body);
            var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
            problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
        }

        using var known = await support.PostJsonAsync(
            Complaints,
            $$"""{"memberId":"{{other}}","text":"Again","interactionId":"{{theirs["interactionId"]}}"}"""
        );
        await known.ReadAsync(HttpStatusCode.Created);
        (await support.GetJsonAsync($"{Admin}/members/{other}/interactions"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_complaint_that_is_recorded_as_an_interaction_gets_its_deadline()
    {
        var member = await Club.GivenReachableAsync();
        using var support = Club.Staff("support");
        using var recorded = await support.PostJsonAsync(
            $"{Admin}/members/{member}/interactions",
            $$"""{"kind":"complaint","occurredAt":"{{Clock.Now:O}}","channel":"dealer","subject":"The door rattles"}"""
        );
        var interaction = await recorded.ReadAsync(HttpStatusCode.Created);

        var opened = (await support.GetJsonAsync($"{Complaints}?member={member}"))["items"]!
            .AsArray()
            .ShouldHaveSingleItem()!;

        opened["interactionId"]!.ToString().ShouldBe(interaction["id"]!.ToString());
        (opened["text"]!.ToString(), opened["status"]!.ToString()).ShouldBe(("The door rattles", "open"));
        opened["dueAt"]!.GetValue<DateTimeOffset>().ShouldBe(Clock.Now.AddDays(3));
    }

    [Fact]
    public async Task What_was_said_goes_with_the_member()
    {
        using var staff = Club.Staff();
        var (said, done, noted) = (MembersActions.Word(), MembersActions.Word(), MembersActions.Word());
        var enrolled = await Club.EnrolMemberAsync(Reachable());
        var member = Id(enrolled);
        var contact = await Club.GivenContactAsync(await Club.GivenCareRuleAsync(), member);
        using var told = await staff.PostJsonAsync(
            $"{Admin}/care-events/{contact.Id}/outcomes",
            $$"""{"outcome":"complained","note":"{{noted}}"}"""
        );
        told.EnsureSuccessStatusCode();
        var (opened, tag) = await OpenAsync(staff, member, said);
        using var resolved = await staff.SendAsync(
            HttpMethod.Post,
            $"{Complaints}/{opened["id"]}/resolve",
            tag,
            Body("resolution", done)
        );
        resolved.EnsureSuccessStatusCode();
        (await Club.DumpAsync()).Find([said, done, noted]).ShouldNotBeEmpty();

        using var closed = await staff.PostJsonAsync($"{enrolled.Url}/close", """{"reason":"as asked"}""");
        closed.EnsureSuccessStatusCode();
        using var erased = await staff.PostAsync($"{enrolled.Url}/erasure", content: null);
        erased.EnsureSuccessStatusCode();

        (await Club.DumpAsync()).Find([said, done, noted]).ShouldBeEmpty();
        var left = (await staff.GetJsonAsync($"{Complaints}?member={member}"))["items"]!.AsArray();
        left.Count.ShouldBe(2);
        left.ShouldAllBe(one => one!["status"]!.ToString() == "resolved" && one["interactionId"] == null);
        using var late = await staff.PostJsonAsync(
            $"{Admin}/care-events/{contact.Id}/outcomes",
            """{"outcome":"opened","note":"too late"}"""
        );
        await late.ShouldBeRefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Open_complaints_of_a_duplicate_move_to_the_survivor_and_back()
    {
        using var staff = Club.Staff();
        var (survivor, duplicate) = (await Club.GivenReachableAsync(), await Club.GivenReachableAsync());
        var (opened, _) = await OpenAsync(staff, duplicate, "The seat");

        using var merged = await staff.PostJsonAsync(
            $"{Admin}/members/{survivor}/merges",
            $$"""{"duplicate":"{{duplicate}}"}"""
        );
        merged.EnsureSuccessStatusCode();
        (await MemberOfAsync()).ShouldBe(survivor);
        var merge = JsonNode.Parse(await merged.Content.ReadAsStringAsync())!["id"];
        using var undone = await staff.PostAsync($"{Admin}/merges/{merge}/undo", content: null);
        undone.EnsureSuccessStatusCode();
        (await MemberOfAsync()).ShouldBe(duplicate);

        Task<MemberId> MemberOfAsync() =>
            Club.WithContextAsync(context =>
                context.Complaints.Where(one => one.Text == "The seat").Select(one => one.MemberId).SingleAsync()
            );
    }

    private static async Task<(JsonNode Json, EntityTagHeaderValue Tag)> OpenAsync(
        HttpClient staff,
        MemberId member,
        string text
    )
    {
        var body = new JsonObject { ["memberId"] = member.ToString(), ["text"] = text };
        using var answer = await staff.PostJsonAsync(Complaints, body.ToJsonString());
        return (await answer.ReadAsync(HttpStatusCode.Created), answer.Headers.ETag!);
    }

    private static JsonObject Body(string field, string text) => new() { [field] = text };

    public sealed class OnSqlite() : ComplaintTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ComplaintTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ComplaintTests(DatabaseProvider.SqlServer);
}
