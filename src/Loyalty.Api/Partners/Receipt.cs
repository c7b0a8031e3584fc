using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Loyalty.Api.Partners;

/// <summary>The signed answer to a partner: one result an event, in order, or the problem of the whole request.</summary>
internal static class Receipt
{
    public static Task WriteAsync(
        HttpContext context,
        VerifiedWebhook webhook,
        IReadOnlyList<IncomingEvent> events,
        IReadOnlyList<EventResult> results,
        bool isBatch
    )
    {
        var status = isBatch ? StatusCodes.Status200OK : StatusOf(results[0]);
        var json = Options(context);
        return SendAsync(
            context,
            webhook,
            status,
            "application/json",
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("webhookId", webhook.Id);
                writer.WriteStartArray("results");
                for (var i = 0; i < results.Count; i++)
                {
                    Write(writer, events[i], results[i], json);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        );
    }

    /// <summary>The whole request is refused.</summary>
    public static Task WriteAsync(HttpContext context, VerifiedWebhook webhook, ProblemDetails problem)
    {
        problem.Extensions["requestId"] = context.TraceIdentifier;
        return SendAsync(
            context,
            webhook,
            problem.Status ?? StatusCodes.Status400BadRequest,
            "application/problem+json",
            writer => JsonSerializer.Serialize(writer, problem, Options(context))
        );
    }

    private static JsonSerializerOptions Options(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

    private static async Task SendAsync(
        HttpContext context,
        VerifiedWebhook webhook,
        int status,
        string contentType,
        Action<Utf8JsonWriter> write
    )
    {
        var output = new ArrayBufferWriter<byte>(1_024);
        output.Advance(WebhookSignature.HeadBytesMax);
        using (var writer = new Utf8JsonWriter(output))
        {
            write(writer);
        }

        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(output.WrittenMemory, out var written);
        var start = WebhookSignature.WriteHead(written, webhook.Id, timestamp);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.Headers["webhook-id"] = webhook.Id;
        response.Headers["webhook-timestamp"] = timestamp;
        response.Headers["webhook-signature"] = WebhookSignature.Sign(webhook.ReceiptKey, written.AsSpan(start));
        var body = written.AsMemory(WebhookSignature.HeadBytesMax);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    internal static int StatusOf(EventResult result) =>
        result switch
        {
            EventResult.Quarantined => StatusCodes.Status202Accepted,
            EventResult.Rejected rejected => StatusOf(rejected.Reason),
            _ => StatusCodes.Status200OK,
        };

    /// <summary>Of a rejected event: in HTTP's sense only a reused id conflicts with what is there.</summary>
    internal static int StatusOf(Refusal reason) =>
        reason is EventRefusal.EventIdReused ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;

    private static void Write(
        Utf8JsonWriter writer,
        IncomingEvent incoming,
        EventResult result,
        JsonSerializerOptions json
    )
    {
        writer.WriteStartObject();
        var (source, id) = incoming switch
        {
            IncomingEvent.Sound sound => (sound.Event.Source, sound.Event.Id),
            IncomingEvent.Refused refused => (refused.Source, refused.Id),
            _ => (null, null),
        };
        writer.WriteString("source", source);
        writer.WriteString("id", id);
        WriteResult(writer, result, json);
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, EventResult result, JsonSerializerOptions json)
    {
        switch (result)
        {
            case EventResult.Posted posted:
                writer.WriteString("status", "posted");
                WritePosted(writer, posted);
                break;
            case EventResult.Duplicate duplicate:
                writer.WriteString("status", "duplicate");
                writer.WriteStartObject("first");
                WriteResult(writer, duplicate.First, json);
                writer.WriteEndObject();
                break;
            case EventResult.Quarantined quarantined:
                writer.WriteString("status", "quarantined");
                WriteProblem(writer, quarantined.Reason, StatusCodes.Status202Accepted, json);
                break;
            case EventResult.Rejected rejected:
                writer.WriteString("status", "rejected");
                WriteProblem(writer, rejected.Reason, StatusOf(rejected.Reason), json);
                break;
            default:
                throw new InvalidOperationException($"No receipt for {result.GetType().Name}.");
        }
    }

    private static void WritePosted(Utf8JsonWriter writer, EventResult.Posted posted)
    {
        writer.WriteStartArray("points");
        foreach (var (currency, points) in posted.Points.Select(p => (p.Currency, p.Points)))
        {
            writer.WriteStartObject();
            writer.WriteString("currency", currency.Value);
            writer.WriteNumber("points", points);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("entries");
        foreach (var entry in posted.EntryIds)
        {
            writer.WriteStringValue(entry);
        }

        writer.WriteEndArray();
        if (posted.Explanation is { } explanation)
        {
            writer.WritePropertyName("explanation");
            // Written by the ledger itself; checking it again would cost more than writing it.
            writer.WriteRawValue(explanation, skipInputValidation: true);
        }
    }

    private static void WriteProblem(Utf8JsonWriter writer, Refusal reason, int status, JsonSerializerOptions json)
    {
        var problem = Problems.ToDetails(reason);
        problem.Status = status;
        writer.WritePropertyName("problem");
        JsonSerializer.Serialize(writer, problem, json);
    }
}
