using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Points;

/// <summary>Points that wait until the partner reports their transaction as completed, over HTTP.</summary>
public abstract class CompletionTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string ByEvent = """{"byEvent": true}""";

    [Fact]
    public async Task Points_wait_for_the_event_and_are_available_after_it_exactly_once()
    {
        var till = await GivenTillAsync(ByEvent);
        var payment = Payment(till.Customer, "1000.00");
        var posted = await till.Partner.SendAsync(payment);
        posted.Result().GetProperty("explanation").GetProperty("waitsForEvent").GetBoolean().ShouldBeTrue();
        (await till.CountAsync()).ShouldBe((0, 10));

        var completion = Completion(till.Customer, payment.Id());
        var completed = await till.Partner.SendAsync(completion);

        completed.ResultStatus().ShouldBe("posted");
        completed.Result().GetProperty("points").GetArrayLength().ShouldBe(0);
        completed.Result().GetProperty("entries").GetArrayLength().ShouldBe(1);
        var activation = completed.Result().GetProperty("explanation").GetProperty("activation");
        activation.GetProperty("points").GetInt64().ShouldBe(10);
        activation.GetProperty("eventId").GetString().ShouldBe(payment.Id());
        (await till.CountAsync()).ShouldBe((10, 0));

        var again = await till.Partner.SendAsync(completion);
        again.ResultStatus().ShouldBe("duplicate");
        again
            .Result()
            .GetProperty("first")
            .GetProperty("entries")[0]
            .GetString()
            .ShouldBe(completed.Result().GetProperty("entries")[0].GetString());
        var anew = await till.Partner.SendAsync(Completion(till.Customer, payment.Id()));
        anew.ResultStatus().ShouldBe("posted");
        anew.Result().GetProperty("entries").GetArrayLength().ShouldBe(0);
        (await till.CountAsync()).ShouldBe((10, 0));
        (await till.KindsAsync()).ShouldBe([EntryKind.Accrual, EntryKind.Activation]);
    }

    [Fact]
    public async Task Pain06_The_same_event_many_times_at_once_activates_once()
    {
        var till = await GivenTillAsync(ByEvent);
        var payment = Payment(till.Customer, "1000.00");
        await till.Partner.SendAsync(payment);
        var completion = Completion(till.Customer, payment.Id());
        var others = Enumerable.Range(0, 4).Select(_ => Completion(till.Customer, payment.Id()));

        var answers = await Task.WhenAll(
            Enumerable.Repeat(completion, 4).Concat(others).Select(one => till.Partner.SendAsync(one))
        );

        answers.Select(answer => answer.ResultStatus()).Distinct().ShouldBeSubsetOf(["posted", "duplicate"]);
        (await till.CountAsync()).ShouldBe((10, 0));
        (await till.KindsAsync()).ShouldBe([EntryKind.Accrual, EntryKind.Activation]);
    }

    [Fact]
    public async Task Pain07_The_same_id_for_another_transaction_is_refused()
    {
        var till = await GivenTillAsync(ByEvent);
        var (one, other) = (Payment(till.Customer, "1000.00"), Payment(till.Customer, "500.00"));
        await till.Partner.SendBatchAsync(one, other);
        await till.Partner.SendAsync(Completion(till.Customer, one.Id(), "done-" + one.Id()));

        var reused = await till.Partner.SendAsync(Completion(till.Customer, other.Id(), "done-" + one.Id()));

        (reused.Status, reused.Problem()).ShouldBe((409, "event-id-reused"));
        (await till.CountAsync()).ShouldBe((10, 5));
    }

    [Fact]
    public async Task Pain33_A_return_before_it_cancels_pending_points_first_and_the_rest_becomes_available()
    {
        var till = await GivenTillAsync(ByEvent);
        // Both lie in one lot.
        var (one, other) = (Payment(till.Customer, "1000.00"), Payment(till.Customer, "700.00"));
        await till.Partner.SendBatchAsync(one, other);
        await till.Partner.SendAsync(Reversal(till.Customer, one.Id(), "400.00"));
        (await till.CountAsync()).ShouldBe((0, 13));

        await till.Partner.SendAsync(Completion(till.Customer, one.Id()));

        (await till.CountAsync()).ShouldBe((6, 7));
        // What is returned after it comes out of what it made available, not of what waits for another event.
        await till.Partner.SendAsync(Reversal(till.Customer, one.Id(), "300.00"));
        (await till.CountAsync()).ShouldBe((3, 7));
        await till.Partner.SendAsync(Reversal(till.Customer, other.Id()));
        (await till.CountAsync()).ShouldBe((3, 0));
        var late = await till.Partner.SendAsync(Completion(till.Customer, other.Id()));
        late.ResultStatus().ShouldBe("posted");
        late.Result().GetProperty("entries").GetArrayLength().ShouldBe(0);
        (await till.CountAsync()).ShouldBe((3, 0));
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Before_its_original_it_is_refused_and_taken_once_the_original_is_there()
    {
        var till = await GivenTillAsync(ByEvent);
        var payment = Payment(till.Customer, "1000.00");
        var completion = Completion(till.Customer, payment.Id());

        var early = await till.Partner.SendAsync(completion);
        (early.Status, early.Problem()).ShouldBe((422, "original-event-unknown"));
        await till.Partner.SendAsync(payment);
        (await till.Partner.SendAsync(completion)).ResultStatus().ShouldBe("posted");

        (await till.CountAsync()).ShouldBe((10, 0));
    }

    [Fact]
    public async Task In_one_request_with_its_original_it_follows_it()
    {
        var till = await GivenTillAsync(ByEvent);
        var payment = Payment(till.Customer, "1000.00");

        var answer = await till.Partner.SendBatchAsync(payment, Completion(till.Customer, payment.Id()));

        answer.Statuses.ShouldBe(["posted", "posted"]);
        (await till.CountAsync()).ShouldBe((10, 0));
    }

    [Fact]
    public async Task Pain37_It_waits_with_a_quarantined_original_and_is_replayed_after_the_link()
    {
        var till = await GivenTillAsync(ByEvent);
        var customer = $"c{Guid.CreateVersion7():N}";
        var payment = Payment(customer, "1000.00");
        (await till.Partner.SendAsync(payment)).ResultStatus().ShouldBe("quarantined");
        var completion = Completion(customer, payment.Id());
        var waiting = await till.Partner.SendAsync(completion);
        (waiting.ResultStatus(), waiting.Problem()).ShouldBe(("quarantined", "original-event-quarantined"));

        (await till.Partner.LinkAsync(customer, till.Member)).EnsureSuccessStatusCode();

        (await WaitFor.Async(till.CountAsync, count => count == (10, 0))).ShouldBe((10, 0));
        (await till.Partner.SendAsync(completion)).ResultStatus().ShouldBe("duplicate");
        (await till.CountAsync()).ShouldBe((10, 0));
    }

    [Fact]
    public async Task Another_partner_cannot_complete_it()
    {
        var till = await GivenTillAsync(ByEvent);
        var payment = Payment(till.Customer, "1000.00");
        await till.Partner.SendAsync(payment);
        var stranger = await Club.CreatePartnerAsync();
        (await stranger.LinkAsync(till.Customer, till.Member)).EnsureSuccessStatusCode();

        var answer = await stranger.SendAsync(Completion(till.Customer, payment.Id()));

        (answer.Status, answer.Problem()).ShouldBe((422, "original-event-unknown"));
        (await till.CountAsync()).ShouldBe((0, 10));
    }

    [Fact]
    public async Task A_contract_that_does_not_cover_it_refuses_it()
    {
        var contract = Contract();
        var partner = await Club.CreatePartnerAsync(
            contract with
            {
                EventTypes = [.. contract.EventTypes.Where(type => type != "loyalty.transaction.completed")],
            }
        );
        var customer = await partner.LinkedCustomerAsync();

        var answer = await partner.SendAsync(Completion(customer, "tx-1"));

        (answer.Status, answer.Problem()).ShouldBe((422, "event-type-not-covered"));
    }

    [Fact]
    public async Task A_rule_that_has_only_a_delay_keeps_to_it()
    {
        var till = await GivenTillAsync(activation: null, delayDays: 14);
        var payment = Payment(till.Customer, "1000.00");
        await till.Partner.SendAsync(payment);

        var answer = await till.Partner.SendAsync(Completion(till.Customer, payment.Id()));

        answer.ResultStatus().ShouldBe("posted");
        answer.Result().GetProperty("entries").GetArrayLength().ShouldBe(0);
        var activation = answer.Result().GetProperty("explanation").GetProperty("activation");
        activation.TryGetProperty("entry", out _).ShouldBeFalse();
        (await till.CountAsync()).ShouldBe((0, 10));
    }

    [Fact]
    public async Task Of_one_transaction_only_the_points_that_wait_become_available()
    {
        var till = await GivenTillAsync(ByEvent);
        var bonus = EarningActions.Definition(till.Partner.View.Id.ToString(), till.Currency.Value, pointsPer: "2");
        bonus["name"] = "Bonus";
        bonus["activationDelayDays"] = 14;
        await Club.PublishedRuleAsync(bonus);
        var payment = Payment(till.Customer, "1000.00");
        await till.Partner.SendAsync(payment);
        (await till.CountAsync()).ShouldBe((0, 30));

        await till.Partner.SendAsync(Completion(till.Customer, payment.Id()));

        (await till.CountAsync()).ShouldBe((10, 20));
    }

    [Fact]
    public async Task Pain27_Points_that_moved_with_a_merge_become_available_where_they_are()
    {
        var till = await GivenTillAsync(ByEvent);
        var survivor = await Club.SomeMemberAsync();
        var payment = Payment(till.Customer, "1000.00");
        await till.Partner.SendAsync(payment);
        using var staff = Club.Staff("support");
        var merged = await staff.SendAsync(
            $"members/{survivor}/merges",
            new JsonObject { ["duplicate"] = till.Member.ToString() },
            key: null
        );
        merged.EnsureSuccessStatusCode();
        (await CountAsync(survivor, till.Currency)).ShouldBe((0, 10));

        (await till.Partner.SendAsync(Completion(till.Customer, payment.Id()))).ResultStatus().ShouldBe("posted");

        (await CountAsync(survivor, till.Currency)).ShouldBe((10, 0));
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    private async Task<Till> GivenTillAsync(string? activation, int? delayDays = null)
    {
        var partner = await Club.CreatePartnerAsync();
        var currency = await Club.CreatePointCurrencyAsync();
        var definition = EarningActions.Definition(partner.View.Id.ToString(), currency);
        definition["activation"] = activation is null ? null : JsonNode.Parse(activation);
        definition["activationDelayDays"] = delayDays;
        await Club.PublishedRuleAsync(definition);
        var (member, customer) = (await Club.SomeMemberAsync(), $"c{Guid.CreateVersion7():N}");
        (await partner.LinkAsync(customer, member)).EnsureSuccessStatusCode();
        return new Till(this, partner, customer, member, PointCurrencyCode.Parse(currency));
    }

    /// <summary>What can be spent and what waits.</summary>
    private async Task<(long Available, long Pending)> CountAsync(MemberId member, PointCurrencyCode currency)
    {
        using var staff = Club.Staff("auditor");
        var wallets = await staff.GetJsonAsync($"/api/admin/v1/members/{member}/wallets");
        var wallet = wallets.AsArray().FirstOrDefault(wallet => (string?)wallet!["currency"] == currency.Value);
        return wallet is null ? (0, 0) : ((long)wallet["available"]!, (long)wallet["pending"]!);
    }

    private Task<List<EntryKind>> KindsAsync(MemberId member, PointCurrencyCode currency)
    {
        var id = WalletId.Of(member, currency);
        return Club.WithContextAsync(context =>
            context
                .Entries.Where(entry => entry.WalletId == id)
                .OrderBy(entry => entry.Sequence)
                .Select(entry => entry.Kind)
                .ToListAsync()
        );
    }

    /// <summary>A partner with one rule and one linked member.</summary>
    private sealed record Till(
        CompletionTests Tests,
        TestPartner Partner,
        string Customer,
        MemberId Member,
        PointCurrencyCode Currency
    )
    {
        public Task<(long Available, long Pending)> CountAsync() => Tests.CountAsync(Member, Currency);

        public Task<List<EntryKind>> KindsAsync() => Tests.KindsAsync(Member, Currency);
    }

    public sealed class OnSqlite() : CompletionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CompletionTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CompletionTests(DatabaseProvider.SqlServer);
}
