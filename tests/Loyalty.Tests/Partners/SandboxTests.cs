using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Partners;

public abstract class SandboxTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task What_is_foretold_is_what_is_posted_and_nothing_is_written_before()
    {
        var partner = await Club.CreatePartnerAsync(Contract() with { PointsPerMemberPerDayMax = 150 });
        await partner.GivenPointPerUnitAsync();
        using var system = await partner.SystemAsync();
        var customer = await partner.LinkedCustomerAsync();
        var (first, second) = (Payment(customer, "100.00"), Payment(customer, "80.00"));
        var before = await CountsAsync(partner);

        var tried = await system.TryAsync(partner, new JsonArray(first.DeepClone(), second.DeepClone()));

        ((bool)tried["signature"]!["valid"]!, (int)tried["webhookStatus"]!).ShouldBe((true, 200));
        tried["signature"]!["secretId"].ShouldNotBeNull();
        var events = tried["events"]!.AsArray();
        events.Select(one => (string)one!["status"]!).ShouldBe(["posted", "posted"]);
        events.Select(one => (long)one!["points"]![0]!["points"]!).ShouldBe([100, 50], "the day's limit trims");
        events[0]!["explanation"]!.ToJsonString().ShouldContain("One per hundred");
        (await CountsAsync(partner)).ShouldBe(before);

        var answer = await partner.SendBatchAsync(first.DeepClone(), second.DeepClone());
        for (var i = 0; i < 2; i++)
        {
            answer
                .Result(i)
                .GetProperty("points")[0]
                .GetProperty("points")
                .GetInt64()
                .ShouldBe((long)events[i]!["points"]![0]!["points"]!);
        }

        var again = await system.TryAsync(partner, first.DeepClone());
        ((string)again["events"]![0]!["status"]!).ShouldBe("duplicate");
        ((long)again["events"]![0]!["points"]![0]!["points"]!).ShouldBe(100);
        var reversed = await system.TryAsync(partner, Reversal(customer, first.Id(), "40.00"));
        ((long)reversed["events"]![0]!["points"]![0]!["points"]!).ShouldBe(-40);
        ((string)(await partner.SendAsync(Payment(customer))).ResultStatus()!).ShouldBe("posted");
    }

    [Fact]
    public async Task It_says_why_an_event_would_wait_or_be_refused()
    {
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();
        var customer = await partner.LinkedCustomerAsync();
        var foreign = Payment(customer);
        foreign["data"]!["amount"]!["currency"] = "EUR";
        var broken = Payment(customer);
        broken["data"]!["amount"]!["amount"] = 12;
        var sent = Payment(customer);
        (await partner.SendAsync(sent.DeepClone().AsObject())).Status.ShouldBe(200);
        var changed = Payment(customer, "101.00", sent.Id());
        var fresh = Payment(customer);

        var tried = await system.TryAsync(
            partner,
            new JsonArray(
                Payment("nobody"),
                foreign,
                broken,
                changed,
                fresh.DeepClone(),
                Reversal(customer, fresh.Id()),
                fresh.DeepClone(),
                Reversal(customer, "never-sent")
            )
        );

        tried["events"]!
            .AsArray()
            .Select(one => ((string)one!["status"]!, ((string?)one["problem"]?["type"])?["/problems/".Length..]))
            .ShouldBe([
                ("quarantined", "member-unknown"),
                ("rejected", "currency-not-covered"),
                ("rejected", "invalid-request"),
                ("rejected", "event-id-reused"),
                ("posted", null),
                ("dependsOnRequest", null),
                ("posted", null),
                ("rejected", "original-event-unknown"),
            ]);
        (await partner.RecordAsync(fresh.Id())).ShouldBeNull();
        var alone = await system.TryAsync(partner, Payment("nobody"));
        ((int)alone["webhookStatus"]!).ShouldBe(202);
    }

    [Fact]
    public async Task It_says_what_is_wrong_with_a_signature()
    {
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();
        var payment = Payment(await partner.LinkedCustomerAsync());
        var stranger = await Club.CreatePartnerAsync();

        async Task<IReadOnlyList<string>> Try(Action<HttpRequestMessage> change)
        {
            var tried = await system.TryAsync(partner, payment.DeepClone(), change);
            ((bool)tried["signature"]!["valid"]!).ShouldBeFalse();
            ((int)tried["webhookStatus"]!).ShouldBe(401);
            ((string)tried["events"]![0]!["status"]!).ShouldBe("posted", "the events are explained all the same");
            return tried.Reasons();
        }

        static void Set(HttpRequestMessage request, string name, string value)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        (await Try(request => request.Headers.Remove("webhook-id"))).ShouldBe(["webhook-id-missing"]);
        (await Try(request => Set(request, "webhook-id", "a b"))).ShouldBe(["webhook-id-malformed"]);
        (await Try(request => request.Headers.Remove("webhook-timestamp"))).ShouldBe(["timestamp-missing"]);
        (await Try(request => Set(request, "webhook-timestamp", "+123456789"))).ShouldBe(["timestamp-malformed"]);
        (await Try(request => request.Headers.Remove("webhook-signature"))).ShouldBe(["signature-missing"]);
        (await Try(request => Set(request, "webhook-signature", "v2,abc"))).ShouldBe(["signature-no-v1"]);
        (await Try(request => Set(request, "webhook-signature", "v1,abc"))).ShouldBe(["signature-malformed"]);
        (
            await Try(request => Set(request, "webhook-signature", string.Join(' ', Enumerable.Repeat("v1,abc", 9))))
        ).ShouldBe(["signature-too-many"]);
        (await Try(request => Sign(request, stranger.Secret, ago: 0))).ShouldBe(["signature-mismatch"]);
        (await Try(request => Sign(request, partner.Secret, ago: 400))).ShouldBe(["timestamp-out-of-tolerance"]);

        var next = await Club.CreateSecretAsync(partner.View.Slug, overlapHours: 0);
        (await Try(request => Sign(request, partner.Secret, ago: 0))).ShouldBe(["secret-ended"]);
        var good = await system.TryAsync(partner, payment.DeepClone(), request => Sign(request, next.Secret, ago: 0));
        ((string)good["signature"]!["secretId"]!).ShouldBe(next.Id.ToString());

        void Sign(HttpRequestMessage request, string secret, int ago)
        {
            var body = Encoding.UTF8.GetBytes(payment.ToJsonString());
            var timestamp = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - ago).ToString(
                CultureInfo.InvariantCulture
            );
            Set(request, "webhook-id", "msg_1");
            Set(request, "webhook-timestamp", timestamp);
            Set(request, "webhook-signature", TestPartner.Signature(secret, "msg_1", timestamp, body));
        }
    }

    [Fact]
    public async Task A_request_that_is_none_is_named_and_a_large_one_refused()
    {
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();

        using var text = await system.PostAsync(
            $"{Root}/sandbox/events",
            new StringContent("not json", Encoding.UTF8, "application/json")
        );
        var tried = await text.ReadNodeAsync();
        ((string)tried["problem"]!["type"]!).ShouldBe("/problems/malformed-request");
        tried["events"]!.AsArray().ShouldBeEmpty();
        using var plain = await system.PostAsync(
            $"{Root}/sandbox/events",
            new StringContent("{}", Encoding.UTF8, "text/plain")
        );
        plain.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        using var large = await system.PostAsync(
            $"{Root}/sandbox/events",
            new StringContent(new string(' ', 1_100_000), Encoding.UTF8, "application/json")
        );
        (await large.ProblemAsync(HttpStatusCode.RequestEntityTooLarge)).ShouldBe("body-too-large");
        var many = new JsonArray([.. Enumerable.Range(0, 101).Select(_ => (JsonNode)Payment("nobody"))]);
        using var request = partner.Sign(
            Encoding.UTF8.GetBytes(many.ToJsonString()),
            TestPartner.BatchType,
            partner.Secret
        );
        request.RequestUri = new Uri($"{Root}/sandbox/events", UriKind.Relative);
        (await (await system.SendAsync(request)).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe(
            "invalid-request"
        );
    }

    private Task<(int Events, int Counters, long Totals)> CountsAsync(TestPartner partner) =>
        Club.WithContextAsync(async context =>
            (
                await context.PartnerEvents.CountAsync(record => record.PartnerId == partner.View.Id),
                await context.Set<CapCounter>().CountAsync(counter => counter.CapId == partner.View.Id.Value),
                await context
                    .LedgerTotals.Where(total => total.CounterAccount == partner.View.Id.ToString())
                    .SumAsync(total => total.Points)
            )
        );

    public sealed class OnSqlite() : SandboxTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : SandboxTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : SandboxTests(DatabaseProvider.SqlServer);
}
