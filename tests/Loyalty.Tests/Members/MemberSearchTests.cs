using System.Net;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

public abstract class MemberSearchTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_member_is_found_by_each_thing_that_is_known()
    {
        using var http = Club.Staff("auditor");
        var (family, email, phone, external) = (Word(), Email(), Phone(), Word());
        var request = Person(family, "Žofie").WithEmail(email).WithPhone(phone).WithExternalId("crm", external);
        var member = await Club.EnrolMemberAsync(request);

        foreach (
            var query in new[]
            {
                $"name={family[..10].ToUpperInvariant()}",
                $"name=zofie {family}",
                $"name={family} Žof",
                $"card={member.Card}",
                $"email={email.ToUpperInvariant()}",
                $"phone={Uri.EscapeDataString(phone)}",
                $"externalId={external}",
                $"externalId=crm:{external}",
                $"name=zof&email={email}&card={member.Card}",
            }
        )
        {
            var found = await http.GetJsonAsync($"{MembersPath}?{query}");
            found["items"]!.AsArray().Select(item => item!["id"]!.ToString()).ShouldBe([member.Id], query);
        }

        foreach (var query in new[] { $"name={family}x", $"externalId=dms:{external}", $"name=x&email={email}" })
        {
            (await http.GetJsonAsync($"{MembersPath}?{query}"))["items"]!.AsArray().ShouldBeEmpty(query);
        }
    }

    [Fact]
    public async Task Pages_by_name_hold_everybody_once_in_order()
    {
        using var http = Club.Staff();
        var prefix = Word();
        var enrolled = new List<Enrolled>();
        foreach (var i in Enumerable.Range(0, 7))
        {
            // Both parts of the name match, so that each member has several matching keys; two members share a name.
            enrolled.Add(await Club.EnrolMemberAsync(Person($"{prefix}{i % 6}", $"{prefix}Á")));
        }

        var found = await http.AllPagesAsync($"{MembersPath}?name={prefix}", limit: 2);

        found.Select(item => item["id"]!.ToString()).ShouldBe(enrolled.Select(member => member.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task The_list_of_all_goes_on_where_it_stopped()
    {
        using var http = Club.Staff();
        var first = await Club.EnrolMemberAsync();
        var second = await Club.EnrolMemberAsync();

        var ids = (await http.AllPagesAsync(MembersPath, limit: 50)).Select(item => item["id"]!.ToString()).ToList();

        ids.ShouldContain(first.Id);
        ids.ShouldContain(second.Id);
        ids.ShouldBeUnique();
    }

    [Theory]
    [InlineData("card=123")]
    [InlineData("email=nobody")]
    [InlineData("phone=604123456")]
    [InlineData("name=%00")]
    [InlineData("name=%CC%81")]
    [InlineData("externalId=a%00b")]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("after=!!!")]
    [InlineData("after=AAAA")]
    [InlineData("name=a&after=AAAA")]
    [InlineData("name=a&after=CgAK")]
    public async Task A_search_for_what_cannot_be_is_refused_by_name(string query)
    {
        using var http = Club.Staff();

        var answer = await http.GetAsync($"{MembersPath}?{query}");

        await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
    }

    public sealed class OnSqlite() : MemberSearchTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MemberSearchTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MemberSearchTests(DatabaseProvider.SqlServer);
}
