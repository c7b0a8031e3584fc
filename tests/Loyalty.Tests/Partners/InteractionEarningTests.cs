using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Partners;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnersActions;
using Enrolled = Loyalty.Tests.Members.MembersActions.Enrolled;

namespace Loyalty.Tests.Partners;

/// <summary>Purchases and visits that dealers tell earn as transactions do, where the contract says so: once, beside the history.</summary>
public abstract class InteractionEarningTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_visit_told_five_times_at_once_is_noted_and_earns_once_and_is_taken_back_as_a_transaction_is()
    {
        var (partner, member, customer) = await GivenDealerAsync();
        var vin = MembersActions.Vin();
        await GivenVehicleAsync(member, vin);
        var visit = Told(customer, "serviceVisit", "8450.00");
        (visit["data"]!["vin"], visit["data"]!["mileageKm"]) = (vin, 61_200);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => partner.SendAsync(visit.ToJsonString(), TestPartner.EventType))
        );

        answers.Count(answer => answer.ResultStatus() == "posted").ShouldBe(1);
        answers.Count(answer => answer.ResultStatus() == "duplicate").ShouldBe(4);
        var receipts = answers
            .Select(answer => answer.Result())
            .Select(result => result.TryGetProperty("first", out var first) ? first : result)
            .ToList();
        receipts.ShouldAllBe(receipt => receipt.GetProperty("points")[0].GetProperty("points").GetInt64() == 84);
        receipts.Select(receipt => receipt.GetProperty("entries").GetRawText()).Distinct().ShouldHaveSingleItem();
        var explanation = JsonNode.Parse(receipts[0].GetProperty("explanation").GetRawText())!;
        (
            (string)explanation["eventType"]!,
            (string)explanation["operation"]!,
            (string)explanation["channel"]!
        ).ShouldBe(("loyalty.interaction.recorded", "serviceVisit", "workshop"));
        (await BalanceAsync(member)).ShouldBe(84);
        await OnceInHistoryAsync(member);
        using var staff = Club.Staff("support");
        ((int)(await staff.GetJsonAsync($"{member.Url}/vehicles"))[0]!["mileageKm"]!).ShouldBe(61_200);

        var part = await partner.SendAsync(Reversal(customer, visit.Id(), "4225.00"));
        part.Result().GetProperty("points")[0].GetProperty("points").GetInt64().ShouldBe(-42);
        (await partner.SendAsync(Reversal(customer, visit.Id()))).ResultStatus().ShouldBe("posted");
        (await partner.SendAsync(Reversal(customer, visit.Id()))).Problem().ShouldBe("reversal-above-original");
        (await BalanceAsync(member)).ShouldBe(0);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rules_ask_for_the_kind_and_what_does_not_earn_is_history_alone()
    {
        var (partner, member, customer) = await GivenDealerAsync(when =>
            when["operations"] = new JsonArray("purchase")
        );
        var bought = Told(customer, "purchase", "1000.00");

        var answer = await partner.SendBatchAsync(
            bought,
            Told(customer, "serviceVisit", "1000.00"),
            Told(customer, "complaint", "1000.00"),
            Told(customer, "purchase", amount: null),
            Told(customer, "inquiry", amount: null),
            Reversal(customer, bought.Id(), "500.00")
        );

        answer.Statuses.ShouldAllBe(status => status == "posted");
        (await BalanceAsync(member)).ShouldBe(5);
        using var staff = Club.Staff("support");
        (await staff.GetJsonAsync($"{member.Url}/interactions"))["items"]!.AsArray().Count.ShouldBe(5);
        (await partner.RecordAsync(bought.Id()))!.Amount.ShouldBe(1000);
        var above = await partner.SendAsync(Told(customer, "purchase", "20000.00"));
        (above.Status, above.Problem()).ShouldBe((422, "amount-above-limit"));
        (await staff.GetJsonAsync($"{member.Url}/interactions"))["items"]!.AsArray().Count.ShouldBe(5);
    }

    [Fact]
    public async Task Without_the_contract_s_word_it_moves_no_points_and_cannot_be_taken_back()
    {
        var (partner, member, customer) = await GivenDealerAsync(interactionsEarn: false);
        var bought = Told(customer, "purchase", "1000.00");

        (await partner.SendAsync(bought)).Result().GetProperty("points").GetArrayLength().ShouldBe(0);

        (await BalanceAsync(member)).ShouldBe(0);
        (await partner.RecordAsync(bought.Id()))!.Amount.ShouldBeNull();
        (await partner.SendAsync(Reversal(customer, bought.Id()))).Problem().ShouldBe("original-event-unknown");
    }

    [Fact]
    public async Task What_comes_before_the_link_is_noted_and_earns_after_it()
    {
        var (partner, member, _) = await GivenDealerAsync();
        var customer = $"c{Guid.CreateVersion7():N}";
        (await partner.SendAsync(Told(customer, "purchase", "700.00"))).ResultStatus().ShouldBe("quarantined");

        (await partner.LinkAsync(customer, IdOf(member))).EnsureSuccessStatusCode();

        (await BalanceAsync(member)).ShouldBe(7);
        await OnceInHistoryAsync(member);
    }

    [Fact]
    public async Task It_is_foretold_and_nothing_is_written()
    {
        var (partner, member, customer) = await GivenDealerAsync();
        using var system = await partner.SystemAsync();
        var foreign = Told(customer, "purchase", "700.00");
        foreign["data"]!["vin"] = MembersActions.Vin();

        var tried = await system.TryAsync(partner, new JsonArray(Told(customer, "purchase", "700.00"), foreign));

        var events = tried["events"]!.AsArray();
        events.Select(one => (string)one!["status"]!).ShouldBe(["posted", "rejected"]);
        ((long)events[0]!["points"]![0]!["points"]!).ShouldBe(7);
        (await BalanceAsync(member)).ShouldBe(0);
        using var staff = Club.Staff("support");
        (await staff.GetJsonAsync($"{member.Url}/interactions"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_ledger_could_not_take_is_posted_later_by_itself_and_noted_once()
    {
        var busy = await Club.StartAsync(Provider);
        var (partner, member, customer) = await GivenDealerAsync(busy);
        var bought = Told(customer, "purchase", "700.00");
        await busy.Services.GetRequiredService<LedgerWriter>().StopAsync(CancellationToken.None);
        for (var i = 0; i < 2; i++)
        {
            (await partner.SendAsync(bought)).Status.ShouldBe(503);
        }

        var waiting = (await partner.RecordAsync(bought.Id())).ShouldNotBeNull();
        (waiting.Status, waiting.Reason, waiting.WaitingFor).ShouldBe(
            (PartnerEventStatus.Quarantined, "points-follow", PartnerEventRecord.WaitingForLedger)
        );
        await OnceInHistoryAsync(member, busy);
        (await partner.SendAsync(Told(customer, "purchase", "701.00", bought.Id())))
            .Problem()
            .ShouldBe("event-id-reused");
        await busy.StopAsync();

        await using var club = await Club.StartOnAsync(
            busy.Database,
            new TestClock(TimeProvider.System.GetUtcNow().AddMinutes(2))
        );
        var replay = club.Services.GetRequiredService<ReplayEvents>();
        await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => replay.UnfinishedAsync(CancellationToken.None)))
        );

        (await BalanceAsync(member, club)).ShouldBe(7);
        await OnceInHistoryAsync(member, club);
        var posted = (await (partner with { Club = club }).RecordAsync(bought.Id())).ShouldNotBeNull();
        (posted.Status, posted.Reason, posted.WaitingFor, posted.Json).ShouldBe(
            (PartnerEventStatus.Posted, null, null, null)
        );
        (await (partner with { Club = club }).SendAsync(bought)).ResultStatus().ShouldBe("duplicate");
        (await club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "contract.interactionsEarn")]
    [InlineData(false, "contract.moneyCurrencies")]
    public async Task A_contract_by_which_interactions_cannot_earn_is_refused(bool withoutType, string field)
    {
        var contract = Contract() with { InteractionsEarn = true };
        contract = withoutType
            ? contract with
            {
                EventTypes = [PartnerEvent.PointsGranted.TypeName],
            }
            : contract with
            {
                EventTypes = [PartnerEvent.InteractionRecorded.TypeName],
                MoneyCurrencies = [],
            };
        using var staff = Club.Staff();
        using var answer = await staff.PostAsJsonAsync(
            "/api/admin/v1/partners",
            new
            {
                slug = $"p-{Guid.CreateVersion7():N}",
                name = "A dealer",
                contract,
            },
            Club.Json
        );

        (await answer.ReadAsync(HttpStatusCode.UnprocessableEntity))["errors"]![field].ShouldNotBeNull();
    }

    private Task<(TestPartner Partner, Enrolled Member, string Customer)> GivenDealerAsync(
        Action<JsonNode>? change = null,
        bool interactionsEarn = true
    ) => GivenDealerAsync(Club, change, interactionsEarn);

    /// <summary>One point for each 100 CZK of purchases and visits that the dealer tells.</summary>
    private static async Task<(TestPartner Partner, Enrolled Member, string Customer)> GivenDealerAsync(
        Club club,
        Action<JsonNode>? change = null,
        bool interactionsEarn = true
    )
    {
        await club.EnsurePointsAsync();
        var partner = await club.CreatePartnerAsync(
            Contract() with
            {
                InteractionsEarn = interactionsEarn,
                AmountPerEventMax = "10000",
            }
        );
        var rule = EarningActions.Definition(partner.View.Id.ToString(), PointsActions.Points.Value);
        rule["when"]!["eventType"] = PartnerEvent.InteractionRecorded.TypeName;
        change?.Invoke(rule["when"]!);
        await club.PublishedRuleAsync(rule);
        var member = await club.EnrolMemberAsync();
        var customer = $"c{Guid.CreateVersion7():N}";
        (await partner.LinkAsync(customer, IdOf(member))).EnsureSuccessStatusCode();
        return (partner, member, customer);
    }

    private async Task GivenVehicleAsync(Enrolled member, string vin)
    {
        using var staff = Club.Staff("support");
        using var answer = await staff.PostAsJsonAsync($"{member.Url}/vehicles", new { vin });
        await answer.ReadAsync(HttpStatusCode.Created);
    }

    private static JsonObject Told(string customer, string kind, string? amount, string? id = null)
    {
        var data = new JsonObject
        {
            ["member"] = new JsonObject { ["partnerCustomerId"] = customer },
            ["kind"] = kind,
            ["channel"] = "workshop",
            ["subject"] = "As the dealer says",
        };
        if (amount is not null)
        {
            data["amount"] = new JsonObject { ["amount"] = amount, ["currency"] = "CZK" };
        }

        return Event(PartnerEvent.InteractionRecorded.TypeName, data, id);
    }

    private async Task<long> BalanceAsync(Enrolled member, Club? club = null)
    {
        var id = IdOf(member);
        return await (club ?? Club).WithContextAsync(context =>
            context.Wallets.Where(wallet => wallet.MemberId == id).SumAsync(wallet => wallet.Balance)
        );
    }

    private async Task OnceInHistoryAsync(Enrolled member, Club? club = null)
    {
        using var staff = (club ?? Club).Staff("support");
        (await staff.GetJsonAsync($"{member.Url}/interactions"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    private static MemberId IdOf(Enrolled member) =>
        Identifier.TryParse<MemberId>(member.Id, out var id) ? id : throw new FormatException(member.Id);

    public sealed class OnSqlite() : InteractionEarningTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : InteractionEarningTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : InteractionEarningTests(DatabaseProvider.SqlServer);
}
