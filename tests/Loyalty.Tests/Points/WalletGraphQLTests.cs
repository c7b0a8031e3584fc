using System.Text.Json.Nodes;
using Loyalty.Application.Points;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Points;

public abstract class WalletGraphQLTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private const string Wallets =
        "{ me { wallets { id currency { code name kind } balance available pending arrears lapsing { day points } } } }";

    // The programme's zone is changed and rows are laid beside the ledger.
    private readonly CountedCommands commands = new();

    protected override Task EndAsync()
    {
        commands.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Pain25_Only_lots_that_are_valid_at_the_instant_count_though_the_expiry_job_is_late()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var today = await TodayInAsync("Asia/Shanghai");
        await Club.GivenWalletAsync(
            app.Member,
            await Club.GivenCurrencyAsync("AAA"),
            arrears: 5,
            (today.AddDays(-1), LotKey.AtOnce, 1000),
            (today, LotKey.AtOnce, 10),
            (today.AddDays(30), today.AddDays(1), 200),
            (LotKey.Never, LotKey.AtOnce, 3000)
        );

        var wallet = await OnlyWalletAsync(app);

        Long(wallet, "available").ShouldBe(3010);
        Long(wallet, "pending").ShouldBe(200);
        Long(wallet, "arrears").ShouldBe(5);
        Long(wallet, "balance").ShouldBe(3205);
        wallet["currency"]!["name"]!.ToString().ShouldBe("The AAA");
        wallet["currency"]!["kind"]!.ToString().ShouldBe("REDEEMABLE");
    }

    [Fact]
    public async Task Pain23_The_schedule_names_every_day_on_which_points_lapse_and_adds_up()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var today = await TodayInAsync("Asia/Shanghai");
        await Club.GivenWalletAsync(
            app.Member,
            await Club.GivenCurrencyAsync("BBB"),
            arrears: 0,
            (today, LotKey.AtOnce, 10),
            (today.AddDays(30), LotKey.AtOnce, 50),
            (today.AddDays(30), today.AddDays(1), 200),
            (today.AddDays(60), LotKey.AtOnce, 7),
            (LotKey.Never, LotKey.AtOnce, 3000)
        );

        var wallet = await OnlyWalletAsync(app);

        var lapsing = wallet["lapsing"]!.AsArray().Select(part => (part!["day"]!.ToString(), Long(part, "points")));
        lapsing.ShouldBe([(Iso(today), 10), (Iso(today.AddDays(30)), 250), (Iso(today.AddDays(60)), 7)]);
        lapsing.Sum(part => part.Item2).ShouldBe(Long(wallet, "available") + Long(wallet, "pending") - 3000);
    }

    [Fact]
    public async Task Pain22_A_day_ends_in_the_programmes_zone_wherever_the_caller_is()
    {
        var app = await Club.GivenSignedInMemberAsync();
        // The day before the one that has begun in the far west has ended in the far east already.
        var west = await TodayInAsync("Etc/GMT+12");
        await Club.GivenWalletAsync(
            app.Member,
            await Club.GivenCurrencyAsync("CCC"),
            arrears: 0,
            (west, LotKey.AtOnce, 10)
        );

        Long(await OnlyWalletAsync(app), "available").ShouldBe(10);
        await TodayInAsync("Pacific/Kiritimati");
        var inTheEast = await OnlyWalletAsync(app);

        (Long(inTheEast, "available"), Long(inTheEast, "balance")).ShouldBe((0, 0));
        inTheEast["lapsing"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_number_of_statements_does_not_grow_with_wallets_lots_entries_or_ids()
    {
        const string query = """
            { me { id person { contactPoints { value } } cards { number } vehicles { vin }
                   wallets { balance available lapsing { points } entries(first: 9) { nodes { id } pageInfo { endCursor } } }
                   entries(first: 100) { nodes { points partner { name } reverses { points } explanation { summary } } } } }
            """;
        var (small, large) = (await Club.GivenSignedInMemberAsync(), await Club.GivenSignedInMemberAsync());
        var today = await TodayInAsync("UTC");
        var partner = await Club.GivenPartnerAsync();
        for (var i = 0; i < 8; i++)
        {
            var currency = await Club.GivenCurrencyAsync($"CUR_{i}");
            foreach (var app in i == 0 ? [small, large] : (MemberApp[])[large])
            {
                var lots = Enumerable.Range(1, app == small ? 1 : 20).Select(day => (today.AddDays(day), today, 10L));
                var wallet = await Club.GivenWalletAsync(app.Member, currency, arrears: 0, [.. lots]);
                await Club.GivenEntriesAsync(wallet, [.. Enumerable.Range(0, app == small ? 1 : 10)]);
            }
        }

        foreach (var app in (MemberApp[])[small, large])
        {
            for (var i = 0; i < (app == small ? 1 : 5); i++)
            {
                var grant = Grant(app.Member, 10);
                await Club.TakeAsync(partner, [grant, Reversal(grant)]);
            }
        }

        await small.AskAsync(query);
        var forSmall = await commands.OfAsync(Club, () => small.AskAsync(query));
        var forLarge = await commands.OfAsync(Club, () => large.AskAsync(query));
        var ids = (await large.AskAsync("{ me { entries(first: 50) { nodes { id } } wallets { id } } }"))["me"]!;
        var many = ids["entries"]!["nodes"]!
            .AsArray()
            .Concat(ids["wallets"]!.AsArray())
            .Select(node => node!["id"]!.ToString());
        const string nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }";
        var forOne = await commands.OfAsync(Club, () => large.AskAsync(nodes, new { ids = many.Take(1) }));
        var forMany = await commands.OfAsync(Club, () => large.AskAsync(nodes, new { ids = many }));

        forLarge.ShouldBe(forSmall);
        forSmall.ShouldBeInRange(1, 9);
        forMany.ShouldBe(forOne);
    }

    private static long Long(JsonNode node, string field) => node[field]!.GetValue<long>();

    private static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<JsonNode> OnlyWalletAsync(MemberApp app) =>
        (await app.AskAsync(Wallets))["me"]!["wallets"]!.AsArray().ShouldHaveSingleItem()!;

    /// <summary>Moves the programme into the zone and tells which day it is there.</summary>
    private async Task<DateOnly> TodayInAsync(string zone)
    {
        await Club.WithContextAsync(async context =>
        {
            (await context.Programmes.SingleAsync()).TimeZone = zone;
            return await context.SaveChangesAsync();
        });
        Club.Services.GetRequiredService<ProgrammeSettings>().ExpectChange();
        return Domain.Clock.DayIn(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone));
    }

    public sealed class OnSqlite() : WalletGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : WalletGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : WalletGraphQLTests(DatabaseProvider.SqlServer);
}
