using System.Globalization;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Api.Partners;

/// <summary>A partner's day held against ours: the partner sends it and reads it, staff read it too.</summary>
internal static class ReconciliationEndpoints
{
    public static void MapReconciliations(this RouteGroupBuilder own)
    {
        var reconciliations = own.MapGroup("/reconciliations").WithTags("Reconciliation");
        reconciliations
            .MapPost("/", CreateAsync)
            // Streamed, and in transactions of its own.
            .WithMetadata(new NotRemembered())
            .Accepts<string>(ReconciliationLines.Csv, ReconciliationLines.JsonLines)
            .WithName("reconcileDay")
            .WithSummary("Send a day and learn what the club has of it")
            .WithDescription(
                "CSV with a header or JSON lines, up to 200,000 lines and 64 MiB: `eventId`, `source` (or the parameter), `type`, "
                    + "`occurredAt`, `amount` with `currency`, `points` with `pointCurrency`. A line of type `total` holds your own sums "
                    + "(and `count`). Each line is matched, missing, different, duplicate, late or invalid; events that you did not "
                    + "list follow as unlisted. Send missing events as webhooks and read the reconciliation again."
            )
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        MapReading(reconciliations, whose: "");
    }

    public static void MapPartnerReconciliations(this RouteGroupBuilder partners) =>
        MapReading(
            partners.MapGroup("/{partner}/reconciliations").AddEndpointFilter<RouteGroupBuilder, PathPartnerFilter>(),
            "Partner"
        );

    private static void MapReading(RouteGroupBuilder reconciliations, string whose)
    {
        reconciliations
            .MapGet("/", ListAsync)
            .WithName($"list{whose}Reconciliations")
            .WithSummary("List reconciliations, newest first")
            .WithDescription("With `day` those of one day.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        reconciliations
            .MapGet("/{id}", GetAsync)
            .WithName($"get{whose}Reconciliation")
            .WithSummary("Read a reconciliation as it stands")
            .WithDescription(
                "Looks again at what was missing: the events may have come since, or staff may have replayed them."
            )
            .ProducesProblem(StatusCodes.Status404NotFound);
        reconciliations
            .MapGet("/{id}/lines", LinesAsync)
            .WithName($"list{whose}ReconciliationLines")
            .WithSummary("Read the lines of a reconciliation")
            .WithDescription(
                "In order; with `result` those that have it now. Read the reconciliation first to look again at what was missing. "
                    + "An event that waits or was rejected is replayed by staff with "
                    + "`POST /api/admin/v1/partner-events/{eventKey}/replay`."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    /// <param name="Result"><c>matched</c>, <c>missing</c>, <c>different</c>, <c>duplicate</c>, <c>late</c>, <c>invalid</c> or
    /// <c>unlisted</c>.</param>
    internal readonly record struct LineFilter(string? Result);

    /// <param name="day">in the programme's time zone, such as 2026-03-01.</param>
    /// <param name="source">of lines that name none.</param>
    private static async Task<Results<Created<ReconciliationView>, ProblemHttpResult>> CreateAsync(
        DateOnly day,
        string? source,
        HttpRequest request,
        CurrentPartner current,
        Reconcile reconcile,
        RecheckReconciliation recheck,
        CancellationToken cancellationToken
    )
    {
        if (MediaOf(request) is not { } media)
        {
            return TypedResults.Problem(
                Problems.ToDetails(
                    "media-type-unsupported",
                    StatusCodes.Status415UnsupportedMediaType,
                    $"Send {ReconciliationLines.Csv} or {ReconciliationLines.JsonLines} in UTF-8, without a content encoding."
                )
            );
        }

        if (source is not null && Application.PlainText.WhyNot(source, PartnerEventRecord.SourceLengthMax) is { } why)
        {
            return new Refusal.InvalidRequest("source", why).ToProblem();
        }

        if (await reconcile.WhyNotAsync(current.Partner, day, cancellationToken) is { } no)
        {
            return no.ToProblem();
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = ReconciliationLines.BodyBytesMax;
        }

        var upload = new ReconciliationUpload(day, await reconcile.ZoneAsync(cancellationToken), source);
        var lines =
            media == ReconciliationLines.Csv
                ? ReconciliationLines.ReadCsvAsync(request.Body, upload, cancellationToken)
                : ReconciliationLines.ReadJsonAsync(request.Body, upload, cancellationToken);
        var done = await reconcile.ExecuteAsync(current.Partner, day, lines, cancellationToken);
        if (done.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var state = await recheck.ExecuteAsync(current.Id, done.Value.Id, cancellationToken);
        return TypedResults.Created($"/api/partner/v1/reconciliations/{done.Value.Id}", ReconciliationView.Of(state!));
    }

    private static string? MediaOf(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? type.MediaType.Value?.ToLowerInvariant() switch
            {
                ReconciliationLines.Csv => ReconciliationLines.Csv,
                ReconciliationLines.JsonLines => ReconciliationLines.JsonLines,
                _ => null,
            }
            : null;

    private static async Task<Results<Ok<Page<ReconciliationView>>, ProblemHttpResult>> ListAsync(
        DateOnly? day,
        [AsParameters] PageRequest page,
        CurrentPartner current,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var place = position is null ? null : InstantCursors.Read<ReconciliationId>(position);
        if (position is not null && place is null)
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
        }

        var id = current.Id;
        var query = context
            .Reconciliations.AsNoTracking()
            .Where(one => one.PartnerId == id)
            .Where(one => day == null || one.Day == day);
        if (place is var (at, before))
        {
            query = query.Where(one => one.CreatedAt < at || (one.CreatedAt == at && one.Id < before));
        }

        var rows = await query
            .OrderByDescending(one => one.CreatedAt)
            .ThenByDescending(one => one.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(rows, ReconciliationView.Of, one => InstantCursors.Write(one.CreatedAt, one.Id))
        );
    }

    private static async Task<Results<Ok<ReconciliationView>, ProblemHttpResult>> GetAsync(
        string id,
        CurrentPartner current,
        RecheckReconciliation recheck,
        CancellationToken cancellationToken
    )
    {
        var state = Identifier.TryParse<ReconciliationId>(id, out var parsed)
            ? await recheck.ExecuteAsync(current.Id, parsed, cancellationToken)
            : null;
        return state is null
            ? new Refusal.NoSuch("reconciliation").ToProblem()
            : TypedResults.Ok(ReconciliationView.Of(state));
    }

    private static async Task<Results<Ok<Page<ReconciliationLineView>>, ProblemHttpResult>> LinesAsync(
        string id,
        [AsParameters] LineFilter filter,
        [AsParameters] PageRequest page,
        CurrentPartner current,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var after = 0;
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (position is not null && !int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
        }

        ReconciliationResult result = default;
        if (
            filter.Result is { } word
            && (!Enum.TryParse(word, ignoreCase: true, out result) || !Enum.IsDefined(result))
        )
        {
            return new Refusal.InvalidRequest("result", "is not a result of lines").ToProblem();
        }

        var owner = current.Id;
        if (
            !Identifier.TryParse<ReconciliationId>(id, out var parsed)
            || !await context.Reconciliations.AnyAsync(
                one => one.Id == parsed && one.PartnerId == owner,
                cancellationToken
            )
        )
        {
            return new Refusal.NoSuch("reconciliation").ToProblem();
        }

        var rows = await context
            .ReconciliationLines.AsNoTracking()
            .Where(line => line.ReconciliationId == parsed && line.Number > after)
            .Where(line => filter.Result == null || line.ResultNow == result)
            .OrderBy(line => line.Number)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(rows, ReconciliationLineView.Of, line => line.Number.ToString(CultureInfo.InvariantCulture))
        );
    }
}
