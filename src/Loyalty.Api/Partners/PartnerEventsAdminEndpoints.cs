using System.Globalization;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

/// <summary>What partners sent, for staff to look into: above all what was rejected or waits.</summary>
internal static class PartnerEventsAdminEndpoints
{
    public static void MapPartnerEvents(this RouteGroupBuilder admin)
    {
        var events = admin.MapGroup("/partner-events").WithTags("Partner events");
        events
            .MapGet("/", ListAsync)
            .WithName("listPartnerEvents")
            .WithSummary("List partners' events")
            .WithDescription(
                "The newest first. Without `status` those in quarantine and the rejected; `status=posted` needs `partner` (id or slug)."
            )
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        events
            .MapGet("/{id}", GetAsync)
            .WithName("getPartnerEvent")
            .WithSummary("Read an event with its problem and, while it is kept, its JSON")
            .ProducesProblem(StatusCodes.Status404NotFound);
        events
            .MapPost("/{id}/replay", ReplayOneAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithMetadata(new NotRemembered())
            .WithName("replayPartnerEvent")
            .WithSummary("Take an event up again")
            .WithDescription("Answers with what became of it. Idempotent by itself: an event is posted once.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        events
            .MapPost("/replay", ReplayManyAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithMetadata(new NotRemembered())
            .WithName("replayPartnerEvents")
            .WithSummary("Take up again what a filter finds")
            .WithDescription(
                "The oldest first, 1,000 a call; `more` says whether there are others. Idempotent by itself."
            )
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    /// <param name="Partner">id or slug.</param>
    /// <param name="Status"><c>posted</c>, <c>quarantined</c> or <c>rejected</c>.</param>
    /// <param name="Type">the CloudEvents type.</param>
    /// <param name="From">received at or after this instant.</param>
    /// <param name="To">received before this instant.</param>
    internal readonly record struct Filter(
        string? Partner,
        string? Status,
        string? Type,
        DateTimeOffset? From,
        DateTimeOffset? To
    );

    private static async Task<Results<Ok<Page<PartnerEventView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] Filter filter,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        PartnerEventStatus? status = null;
        if (filter.Status is not null)
        {
            if (
                !Enum.TryParse<PartnerEventStatus>(filter.Status, ignoreCase: true, out var parsed)
                || !Enum.IsDefined(parsed)
            )
            {
                return Invalid("status", "must be posted, quarantined or rejected");
            }

            status = parsed;
        }

        if (status == PartnerEventStatus.Posted && filter.Partner is null)
        {
            return Invalid("partner", "is needed with status=posted");
        }

        if (filter.Type?.Any(char.IsControl) == true)
        {
            return Invalid("type", "must not hold control characters");
        }

        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var query = context.PartnerEvents.AsNoTracking();
        // The constant lets the database use the index over what was not posted.
        query = status is { } only
            ? query.Where(record => record.Status == only)
            : query.Where(record => record.Status != PartnerEventStatus.Posted);
        if (filter.Partner is not null)
        {
            if (await context.FindPartnerAsync(filter.Partner, cancellationToken) is not { } partner)
            {
                return Invalid("partner", "is not the id or slug of a partner");
            }

            query = query.Where(record => record.PartnerId == partner.Id);
        }

        if (filter.Type is { } type)
        {
            query = query.Where(record => record.Type == type);
        }

        if (filter.From?.ToStoredInstant() is { } from)
        {
            query = query.Where(record => record.ReceivedAt >= from);
        }

        if (filter.To?.ToStoredInstant() is { } to)
        {
            query = query.Where(record => record.ReceivedAt < to);
        }

        if (position is not null)
        {
            if (ReadPosition(position) is not { } after)
            {
                return Invalid("after", "is not a cursor of this list");
            }

            var (receivedAt, key) = after;
            query = query.Where(record =>
                record.ReceivedAt < receivedAt || (record.ReceivedAt == receivedAt && record.EventKey < key)
            );
        }

        var rows = await query
            .OrderByDescending(record => record.ReceivedAt)
            .ThenByDescending(record => record.EventKey)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, PartnerEventView.Of, Position));
    }

    private static ProblemHttpResult Invalid(string field, string error) =>
        new Refusal.InvalidRequest(field, error).ToProblem();

    private static string Position(PartnerEventRecord record) =>
        string.Create(CultureInfo.InvariantCulture, $"{record.ReceivedAt.ToUnixTimeMicroseconds()} {record.EventKey}");

    private static (DateTimeOffset ReceivedAt, PartnerEventKey Key)? ReadPosition(string position)
    {
        const long microsecondsMax = 253_402_300_799_000_000; // the year 9999
        return
            position.Split(' ') is [var instant, var id]
            && long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds <= microsecondsMax
            && Identifier.TryParse<PartnerEventKey>(id, out var key)
            ? (Clock.FromUnixTimeMicroseconds(microseconds), key)
            : null;
    }

    private static async Task<Results<Ok<PartnerEventDetailView>, ProblemHttpResult>> GetAsync(
        string id,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var record = Identifier.TryParse<PartnerEventKey>(id, out var key)
            ? await context
                .PartnerEvents.AsNoTracking()
                .FirstOrDefaultAsync(record => record.EventKey == key, cancellationToken)
            : null;
        return record is null
            ? new Refusal.NoSuch("event").ToProblem()
            : TypedResults.Ok(PartnerEventDetailView.Of(record));
    }

    private static async Task<Results<Ok<PartnerEventDetailView>, ProblemHttpResult>> ReplayOneAsync(
        string id,
        ReplayEvents replay,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Identifier.TryParse<PartnerEventKey>(id, out var key))
        {
            return new Refusal.NoSuch("event").ToProblem();
        }

        var replayed = await replay.OneAsync(key, cancellationToken);
        return replayed.Refusal is { } refusal ? refusal.ToProblem() : await GetAsync(id, context, cancellationToken);
    }

    private static async Task<Results<Ok<ReplayCounts>, ProblemHttpResult>> ReplayManyAsync(
        ReplayBody body,
        ReplayEvents replay,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        PartnerId? partner = null;
        if (body.Partner is not null)
        {
            if (await context.FindPartnerAsync(body.Partner, cancellationToken) is not { } found)
            {
                return Invalid("partner", "is not the id or slug of a partner");
            }

            partner = found.Id;
        }

        if (body.Status == PartnerEventStatus.Posted)
        {
            return Invalid("status", "must be quarantined or rejected");
        }

        if (body.Type?.Any(char.IsControl) == true)
        {
            return Invalid("type", "must not hold control characters");
        }

        var filter = new ReplayFilter(
            partner,
            body.Status,
            body.Type,
            body.From?.ToStoredInstant(),
            body.To?.ToStoredInstant()
        );
        var replayed = await replay.ManyAsync(filter, cancellationToken);
        return replayed.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(replayed.Value);
    }
}
