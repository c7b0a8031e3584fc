using System.Net;
using System.Net.Http.Json;
using System.Xml.Linq;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Members;

public abstract class CardTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Cards = "/api/admin/v1/cards";

    [Fact]
    public async Task A_lost_card_is_blocked_and_replaced_and_still_names_its_member()
    {
        using var http = Club.Staff("support");
        var member = await Club.EnrolMemberAsync();

        var blocked = await http.PostAsJsonAsync($"{Cards}/{member.Card}/block", new { reason = "lost" });
        (await blocked.ReadAsync(HttpStatusCode.OK))["status"]!.ToString().ShouldBe("blocked");
        await (await http.GetAsync($"{Cards}/{member.Card}/qr.svg")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "card-blocked"
        );
        var replaced = await http.PostAsJsonAsync($"{Cards}/{member.Card}/replace", new { reason = "lost" });
        var fresh = (await replaced.ReadAsync(HttpStatusCode.Created))["number"]!.ToString();

        var old = await http.GetJsonAsync($"{Cards}/{member.Card}");
        old["memberId"]!.ToString().ShouldBe(member.Id);
        old["status"]!.ToString().ShouldBe("replaced");
        old["reason"]!.ToString().ShouldBe("lost");
        old["replacedBy"]!.ToString().ShouldBe(fresh);
        (await http.GetJsonAsync($"{Cards}/{fresh}"))["status"]!.ToString().ShouldBe("active");
        await (await http.GetAsync($"{Cards}/{member.Card}/qr.svg")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "card-replaced"
        );
        await (
            await http.PostAsJsonAsync($"{Cards}/{member.Card}/block", new { reason = "again" })
        ).ShouldBeRefusedAsync(HttpStatusCode.Conflict, "card-replaced");
    }

    [Fact]
    public async Task A_card_replaced_twenty_times_at_once_has_one_successor()
    {
        using var http = Club.Staff();
        var member = await Club.EnrolMemberAsync();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => http.PostAsJsonAsync($"{Cards}/{member.Card}/replace", new { reason = "worn" }))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        (await http.GetJsonAsync($"{member.Url}/cards")).AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_numbers_of_a_members_cards_tell_nothing_of_each_other()
    {
        using var http = Club.Staff();
        var member = await Club.EnrolMemberAsync();
        for (var i = 0; i < 5; i++)
        {
            (await http.PostAsync($"{member.Url}/cards", content: null)).StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        var numbers = (await http.GetJsonAsync($"{member.Url}/cards"))
            .AsArray()
            .Select(card =>
                long.Parse(card!["number"]!.ToString()[6..15], System.Globalization.CultureInfo.InvariantCulture)
            )
            .ToList();

        numbers.Count.ShouldBe(6);
        // Neighbours of a counter lie close together; six random draws out of 10^9 do not.
        (numbers.Max() - numbers.Min()).ShouldBeGreaterThan(10_000_000);
    }

    [Fact]
    public async Task The_qr_code_is_an_svg_document()
    {
        using var http = Club.Staff("auditor");
        var member = await Club.EnrolMemberAsync();

        var answer = await http.GetAsync($"{Cards}/{member.Card}/qr.svg");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        var svg = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        svg.Name.LocalName.ShouldBe("svg");
        svg.Attribute("viewBox").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("9001000000000000")]
    [InlineData("nonsense")]
    public async Task A_number_that_is_no_card_is_not_found(string number)
    {
        using var http = Club.Staff();

        (await http.GetAsync($"{Cards}/{number}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync($"{Cards}/{number}/qr.svg")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.PostAsJsonAsync($"{Cards}/{number}/block", new { reason = "x" })).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task The_prefix_of_new_cards_is_the_clubs_own_and_a_wrong_one_stops_the_start()
    {
        await using var club = await Club.StartAsync(Provider, clock: null, "--Club:CardPrefix=98765432");

        (await club.EnrolMemberAsync()).Card.ShouldStartWith("98765432");
        await Should.ThrowAsync<InvalidOperationException>(() =>
            Club.StartAsync(Provider, clock: null, "--Club:CardPrefix=45391488")
        );
    }

    public sealed class OnSqlite() : CardTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CardTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CardTests(DatabaseProvider.SqlServer);
}
