using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Points;

public abstract class EntryGraphQLTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Entry = """
        id kind points balanceAfter occurredAt recordedAt late currency { code } partner { id name } reverses { id points }
        explanation { summary eventType granted arrearsRepaid usableFrom usableUntil
          amount { amount currency } caps { cap limit usedBefore from to }
          rules { name version base { amount currency } rate { points per { amount currency } } unrounded rounding cappedFrom points }
          reversal { originalPoints points policy addedToArrears letGo amount { amount } } }
        """;

    [Fact]
    public async Task An_entry_says_who_gave_how_many_points_and_why()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var partner = await Club.GivenPartnerAsync();
        var grant = Grant(app.Member, 120);
        await Club.TakeAsync(partner, [grant, Reversal(grant)]);

        var entries = await ReadAsync(app, "first: 10");

        entries.Count.ShouldBe(2);
        var (reversal, accrual) = (entries[0], entries[1]);
        accrual["kind"]!.ToString().ShouldBe("ACCRUAL");
        accrual["points"]!.GetValue<long>().ShouldBe(120);
        accrual["balanceAfter"]!.GetValue<long>().ShouldBe(120);
        accrual["partner"]!["name"]!.ToString().ShouldBe(partner.Name);
        accrual["reverses"].ShouldBeNull();
        accrual["explanation"]!["granted"]!.GetValue<long>().ShouldBe(120);
        accrual["explanation"]!["eventType"]!.ToString().ShouldBe(PartnerEvent.PointsGranted.TypeName);
        accrual["explanation"]!["summary"]!.ToString().ShouldStartWith("The partner granted 120 points.");
        reversal["kind"]!.ToString().ShouldBe("ACCRUAL_REVERSAL");
        reversal["reverses"]!["id"]!.ToString().ShouldBe(accrual["id"]!.ToString());
        reversal["explanation"]!["reversal"]!["originalPoints"]!.GetValue<long>().ShouldBe(120);
        reversal["explanation"]!["summary"]!.ToString().ShouldBe("Took back 120 points of the 120 points given.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Pages_in_both_directions_give_every_entry_once_in_one_order(int size)
    {
        var app = await Club.GivenSignedInMemberAsync();
        var partner = await Club.GivenPartnerAsync();
        await Club.TakeAsync(partner, Enumerable.Range(1, 11).Select(points => Grant(app.Member, points)));
        var whole = (await ReadAsync(app, "first: 100")).ConvertAll(Id);
        whole.Count.ShouldBe(11);

        (await PagesAsync(app, size, "first", "after", "hasNextPage", "endCursor")).ShouldBe(whole);
        var backwards = await PagesAsync(app, size, "last", "before", "hasPreviousPage", "startCursor");
        // Within a page the order is the list's own; the pages come from the end.
        backwards.Chunk(size).Reverse().SelectMany(page => page).ShouldBe(whole, ignoreOrder: 11 % size != 0);
        backwards.Order(StringComparer.Ordinal).ShouldBe(whole.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cursor_keeps_its_place_while_new_entries_come_in()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var partner = await Club.GivenPartnerAsync();
        await Club.TakeAsync(partner, Enumerable.Range(1, 4).Select(points => Grant(app.Member, points)));
        var (before, cursor) = (await ReadAsync(app, "first: 4"), await CursorAsync(app, "first: 2"));

        await Club.TakeAsync(partner, Grant(app.Member, 99));

        var rest = await ReadAsync(app, $"first: 10, after: \"{cursor}\"");
        rest.ConvertAll(Id).ShouldBe(before.Skip(2).Select(Id));
    }

    [Fact]
    public async Task A_cursor_holds_no_id_and_is_the_same_in_every_answer()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var partner = await Club.GivenPartnerAsync();
        await Club.TakeAsync(partner, Grant(app.Member, 1));

        var cursor = await CursorAsync(app, "first: 1");

        Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).ShouldNotContain("ent_");
        (await CursorAsync(app, "first: 1")).ShouldBe(cursor);
    }

    [Fact]
    public async Task A_cursor_of_another_members_list_leads_nowhere_but_into_ones_own()
    {
        var (mine, other) = (await Club.GivenSignedInMemberAsync(), await Club.GivenSignedInMemberAsync());
        var partner = await Club.GivenPartnerAsync();
        await Club.TakeAsync(partner, Grant(mine.Member, 1));
        // Later: events of one request may be written in any order where their members differ.
        await Club.TakeAsync(partner, [Grant(other.Member, 2), Grant(other.Member, 3)]);

        var cursor = await CursorAsync(other, "first: 1");

        (await ReadAsync(mine, $"first: 10, before: \"{cursor}\"")).ShouldBeEmpty();
        (await ReadAsync(mine, $"first: 10, after: \"{cursor}\""))
            .ConvertAll(entry => entry["points"]!.GetValue<long>())
            .ShouldAllBe(points => points == 1);
    }

    [Fact]
    public async Task Filters_choose_by_kind_partner_time_and_currency()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var (one, other) = (await Club.GivenPartnerAsync(), await Club.GivenPartnerAsync());
        var old = Grant(app.Member, 1) with { OccurredAt = TimeProvider.System.GetUtcNow().AddHours(-3) };
        var grant = Grant(app.Member, 2);
        await Club.TakeAsync(one, [old, grant, Reversal(grant)]);
        await Club.TakeAsync(other, Grant(app.Member, 4));
        var hourAgo = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O", CultureInfo.InvariantCulture);

        (await PointsAsync(app, "kinds: [ACCRUAL]")).ShouldBe([4, 2, 1]);
        (await PointsAsync(app, "kinds: [ACCRUAL_REVERSAL]")).ShouldBe([-2]);
        (await PointsAsync(app, "kinds: []")).ShouldBeEmpty();
        (await PointsAsync(app, $"partner: \"{other.Id}\"")).ShouldBe([4]);
        (await PointsAsync(app, "partner: \"club\"")).ShouldBeEmpty();
        (await PointsAsync(app, $"to: \"{hourAgo}\"")).ShouldBe([1]);
        (await PointsAsync(app, $"from: \"{hourAgo}\", kinds: [ACCRUAL]")).ShouldBe([4, 2]);
        (await PointsAsync(app, "currency: \"POINTS\"")).Count.ShouldBe(4);
        (await PointsAsync(app, "currency: \"OTHER\"")).ShouldBeEmpty();
        var inWallet = await app.AskAsync(
            "{ me { wallets { entries(filter: { kinds: [ACCRUAL] }) { nodes { points } } } } }"
        );
        inWallet["me"]!["wallets"]![0]!["entries"]!["nodes"]!.AsArray().Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("first: -1", "PAGE_SIZE")]
    [InlineData("first: 101", "PAGE_SIZE")]
    [InlineData("first: 1, last: 1", "PAGE_SIZE")]
    [InlineData("after: \"\"", "INVALID_CURSOR")]
    [InlineData("after: \"nonsense\"", "INVALID_CURSOR")]
    [InlineData("before: \"MS93YWxfMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA\"", "INVALID_CURSOR")]
    [InlineData(
        "after: \"OTk5OTk5OTk5OTk5OTk5OTk5OTk5L2VudF8wMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMC4x\"",
        "INVALID_CURSOR"
    )]
    [InlineData("after: \"\\u0000\"", "INVALID_CURSOR")]
    public async Task A_page_that_cannot_be_is_refused(string arguments, string code)
    {
        var app = await Club.GivenSignedInMemberAsync();

        (await app.Http.GraphQLAsync($"{{ me {{ entries({arguments}) {{ nodes {{ id }} }} }} }}"))
            .ErrorCode()
            .ShouldBe(code);
    }

    private static string Id(JsonNode entry) => entry["id"]!.ToString();

    private static async Task<List<JsonNode>> ReadAsync(MemberApp app, string arguments)
    {
        var data = await app.AskAsync($"{{ me {{ entries({arguments}) {{ nodes {{ {Entry} }} }} }} }}");
        return [.. data["me"]!["entries"]!["nodes"]!.AsArray().Select(entry => entry!)];
    }

    private static async Task<List<long>> PointsAsync(MemberApp app, string filter) =>
        (await ReadAsync(app, $"filter: {{ {filter} }}")).ConvertAll(entry => entry["points"]!.GetValue<long>());

    private static Task<string> CursorAsync(MemberApp app, string arguments) =>
        app.IdAsync(
            $"{{ me {{ entries({arguments}) {{ pageInfo {{ endCursor }} }} }} }}",
            "me",
            "entries",
            "pageInfo",
            "endCursor"
        );

    private static async Task<List<string>> PagesAsync(
        MemberApp app,
        int size,
        string count,
        string from,
        string more,
        string cursor
    )
    {
        var ids = new List<string>();
        var place = "";
        for (var page = 0; page < 20; page++)
        {
            var data = await app.AskAsync(
                $"{{ me {{ entries({count}: {size}{place}) {{ edges {{ cursor node {{ id }} }} pageInfo {{ {more} {cursor} }} }} }} }}"
            );
            var entries = data["me"]!["entries"]!;
            ids.AddRange(entries["edges"]!.AsArray().Select(edge => edge!["node"]!["id"]!.ToString()));
            if (!entries["pageInfo"]![more]!.GetValue<bool>())
            {
                return ids;
            }

            place = $", {from}: \"{entries["pageInfo"]![cursor]}\"";
        }

        throw new InvalidOperationException("The list does not end.");
    }

    public sealed class OnSqlite() : EntryGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EntryGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EntryGraphQLTests(DatabaseProvider.SqlServer);
}
