using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Loyalty.Api.Authentication;
using Loyalty.Domain.Partners;

namespace Loyalty.Api.Seeding;

/// <summary>
/// Plays the demo club's telecom, in Development alone: a redemption partner as <c>api-specs/redemption-partner.openapi.json</c> wants
/// it, that checks the club's signature and delivers a moment after it has accepted, by a signed webhook. What it does
/// depends on the telephone number, so that whoever builds an app can see each outcome. It keeps its orders in memory.
/// </summary>
internal sealed partial class DemoTelecom(
    AuthenticationSettings settings,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<DemoTelecom> logger
)
{
    public const string Path = $"/demo/{DemoClub.Telecom}/v1";

    /// <summary>Orders to numbers that end so are rejected.</summary>
    public const char Rejecting = '1';

    /// <summary>Orders to numbers that end so are accepted and never delivered; they can be cancelled.</summary>
    public const char Waiting = '9';

    private static readonly TimeSpan DeliveryTime = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Order> orders = new(StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder app)
    {
        var telecom = app.ServiceProvider.GetRequiredService<DemoTelecom>();
        var group = app.MapGroup(Path).ExcludeFromDescription().AllowAnonymous();
        group.MapPost("/orders", telecom.OrderAsync);
        group.MapGet("/orders/{id}", telecom.Status);
        group.MapGet("/orders", telecom.List);
        group.MapPost("/orders/{id}/cancel", telecom.CancelAsync);
    }

    private async Task<IResult> OrderAsync(HttpRequest request)
    {
        var body = await BodyAsync(request);
        if (!IsFromClub(request, body))
        {
            return TypedResults.Unauthorized();
        }

        using var json = JsonDocument.Parse(body);
        var id = json.RootElement.GetProperty("orderId").GetString()!;
        var number = json.RootElement.GetProperty("delivery").GetProperty("phoneNumber").GetString() ?? "";
        var made = new Order(id, StatusFor(number), clock.GetUtcNow());
        var order = orders.GetOrAdd(id, made);
        if (ReferenceEquals(order, made) && number[^1] is not (Rejecting or Waiting))
        {
            _ = DeliverAsync(id);
        }

        return TypedResults.Json(Report(order));
    }

    private IResult Status(string id, HttpRequest request) =>
        !IsFromClub(request, []) ? TypedResults.Unauthorized()
        : orders.TryGetValue(id, out var order) ? TypedResults.Json(Report(order))
        : TypedResults.NotFound();

    private IResult List(DateTimeOffset from, DateTimeOffset to, HttpRequest request) =>
        IsFromClub(request, [])
            ? TypedResults.Json(
                new
                {
                    orders = orders
                        .Values.Where(order => order.At >= from && order.At < to)
                        .OrderBy(order => order.At)
                        .Select(Report),
                }
            )
            : TypedResults.Unauthorized();

    private async Task<IResult> CancelAsync(string id, HttpRequest request)
    {
        if (!IsFromClub(request, await BodyAsync(request)))
        {
            return TypedResults.Unauthorized();
        }

        // Cancelled for ever, also when the order arrives only afterwards.
        var order = orders.AddOrUpdate(
            id,
            unseen => new Order(unseen, "cancelled", clock.GetUtcNow()),
            (_, known) => known.Status == "accepted" ? known with { Status = "cancelled" } : known
        );
        return TypedResults.Json(Report(order));
    }

    private async Task DeliverAsync(string id)
    {
        try
        {
            await Task.Delay(DeliveryTime, clock, lifetime.ApplicationStopping);
            var delivered = orders.AddOrUpdate(
                id,
                _ => throw new KeyNotFoundException(),
                (_, known) => known.Status == "accepted" ? known with { Status = "fulfilled" } : known
            );
            await TellAsync(delivered, lifetime.ApplicationStopping);
        }
#pragma warning disable CA1031 // Nobody waits for it; the club asks for the status later.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotTold(exception, id);
        }
    }

    private async Task TellAsync(Order order, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Report(order));
        var id = $"{order.Id}-{order.Status}";
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(new Uri(settings.Issuer), $"/webhooks/v1/partners/{DemoClub.Telecom}/orders")
        )
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add(
            "webhook-signature",
            WebhookSignature.Sign(KeyOf(DemoClub.TelecomSecret), WebhookSignature.TextToSign(id, timestamp, body))
        );
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private bool IsFromClub(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var (id, timestamp) = ($"{request.Headers["webhook-id"]}", $"{request.Headers["webhook-timestamp"]}");
        return WebhookSignature.IsTimely(timestamp, clock.GetUtcNow())
            && WebhookSignature.Verify(
                KeyOf(DemoClub.TelecomCallSecret),
                WebhookSignature.TextToSign(id, timestamp, body),
                $"{request.Headers["webhook-signature"]}"
            );
    }

    private static string StatusFor(string number) => number is [.., Rejecting] ? "rejected" : "accepted";

    private static object Report(Order order) =>
        new
        {
            orderId = order.Id,
            status = order.Status,
            reference = "T-" + order.Id[^6..],
            reason = order.Status == "rejected" ? "number-unknown" : null,
        };

    private static byte[] KeyOf(string secret) =>
        WebhookSignature.TryParseSecret(secret, out var key) ? key : throw new FormatException("Not a secret.");

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return Encoding.UTF8.GetBytes(await reader.ReadToEndAsync());
    }

    [LoggerMessage(LogLevel.Warning, "The demo telecom could not tell of order {Order}.")]
    private partial void LogNotTold(Exception exception, string order);

    private sealed record Order(string Id, string Status, DateTimeOffset At);
}
