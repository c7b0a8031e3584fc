using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Polly.CircuitBreaker;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>
/// Calls redemption partners. Each call names the order, so that the partner can tell a repeat; nobody repeats here: when to call
/// again is decided by <see cref="CallPartner"/>, and kept in the database.
/// </summary>
internal sealed class PartnerOrders(
    CallTargets targets,
    OutboundHttp outbound,
    PartnerTokens tokens,
    PartnerCircuits circuits,
    TimeProvider clock
) : IDisposable
{
    private const int AnswerBytesMax = 256 * 1024;

    private readonly HttpClient client = outbound.NewClient();

    public Task<PartnerAnswer> OrderAsync(PartnerId partner, OrderMessage order, CancellationToken cancellationToken) =>
        CallAsync(
            partner,
            new Call(HttpMethod.Post, "orders", order.OrderId, "order")
            {
                IsNew = true,
                Body = JsonSerializer.SerializeToUtf8Bytes(order, OrderReport.Json),
            },
            cancellationToken
        );

    public Task<PartnerAnswer> StatusAsync(PartnerId partner, string orderId, CancellationToken cancellationToken) =>
        CallAsync(
            partner,
            new Call(HttpMethod.Get, $"orders/{orderId}", orderId, "status") { MayBeUnknown = true },
            cancellationToken
        );

    /// <param name="number">of the request to take it back, so that a later one is not answered with the answer to an earlier
    /// one.</param>
    public Task<PartnerAnswer> CancelAsync(
        PartnerId partner,
        string orderId,
        int number,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            partner,
            new Call(HttpMethod.Post, $"orders/{orderId}/cancel", orderId, "cancel")
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"{orderId}-cancel-{number}"),
            },
            cancellationToken
        );

    /// <summary>What the partner got from us within a time.</summary>
    /// <param name="after">of the page before; null for the first.</param>
    public Task<PartnerAnswer> ListAsync(
        PartnerId partner,
        DateTimeOffset from,
        DateTimeOffset to,
        string? after,
        CancellationToken cancellationToken
    )
    {
        var path = $"orders?from={Escaped(from)}&to={Escaped(to)}";
        return CallAsync(
            partner,
            new Call(
                HttpMethod.Get,
                after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}",
                "orders",
                "list"
            )
            {
                IsList = true,
            },
            cancellationToken
        );
    }

    private static string Escaped(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public void Dispose() => client.Dispose();

    private async Task<PartnerAnswer> CallAsync(PartnerId partner, Call call, CancellationToken cancellationToken)
    {
        if (await targets.FindAsync(partner, cancellationToken) is not { } target)
        {
            return new PartnerAnswer.None("partner-has-no-endpoint");
        }

        if (call.IsNew && target.IsSuspended)
        {
            return new PartnerAnswer.None("partner-suspended");
        }

        try
        {
            return await circuits
                .Of(partner)
                .ExecuteAsync(
                    static async (state, token) => await state.Self.TryAsync(state.target, state.call, token),
                    (Self: this, target, call),
                    cancellationToken
                );
        }
        catch (BrokenCircuitException broken)
        {
            return new PartnerAnswer.None("partner-circuit-open", broken.RetryAfter ?? PartnerCircuits.BreakTime);
        }
    }

    private async Task<PartnerAnswer> TryAsync(CallTarget target, Call call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(target.Endpoint.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = call.ToRequest(target.Endpoint.Url);
            if (target.Endpoint.Authentication == CallAuthentication.Signed)
            {
                Sign(request, call, target.Secret);
            }
            else if (await tokens.GetAsync(client, target, either.Token) is { } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }
            else
            {
                return new PartnerAnswer.None("partner-gave-no-token");
            }

            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                tokens.Forget(target);
            }

            return await ReadAsync(response, call, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A connection that does not come about within the time of its own ends so too.
            return new PartnerAnswer.None(limit.IsCancellationRequested ? "partner-too-slow" : "partner-unreachable");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new PartnerAnswer.None("partner-unreachable");
        }
    }

    private async Task<PartnerAnswer> ReadAsync(
        HttpResponseMessage response,
        Call call,
        CancellationToken cancellationToken
    )
    {
        if (call.MayBeUnknown && response.StatusCode == HttpStatusCode.NotFound)
        {
            return new PartnerAnswer.UnknownOrder();
        }

        // A rejection may come with a status of refusal; whatever else is refused says nothing of the order.
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.UnprocessableEntity)
        {
            return new PartnerAnswer.None(
                $"partner-answered-{(int)response.StatusCode}",
                RetryAfterOf(response.Headers.RetryAfter)
            );
        }

        if (await BodyAsync(response, cancellationToken) is not { } body)
        {
            return new PartnerAnswer.None("partner-answer-too-large");
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            if (call.IsList)
            {
                return ReadPage(json.RootElement);
            }

            var report = OrderReport.Read(json.RootElement);
            return report.Refusal is null && report.Value.OrderId == call.OrderId
                ? new PartnerAnswer.Report(report.Value)
                : new PartnerAnswer.None("partner-answer-unreadable");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no text.
            return new PartnerAnswer.None("partner-answer-unreadable");
        }
    }

    private static PartnerAnswer ReadPage(JsonElement json)
    {
        if (
            json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("orders", out var listed)
            || listed.ValueKind != JsonValueKind.Array
        )
        {
            return new PartnerAnswer.None("partner-answer-unreadable");
        }

        var orders = listed.EnumerateArray().Select(OrderReport.Read).ToList();
        var next =
            json.TryGetProperty("next", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
        return orders.Exists(order => order.Refusal is not null)
            ? new PartnerAnswer.None("partner-answer-unreadable")
            : new PartnerAnswer.Page([.. orders.Select(order => order.Value)], next);
    }

    private TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);

    private static async Task<byte[]?> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new ArrayBufferWriter<byte>();
        int read;
        while ((read = await stream.ReadAsync(body.GetMemory(4 * 1024), cancellationToken)) > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > AnswerBytesMax)
            {
                return null;
            }
        }

        return body.WrittenSpan.ToArray();
    }

    /// <summary>The id that is signed names order and action, so that a signature serves for nothing else.</summary>
    private void Sign(HttpRequestMessage request, Call call, byte[] key)
    {
        var id = $"{call.OrderId}-{call.Action}";
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add(
            "webhook-signature",
            WebhookSignature.Sign(key, WebhookSignature.TextToSign(id, timestamp, call.Body))
        );
    }

    private sealed record Call(HttpMethod Method, string Path, string OrderId, string Action)
    {
        public byte[] Body { get; init; } = [];

        /// <summary>Under which the partner knows a repeat of it.</summary>
        public string Key { get; init; } = $"{OrderId}-{Action}";

        /// <summary>It gives the partner something that it does not have yet.</summary>
        public bool IsNew { get; init; }

        public bool MayBeUnknown { get; init; }

        /// <summary>The answer is a page of orders.</summary>
        public bool IsList { get; init; }

        public HttpRequestMessage ToRequest(string url)
        {
            var request = new HttpRequestMessage(Method, $"{url.TrimEnd('/')}/{Path}");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            if (Method == HttpMethod.Post)
            {
                request.Headers.Add("Idempotency-Key", Key);
                request.Content = new ByteArrayContent(Body);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            }

            return request;
        }
    }
}
