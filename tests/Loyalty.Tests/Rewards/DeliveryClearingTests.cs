using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;

namespace Loyalty.Tests.Rewards;

/// <summary>What a partner is owed for what it delivered, in its monthly statement.</summary>
public abstract class DeliveryClearingTests(DatabaseProvider provider)
    : OwnClubTests(provider, ScriptedTelecom.Settings)
{
    private readonly TestClock clock = new(new DateTimeOffset(2026, 10, 20, 9, 0, 0, TimeSpan.Zero));
    protected override TimeProvider HostClock => clock;

    [Fact]
    public async Task A_partner_is_owed_what_it_delivered_at_the_cost_of_then_and_not_what_it_took_back()
    {
        await using var telecom = await ScriptedTelecom.WillingAsync(Club, one => Costing(one, 12.345m));
        using (await telecom.Partner.SystemAsync()) { }

        var three = await DeliveredAsync(telecom, quantity: 3);
        await Club.WithContextAsync(async context =>
        {
            var row = await context.Rewards.AsTracking().SingleAsync(row => row.Id == telecom.Reward);
            row.Change(Costing(row.Definition, 99m)).ShouldBeNull();
            return await context.SaveChangesAsync();
        });
        clock.Now += TimeSpan.FromMinutes(1);
        var dear = await DeliveredAsync(telecom, quantity: 1);
        // Not delivered: of no statement.
        telecom.Orders.Always(ScriptedAnswer.WithStatus(500));
        using (var staff = Club.Staff())
        {
            var waiting = await telecom.RedeemAsync(
                staff,
                await Club.GivenMemberWithPointsAsync(1_000),
                MemberAppActions.NewKey()
            );
            waiting.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        var october = await StatementAsync(telecom, "2026-10");
        var delivered = october["fulfilment"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)delivered["fulfilled"]!["redemptions"]!, Money(delivered["fulfilled"]!["money"]!)).ShouldBe(
            (2, "-136.04")
        );
        ((int)delivered["returned"]!["redemptions"]!).ShouldBe(0);
        Money(october["balance"]!.AsArray().ShouldHaveSingleItem()!).ShouldBe("-136.04");
        var lines = await LinesAsync(telecom, "2026-10");
        lines
            .Select(line => ((string)line["redemption"]!, (long)line["units"]!, Money(line["money"]!)))
            .ShouldBe([(three, 3, "-37.04"), (dear, 1, "-99.00")]);
        ((string)lines[0]["line"]!, (string)lines[0]["product"]!, (string)lines[0]["reference"]!).ShouldBe(
            ($"fulfilled:{three}", "AIRTIME", "T-1")
        );
        Money(lines[0]["costPerUnit"]!).ShouldBe("12.345");
        lines[0]["costPerPoint"].ShouldBeNull();

        clock.Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        using var later = Club.Staff();
        // Given back to the member, and paid all the same.
        (await later.ChangeRedemptionAsync(three, "cancel")).EnsureSuccessStatusCode();
        await later.WhenAsync(three, "cancelled");
        (
            await later.ChangeRedemptionAsync(dear, "cancel", new() { ["partnerTakesBack"] = true })
        ).EnsureSuccessStatusCode();
        ((bool)(await later.WhenAsync(dear, "cancelled"))["partnerTakesBack"]!).ShouldBeTrue();

        (await StatementAsync(telecom, "2026-10"))
            .ToJsonString()
            .ShouldBe(october.ToJsonString().Replace("current", "ended", StringComparison.Ordinal));
        var november = await StatementAsync(telecom, "2026-11");
        Money(november["balance"]!.AsArray().ShouldHaveSingleItem()!).ShouldBe("99.00");
        var back = (await LinesAsync(telecom, "2026-11")).ShouldHaveSingleItem();
        ((string)back["line"]!, Money(back["money"]!)).ShouldBe(($"returned:{dear}", "99.00"));
    }

    [Fact]
    public async Task A_closed_statement_keeps_what_was_delivered_and_a_line_of_it_is_corrected_in_the_next()
    {
        await using var telecom = await ScriptedTelecom.WillingAsync(Club, one => Costing(one, 10m));
        using (await telecom.Partner.SystemAsync()) { }

        var order = await DeliveredAsync(telecom, quantity: 2);
        clock.Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        var open = await StatementAsync(telecom, "2026-10");
        var lines = await LinesAsync(telecom, "2026-10");
        var csv = await CsvAsync(telecom, "2026-10");
        await CloseAsync(telecom, "2026-10");

        var closed = await StatementAsync(telecom, "2026-10");
        closed["fulfilment"]!.ToJsonString().ShouldBe(open["fulfilment"]!.ToJsonString());
        closed["balance"]!.ToJsonString().ShouldBe(open["balance"]!.ToJsonString());
        (await LinesAsync(telecom, "2026-10"))
            .ShouldHaveSingleItem()
            .ToJsonString()
            .ShouldBe(lines.ShouldHaveSingleItem().ToJsonString());
        (await CsvAsync(telecom, "2026-10")).ShouldBe(csv);
        csv.ShouldContain($",10,-20,CZK,,{order},T-1,AIRTIME,2,fulfilled:{order}");
        using (var system = System(telecom))
        {
            var page = await system.GetStringAsync($"{Root}/statements/2026-10/print");
            page.ShouldContain("Owed to the partner: 20.00 CZK");
            page.ShouldContain(order);
        }

        var dispute = await DisputedAsync(telecom, "2026-10", $"fulfilled:{order}");
        (
            await RefusedAsync(
                telecom,
                dispute,
                new
                {
                    text = "x",
                    points = -5,
                    pointCurrency = "POINTS",
                }
            )
        ).ShouldBe("points");
        (
            await RefusedAsync(
                telecom,
                dispute,
                new
                {
                    text = "x",
                    pointCurrency = "POINTS",
                    money = Czk("-5"),
                }
            )
        ).ShouldBe("pointCurrency");
        (
            await RefusedAsync(telecom, dispute, new { text = "x", money = new { amount = "-5", currency = "EUR" } })
        ).ShouldBe("money.currency");
        (await RefusedAsync(telecom, dispute, new { text = "x", money = Czk("-5.001") })).ShouldBe("money.amount");
        (await RefusedAsync(telecom, dispute, new { text = "x" })).ShouldBe("points");
        (await CorrectAsync(telecom, dispute, new { text = "Five more", money = Czk("-5") })).EnsureSuccessStatusCode();

        var november = await StatementAsync(telecom, "2026-11");
        Money(november["fulfilment"]![0]!["corrections"]!).ShouldBe("-5.00");
        Money(november["balance"]!.AsArray().ShouldHaveSingleItem()!).ShouldBe("-5.00");
        clock.Now = new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero);
        await CloseAsync(telecom, "2026-11");
        var line = (await LinesAsync(telecom, "2026-11")).ShouldHaveSingleItem();
        ((string)line["line"]!, Money(line["money"]!)).ShouldBe(($"correction:{dispute}", "-5.00"));

        // A correction is a line like others.
        var second = await DisputedAsync(telecom, "2026-11", $"correction:{dispute}");
        (await CorrectAsync(telecom, second, new { text = "One less", money = Czk("1") })).EnsureSuccessStatusCode();
        Money((await StatementAsync(telecom, "2026-12"))["balance"]![0]!).ShouldBe("1.00");
    }

    private static RewardDefinition Costing(RewardDefinition one, decimal each) =>
        one with
        {
            QuantityPerRedemptionMax = 3,
            Fulfilment = one.Fulfilment with { Cost = new Money(each, MoneyCurrency.Parse("CZK")) },
        };

    private static object Czk(string amount) => new { amount, currency = "CZK" };

    private static string Money(JsonNode money) => (string)money["amount"]!;

    private HttpClient System(ScriptedTelecom telecom) => Club.System($"client-{telecom.Partner.View.Slug}");

    private async Task<string> DeliveredAsync(ScriptedTelecom telecom, int quantity)
    {
        using var staff = Club.Staff();
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        var order = await telecom.RedeemAsync(staff, member, MemberAppActions.NewKey(), quantity).IdAsync();
        await staff.WhenAsync(order, "fulfilled");
        return order;
    }

    private async Task<JsonNode> StatementAsync(ScriptedTelecom telecom, string month)
    {
        using var system = System(telecom);
        return await system.OkAsync($"statements/{month}");
    }

    /// <summary>One at a time, from the first page to the last.</summary>
    private async Task<List<JsonNode>> LinesAsync(ScriptedTelecom telecom, string month)
    {
        using var system = System(telecom);
        var lines = new List<JsonNode>();
        string? after = null;
        do
        {
            var page = await system.OkAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"statements/{month}/lines?limit=1{(after is null ? "" : $"&after={after}")}"
                )
            );
            lines.AddRange(page["items"]!.AsArray().Select(line => line!.DeepClone()));
            after = (string?)page["next"];
        } while (after is not null && lines.Count < 100);

        return lines;
    }

    private async Task<string> CsvAsync(ScriptedTelecom telecom, string month)
    {
        using var system = System(telecom);
        return await system.GetStringAsync($"{Root}/statements/{month}/export.csv");
    }

    private async Task CloseAsync(ScriptedTelecom telecom, string month)
    {
        (await Club.CloseAsync(month)).EnsureSuccessStatusCode();
        using var staff = Club.Staff("manager");
        var slug = telecom.Partner.View.Slug;
        (
            await staff.PostAsync($"/api/admin/v1/partners/{slug}/statements/{month}/close", content: null)
        ).EnsureSuccessStatusCode();
    }

    private async Task<string> DisputedAsync(ScriptedTelecom telecom, string month, string line)
    {
        using var system = System(telecom);
        var body = new
        {
            month,
            line,
            reason = "wrongCost",
            text = "We agreed on more",
        };
        var opened = await system.PostAsJsonAsync($"{Root}/disputes", body);
        return (string)(await opened.ReadAsync(HttpStatusCode.Created))["id"]!;
    }

    private async Task<HttpResponseMessage> CorrectAsync(ScriptedTelecom telecom, string dispute, object body)
    {
        using var staff = Club.Staff("manager");
        var slug = telecom.Partner.View.Slug;
        return await staff.PostAsJsonAsync($"/api/admin/v1/partners/{slug}/disputes/{dispute}/correct", body);
    }

    private async Task<string> RefusedAsync(ScriptedTelecom telecom, string dispute, object body)
    {
        var problem = await (await CorrectAsync(telecom, dispute, body)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        return problem["errors"]!.AsObject().Select(error => error.Key).ShouldHaveSingleItem();
    }

    public sealed class OnSqlite() : DeliveryClearingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : DeliveryClearingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : DeliveryClearingTests(DatabaseProvider.SqlServer);
}
