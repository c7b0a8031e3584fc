using System.Net;
using System.Net.Http.Json;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

/// <summary>Contact points, consents, interactions, relations, ids and sign-ins.</summary>
public abstract class MemberRecordTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task An_address_is_added_verified_and_removed()
    {
        using var http = Club.Staff("support");
        var (first, second) = (Email(), Email());
        var member = await Club.EnrolMemberAsync(Person().WithEmail(first));
        var points = $"{member.Url}/contact-points";

        var added = await http.PostAsJsonAsync(
            points,
            new
            {
                kind = "email",
                value = second,
                primary = true,
            }
        );
        var id = (await added.ReadAsync(HttpStatusCode.Created))["id"]!.ToString();
        (await http.PostAsJsonAsync(points, new { kind = "email", value = second })).StatusCode.ShouldBe(
            HttpStatusCode.Conflict
        );
        var verified = await http.PostAsync($"{points}/{id}/verify", content: null);
        (await verified.ReadAsync(HttpStatusCode.OK))["verified"]!.GetValue<bool>().ShouldBeTrue();
        (await PrimaryAsync()).ShouldBe(second);
        (await http.DeleteAsync($"{points}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await PrimaryAsync()).ShouldBe(first);
        (await http.DeleteAsync($"{points}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        async Task<string> PrimaryAsync() =>
            (await http.GetJsonAsync(points)).AsArray().Single(p => p!["primary"]!.GetValue<bool>())![
                "value"
            ]!.ToString();
    }

    [Fact]
    public async Task Of_members_who_verify_one_address_at_once_exactly_one_gets_it()
    {
        using var http = Club.Staff();
        var email = Email();
        var members = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Club.EnrolMemberAsync(Person().WithEmail(email, verified: false)))
        );
        var urls = new List<string>();
        foreach (var member in members)
        {
            var point = (await http.GetJsonAsync($"{member.Url}/contact-points"))[0]!;
            urls.Add($"{member.Url}/contact-points/{point["id"]}/verify");
        }

        var answers = await Task.WhenAll(urls.Select(url => http.PostAsync(url, content: null)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
    }

    [Fact]
    public async Task A_late_decision_stands_in_the_history_but_does_not_hold()
    {
        using var http = Club.Staff("support");
        var member = await Club.EnrolMemberAsync();
        await DecideAsync(granted: true, "2026-03-01T10:00:00+08:00");
        await DecideAsync(granted: false, "2026-02-01T10:00:00+08:00");

        var now = (await http.GetJsonAsync($"{member.Url}/consents"))[0]!;
        now["granted"]!.GetValue<bool>().ShouldBeTrue();
        now["decidedAt"]!.GetValue<DateTimeOffset>().ShouldBe(new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.Zero));
        await DecideAsync(granted: false, "2026-04-01T10:00:00Z");
        (await http.GetJsonAsync($"{member.Url}/consents"))[0]!["granted"]!.GetValue<bool>().ShouldBeFalse();
        (await http.AllPagesAsync($"{member.Url}/consents/history", limit: 1))
            .Select(change => change["granted"]!.GetValue<bool>())
            .ShouldBe([false, false, true]);

        async Task DecideAsync(bool granted, string decidedAt)
        {
            var decision = new
            {
                purpose = "marketing",
                channel = "sms",
                granted,
                source = "app",
                decidedAt,
            };
            var answer = await http.PostAsJsonAsync($"{member.Url}/consents", new { decisions = new[] { decision } });
            await answer.ReadAsync(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Decisions_at_once_are_all_kept_and_the_newest_holds()
    {
        using var http = Club.Staff();
        var member = await Club.EnrolMemberAsync();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 5)
                .Select(day =>
                {
                    var decision = new
                    {
                        purpose = "magazine",
                        channel = "post",
                        granted = day == 5,
                        source = "app",
                        decidedAt = $"2026-01-0{day}T00:00:00Z",
                    };
                    return http.PostAsJsonAsync($"{member.Url}/consents", new { decisions = new[] { decision } });
                })
        );

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        (await http.GetJsonAsync($"{member.Url}/consents"))[0]!["granted"]!.GetValue<bool>().ShouldBeTrue();
        (await http.AllPagesAsync($"{member.Url}/consents/history", limit: 50)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Interactions_are_listed_the_newest_first()
    {
        using var http = Club.Staff("support");
        var member = await Club.EnrolMemberAsync();
        foreach (var day in new[] { 3, 1, 2, 2, 5 })
        {
            var answer = await http.PostAsJsonAsync(
                $"{member.Url}/interactions",
                new
                {
                    kind = "serviceVisit",
                    occurredAt = $"2026-01-0{day}T08:00:00Z",
                    channel = "workshop",
                    subject = "Oil",
                    dealer = "D-17",
                    amount = new { amount = "1250.50", currency = "CZK" },
                }
            );
            await answer.ReadAsync(HttpStatusCode.Created);
        }

        var found = await http.AllPagesAsync($"{member.Url}/interactions", limit: 2);

        found.Select(item => item["occurredAt"]!.ToString()[9]).ShouldBe("53221");
        found.Select(item => item["id"]!.ToString()).ShouldBeUnique();
        found[0]["amount"]!["amount"]!.ToString().ShouldStartWith("1250.5");
    }

    [Theory]
    [InlineData("12.345", "2026-01-01T00:00:00Z", "x", "amount")]
    [InlineData("79228162514264337593543950335", "2026-01-01T00:00:00Z", "x", "amount")]
    [InlineData("1", "2199-01-01T00:00:00Z", "x", "occurredAt")]
    [InlineData("1", "1492-01-01T00:00:00Z", "x", "occurredAt")]
    [InlineData("1", "2026-01-01T00:00:00Z", "a\u0000", "subject")]
    public async Task An_interaction_that_cannot_be_is_refused(
        string amount,
        string occurredAt,
        string subject,
        string field
    )
    {
        using var http = Club.Staff();
        var member = await Club.EnrolMemberAsync();

        var answer = await http.PostAsJsonAsync(
            $"{member.Url}/interactions",
            new
            {
                kind = "purchase",
                occurredAt,
                channel = "web",
                subject,
                amount = new { amount, currency = "CZK" },
            }
        );

        (await answer.ReadAsync(HttpStatusCode.UnprocessableEntity))["errors"]![field].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_relation_is_to_a_member_or_to_a_name()
    {
        using var http = Club.Staff("support");
        var (member, other) = (await Club.EnrolMemberAsync(), await Club.EnrolMemberAsync());
        var url = $"{member.Url}/relations";

        var household = await http.PostAsJsonAsync(url, new { kind = "household", otherMemberId = other.Id });
        var id = (await household.ReadAsync(HttpStatusCode.Created))["id"]!.ToString();
        (await http.PostAsJsonAsync(url, new { kind = "employer", otherName = "ACME" })).StatusCode.ShouldBe(
            HttpStatusCode.Created
        );
        (await http.PostAsJsonAsync(url, new { kind = "employer" })).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await http.PostAsJsonAsync(url, new { kind = "household", otherMemberId = member.Id })).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await http.DeleteAsync($"{url}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await http.GetJsonAsync(url)).AsArray().Single()!["otherName"]!.ToString().ShouldBe("ACME");
    }

    [Fact]
    public async Task An_id_in_another_system_names_one_member_and_can_change()
    {
        using var http = Club.Staff("support");
        var (member, other) = (await Club.EnrolMemberAsync(), await Club.EnrolMemberAsync());
        var (first, second) = (Word(), Word());

        await http.PutAsJsonAsync($"{member.Url}/external-ids/dms", new { value = first });
        (await http.PutAsJsonAsync($"{other.Url}/external-ids/dms", new { value = first })).StatusCode.ShouldBe(
            HttpStatusCode.Conflict
        );
        (await http.PutAsJsonAsync($"{member.Url}/external-ids/dms", new { value = second })).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
        (await http.PutAsJsonAsync($"{other.Url}/external-ids/dms", new { value = first })).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );

        (await http.GetJsonAsync($"{member.Url}/external-ids"))[0]!["value"]!.ToString().ShouldBe(second);
        (await http.DeleteAsync($"{member.Url}/external-ids/dms")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await http.DeleteAsync($"{member.Url}/external-ids/dms")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_account_signs_in_as_one_member_alone()
    {
        using var http = Club.Staff("support");
        var members = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Club.EnrolMemberAsync()));
        var account = new { issuer = "https://id.example.org/", subject = Word() };

        var answers = await Task.WhenAll(
            members.Select(member => http.PostAsJsonAsync($"{member.Url}/sign-ins", account))
        );

        var winner = members[Array.FindIndex(answers, answer => answer.StatusCode == HttpStatusCode.Created)];
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(4);
        (await http.PostAsJsonAsync($"{winner.Url}/sign-ins", account)).StatusCode.ShouldBe(HttpStatusCode.Created);
        var query = $"?issuer={Uri.EscapeDataString(account.issuer)}&subject={account.subject}";
        (await http.DeleteAsync($"{members.First(m => m != winner).Url}/sign-ins{query}")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await http.GetJsonAsync($"{winner.Url}/sign-ins")).AsArray().Count.ShouldBe(1);
        (await http.DeleteAsync($"{winner.Url}/sign-ins{query}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await http.GetJsonAsync($"{winner.Url}/sign-ins")).AsArray().ShouldBeEmpty();
    }

    public sealed class OnSqlite() : MemberRecordTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MemberRecordTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MemberRecordTests(DatabaseProvider.SqlServer);
}
