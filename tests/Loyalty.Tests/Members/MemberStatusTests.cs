using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

public abstract class MemberStatusTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_suspended_member_comes_back_and_the_history_tells()
    {
        using var http = Club.Staff("support");
        var member = await Club.EnrolMemberAsync();

        var suspended = await StepAsync(http, member, "suspend");
        suspended["status"]!.ToString().ShouldBe("suspended");
        suspended["mayDo"]!.AsArray().Select(o => o!.ToString()).ShouldBe(["earn", "adjust"]);
        (await StepAsync(http, member, "reactivate"))["status"]!.ToString().ShouldBe("active");

        var history = (await http.GetJsonAsync($"{member.Url}/status-history")).AsArray();
        history
            .Select(step => $"{step!["from"]} {step["to"]} {step["changedBy"]}")
            .ShouldBe(["active suspended staff-support", "suspended active staff-support"]);
        history[0]!["reason"]!.ToString().ShouldBe("as asked");
    }

    [Theory]
    [InlineData("reactivate")]
    [InlineData("suspend suspend")]
    [InlineData("close reactivate")]
    [InlineData("close suspend")]
    public async Task A_step_that_is_not_in_the_table_is_refused(string steps)
    {
        using var http = Club.Staff();
        var member = await Club.EnrolMemberAsync();
        var verbs = steps.Split(' ');
        foreach (var verb in verbs[..^1])
        {
            await StepAsync(http, member, verb);
        }

        var answer = await http.PostAsJsonAsync($"{member.Url}/{verbs[^1]}", new { reason = "as asked" });

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "illegal-status-transition");
        problem["from"].ShouldNotBeNull();
        problem["to"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_twenty_suspensions_at_once_one_is_written_down()
    {
        using var http = Club.Staff();
        var member = await Club.EnrolMemberAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => http.PostAsJsonAsync($"{member.Url}/suspend", new { reason = "race" }))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        (await http.GetJsonAsync($"{member.Url}/status-history")).AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_account_takes_nothing_more_and_lets_go_of_what_was_its_own()
    {
        using var http = Club.Staff();
        var (email, vin) = (Email(), Vin());
        var member = await Club.EnrolMemberAsync(Person().WithEmail(email).WithVehicle(vin));

        var closed = await StepAsync(http, member, "close");

        closed["mayDo"]!.AsArray().ShouldBeEmpty();
        closed["cards"]![0]!["status"]!.ToString().ShouldBe("blocked");
        closed["vehicles"]!.AsArray().ShouldBeEmpty();
        foreach (
            var (path, body) in new (string, object)[]
            {
                ("cards", new { }),
                ("contact-points", new { kind = "email", value = Email() }),
                ("vehicles", new { vin = Vin() }),
                ("sign-ins", new { issuer = "https://id.example.org", subject = Word() }),
            }
        )
        {
            var answer = await http.PostAsJsonAsync($"{member.Url}/{path}", body);
            await answer.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "member-closed");
        }

        await Club.EnrolMemberAsync(Person().WithEmail(email).WithVehicle(vin));
    }

    [Fact]
    public async Task A_change_is_made_on_the_version_that_was_read()
    {
        using var http = Club.Staff();
        var member = await Club.EnrolMemberAsync();
        var etag = (await http.GetAsync(member.Url)).Headers.ETag;
        var name = Word();
        var change = Person(name)["member"]!;

        (await http.PutIfMatchAsync(member.Url, change, etag: null)).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => http.PutIfMatchAsync(member.Url, change, etag))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(9);
        (await http.GetAsync(member.Url)).Headers.ETag!.Tag.ShouldBe("\"v2\"");
        var found = await http.GetJsonAsync($"{MembersPath}?name={name}");
        found["items"]!.AsArray().Single()!["id"]!.ToString().ShouldBe(member.Id);
    }

    [Fact]
    public async Task An_address_is_set_and_emptied_again()
    {
        using var http = Club.Staff();
        var member = await Club.EnrolMemberAsync();
        var data = Person()["member"]!.AsObject();
        data["address"] = JsonNode.Parse(
            """{"street":["1 Main St"],"city":"Springfield","region":"NY","country":"US"}"""
        );

        var first = await http.PutIfMatchAsync(member.Url, data, (await http.GetAsync(member.Url)).Headers.ETag);
        (await first.ReadAsync(HttpStatusCode.OK))["address"]!["region"]!.ToString().ShouldBe("NY");
        data.Remove("address");
        var second = await http.PutIfMatchAsync(member.Url, data, first.Headers.ETag);

        (await second.ReadAsync(HttpStatusCode.OK))["address"].ShouldBeNull();
    }

    [Theory]
    [InlineData("mbr_00000000000000000000000000", HttpStatusCode.NotFound)]
    [InlineData("prt_00000000000000000000000000", HttpStatusCode.BadRequest)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    public async Task An_id_that_is_nobodys_is_refused(string id, HttpStatusCode status)
    {
        using var http = Club.Staff();

        (await http.GetAsync($"{MembersPath}/{id}")).StatusCode.ShouldBe(status);
        (await http.GetAsync($"{MembersPath}/{id}/interactions")).StatusCode.ShouldBe(status);
        (await http.PostAsJsonAsync($"{MembersPath}/{id}/suspend", new { reason = "x" })).StatusCode.ShouldBe(status);
    }

    private static async Task<JsonNode> StepAsync(HttpClient http, Enrolled member, string verb)
    {
        var answer = await http.PostAsJsonAsync($"{member.Url}/{verb}", new { reason = "as asked" });
        return await answer.ReadAsync(HttpStatusCode.OK);
    }

    public sealed class OnSqlite() : MemberStatusTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MemberStatusTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MemberStatusTests(DatabaseProvider.SqlServer);
}
