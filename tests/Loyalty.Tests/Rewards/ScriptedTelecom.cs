using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Shouldly;

namespace Loyalty.Tests.Rewards;

/// <summary>A redemption partner whose answers a test writes down, with a reward that it fulfils and the club that calls it.</summary>
internal sealed record ScriptedTelecom(
    Club Club,
    TestPartner Partner,
    ScriptedServer Server,
    string CallSecret,
    RewardId Reward
) : IAsyncDisposable
{
    public static readonly string[] Settings =
    [
        "--Jobs:Run=true",
        "--Outbound:AllowPrivateAddresses=true",
        "--Fulfilment:RetrySecondsMin=0.1",
        "--Fulfilment:RetrySecondsMax=0.3",
        "--Fulfilment:PollSecondsMin=0.1",
        "--Fulfilment:PollSecondsMax=0.3",
    ];

    public static async Task<ScriptedTelecom> OpenAsync(
        Club club,
        JsonObject? endpoint = null,
        Func<RewardDefinition, RewardDefinition>? adapt = null
    )
    {
        var server = await ScriptedServer.StartAsync();
        var partner = await club.CreatePartnerAsync();
        var body = endpoint ?? new JsonObject { ["authentication"] = "signed", ["timeoutSeconds"] = 1 };
        body["url"] = $"{server.Address}v1";
        if (body["tokenUrl"] is not null)
        {
            body["tokenUrl"] = $"{server.Address}token";
        }

        using var staff = club.Staff("manager");
        var set = await staff.PutAsJsonAsync($"/api/admin/v1/partners/{partner.View.Slug}/redemption-endpoint", body);
        var view = await set.ReadAsync(System.Net.HttpStatusCode.OK);
        Identifier.TryParse<PartnerId>(partner.View.Id.ToString(), out var id).ShouldBeTrue();
        var reward = await club.GivenRewardAsync(
            FulfilmentMethod.Partner,
            one =>
            {
                var airtime = one with
                {
                    Fulfilment = one.Fulfilment with
                    {
                        Partner = id,
                        Product = "AIRTIME",
                        Needs = DeliveryNeed.PhoneNumber,
                    },
                };
                return adapt is null ? airtime : adapt(airtime);
            }
        );
        return new ScriptedTelecom(club, partner, server, view["secret"]?.ToString() ?? "", reward);
    }

    /// <summary>A partner who delivers whatever is ordered.</summary>
    public static async Task<ScriptedTelecom> WillingAsync(
        Club club,
        Func<RewardDefinition, RewardDefinition>? adapt = null
    )
    {
        var telecom = await OpenAsync(club, adapt: adapt);
        telecom.Orders.Always(
            ScriptedAnswer.Ok with
            {
                BodyOf = call => Report(JsonNode.Parse(call.Text)!["orderId"]!.ToString(), "fulfilled").ToJsonString(),
            }
        );
        return telecom;
    }

    /// <summary>Somebody with 1,000 points, and the id that the order under the key will have.</summary>
    public async Task<(Domain.Members.MemberId Member, string Order, string Key)> GivenMemberAsync()
    {
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        var key = MemberAppActions.NewKey();
        return (member, OrderOf(member, key).ToString(), key);
    }

    public AnswerScript Orders => Server.On("POST", "/v1/orders");

    public AnswerScript StatusOf(string order) => Server.On("GET", $"/v1/orders/{order}");

    public AnswerScript CancelOf(string order) => Server.On("POST", $"/v1/orders/{order}/cancel");

    public IEnumerable<JournalEntry> Ordered =>
        Server.Journal.Where(entry => entry.Method == "POST" && entry.Target == "/v1/orders");

    /// <summary>The id of the redemption is known only once it is asked for: the answer to its order is scripted by its key.</summary>
    public static RedemptionId OrderOf(Domain.Members.MemberId member, string key) =>
        RedemptionId.Of(member, $"staff-administrator/{key}");

    public static ScriptedAnswer Says(string order, string status, string? content = null) =>
        ScriptedAnswer.Json(Report(order, status, content).ToJsonString());

    public static JsonObject Report(string order, string status, string? content = null)
    {
        var report = new JsonObject
        {
            ["orderId"] = order,
            ["status"] = status,
            ["reference"] = "T-1",
        };
        if (content is not null)
        {
            report["content"] = new JsonArray(content);
        }

        if (status == "rejected")
        {
            report["reason"] = "number-unknown";
        }

        return report;
    }

    public Task<HttpResponseMessage> RedeemAsync(
        HttpClient staff,
        Domain.Members.MemberId member,
        string key,
        int quantity = 1
    ) =>
        staff.RedeemRewardAsync(
            member,
            Reward,
            key,
            new JsonObject
            {
                ["quantity"] = quantity,
                ["delivery"] = new JsonObject { ["phoneNumber"] = "+420601601601" },
            }
        );

    /// <summary>The partner tells by a webhook of its own.</summary>
    public Task<HttpResponseMessage> TellAsync(JsonObject report, string? secret = null) =>
        TellAsync(report.ToJsonString(), secret);

    public async Task<HttpResponseMessage> TellAsync(string report, string? secret = null)
    {
        var body = Encoding.UTF8.GetBytes(report);
        var id = $"msg_{Guid.CreateVersion7():N}";
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/v1/partners/{Partner.View.Slug}/orders")
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", TestPartner.Signature(secret ?? Partner.Secret, id, timestamp, body));
        using var http = Club.Anonymous();
        return await http.SendAsync(request);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
