using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Partners;

public abstract class ReconciliationTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Header = "eventId,type,occurredAt,amount,currency,points\n";

    [Fact]
    public async Task Each_line_of_a_day_is_told_what_the_club_has_of_it()
    {
        var (partner, system, customer, day) = await GivenAsync();
        var (same, other, late, unlisted) = (
            Payment(customer, "10.00"),
            Payment(customer, "20.00"),
            Payment(customer, "30.00"),
            Payment(customer, "40.00")
        );
        await partner.SendBatchAsync(same.DeepClone(), other.DeepClone(), late.DeepClone(), unlisted.DeepClone());
        await Club.WithContextAsync(context =>
            context
                .PartnerEvents.Where(record => record.EventId == late.Id())
                .ExecuteUpdateAsync(row => row.SetProperty(record => record.Late, true))
        );
        var missing = Payment(customer, "50.00");
        var waiting = Payment("nobody-here", "60.00");
        await partner.SendAsync(waiting.DeepClone().AsObject());
        var csv =
            Header
            + Row(same, points: "10")
            + Row(other, amount: "21.00")
            + Row(late)
            + Row(missing)
            + Row(same)
            + "x,,yesterday,1.00,CZK,\n"
            + Row(waiting)
            + "total,total,,171.00,CZK,\n";

        using var answer = await system.ReconcileAsync(csv, day);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var view = await answer.ReadNodeAsync();
        Counts(view)
            .ShouldBe([
                ("matched", 1),
                ("missing", 2),
                ("different", 1),
                ("duplicate", 1),
                ("late", 1),
                ("invalid", 1),
                ("unlisted", 1),
            ]);
        Sums(view, "declared").ShouldBe("171.00");
        Sums(view, "listed").ShouldBe("171.00");
        Sums(view, "ours").ShouldBe("100.00");
        ((int)view["totals"]!["ours"]!["events"]!).ShouldBe(4);

        var path = $"reconciliations/{view["id"]}/lines";
        var lines = (await system.OkAsync($"{path}?limit=200"))["items"]!.AsArray();
        lines
            .Select(line => ((int)line!["number"]!, (string)line["result"]!))
            .ShouldBe([
                (2, "matched"),
                (3, "different"),
                (4, "late"),
                (5, "missing"),
                (6, "duplicate"),
                (7, "invalid"),
                (8, "missing"),
                (10, "unlisted"),
            ]);
        var difference = lines[1]!["differences"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)difference["field"]!, (string)difference["listed"]!).ShouldBe(("amount", "21.00"));
        ((int)lines[4]!["firstLine"]!).ShouldBe(2);
        lines[5]!["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["occurredAt"]);
        ((string)lines[6]!["eventStatus"]!, (string)lines[6]!["reason"]!).ShouldBe(("quarantined", "member-unknown"));
        ((string)lines[7]!["eventId"]!).ShouldBe(unlisted.Id());
        var only = (await system.OkAsync($"{path}?result=missing&limit=1"))["items"]!.AsArray();
        ((string)only.ShouldHaveSingleItem()!["eventId"]!).ShouldBe(missing.Id());
    }

    [Fact]
    public async Task What_was_missing_is_repaired_by_sending_it_again_and_by_a_replay()
    {
        var (partner, system, customer, day) = await GivenAsync();
        var (never, changed, waiting) = (
            Payment(customer, "10.00"),
            Payment(customer, "20.00"),
            Payment($"later-{customer}", "30.00")
        );
        await partner.SendAsync(waiting.DeepClone().AsObject());
        using var answer = await system.ReconcileAsync(Header + Row(never) + Row(changed) + Row(waiting), day);
        var id = (string)(await answer.ReadNodeAsync())["id"]!;

        await partner.SendAsync(never);
        changed["data"]!["amount"]!["amount"] = "22.00";
        await partner.SendAsync(changed);
        (await partner.LinkAsync($"later-{customer}", await Club.SomeMemberAsync())).EnsureSuccessStatusCode();

        using var staff = Club.Staff("auditor");
        var path = $"/api/admin/v1/partners/{partner.View.Slug}/reconciliations";
        var now = await staff.OkAsync($"{path}/{id}");
        ((int)now["repaired"]!).ShouldBe(3);
        now["lines"]!
            .AsArray()
            .Select(count => ((string)count!["result"]!, (int)count["found"]!, (int)count["now"]!))
            .ShouldBe([("matched", 0, 2), ("missing", 3, 0), ("different", 0, 1)]);
        var lines = (await staff.OkAsync($"{path}/{id}/lines"))["items"]!.AsArray();
        lines.Select(line => (string)line!["resultNow"]!).ShouldBe(["matched", "different", "matched"]);
        lines.ShouldAllBe(line => line!["repair"] == null);
        ((string)(await staff.OkAsync($"{path}?day={day:yyyy-MM-dd}"))["items"]![0]!["id"]!).ShouldBe(id);
        (await staff.OkAsync($"{path}?day=2001-01-01"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Json_lines_are_read_like_csv_and_a_bad_one_does_not_lose_the_others()
    {
        var (partner, system, customer, day) = await GivenAsync();
        var payment = Payment(customer, "10.00");
        await partner.SendAsync(payment.DeepClone().AsObject());
        var line = new JsonObject
        {
            ["eventId"] = payment.Id(),
            ["source"] = "/ledger/cards",
            ["occurredAt"] = payment["time"]!.GetValue<string>(),
            ["points"] = 10,
        };
        var text =
            $"{line.ToJsonString()}\nnot json\n[1]\n\n"
            + "{\"eventId\":\"\\ud800\",\"occurredAt\":1,\"amount\":\"1\",\"points\":1.5}\r\n"
            + "{\"eventId\":\"a\",\"source\":\"s\",\"occurredAt\":\"1999-01-01T00:00:00Z\",\"type\":\"x\"}";

        using var answer = await system.ReconcileAsync(text, day, "application/x-ndjson", source: null);

        var view = await answer.ReadNodeAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, view.ToJsonString());
        var lines = (await system.OkAsync($"reconciliations/{view["id"]}/lines"))["items"]!.AsArray();
        lines
            .Select(one => ((int)one!["number"]!, (string)one["result"]!))
            .ShouldBe([(1, "matched"), (2, "invalid"), (3, "invalid"), (5, "invalid"), (6, "invalid")]);
        lines[1]!["errors"]!.AsObject().ShouldContainKey("line");
        lines[4]!["errors"]!.AsObject().Select(error => error.Key).Order().ShouldBe(["occurredAt", "type"]);
    }

    [Fact]
    public async Task What_is_no_day_is_refused_whole()
    {
        var (_, system, _, day) = await GivenAsync();

        (await (await system.ReconcileAsync("a,b\n1,2\n", day)).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(
            "malformed-request"
        );
        (await system.ReconcileAsync(Header + "x", day, "application/json")).StatusCode.ShouldBe(
            HttpStatusCode.UnsupportedMediaType
        );
        (
            await (await system.ReconcileAsync(Header, day.AddDays(2))).ProblemAsync(HttpStatusCode.UnprocessableEntity)
        ).ShouldBe("invalid-request");
        (
            await (await system.ReconcileAsync(new string('x', 100_000), day, "application/x-ndjson")).ProblemAsync(
                HttpStatusCode.BadRequest
            )
        ).ShouldBe("malformed-request");
        (await system.GetAsync($"{Root}/reconciliations/rcn_0")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var empty = await system.ReconcileAsync("", day, "application/x-ndjson");
        empty.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_partner_reads_its_own_reconciliations_alone()
    {
        var (_, system, _, day) = await GivenAsync();
        using var answer = await system.ReconcileAsync(Header, day);
        var id = (string)(await answer.ReadNodeAsync())["id"]!;
        using var stranger = await (await Club.CreatePartnerAsync()).SystemAsync();

        (await stranger.GetAsync($"{Root}/reconciliations/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"{Root}/reconciliations/{id}/lines")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OkAsync("reconciliations"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_large_day_is_read_in_pieces()
    {
        var (partner, system, customer, day) = await GivenAsync();
        var sent = Payment(customer, "10.00");
        await partner.SendAsync(sent.DeepClone().AsObject());
        var lines = new StringBuilder(Header);
        for (var i = 0; i < 4_000; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"n-{i},,{Time(sent)},1.00,CZK,\n");
        }

        lines.Append(Row(sent)).Append("n-17,,").Append(Time(sent)).Append(",1.00,CZK,\n");

        using var answer = await system.ReconcileAsync(lines.ToString(), day);

        var view = await answer.ReadNodeAsync();
        Counts(view).ShouldBe([("matched", 1), ("missing", 4_000), ("duplicate", 1)]);
        Sums(view, "listed").ShouldBe("4010.00");
    }

    private async Task<(TestPartner Partner, HttpClient System, string Customer, DateOnly Day)> GivenAsync()
    {
        var partner = await Club.CreatePartnerAsync();
        await partner.GivenPointPerUnitAsync();
        var zone = await Club.WithContextAsync(async context =>
            (await context.Programmes.AsNoTracking().SingleAsync()).Zone()
        );
        return (
            partner,
            await partner.SystemAsync(),
            await partner.LinkedCustomerAsync(),
            TimeProvider.System.GetUtcNow().DayIn(zone)
        );
    }

    private static string Time(JsonObject payment) => payment["time"]!.GetValue<string>();

    private static string Row(JsonObject payment, string? amount = null, string points = "") =>
        $"{payment.Id()},{payment["type"]},{Time(payment)},"
        + $"{amount ?? payment["data"]!["amount"]!["amount"]!.GetValue<string>()},CZK,{points}\n";

    private static IEnumerable<(string, int)> Counts(JsonNode view) =>
        view["lines"]!.AsArray().Select(count => ((string)count!["result"]!, (int)count["found"]!));

    private static string Sums(JsonNode view, string side) =>
        (string)view["totals"]![side]!["money"]!.AsArray().ShouldHaveSingleItem()!["amount"]!;

    public sealed class OnSqlite() : ReconciliationTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ReconciliationTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ReconciliationTests(DatabaseProvider.SqlServer);
}
