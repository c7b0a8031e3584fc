using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Api.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Tests.Host;

namespace Loyalty.Tests.Partners;

/// <summary>A partner as it looks from its own side: it knows its name and its secret.</summary>
public sealed record TestPartner(Club Club, PartnerView View, string Secret)
{
    public const string EventType = "application/cloudevents+json";
    public const string BatchType = "application/cloudevents-batch+json";

    public Task<PartnerAnswer> SendAsync(JsonObject partnerEvent, string? secret = null) =>
        SendAsync(partnerEvent.ToJsonString(), EventType, secret);

    public Task<PartnerAnswer> SendAsync(string body, string contentType, string? secret = null) =>
        SendAsync(Encoding.UTF8.GetBytes(body), contentType, secret);

    public async Task<PartnerAnswer> SendAsync(byte[] body, string contentType, string? secret = null)
    {
        using var request = Sign(body, contentType, secret ?? Secret);
        using var http = Club.Anonymous();
        using var response = await http.SendAsync(request);
        return await PartnerAnswer.ReadAsync(response);
    }

    public Task<PartnerAnswer> SendBatchAsync(params IEnumerable<JsonNode> events) =>
        SendAsync(new JsonArray([.. events]).ToJsonString(), BatchType);

    public HttpRequestMessage Sign(byte[] body, string contentType, string secret, string? id = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        var webhookId = id ?? $"msg_{Guid.CreateVersion7():N}";
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/v1/partners/{View.Slug}/events")
        {
            Content = content,
        };
        request.Headers.Add("webhook-id", webhookId);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Signature(secret, webhookId, timestamp, body));
        return request;
    }

    public static string Signature(string secret, string id, string timestamp, byte[] body)
    {
        return !WebhookSignature.TryParseSecret(secret, out var key)
            ? throw new ArgumentException("Not a secret.", nameof(secret))
            : WebhookSignature.Sign(key, [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]);
    }
}

/// <summary>The receipt, and what it was signed with.</summary>
public sealed record PartnerAnswer(
    int Status,
    JsonElement Json,
    byte[] Body,
    string? WebhookId,
    string? Timestamp,
    string? Signature
)
{
    public JsonElement Result(int index = 0) => Json.GetProperty("results")[index];

    public string? ResultStatus(int index = 0) => Result(index).GetProperty("status").GetString();

    public IReadOnlyList<string?> Statuses =>
        [.. Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetString())];

    /// <summary>The code of the result's problem, or of the whole answer's.</summary>
    public string? Problem(int index = 0)
    {
        var problem = Json.TryGetProperty("results", out _) ? Result(index).GetProperty("problem") : Json;
        return problem.GetProperty("type").GetString()!["/problems/".Length..];
    }

    public static async Task<PartnerAnswer> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        JsonElement json = default;
        if (body.Length > 0)
        {
            using var document = JsonDocument.Parse(body);
            json = document.RootElement.Clone();
        }

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
        return new PartnerAnswer(
            (int)response.StatusCode,
            json,
            body,
            Header("webhook-id"),
            Header("webhook-timestamp"),
            Header("webhook-signature")
        );
    }
}

public static class PartnersActions
{
    private static int count;

    public static PartnerContractBody Contract() =>
        new(
            EventTypes:
            [
                PartnerEvent.TransactionPosted.TypeName,
                PartnerEvent.TransactionReversed.TypeName,
                PartnerEvent.TransactionCompleted.TypeName,
                PartnerEvent.PointsGranted.TypeName,
                PartnerEvent.InteractionRecorded.TypeName,
                PartnerEvent.MemberLinked.TypeName,
                PartnerEvent.MemberUnlinked.TypeName,
            ],
            MoneyCurrencies: [MoneyCurrency.Parse("CZK")],
            PointCurrencies: [Loyalty.Domain.Points.PointCurrencyCode.Parse("POINTS")]
        );

    /// <summary>A partner with one secret.</summary>
    public static async Task<TestPartner> CreatePartnerAsync(this Club club, PartnerContractBody? contract = null)
    {
        using var staff = club.Staff();
        var slug = $"bank-{Interlocked.Increment(ref count)}-{Guid.CreateVersion7():N}"[..30].TrimEnd('-');
        using var created = await staff.PostAsJsonAsync(
            "/api/admin/v1/partners",
            new CreatePartnerBody(slug, "North Bank", contract ?? Contract()),
            Club.Json
        );
        created.EnsureSuccessStatusCode();
        var view = (await created.Content.ReadFromJsonAsync<PartnerView>(Club.Json))!;
        return new TestPartner(club, view, (await club.CreateSecretAsync(view.Slug)).Secret);
    }

    public static async Task<NewSecretView> CreateSecretAsync(this Club club, string partner, int? overlapHours = null)
    {
        using var staff = club.Staff();
        using var created = await staff.PostAsJsonAsync(
            $"/api/admin/v1/partners/{partner}/secrets",
            new CreateSecretBody(overlapHours),
            Club.Json
        );
        created.EnsureSuccessStatusCode();
        return (await created.Content.ReadFromJsonAsync<NewSecretView>(Club.Json))!;
    }

    /// <summary>A member that events can be about.</summary>
    public static Task<MemberId> SomeMemberAsync(this Club club) =>
        club.WithContextAsync(async context =>
        {
            var now = TimeProvider.System.Instant();
            var member = new Member { Id = Identifier.New<MemberId>(now), EnrolledAt = now };
            context.Members.Add(member);
            await context.SaveChangesAsync();
            return member.Id;
        });

    public static async Task<HttpResponseMessage> LinkAsync(this TestPartner partner, string customer, MemberId member)
    {
        using var staff = partner.Club.Staff("support");
        return await staff.PutAsJsonAsync(
            $"/api/admin/v1/partners/{partner.View.Slug}/links/{customer}",
            new LinkBody(member),
            Club.Json
        );
    }

    /// <summary>A customer of the partner who is linked to a member.</summary>
    public static async Task<string> LinkedCustomerAsync(this TestPartner partner)
    {
        var customer = $"c{Guid.CreateVersion7():N}";
        using var linked = await partner.LinkAsync(customer, await partner.Club.SomeMemberAsync());
        linked.EnsureSuccessStatusCode();
        return customer;
    }

    public static JsonObject Payment(string customer, string amount = "100.00", string? id = null) =>
        Event(
            PartnerEvent.TransactionPosted.TypeName,
            new JsonObject
            {
                ["member"] = new JsonObject { ["partnerCustomerId"] = customer },
                ["amount"] = new JsonObject { ["amount"] = amount, ["currency"] = "CZK" },
                ["operation"] = "card_payment",
            },
            id
        );

    public static JsonObject Reversal(string customer, string originalEventId, string? amount = null)
    {
        var data = new JsonObject
        {
            ["member"] = new JsonObject { ["partnerCustomerId"] = customer },
            ["originalEventId"] = originalEventId,
        };
        if (amount is not null)
        {
            data["amount"] = new JsonObject { ["amount"] = amount, ["currency"] = "CZK" };
        }

        return Event(PartnerEvent.TransactionReversed.TypeName, data);
    }

    public static JsonObject Completion(string customer, string originalEventId, string? id = null) =>
        Event(
            PartnerEvent.TransactionCompleted.TypeName,
            new JsonObject
            {
                ["member"] = new JsonObject { ["partnerCustomerId"] = customer },
                ["originalEventId"] = originalEventId,
            },
            id
        );

    public static JsonObject Link(string customer, MemberId member) =>
        Event(
            PartnerEvent.MemberLinked.TypeName,
            new JsonObject
            {
                ["member"] = new JsonObject { ["memberId"] = member.ToString() },
                ["partnerCustomerId"] = customer,
            }
        );

    public static JsonObject Event(string type, JsonObject data, string? id = null) =>
        new()
        {
            ["specversion"] = "1.0",
            ["id"] = id ?? $"tx-{Guid.CreateVersion7():N}",
            ["source"] = "/ledger/cards",
            ["type"] = type,
            ["time"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["data"] = data,
        };

    public static string Id(this JsonObject partnerEvent) => partnerEvent["id"]!.GetValue<string>();

    public static Task<PartnerEventRecord?> RecordAsync(this TestPartner partner, string eventId) =>
        partner.Club.WithContextAsync(context =>
            context.PartnerEvents.FindAsync(PartnerEventKey.Of(partner.View.Id, "/ledger/cards", eventId)).AsTask()
        );
}
