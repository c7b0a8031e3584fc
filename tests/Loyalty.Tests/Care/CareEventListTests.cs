using System.Net;
using Loyalty.Domain.Care;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareContactActions;

namespace Loyalty.Tests.Care;

/// <summary>Contacts as staff list and count them.</summary>
public abstract class CareEventListTests(DatabaseProvider provider) : CareContactClubTests(provider)
{
    private static readonly DateOnly June = new(2026, 6, 1);

    [Fact]
    public async Task Contacts_are_listed_by_due_day_or_the_newest_first_and_counted_by_day()
    {
        var (rule, other) = (await Club.GivenCareRuleAsync(), await Club.GivenCareRuleAsync(Recall));
        var (member, second) = (await Club.GivenReachableAsync(), await Club.GivenReachableAsync());
        var ids = new List<CareEventId>();
        foreach (
            var (which, whom, day) in new[]
            {
                (rule, member, 3),
                (rule, second, 1),
                (other, member, 1),
                (rule, member, 2),
                (other, second, 9),
            }
        )
        {
            Clock.Now = Clock.Now.AddSeconds(1);
            ids.Add((await Club.GivenPlannedAsync(which, whom, new CareFacts(June.AddDays(day)))).Id);
        }

        var sent = await Club.GivenContactAsync(rule, second, facts: new CareFacts(June.AddDays(4)));
        using var staff = Club.Staff("auditor");
        async Task<string[]> ListAsync(string query) =>
            [.. (await staff.AllPagesAsync($"{Admin}/{query}", 2)).Select(one => one["id"]!.ToString())];

        var due = await ListAsync("care-events?status=planned");
        // Of one day, in the order that the database has of ids.
        due[..2].ShouldBe([Text(ids[1]), Text(ids[2])], ignoreOrder: true);
        due[2..].ShouldBe([Text(ids[3]), Text(ids[0]), Text(ids[4])]);
        (await ListAsync("care-events?order=newest&status=planned")).ShouldBe([
            .. Enumerable.Reverse(ids).Select(Text),
        ]);
        (await ListAsync("care-events?dueFrom=2026-06-03&dueUntil=2026-06-05")).ShouldBe([
            Text(ids[3]),
            Text(ids[0]),
            Text(sent.Id),
        ]);
        (await ListAsync($"care-events?rule={other.Id}&kind=product")).ShouldBe([Text(ids[2]), Text(ids[4])]);
        (await ListAsync("care-events?channel=email")).ShouldBe([Text(sent.Id)]);
        (await ListAsync($"members/{member}/care-events")).ShouldBe([Text(ids[3]), Text(ids[2]), Text(ids[0])]);

        var days = (
            await staff.GetJsonAsync($"{Admin}/care-events/calendar?from=2026-06-02&until=2026-06-05")
        ).AsArray();
        days.Select(day => $"{day!["dueOn"]} {day["ruleId"]} {day["status"]} {day["count"]}")
            .ShouldBe(
                [
                    $"2026-06-02 {rule.Id} planned 1",
                    $"2026-06-02 {other.Id} planned 1",
                    $"2026-06-03 {rule.Id} planned 1",
                    $"2026-06-04 {rule.Id} planned 1",
                    $"2026-06-05 {rule.Id} sent 1",
                ],
                ignoreOrder: true
            );
        days.Select(day => day!["dueOn"]!.ToString()).ShouldBeInOrder();

        var one = await staff.GetJsonAsync($"{Admin}/care-events/{sent.Id}");
        one["contact"]!["status"]!.ToString().ShouldBe("sent");
        one["contact"]!["facts"]!["day"]!.ToString().ShouldBe("2026-06-05");
        one["reports"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("care-events?status=gone", "status")]
    [InlineData("care-events?status=1", "status")]
    [InlineData("care-events?kind=x", "kind")]
    [InlineData("care-events?channel=pigeon", "channel")]
    [InlineData("care-events?rule=cev_1", "rule")]
    [InlineData("care-events?order=oldest", "order")]
    [InlineData("care-events?dueFrom=2026-02-02&dueUntil=2026-02-01", "dueFrom")]
    [InlineData("care-events?after=xyz", "after")]
    [InlineData("care-events?order=newest&after=eA", "after")]
    [InlineData("care-events?limit=0", "limit")]
    [InlineData("care-events/calendar?from=2026-01-02&until=2026-01-01", "until")]
    [InlineData("care-events/calendar?from=2026-01-01&until=2026-06-01", "until")]
    [InlineData("care-calls?limit=201", "limit")]
    [InlineData("complaints?status=x", "status")]
    [InlineData("complaints?member=x", "member")]
    [InlineData("complaints?after=b28", "after")]
    [InlineData("care-letters?after=eA", "after")]
    public async Task What_is_wrong_with_a_query_is_named(string query, string field)
    {
        using var staff = Club.Staff("support");

        using var answer = await staff.GetAsync($"{Admin}/{query}");

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_personal_data_is_for_support()
    {
        using var auditor = Club.Staff("auditor");
        using var support = Club.Staff("support");
        const string contact = "cev_00000000000000000000000000";
        foreach (
            var path in new[]
            {
                $"care-events/{contact}",
                $"care-events/{contact}/message",
                "members/mbr_00000000000000000000000000/care-events",
                "care-letters/clf_00000000000000000000000000/file",
                "complaints/cpl_00000000000000000000000000",
                "care-rules/crl_00000000000000000000000000/figures",
            }
        )
        {
            using var answer = await support.GetAsync($"{Admin}/{path}");
            await answer.ShouldBeRefusedAsync(HttpStatusCode.NotFound, "not-found");
        }

        foreach (
            var path in new[]
            {
                $"care-events/{contact}/message",
                "care-calls",
                "care-letters/clf_00000000000000000000000000/file",
            }
        )
        {
            using var answer = await auditor.GetAsync($"{Admin}/{path}");
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        foreach (
            var path in new[]
            {
                "care-calls/next",
                "care-letters",
                "complaints",
                "care-outcomes",
                $"care-events/{contact}/outcomes",
            }
        )
        {
            using var answer = await auditor.PostJsonAsync($"{Admin}/{path}", "{}");
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    private static CareRuleDefinition Recall(CareRuleDefinition definition) =>
        definition with
        {
            Trigger = CareTrigger.Recall,
        };

    private static string Text(CareEventId id) => id.ToString();

    public sealed class OnSqlite() : CareEventListTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareEventListTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareEventListTests(DatabaseProvider.SqlServer);
}
