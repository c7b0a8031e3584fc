using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Api.Partners;
using Loyalty.Application.Partners;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Partners;

/// <summary>Statements of a club of its own, whose clock the test turns.</summary>
public abstract partial class StatementTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private readonly TestClock clock = new(new DateTimeOffset(2026, 10, 3, 9, 0, 0, TimeSpan.Zero));
    private Partner bank = null!;
    private Partner shop = null!;
    private MemberId anna;
    private MemberId ben;

    /// <summary>With a token of this moment, since the clock is turned.</summary>
    private HttpClient Bank => Club.System($"client-{bank.Slug}");

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(Domain.ReturnPolicy.WithArrears, "Asia/Shanghai");
        await Club.GivenCurrencyAsync(expiryMonths: 24);
        (bank, shop) = (await Club.GivenPartnerAsync(), await Club.GivenPartnerAsync());
        (anna, ben) = (await Club.GivenMemberAsync(), await Club.GivenMemberAsync());
        await Club.GivenCostAsync("0.10", bank, "0.25");
        (await SystemAsync(bank)).Dispose();
    }

    [Fact]
    public async Task The_lines_of_a_month_add_up_to_the_accounting_period_of_the_funder()
    {
        await GivenOctoberAsync();

        var books = await Club.AccountingAsync("periods/2026-10");
        foreach (var partner in (Partner[])[bank, shop])
        {
            using var own = await SystemAsync(partner);
            var account = books.Account(partner.Id.ToString());
            var total = Total(await own.OkAsync("statements/2026-10"));
            foreach (var movement in (string[])["issued", "reversed"])
            {
                ((long)total[movement]!["points"]!).ShouldBe(account.Points(movement));
                AccountsActions.Number(total[movement]!["money"]!["amount"]!).ShouldBe(account.Money(movement));
            }

            var lines = await LinesAsync(own, "2026-10", limit: 2);
            foreach (var movement in (string[])["issued", "reversed"])
            {
                var moved = lines.Where(line => (string)line["movement"]! == movement).ToArray();
                moved.Sum(line => (long)line["points"]!).ShouldBe(account.Points(movement));
                moved.Sum(line => AccountsActions.Number(line["money"]!["amount"]!)).ShouldBe(account.Money(movement));
            }
        }

        var ofBank = await LinesAsync(Bank, "2026-10", limit: 200);
        ofBank.Select(line => (long)line["points"]!).ShouldBe([1000, 80, 0, 100, -100]);
        ((long)ofBank[2]["pointsElsewhere"]!).ShouldBe(-80, "50 of another funder's points, and 30 of arrears");
        using var shopSystem = await SystemAsync(shop);
        var ofShop = await LinesAsync(shopSystem, "2026-10", limit: 200);
        ofShop.Select(line => ((long)line["points"]!, line["eventKey"] is null)).ShouldBe([(50, false), (-50, true)]);
    }

    [Fact]
    public async Task A_month_is_that_of_recording_in_the_programmes_zone_also_for_what_waited()
    {
        // Half an hour into November in Shanghai.
        clock.Now = new DateTimeOffset(2026, 10, 31, 16, 30, 0, TimeSpan.Zero);
        await Club.EarnAsync(bank, anna, 10);
        clock.Now = new DateTimeOffset(2026, 10, 31, 15, 30, 0, TimeSpan.Zero);
        await Club.EarnAsync(bank, anna, 7);
        var waiting = await SendAsync("waits", 500);
        waiting.ShouldBeOfType<Domain.Points.EventResult.Quarantined>();
        clock.Now = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        await Club
            .Services.GetRequiredService<LinkCustomers>()
            .ExecuteAsync(bank.Slug, [new("waits", ben)], CancellationToken.None);

        (await PointsAsync("2026-10")).ShouldBe([7]);
        (await PointsAsync("2026-11")).ShouldBe([500, 10]);
        ((long)Total(await Bank.OkAsync("statements/2026-11"))["issued"]!["points"]!).ShouldBe(510);
        (await Bank.OkAsync("statements"))["items"]!
            .AsArray()
            .Select(month => (string)month!["month"]!)
            .ShouldBe(["2026-11", "2026-10"]);
        (await Bank.GetAsync($"{Root}/statements/2026-09")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Bank.GetAsync($"{Root}/statements/2026-12")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Bank.GetAsync($"{Root}/statements/october")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Bank.GetAsync($"{Root}/statements/2026-10/lines?after=eA")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Fact]
    public async Task A_closed_statement_never_changes()
    {
        await GivenOctoberAsync();
        clock.Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        await Club.EarnAsync(bank, anna, 44);
        (await (await CloseAsync("2026-10")).ProblemAsync(HttpStatusCode.Conflict)).ShouldBe("statement-period-open");
        clock.Now = new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero);
        (await Club.CloseAsync("2026-10")).EnsureSuccessStatusCode();
        (await Club.CloseAsync("2026-11")).EnsureSuccessStatusCode();
        (await (await CloseAsync("2026-11")).ProblemAsync(HttpStatusCode.Conflict)).ShouldBe("statement-out-of-order");
        (await CloseAsync("2026-10", "support")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var open = await ShownAsync("2026-10");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CloseAsync("2026-10")));

        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            (await answer.ProblemAsync(HttpStatusCode.Conflict)).ShouldBe("statement-being-closed");
        }

        var closed = await ShownAsync("2026-10");
        closed.Lines.ShouldBe(open.Lines);
        closed.Csv.ShouldBe(open.Csv);
        var header = await Bank.OkAsync("statements/2026-10");
        ((string)header["status"]!, (int)header["lines"]!).ShouldBe(("closed", 5));

        // What comes from a node whose clock is behind, and a cost that changes.
        clock.Now = new DateTimeOffset(2026, 10, 20, 0, 0, 0, TimeSpan.Zero);
        await Club.EarnAsync(bank, anna, 9);
        clock.Now = new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero);
        await Club.GivenCostAsync("9.99", bank, "9.99");
        (await ShownAsync("2026-10")).ShouldBe(closed);
        var second = await CloseAsync("2026-11");
        ((long)Total(await second.ReadNodeAsync())["issued"]!["points"]!).ShouldBe(44);
        ((string)Total(await second.ReadNodeAsync())["issued"]!["money"]!["amount"]!).ShouldBe("11.00");
        ((long)Total(await Bank.OkAsync("statements/2026-12"))["issued"]!["points"]!).ShouldBe(9, "recorded late");
        clock.Now = new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero);
        (await Club.CloseAsync("2026-12")).EnsureSuccessStatusCode();
        (await CloseAsync("2026-12")).EnsureSuccessStatusCode();
        var late = (await LinesAsync(Bank, "2026-12", limit: 50)).ShouldHaveSingleItem();
        ((long)late["points"]!, late["eventKey"]).ShouldBe((9, null));
    }

    [Fact]
    public async Task The_export_holds_numbers_and_the_page_escapes_what_partners_write()
    {
        await GivenOctoberAsync();
        await Club.TakeAsync(bank, Grant(anna, 3, "=cmd()<script>alert(1)</script>") with { OccurredAt = clock.Now });

        using var csv = await Bank.GetAsync($"{Root}/statements/2026-10/export.csv");
        csv.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        csv.Content.Headers.ContentDisposition!.FileName.ShouldBe($"statement-{bank.Slug}-2026-10.csv");
        var rows = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows[0]
            .ShouldStartWith("month,movement,eventKey,source,eventId,type,occurredAt,recordedAt,pointCurrency,points");
        rows.Skip(1).Sum(row => long.Parse(row.Split(',')[9], CultureInfo.InvariantCulture)).ShouldBe(1083);
        rows.ShouldContain(row => row.Contains(",-100,0,0.25,-25", StringComparison.Ordinal));
        rows.ShouldContain(row => row.Contains("'=cmd()", StringComparison.Ordinal));

        using var page = await Bank.GetAsync($"{Root}/statements/2026-10/print");
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain("@media print");
        html.ShouldContain("&lt;script&gt;");
        html.ShouldNotContain("<script>");
    }

    /// <summary>Of the bank: 1000 to anna of which 100 are taken back, 80 to ben who spent them before they were taken back: then 50
    /// of the shop's go, and 30 are owed.</summary>
    private async Task GivenOctoberAsync()
    {
        await Club.EarnAsync(bank, anna, 1000);
        var spent = Grant(ben, 80) with { OccurredAt = clock.Now };
        clock.Now += TimeSpan.FromMinutes(1);
        await Club.TakeAsync(bank, spent);
        await Club.DoAsync(Club.Redeem(ben, 80));
        await Club.EarnAsync(shop, ben, 50);
        clock.Now += TimeSpan.FromMinutes(1);
        await Club.TakeAsync(bank, Reversal(spent) with { OccurredAt = clock.Now });
        var back = Grant(anna, 100) with { OccurredAt = clock.Now };
        clock.Now += TimeSpan.FromMinutes(1);
        await Club.TakeAsync(bank, back);
        clock.Now += TimeSpan.FromMinutes(1);
        await Club.TakeAsync(bank, Reversal(back) with { OccurredAt = clock.Now });
    }

    private static JsonNode Total(JsonNode statement) => statement["currencies"]!.AsArray().ShouldHaveSingleItem()!;

    private async Task<long[]> PointsAsync(string month) =>
        [.. (await LinesAsync(Bank, month, limit: 50)).Select(line => (long)line["points"]!)];

    private static async Task<List<JsonNode>> LinesAsync(HttpClient http, string month, int limit)
    {
        var lines = new List<JsonNode>();
        string? after = null;
        do
        {
            var page = await http.OkAsync(
                $"statements/{month}/lines?limit={limit}{(after is null ? "" : $"&after={after}")}"
            );
            lines.AddRange(page["items"]!.AsArray().Select(line => line!.DeepClone()));
            page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(limit);
            after = (string?)page["next"];
        } while (after is not null && lines.Count < 1_000);

        return lines;
    }

    private async Task<(string Lines, string Csv)> ShownAsync(string month) =>
        (
            string.Join('\n', (await LinesAsync(Bank, month, limit: 3)).Select(line => line.ToJsonString())),
            await Bank.GetStringAsync($"{Root}/statements/{month}/export.csv")
        );

    private async Task<HttpResponseMessage> CloseAsync(string month, string role = "manager")
    {
        using var staff = Club.Staff(role);
        return await staff.PostAsync($"/api/admin/v1/partners/{bank.Slug}/statements/{month}/close", content: null);
    }

    private async Task<HttpClient> SystemAsync(Partner partner)
    {
        using var staff = Club.Staff();
        var bound = await staff.PostAsJsonAsync(
            $"/api/admin/v1/partners/{partner.Slug}/clients",
            new BindClientBody($"client-{partner.Slug}"),
            Club.Json
        );
        bound.EnsureSuccessStatusCode();
        return Club.System($"client-{partner.Slug}");
    }

    /// <summary>As it comes in by webhook, so that it can be taken up again.</summary>
    private async Task<Domain.Points.EventResult> SendAsync(string customer, long points)
    {
        var json = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = $"grant-{Guid.CreateVersion7():N}",
            ["source"] = Source,
            ["type"] = PartnerEvent.PointsGranted.TypeName,
            ["time"] = clock.Now.ToString("O", CultureInfo.InvariantCulture),
            ["data"] = new JsonObject
            {
                ["member"] = new JsonObject { ["partnerCustomerId"] = customer },
                ["points"] = points,
                ["currency"] = "POINTS",
            },
        };
        var incoming = CloudEventReader.Read(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
        var results = await Club
            .Services.GetRequiredService<ReceiveEvents>()
            .ExecuteAsync(bank, [incoming], CancellationToken.None);
        return results[0];
    }

    public sealed class OnSqlite() : StatementTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : StatementTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : StatementTests(DatabaseProvider.SqlServer);
}
