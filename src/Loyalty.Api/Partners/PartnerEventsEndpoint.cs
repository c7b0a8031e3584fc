using System.Text.Json;
using System.Text.Unicode;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Api.Partners;

/// <summary>
/// <c>POST /webhooks/v1/partners/{partner}/events</c>: signed by Standard Webhooks, CloudEvents 1.0 in the body, answered with a
/// signed receipt. api-specs/webhooks.md is its contract. Written against the bare request, because this is the path that has to
/// be fast.
/// </summary>
internal static class PartnerEventsEndpoint
{
    public const int BatchEventsMax = 1_000;
    private const string EventType = "application/cloudevents+json";
    private const string BatchType = "application/cloudevents-batch+json";

    /// <summary>What Standard Webhooks libraries send of themselves; taken for one event.</summary>
    private const string JsonType = "application/json";

    /// <summary>Deeper nesting is malformed; an event's own limit is lower and refuses only that event.</summary>
    private const int DepthMax = 64;

    public static void MapPartnerEvents(this IEndpointRouteBuilder app) =>
        app.MapPost("/webhooks/v1/partners/{partner}/events", (RequestDelegate)HandleAsync)
            .AllowAnonymous()
            // Signed, not signed in: none of what follows in the pipeline concerns it.
            .ShortCircuit()
            .ExcludeFromDescription();

    private static async Task HandleAsync(HttpContext context)
    {
        if (ReadContentType(context.Request) is not { } isBatch)
        {
            await RefuseAsync(
                context,
                "media-type-unsupported",
                StatusCodes.Status415UnsupportedMediaType,
                $"Send {EventType} or {BatchType} in UTF-8, without a content encoding."
            );
            return;
        }

        using var webhook = await UnverifiedWebhook.ReadAsync(context.Request, context.RequestAborted);
        if (webhook is null)
        {
            context.Response.Headers.Connection = "close";
            await RefuseAsync(
                context,
                "body-too-large",
                StatusCodes.Status413PayloadTooLarge,
                $"A request may have at most {UnverifiedWebhook.BodyBytesMax} bytes. Send fewer events at a time."
            );
            return;
        }

        var name = (string)context.Request.RouteValues["partner"]!;
        var services = context.RequestServices;
        var verified = await webhook.VerifyAsync(
            services.GetRequiredService<PartnerDirectory>(),
            name,
            services.GetRequiredService<TimeProvider>(),
            context.RequestAborted
        );
        if (verified is null)
        {
            var known = await services.GetRequiredService<PartnerDirectory>().FindAsync(name, context.RequestAborted);
            services.GetRequiredService<PartnerMetrics>().SignatureFailed(known?.Partner);
            await RefuseAsync(
                context,
                "signature-invalid",
                StatusCodes.Status401Unauthorized,
                "The request is not signed by this partner as Standard Webhooks describes, or not in time."
            );
            return;
        }

        await TakeAsync(context, verified, isBatch);
    }

    private static async Task TakeAsync(HttpContext context, VerifiedWebhook webhook, bool isBatch)
    {
        var (events, problem) = Read(webhook.Body, isBatch);
        if (problem is not null)
        {
            await Receipt.WriteAsync(context, webhook, problem);
            return;
        }

        var receive = context.RequestServices.GetRequiredService<ReceiveEvents>();
        webhook.KeepBody();
        var results = await receive.ExecuteAsync(webhook.Partner, events, context.RequestAborted);
        webhook.ReleaseBody();
        if (FindBusy(results) is { } busy)
        {
            if (busy.Fields.FirstOrDefault(field => field.Key == "retryAfter").Value is int seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(
                    System.Globalization.CultureInfo.InvariantCulture
                );
            }

            await Receipt.WriteAsync(context, webhook, Problems.ToDetails(busy));
            return;
        }

        await Receipt.WriteAsync(context, webhook, events, results, isBatch);
    }

    private static Refusal? FindBusy(IReadOnlyList<EventResult> results)
    {
        foreach (var result in results)
        {
            if (result is EventResult.Rejected { Reason: { Kind: RefusalKind.Busy } busy })
            {
                return busy;
            }
        }

        return null;
    }

    internal static (IReadOnlyList<IncomingEvent> Events, ProblemDetails? Problem) Read(
        ReadOnlyMemory<byte> body,
        bool isBatch
    )
    {
        if (!Utf8.IsValid(body.Span))
        {
            return ([], Malformed("The body is not well-formed UTF-8."));
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DepthMax });
        }
        catch (JsonException)
        {
            return ([], Malformed("The body is not JSON, or is nested too deeply."));
        }

        using (document)
        {
            return isBatch ? ReadBatch(document.RootElement, body) : ReadOne(document.RootElement, body);
        }
    }

    private static (IReadOnlyList<IncomingEvent> Events, ProblemDetails? Problem) ReadOne(
        JsonElement json,
        ReadOnlyMemory<byte> body
    ) =>
        json.ValueKind == JsonValueKind.Object
            ? ([CloudEventReader.Read(json, body)], null)
            : ([], Malformed("The body must be one JSON object."));

    private static (IReadOnlyList<IncomingEvent> Events, ProblemDetails? Problem) ReadBatch(
        JsonElement json,
        ReadOnlyMemory<byte> body
    )
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return ([], Malformed("The body must be a JSON array of events."));
        }

        var count = json.GetArrayLength();
        if (count is 0 or > BatchEventsMax)
        {
            return (
                [],
                Problems.ToDetails(new Refusal.InvalidRequest("events", $"must be 1 to {BatchEventsMax} in a batch"))
            );
        }

        var events = new IncomingEvent[count];
        var at = 0;
        foreach (var item in json.EnumerateArray())
        {
            events[at++] = CloudEventReader.Read(item, body);
        }

        return (events, null);
    }

    private static ProblemDetails Malformed(string detail) =>
        Problems.ToDetails("malformed-request", StatusCodes.Status400BadRequest, detail);

    /// <summary>Before the signature is accepted: unsigned.</summary>
    private static Task RefuseAsync(HttpContext context, string code, int status, string detail) =>
        TypedResults.Problem(Problems.ToDetails(code, status, detail)).ExecuteAsync(context);

    /// <returns>Whether it is a batch; null when it is neither.</returns>
    internal static bool? ReadContentType(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0 || request.ContentType is not { } text)
        {
            return null;
        }

        switch (text)
        {
            case EventType:
                return false;
            case BatchType:
                return true;
            default:
                break;
        }

        if (
            !MediaTypeHeaderValue.TryParse(text, out var type)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        )
        {
            return null;
        }

        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            EventType or JsonType => false,
            BatchType => true,
            _ => null,
        };
    }
}
