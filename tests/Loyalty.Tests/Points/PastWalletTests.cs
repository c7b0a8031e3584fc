using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Wallets and entries as staff and the member see them, now and as they were.</summary>
public abstract class PastWalletTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private const string Wallet =
        "at balance available pending held arrears lots { points held usableFrom usableUntil }";

    private readonly TestClock clock = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));
    private Partner partner = null!;
    private MemberApp app = null!;

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears, "Europe/Berlin");
        await Club.GivenCurrencyAsync(expiryMonths: 1);
        partner = await Club.GivenPartnerAsync();
        app = await Club.GivenSignedInMemberAsync();
    }

    [Fact]
    public async Task Pain25_As_of_each_instant_the_wallet_reads_as_it_read_then()
    {
        var before = clock.Now - TimeSpan.FromDays(1);
        var read = new List<(DateTimeOffset At, string Wallets)>();
        foreach (var step in Steps())
        {
            clock.Now += TimeSpan.FromDays(1);
            await step();
            read.Add((clock.Now, WithoutInstant(await WalletsAsync())));
            // Between two steps nothing changes but the day.
            clock.Now += TimeSpan.FromHours(1);
        }

        clock.Now = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        read.Select(one => one.Wallets).Distinct().Count().ShouldBe(read.Count, "each step changes something");
        foreach (var (at, wallets) in read)
        {
            WithoutInstant(await WalletsAsync(at)).ShouldBe(wallets);
            var asOf = (await AsOfAsync(at)).ShouldNotBeNull();
            var staff = JsonNode.Parse(wallets)![0]!;
            foreach (var field in (string[])["balance", "available", "pending", "held", "arrears"])
            {
                ((long)asOf[field]!).ShouldBe((long)staff[field]!, $"{field} at {at}");
            }
        }

        (await WalletsAsync(before)).AsArray().ShouldBeEmpty();
        (await AsOfAsync(before)).ShouldBeNull();
    }

    [Fact]
    public async Task Pain25_What_lapsed_counts_no_more_though_no_job_has_written_it_down()
    {
        await Club.EarnAsync(partner, app.Member, 100);
        // The first instant of March in Berlin.
        var end = new DateTimeOffset(2026, 2, 28, 23, 0, 0, TimeSpan.Zero);
        clock.Now = end + TimeSpan.FromDays(3);

        var last = (await AsOfAsync(end - TimeSpan.FromMicroseconds(1))).ShouldNotBeNull();
        ((long)last["balance"]!, (long)last["available"]!).ShouldBe((100, 100));
        var lapsed = (await AsOfAsync(end)).ShouldNotBeNull();
        ((long)lapsed["balance"]!, (long)lapsed["available"]!).ShouldBe((0, 0));
        lapsed["lots"]!.AsArray().ShouldBeEmpty();
        ((long)(await WalletsAsync())[0]!["balance"]!).ShouldBe(0);
        (await Club.WalletAsync(app.Member)).Balance.ShouldBe(100, "the row still waits for the job");
    }

    [Fact]
    public async Task The_future_is_refused_and_so_is_what_is_no_instant()
    {
        await Club.EarnAsync(partner, app.Member, 100);
        var future = clock.Now + TimeSpan.FromSeconds(1);

        using var staff = Club.Staff("auditor");
        (await staff.GetAsync(Path("wallets", future))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await staff.GetAsync($"/api/admin/v1/members/{app.Member}/wallets?at=yesterday")).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
        (
            await staff.GetAsync($"/api/admin/v1/members/{Identifier.New<Domain.Members.MemberId>(clock.Now)}/wallets")
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var answer = await app.Http.GraphQLAsync(
            "query($at: DateTime!) { me { wallets { asOf(at: $at) { balance } } } }",
            new { at = future }
        );
        answer.ErrorCode().ShouldBe("INVALID_REQUEST");
    }

    [Fact]
    public async Task Entries_are_paged_latest_first_and_say_who_caused_them()
    {
        await Club.EarnAsync(partner, app.Member, 100);
        await Club.DoAsync(Club.Adjust(app.Member, 5));
        await Club.DoAsync(Club.Redeem(app.Member, 30));
        var whole = await EntriesAsync("limit=200");

        whole["items"]!
            .AsArray()
            .Select(entry => (string)entry!["kind"]!)
            .ShouldBe(["redemption", "adjustment", "accrual"]);
        var adjustment = whole["items"]![1]!;
        ((string)adjustment["operation"]!["by"]!, (string)adjustment["operation"]!["reason"]!).ShouldBe(
            ("test", "goodwill")
        );
        whole["items"]![2]!["operation"].ShouldBeNull();
        ((long)whole["items"]![0]!["lots"]![0]!["points"]!).ShouldBe(-30);

        var paged = new List<string>();
        for (string? after = null; ; )
        {
            var page = await EntriesAsync($"limit=1{(after is null ? "" : $"&after={after}")}");
            paged.Add((string)page["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!);
            after = (string?)page["next"];
            if (after is null)
            {
                break;
            }
        }

        paged.ShouldBe(whole["items"]!.AsArray().Select(entry => (string)entry!["id"]!));
        using var staff = Club.Staff("auditor");
        foreach (var cursor in (string[])["AAAA", "MS9QT0lOVFMvMQ", "!"])
        {
            var answer = await staff.GetAsync($"{Path("entries")}?after={cursor}");
            ((int)answer.StatusCode).ShouldBe(cursor.StartsWith('M') ? 200 : 422);
        }
    }

    [Fact]
    public async Task Explanations_come_in_the_language_of_the_member_or_of_the_request()
    {
        await Club.EarnAsync(partner, app.Member, 1);
        using var staff = Club.Staff("auditor");
        staff.DefaultRequestHeaders.Add("Accept-Language", "fr, zh-CN;q=0.8, de;q=0.9");
        var entries = await (await staff.GetAsync(Path("entries"))).ReadJsonAsync();
        ((string)entries["items"]![0]!["summary"]!).ShouldStartWith("Vom Partner gutgeschrieben: 1 Punkt.");

        app.Http.DefaultRequestHeaders.Add("Accept-Language", "de");
        (await SummaryAsync()).ShouldStartWith("Vom Partner gutgeschrieben: 1 Punkt.");
        await Club.WithContextAsync(async context =>
        {
            (await context.Members.FindAsync(app.Member))!.PreferredLanguage = "zh-Hans-CN";
            return await context.SaveChangesAsync();
        });
        (await SummaryAsync()).ShouldStartWith("合作伙伴赠送 1 积分。");

        async Task<string> SummaryAsync()
        {
            const string query = "{ me { entries(first: 1) { nodes { explanation { summary } } } } }";
            return (string)(await app.AskAsync(query))["me"]!["entries"]!["nodes"]![0]!["explanation"]!["summary"]!;
        }
    }

    private IEnumerable<Func<Task>> Steps()
    {
        var purchase = PointsActions.Grant(app.Member, 100);
        var redeem = Club.Redeem(app.Member, 30);
        var hold = Club.Hold(app.Member, 40);
        IReadOnlyList<Entry> redeemed = [];
        yield return () => Club.TakeAsync(partner, purchase);
        yield return async () => redeemed = await Club.DoAsync(redeem);
        yield return () => Club.DoAsync(hold);
        yield return () => Club.DoAsync(Club.GiveBack(redeem, redeemed, 10));
        yield return () => Club.DoAsync(Club.End(hold, 35));
        yield return () => Club.TakeAsync(partner, PointsActions.Reversal(purchase));
        yield return () => Club.EarnAsync(partner, app.Member, 200);
        yield return () =>
        {
            clock.Now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
            return Club.DoAsync(Club.Expire(app.Member));
        };
    }

    private string Path(string list, DateTimeOffset? at = null) =>
        $"/api/admin/v1/members/{app.Member}/{list}"
        + (at is { } instant ? $"?at={Uri.EscapeDataString(instant.ToString("O", CultureInfo.InvariantCulture))}" : "");

    private async Task<JsonNode> WalletsAsync(DateTimeOffset? at = null)
    {
        using var staff = Club.Staff("auditor");
        return await (await staff.GetAsync(Path("wallets", at))).ReadJsonAsync();
    }

    private async Task<JsonNode> EntriesAsync(string query)
    {
        using var staff = Club.Staff("auditor");
        return await (await staff.GetAsync($"{Path("entries")}?{query}")).ReadJsonAsync();
    }

    private async Task<JsonNode?> AsOfAsync(DateTimeOffset at)
    {
        // A token of then has ended.
        var now = app with
        {
            Http = Club.SignedIn(app.Subject),
        };
        var data = await now.AskAsync(
            $"query($at: DateTime!) {{ me {{ wallets {{ asOf(at: $at) {{ {Wallet} }} }} }} }}",
            new { at }
        );
        return data["me"]!["wallets"]!.AsArray().ShouldHaveSingleItem()!["asOf"];
    }

    private static string WithoutInstant(JsonNode wallets)
    {
        foreach (var wallet in wallets.AsArray())
        {
            wallet!.AsObject().Remove("at");
        }

        return wallets.ToJsonString();
    }

    public sealed class OnSqlite() : PastWalletTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PastWalletTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PastWalletTests(DatabaseProvider.SqlServer);
}
