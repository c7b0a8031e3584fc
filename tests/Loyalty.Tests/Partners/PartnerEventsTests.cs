using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Api.Partners;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Partners;

public abstract class PartnerEventsTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Pain06_an_event_is_posted_once_and_every_repeat_gets_the_first_answer()
    {
        var partner = await Club.CreatePartnerAsync();
        var payment = Payment(await partner.LinkedCustomerAsync());

        var first = await partner.SendAsync(payment);
        var again = await partner.SendAsync(payment);

        first.Status.ShouldBe(200);
        first.ResultStatus().ShouldBe("posted");
        first.Result().GetProperty("id").GetString().ShouldBe(payment.Id());
        again.Status.ShouldBe(200);
        again.ResultStatus().ShouldBe("duplicate");
        again.Result().GetProperty("first").GetProperty("status").GetString().ShouldBe("posted");
        (await partner.RecordAsync(payment.Id()))!.Json.ShouldBeNull();
    }

    [Fact]
    public async Task Pain06_ten_copies_at_once_take_effect_once()
    {
        var partner = await Club.CreatePartnerAsync();
        var payment = Payment(await partner.LinkedCustomerAsync()).ToJsonString();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => partner.SendAsync(payment, TestPartner.EventType))
        );

        answers.ShouldAllBe(answer => answer.Status == 200);
        answers.Count(answer => answer.ResultStatus() == "posted").ShouldBe(1);
        answers.Count(answer => answer.ResultStatus() == "duplicate").ShouldBe(9);
    }

    [Fact]
    public async Task Pain07_the_same_id_with_other_content_is_refused_and_changes_nothing()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = await partner.LinkedCustomerAsync();
        var payment = Payment(customer);
        await partner.SendAsync(payment);

        var reused = await partner.SendAsync(Payment(customer, "999.00", payment.Id()));

        reused.Status.ShouldBe(409);
        reused.Problem().ShouldBe("event-id-reused");
        (await partner.RecordAsync(payment.Id()))!.Amount.ShouldBe(100m);
        (await partner.SendAsync(payment)).ResultStatus().ShouldBe("duplicate");
    }

    [Fact]
    public async Task A_contract_changed_meanwhile_does_not_turn_a_repeat_into_a_rejection()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = await partner.LinkedCustomerAsync();
        var payment = Payment(customer);
        await partner.SendAsync(payment);
        await ChangeContractAsync(partner, Contract() with { AmountPerEventMax = "1" });

        (await partner.SendAsync(payment)).ResultStatus().ShouldBe("duplicate");
        var other = await partner.SendAsync(Payment(customer));
        other.Status.ShouldBe(422);
        other.Problem().ShouldBe("amount-above-limit");
    }

    [Fact]
    public async Task Pain37_what_comes_before_the_link_waits_and_is_posted_once_after_it()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = $"c{Guid.CreateVersion7():N}";
        var payment = Payment(customer);
        var reversal = Reversal(customer, payment.Id(), "40.00");

        (await partner.SendAsync(payment)).Status.ShouldBe(202);
        (await partner.SendAsync(payment)).ResultStatus().ShouldBe("quarantined");
        (await partner.SendAsync(reversal)).ResultStatus().ShouldBe("quarantined");
        (await partner.SendAsync(Payment(customer, "1.00", payment.Id()))).Status.ShouldBe(409);

        var member = await Club.SomeMemberAsync();
        var links = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => partner.LinkAsync(customer, member)));

        links.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.NoContent);
        var posted = (await partner.RecordAsync(payment.Id()))!;
        posted.Status.ShouldBe(PartnerEventStatus.Posted);
        posted.MemberId.ShouldBe(member);
        posted.ReversedAmount.ShouldBe(40m);
        posted.Json.ShouldBeNull();
        posted.WaitingFor.ShouldBeNull();
        (await partner.SendAsync(payment)).ResultStatus().ShouldBe("duplicate");
    }

    [Fact]
    public async Task Pain37_a_link_that_the_partner_reports_posts_what_waited()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = $"c{Guid.CreateVersion7():N}";
        var payment = Payment(customer);
        await partner.SendAsync(payment);

        var linked = await partner.SendAsync(Link(customer, await Club.SomeMemberAsync()));

        linked.ResultStatus().ShouldBe("posted");
        (await partner.RecordAsync(payment.Id()))!.Status.ShouldBe(PartnerEventStatus.Posted);
        var elsewhere = await partner.SendAsync(Link(customer, await Club.SomeMemberAsync()));
        elsewhere.Problem().ShouldBe("customer-linked-elsewhere");
        elsewhere.Status.ShouldBe(422);

        var unlinked = Event(PartnerEvent.MemberUnlinked.TypeName, new JsonObject { ["partnerCustomerId"] = customer });
        (await partner.SendAsync(unlinked)).ResultStatus().ShouldBe("posted");
        (await partner.SendAsync(Payment(customer))).ResultStatus().ShouldBe("quarantined");
    }

    [Fact]
    public async Task Pain36_an_old_event_is_taken_and_marked_late_and_one_that_is_too_old_is_rejected()
    {
        var partner = await Club.CreatePartnerAsync(Contract() with { LateDaysMax = 90 });
        var customer = await partner.LinkedCustomerAsync();
        var late = Payment(customer);
        late["time"] = TimeProvider.System.GetUtcNow().AddDays(-30).ToString("O");
        var tooLate = Payment(customer);
        tooLate["time"] = TimeProvider.System.GetUtcNow().AddDays(-91).ToString("O");
        var ahead = Payment(customer);
        ahead["time"] = TimeProvider.System.GetUtcNow().AddMinutes(10).ToString("O");

        var answer = await partner.SendBatchAsync(late, tooLate, ahead, Payment(customer));

        answer.Statuses.ShouldBe(["posted", "rejected", "rejected", "posted"]);
        answer.Problem(1).ShouldBe("event-too-late");
        answer.Problem(2).ShouldBe("event-in-future");
        (await partner.RecordAsync(late.Id()))!.Late.ShouldBeTrue();
    }

    [Fact]
    public async Task A_batch_is_answered_in_order_and_one_bad_event_does_not_fail_the_others()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = await partner.LinkedCustomerAsync();
        var payment = Payment(customer);
        var bad = Payment(customer, "-5.00");

        var answer = await partner.SendBatchAsync(
            payment,
            bad,
            payment.DeepClone(),
            Payment("nobody"),
            JsonValue.Create(7),
            Payment(customer, "1.00", payment.Id()),
            Reversal(customer, payment.Id())
        );

        answer.Status.ShouldBe(200);
        answer.Statuses.ShouldBe(["posted", "rejected", "duplicate", "quarantined", "rejected", "rejected", "posted"]);
        answer.Result(1).GetProperty("id").GetString().ShouldBe(bad.Id());
        answer
            .Result(1)
            .GetProperty("problem")
            .GetProperty("errors")
            .TryGetProperty("data.amount.amount", out _)
            .ShouldBeTrue();
        answer.Result(4).GetProperty("id").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        answer.Problem(5).ShouldBe("event-id-reused");
        answer.Signature.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_rejected_event_does_not_use_up_its_id()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = await partner.LinkedCustomerAsync();
        var bad = Payment(customer, "-5.00");

        (await partner.SendAsync(bad)).Status.ShouldBe(422);
        (await partner.RecordAsync(bad.Id()))!.Status.ShouldBe(PartnerEventStatus.Rejected);
        (await partner.SendAsync(Payment(customer, "5.00", bad.Id()))).ResultStatus().ShouldBe("posted");
        (await partner.RecordAsync(bad.Id()))!.Reason.ShouldBeNull();
    }

    [Fact]
    public async Task A_reversal_takes_back_what_is_left_and_no_more()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = await partner.LinkedCustomerAsync();
        var payment = Payment(customer);
        await partner.SendAsync(payment);

        (await partner.SendAsync(Reversal(customer, "unknown"))).Problem().ShouldBe("original-event-unknown");
        (await partner.SendAsync(Reversal(customer, payment.Id(), "60.00"))).ResultStatus().ShouldBe("posted");
        var above = await partner.SendAsync(Reversal(customer, payment.Id(), "40.01"));
        above.Problem().ShouldBe("reversal-above-original");
        above
            .Result()
            .GetProperty("problem")
            .GetProperty("left")
            .GetProperty("amount")
            .GetString()
            .ShouldStartWith("40");
        (await partner.SendAsync(Reversal(customer, payment.Id()))).ResultStatus().ShouldBe("posted");
        (await partner.SendAsync(Reversal(customer, payment.Id()))).Problem().ShouldBe("reversal-above-original");
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("[1]", 400)]
    [InlineData("null", 400)]
    [InlineData("{}", 422)]
    public async Task A_body_that_is_no_event_is_refused_with_a_signed_answer(string body, int status)
    {
        var partner = await Club.CreatePartnerAsync();

        var answer = await partner.SendAsync(body, TestPartner.EventType);

        answer.Status.ShouldBe(status);
        answer.Signature.ShouldBe(
            TestPartner.Signature(partner.Secret, answer.WebhookId!, answer.Timestamp!, answer.Body)
        );
    }

    [Fact]
    public async Task A_batch_has_1_to_1000_events()
    {
        var partner = await Club.CreatePartnerAsync();

        (await partner.SendAsync("[]", TestPartner.BatchType)).Status.ShouldBe(422);
        (await partner.SendAsync("{}", TestPartner.BatchType)).Status.ShouldBe(400);
        (await partner.SendAsync($"[{string.Join(',', Enumerable.Repeat("1", 1_001))}]", TestPartner.BatchType))
            .Problem()
            .ShouldBe("invalid-request");
        var invalidUtf8 = Encoding.UTF8.GetBytes(Payment("cX").ToJsonString());
        invalidUtf8[Array.IndexOf(invalidUtf8, (byte)'X')] = 0xFF;
        (await partner.SendAsync(invalidUtf8, TestPartner.EventType)).Status.ShouldBe(400);
    }

    internal static async Task ChangeContractAsync(TestPartner partner, PartnerContractBody contract)
    {
        using var staff = partner.Club.Staff();
        var path = $"/api/admin/v1/partners/{partner.View.Slug}";
        using var read = await staff.GetAsync(path);
        using var change = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = JsonContent.Create(new UpdatePartnerBody("North Bank", contract), options: Club.Json),
        };
        change.Headers.IfMatch.Add(read.Headers.ETag!);
        using var changed = await staff.SendAsync(change);
        changed.EnsureSuccessStatusCode();
    }

    public sealed class OnSqlite() : PartnerEventsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PartnerEventsTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PartnerEventsTests(DatabaseProvider.SqlServer);
}
