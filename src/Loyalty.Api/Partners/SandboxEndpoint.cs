using System.Security.Cryptography;
using System.Text.Json;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

/// <summary>What the webhook endpoint would answer, and why.</summary>
/// <param name="WebhookStatus" example="200">the status that the webhook endpoint would answer with.</param>
/// <param name="Problem">why the whole request would be refused, signature apart; null when it would not.</param>
/// <param name="Events">what would become of each event, in order, if the signature holds; nothing of it was done.</param>
public sealed record SandboxView(
    int WebhookStatus,
    SignatureVerdictView Signature,
    ProblemDetails? Problem,
    IReadOnlyList<ForecastView> Events
);

/// <param name="Source">null when it could not be read; so with <paramref name="Id"/>.</param>
/// <param name="Status"><c>posted</c>, <c>duplicate</c>, <c>quarantined</c> or <c>rejected</c>, as in the receipt;
/// <c>dependsOnRequest</c> of an event about another one of this request, which is not tried.</param>
/// <param name="Points">what it would move, by point currency; of a duplicate what it moved.</param>
/// <param name="Explanation">the rules with their points, as in the receipt; null when no points would move.</param>
/// <param name="Problem">why it would be quarantined or rejected.</param>
public sealed record ForecastView(
    string? Source,
    string? Id,
    string Status,
    IReadOnlyList<PointsView> Points,
    JsonElement? Explanation,
    ProblemDetails? Problem
)
{
    internal static ForecastView Of(IncomingEvent incoming, EventForecast forecast)
    {
        var (source, id) = incoming switch
        {
            IncomingEvent.Sound sound => (sound.Event.Source, sound.Event.Id),
            IncomingEvent.Refused refused => (refused.Source, refused.Id),
            _ => (null, null),
        };
        return forecast is EventForecast.Known { Result: var result }
            ? Of(source, id, result)
            : new ForecastView(source, id, "dependsOnRequest", [], Explanation: null, Problem: null);
    }

    private static ForecastView Of(string? source, string? id, EventResult result) =>
        result switch
        {
            EventResult.Posted posted => new(
                source,
                id,
                "posted",
                [.. posted.Points.Select(points => new PointsView(points.Currency, points.Points))],
                posted.Explanation is { } json ? JsonElement.Parse(json) : null,
                Problem: null
            ),
            EventResult.Duplicate duplicate => Of(source, id, duplicate.First) with { Status = "duplicate" },
            EventResult.Quarantined quarantined => new(
                source,
                id,
                "quarantined",
                [],
                Explanation: null,
                Problems.ToDetails(quarantined.Reason)
            ),
            EventResult.Rejected rejected => new(
                source,
                id,
                "rejected",
                [],
                Explanation: null,
                Problems.ToDetails(rejected.Reason)
            ),
            _ => throw new InvalidOperationException($"No forecast for {result.GetType().Name}."),
        };
}

/// <summary>Takes what the webhook endpoint takes, and explains instead of posting.</summary>
internal static class SandboxEndpoint
{
    /// <summary>Secrets that a signature is tried with, live or ended.</summary>
    private const int SecretsMax = 10;

    public static void MapSandbox(this RouteGroupBuilder own) =>
        own.MapPost("/sandbox/events", TryAsync)
            .WithTags("Sandbox")
            .WithMetadata(new NotRemembered())
            .Accepts<JsonElement>(
                "application/cloudevents+json",
                "application/cloudevents-batch+json",
                "application/json"
            )
            .WithName("tryEvents")
            .WithSummary("Try a signed request without posting")
            .WithDescription(
                "Takes the headers and the body exactly as the webhook endpoint does, up to 100 events. Says what is wrong with the "
                    + "signature, and of each event what would be posted by which rules, or why not. Writes nothing."
            )
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<SandboxView>, ProblemHttpResult>> TryAsync(
        HttpRequest request,
        CurrentPartner current,
        LoyaltyDbContext context,
        PartnerKeyProtector protector,
        TryEvents tryEvents,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return TypedResults.Problem(
                Problems.ToDetails(
                    "body-too-large",
                    StatusCodes.Status413PayloadTooLarge,
                    $"A request may have at most {UnverifiedWebhook.BodyBytesMax} bytes. Send fewer events at a time."
                )
            );
        }

        var signature = SandboxSignature
            .Of(request, body, clock.GetUtcNow())
            .Explain(await CandidatesAsync(current, context, protector, cancellationToken));
        var (events, problem) = PartnerEventsEndpoint.ReadContentType(request) is { } isBatch
            ? PartnerEventsEndpoint.Read(body, isBatch)
            : (
                [],
                Problems.ToDetails(
                    "media-type-unsupported",
                    StatusCodes.Status415UnsupportedMediaType,
                    "Send application/cloudevents+json or application/cloudevents-batch+json in UTF-8."
                )
            );
        if (events.Count > TryEvents.EventsMax)
        {
            return new Refusal.InvalidRequest("events", $"must be at most {TryEvents.EventsMax} here").ToProblem();
        }

        var forecasts = await tryEvents.ExecuteAsync(current.Partner, events, cancellationToken);
        var views = events.Zip(forecasts, ForecastView.Of).ToArray();
        return TypedResults.Ok(new SandboxView(StatusOf(signature, problem, forecasts), signature, problem, views));
    }

    private static int StatusOf(
        SignatureVerdictView signature,
        ProblemDetails? problem,
        IReadOnlyList<EventForecast> forecasts
    ) =>
        (problem, signature.Valid) switch
        {
            // The type is looked at first, then the signature, then the rest.
            ({ Status: StatusCodes.Status415UnsupportedMediaType }, _) => StatusCodes.Status415UnsupportedMediaType,
            (_, false) => StatusCodes.Status401Unauthorized,
            ({ Status: { } status }, _) => status,
            _ => forecasts is [EventForecast.Known { Result: var only }]
                ? Receipt.StatusOf(only)
                : StatusCodes.Status200OK,
        };

    private static async Task<List<SandboxSignature.Candidate>> CandidatesAsync(
        CurrentPartner current,
        LoyaltyDbContext context,
        PartnerKeyProtector protector,
        CancellationToken cancellationToken
    )
    {
        var secrets = await context
            .PartnerSecrets.AsNoTracking()
            .Where(secret => secret.PartnerId == current.Id)
            .OrderByDescending(secret => secret.CreatedAt)
            .Take(SecretsMax)
            .ToListAsync(cancellationToken);
        var candidates = new List<SandboxSignature.Candidate>(secrets.Count);
        foreach (var secret in secrets)
        {
            try
            {
                candidates.Add(new(secret, protector.Unprotect(secret)));
            }
            catch (CryptographicException)
            {
                // Made with data protection keys that are gone: nothing can be signed with it.
            }
        }

        return candidates;
    }

    /// <returns>Null when it is too large.</returns>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > UnverifiedWebhook.BodyBytesMax)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
