using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>A partner who fulfils, and does all that partners do to those who rely on them. Whatever it does, the points are spent once
/// for what was delivered, and are the member's for what was not.</summary>
public abstract class PartnerFulfilmentTests(DatabaseProvider provider)
    : OwnClubTests(provider, ScriptedTelecom.Settings)
{
    [Fact]
    public async Task An_order_is_signed_says_what_is_wanted_and_its_content_is_kept()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Always(ScriptedTelecom.Says(order, "fulfilled", "PIN 1234"));
        using var staff = Club.Staff();

        var asked = await (await telecom.RedeemAsync(staff, member, key)).ReadAsync(HttpStatusCode.Created);

        asked["id"]!.ToString().ShouldBe(order);
        var done = await staff.WhenAsync(order, "fulfilled");
        done["reference"]!.ToString().ShouldBe("T-1");
        (await Club.CountAsync(member)).ShouldBe((900, 0, 900));
        var call = telecom.Ordered.ShouldHaveSingleItem();
        var body = JsonNode.Parse(call.Text)!;
        body["orderId"]!.ToString().ShouldBe(order);
        body["product"]!.ToString().ShouldBe("AIRTIME");
        body["delivery"]!["phoneNumber"]!.ToString().ShouldBe("+420601601601");
        call.Headers["Idempotency-Key"].ShouldBe($"{order}-order");
        call.Headers["webhook-id"].ShouldBe($"{order}-order");
        WebhookSignature.TryParseSecret(telecom.CallSecret, out var secret).ShouldBeTrue();
        WebhookSignature
            .Verify(
                secret,
                WebhookSignature.TextToSign(
                    call.Headers["webhook-id"],
                    call.Headers["webhook-timestamp"],
                    call.Body.Span
                ),
                call.Headers["webhook-signature"]
            )
            .ShouldBeTrue();
        (await Club.StepsAsync(order)).ShouldBe(["Requested", "Reserved", "Ordered", "Fulfilled"]);
    }

    [Fact]
    public async Task Whatever_keeps_an_answer_away_the_order_is_repeated_and_paid_once()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom
            .Orders.Then(ScriptedAnswer.WithStatus(500))
            .Then(ScriptedAnswer.Cut)
            .Then(ScriptedAnswer.Json("<html>"))
            .Then(ScriptedAnswer.Json("""{"orderId":"red_other","status":"fulfilled"}"""))
            .Then(ScriptedTelecom.Says(order, "delivered"))
            // The order arrives; its answer comes after the time limit of a second.
            .Then(ScriptedTelecom.Says(order, "fulfilled") with { Delay = TimeSpan.FromSeconds(3) })
            .Always(ScriptedTelecom.Says(order, "fulfilled"));
        using var staff = Club.Staff();
        (await telecom.RedeemAsync(staff, member, key)).StatusCode.ShouldBe(HttpStatusCode.Created);

        await staff.WhenAsync(order, "fulfilled");

        telecom.Ordered.Count().ShouldBe(7);
        telecom.Ordered.Select(call => call.Text).Distinct().Count().ShouldBe(1);
        (await Club.CountAsync(member)).ShouldBe((900, 0, 900));
        (await Club.EntriesAsync(member)).Count(entry => entry.Points == -100).ShouldBe(1);
        (await Club.StepsAsync(order)).ShouldBe(["Requested", "Reserved", "Ordered", "Fulfilled"]);
    }

    [Fact]
    public async Task What_the_partner_rejects_gives_the_points_back()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Always(ScriptedTelecom.Says(order, "rejected") with { Status = 422 });
        using var staff = Club.Staff();
        await telecom.RedeemAsync(staff, member, key);

        await staff.WhenAsync(order, "failed");

        (await Club.CountAsync(member)).ShouldBe((1_000, 0, 1_000));
        (await Club.TakenAsync(telecom.Reward)).ShouldBe(0);
        var last = (await staff.ReadRedemptionAsync(order))["transitions"]!.AsArray()[^1]!;
        last["cause"]!.ToString().ShouldBe("partner-rejected");
        last["detail"]!.ToString().ShouldBe("number-unknown");
    }

    [Fact]
    public async Task What_is_accepted_completes_by_webhook_and_a_second_one_changes_nothing()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Always(ScriptedTelecom.Says(order, "accepted"));
        telecom.StatusOf(order).Always(ScriptedTelecom.Says(order, "accepted"));
        using var staff = Club.Staff();
        await telecom.RedeemAsync(staff, member, key);
        await WaitFor.Async(() => Task.FromResult(telecom.Ordered.Any()), there => there);
        var report = ScriptedTelecom.Report(order, "fulfilled", "PIN 1");

        (await telecom.TellAsync(report, WebhookSignature.Format(new byte[32]))).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => telecom.TellAsync(report)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        await staff.WhenAsync(order, "fulfilled");
        (await Club.CountAsync(member)).ShouldBe((900, 0, 900));
        (await Club.EntriesAsync(member)).Count(entry => entry.Points == -100).ShouldBe(1);
        var other = await Club.CreatePartnerAsync();
        (await (telecom with { Partner = other }).TellAsync(report)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_accepted_and_never_told_is_asked_for()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Always(ScriptedTelecom.Says(order, "accepted"));
        telecom
            .StatusOf(order)
            .Then(ScriptedTelecom.Says(order, "accepted"))
            .Then(ScriptedAnswer.WithStatus(503))
            .Always(ScriptedTelecom.Says(order, "fulfilled"));
        using var staff = Club.Staff();
        await telecom.RedeemAsync(staff, member, key);

        await staff.WhenAsync(order, "fulfilled");

        telecom.Ordered.Count().ShouldBe(1);
        (await Club.CountAsync(member)).ShouldBe((900, 0, 900));
    }

    [Fact]
    public async Task What_the_member_takes_back_the_partner_gives_up_first()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Always(ScriptedTelecom.Says(order, "accepted"));
        telecom.StatusOf(order).Always(ScriptedTelecom.Says(order, "accepted"));
        var answer = new TaskCompletionSource();
        telecom.CancelOf(order).Always(ScriptedTelecom.Says(order, "cancelled") with { Until = answer.Task });
        using var staff = Club.Staff();
        await telecom.RedeemAsync(staff, member, key);
        await WaitFor.Async(() => Task.FromResult(telecom.Ordered.Any()), there => there);

        var asked = await (await staff.ChangeRedemptionAsync(order, "cancel")).ReadAsync(HttpStatusCode.OK);

        ((bool)asked["isCancelling"]!).ShouldBeTrue();
        (await Club.CountAsync(member)).ShouldBe((900, 100, 1_000));
        answer.SetResult();
        await staff.WhenAsync(order, "cancelled");
        (await Club.CountAsync(member)).ShouldBe((1_000, 0, 1_000));
    }

    [Fact]
    public async Task What_the_partner_delivered_before_it_could_be_taken_back_is_paid()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Always(ScriptedTelecom.Says(order, "accepted"));
        telecom.StatusOf(order).Always(ScriptedTelecom.Says(order, "accepted"));
        telecom.CancelOf(order).Always(ScriptedTelecom.Says(order, "fulfilled"));
        using var staff = Club.Staff();
        await telecom.RedeemAsync(staff, member, key);
        await WaitFor.Async(() => Task.FromResult(telecom.Ordered.Any()), there => there);

        (await staff.ChangeRedemptionAsync(order, "cancel")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await staff.WhenAsync(order, "fulfilled");
        (await Club.CountAsync(member)).ShouldBe((900, 0, 900));
    }

    [Fact]
    public async Task What_is_told_of_an_order_that_is_over_is_kept_for_staff()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Always(ScriptedTelecom.Says(order, "rejected"));
        using var staff = Club.Staff();
        await telecom.RedeemAsync(staff, member, key);
        await staff.WhenAsync(order, "failed");

        foreach (var _ in (int[])[1, 2])
        {
            await (await telecom.TellAsync(ScriptedTelecom.Report(order, "fulfilled"))).ShouldBeRefusedAsync(
                HttpStatusCode.Conflict,
                "order-is-over"
            );
        }

        var path = $"/api/admin/v1/partners/{telecom.Partner.View.Slug}/order-differences?open=true";
        var found = (await (await staff.GetAsync(path)).ReadAsync(HttpStatusCode.OK))["items"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        found["orderId"]!.ToString().ShouldBe(order);
        found["ours"]!.ToString().ShouldBe("failed");
        found["theirs"]!.ToString().ShouldBe("fulfilled");
        var resolved = await staff.PostAsJsonAsync(
            $"/api/admin/v1/order-differences/{found["id"]}/resolve",
            new { note = "Paid by the Club." }
        );
        (await resolved.ReadAsync(HttpStatusCode.OK))["resolvedBy"]!.ToString().ShouldBe("staff-administrator");
        (await (await staff.GetAsync(path)).ReadAsync(HttpStatusCode.OK))["items"]!.AsArray().ShouldBeEmpty();
        (await Club.CountAsync(member)).ShouldBe((1_000, 0, 1_000));
    }

    public sealed class OnSqlite() : PartnerFulfilmentTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PartnerFulfilmentTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PartnerFulfilmentTests(DatabaseProvider.SqlServer);
}
