using System.Text;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>Which kept events to take up again.</summary>
public sealed record ReplayFilter(
    PartnerId? Partner,
    PartnerEventStatus? Status,
    string? Type,
    DateTimeOffset? From,
    DateTimeOffset? To
);

/// <summary>What came of a replay.</summary>
/// <param name="Replayed">events that were taken up again, the sum of the others.</param>
/// <param name="More">whether there are more to take up than one call does.</param>
public sealed record ReplayCounts(int Replayed, int Posted, int Quarantined, int Rejected, bool More);

/// <summary>
/// Takes up again what was quarantined or rejected, through the same path as a new event. Since an event is posted once
/// whatever the number of times it is offered, so is a replayed one, also when two replay it at once.
/// </summary>
public sealed class ReplayEvents(
    IDbContextFactory<LoyaltyDbContext> contexts,
    EarnPoints earnPoints,
    PrepaidWatch prepaid,
    TimeProvider clock
)
{
    /// <summary>Events that one call takes up at most.</summary>
    public const int EventsMax = 1_000;

    private const int PageSize = 200;
    private const int PassesMax = 50;

    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(1);

    /// <summary>The event was posted; there is nothing left to take up.</summary>
    public sealed record AlreadyPosted()
        : Refusal("event-already-posted", RefusalKind.Conflict, "The event was posted; there is nothing to replay.");

    /// <summary>The event was too large to be kept; the partner has to send it anew.</summary>
    public sealed record NotKept()
        : Refusal(
            "event-not-kept",
            RefusalKind.Conflict,
            "The event was too large to be kept; the partner must resend it."
        );

    public async Task<Outcome<EventResult>> OneAsync(PartnerEventKey key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var record = await context
            .PartnerEvents.AsNoTracking()
            .FirstOrDefaultAsync(record => record.EventKey == key, cancellationToken);
        if (record is null)
        {
            return new Refusal.NoSuch("event");
        }

        if (record.Status == PartnerEventStatus.Posted)
        {
            return new AlreadyPosted();
        }

        if (record.Json is null)
        {
            return new NotKept();
        }

        var partner = await context
            .Partners.AsNoTracking()
            .FirstAsync(p => p.Id == record.PartnerId, cancellationToken);
        var results = await earnPoints.ExecuteAsync(partner, [Read(partner, record)], cancellationToken);
        return results[0] is EventResult.Rejected { Reason.Kind: RefusalKind.Busy } busy ? busy.Reason : results[0];
    }

    /// <summary>The oldest first, up to <see cref="EventsMax"/>.</summary>
    public async Task<Outcome<ReplayCounts>> ManyAsync(ReplayFilter filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var query = context.PartnerEvents.AsNoTracking().Where(record => record.Json != null);
        query = filter.Status is { } status
            ? query.Where(record => record.Status == status)
            : query.Where(record => record.Status != PartnerEventStatus.Posted);
        if (filter.Partner is { } only)
        {
            query = query.Where(record => record.PartnerId == only);
        }

        if (filter.Type is { } type)
        {
            query = query.Where(record => record.Type == type);
        }

        if (filter.From is { } from)
        {
            query = query.Where(record => record.ReceivedAt >= from);
        }

        if (filter.To is { } to)
        {
            query = query.Where(record => record.ReceivedAt < to);
        }

        var keys = await query
            .OrderBy(record => record.ReceivedAt)
            .ThenBy(record => record.OccurredAt)
            .ThenBy(record => record.EventKey)
            .Select(record => record.EventKey)
            .Take(EventsMax + 1)
            .ToListAsync(cancellationToken);
        var counts = new ReplayCounts(0, 0, 0, 0, More: keys.Count > EventsMax);
        foreach (var page in keys.Take(EventsMax).Chunk(PageSize))
        {
            var records = await context
                .PartnerEvents.AsNoTracking()
                .Where(record => page.Contains(record.EventKey))
                .ToListAsync(cancellationToken);
            foreach (var result in await ReplayAsync(context, records, cancellationToken))
            {
                if (result is EventResult.Rejected { Reason.Kind: RefusalKind.Busy } busy)
                {
                    return busy.Reason;
                }

                counts = Count(counts, result);
            }
        }

        return counts;
    }

    /// <summary>Takes up what waited for these customers of the partner.</summary>
    public async Task ForCustomersAsync(
        Partner partner,
        IReadOnlyCollection<string> customerIds,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var chunk in customerIds.Distinct(StringComparer.Ordinal).Chunk(PageSize))
        {
            var waiting = chunk
                .Select(id => PartnerEventRecord.WaitingKey(new MemberReference.ByPartnerCustomer(id)))
                .ToArray();
            await ReplayWhileProgressAsync(
                context,
                context.PartnerEvents.Where(record =>
                    record.PartnerId == partner.Id && record.WaitingFor != null && waiting.Contains(record.WaitingFor)
                ),
                cancellationToken
            );
        }
    }

    /// <summary>Takes up whatever waits for a customer that is linked by now: what a node left that ended between a link and
    /// its replay.</summary>
    public async Task ForgottenAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await ReplayWhileProgressAsync(
            context,
            context.PartnerEvents.Where(record =>
                record.WaitingFor != null
                && record.WaitingFor.StartsWith("customer:")
                && context.MemberLinks.Any(link =>
                    link.PartnerId == record.PartnerId && link.PartnerCustomerId == record.WaitingFor.Substring(9)
                )
            ),
            cancellationToken
        );
    }

    /// <summary>Takes up what stands in members' histories and waits for the ledger: what a node left that ended between the two, or
    /// the ledger was too busy to take.</summary>
    public async Task UnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // What has only come is on its way.
        var border = clock.Instant() - OnItsWay;
        await ReplayWhileProgressAsync(
            context,
            context.PartnerEvents.Where(record =>
                record.WaitingFor == PartnerEventRecord.WaitingForLedger && record.ReceivedAt < border
            ),
            cancellationToken
        );
    }

    /// <summary>Takes up what waits for points of partners that have bought some since, or need not any more.</summary>
    public async Task PaidForAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = context.PartnerEvents.Where(record => record.WaitingFor == PartnerEventRecord.WaitingForPoints);
        var partners = await context
            .Partners.AsNoTracking()
            .Where(partner => waiting.Any(record => record.PartnerId == partner.Id))
            .ToListAsync(cancellationToken);
        foreach (var partner in partners)
        {
            if (!await prepaid.IsUsedUpAsync(partner, cancellationToken))
            {
                await ReplayWhileProgressAsync(
                    context,
                    waiting.Where(record => record.PartnerId == partner.Id),
                    cancellationToken
                );
            }
        }
    }

    private async Task ReplayWhileProgressAsync(
        LoyaltyDbContext context,
        IQueryable<PartnerEventRecord> waiting,
        CancellationToken cancellationToken
    )
    {
        for (var pass = 0; pass < PassesMax; pass++)
        {
            var page = await waiting
                .AsNoTracking()
                .OrderBy(record => record.ReceivedAt)
                .ThenBy(record => record.OccurredAt)
                .ThenBy(record => record.EventKey)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            var results = await ReplayAsync(context, page, cancellationToken);
            // Whatever stays in quarantine would be read again and again.
            if (results.All(result => result is EventResult.Quarantined or EventResult.Rejected))
            {
                return;
            }
        }
    }

    /// <summary>By partner, and within it in the order of arrival.</summary>
    private async Task<IReadOnlyList<EventResult>> ReplayAsync(
        LoyaltyDbContext context,
        List<PartnerEventRecord> records,
        CancellationToken cancellationToken
    )
    {
        var results = new List<EventResult>(records.Count);
        foreach (var group in records.Where(record => record.Json is not null).GroupBy(record => record.PartnerId))
        {
            var partner = await context.Partners.AsNoTracking().FirstAsync(p => p.Id == group.Key, cancellationToken);
            var events = group
                .OrderBy(record => record.ReceivedAt)
                .ThenBy(record => record.OccurredAt)
                .Select(record => Read(partner, record))
                .ToArray();
            results.AddRange(await earnPoints.ExecuteAsync(partner, events, cancellationToken));
        }

        return results;
    }

    /// <summary>Whether it is late or too late was decided by its arrival, not by how long it waited here.</summary>
    private static IncomingEvent Read(Partner partner, PartnerEventRecord record) =>
        ReceiveEvents.Cover(
            partner.Contract,
            CloudEventReader.Read(Encoding.UTF8.GetBytes(record.Json!)),
            record.ReceivedAt
        );

    private static ReplayCounts Count(ReplayCounts counts, EventResult result)
    {
        counts = counts with { Replayed = counts.Replayed + 1 };
        return result switch
        {
            EventResult.Quarantined => counts with { Quarantined = counts.Quarantined + 1 },
            EventResult.Rejected => counts with { Rejected = counts.Rejected + 1 },
            _ => counts with { Posted = counts.Posted + 1 },
        };
    }
}
