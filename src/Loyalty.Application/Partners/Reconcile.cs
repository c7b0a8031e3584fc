using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>
/// Holds a partner's day against what the club has of it. Lines are read, looked up and written some thousand at a time, each
/// in a transaction of its own, so that a large day neither fills the memory nor keeps the ledger waiting. It counts only when
/// it is complete; what is left of an upload that broke off is shown as such.
/// </summary>
public sealed class Reconcile(
    IDbContextFactory<LoyaltyDbContext> contexts,
    ProgrammeSettings settings,
    TimeProvider clock
)
{
    public const int LinesMax = 200_000;

    /// <summary>Reconciliations that one partner may send in a day.</summary>
    public const int PerDayMax = 100;

    /// <summary>Events that the partner did not list are kept one by one up to so many; the rest is counted.</summary>
    public const int UnlistedMax = 10_000;

    /// <summary>Events that the partner did not list are looked for among those that arrived within so many days after the
    /// day; later ones are late in any case.</summary>
    public const int ArrivalDaysMax = 7;

    private const int ChunkSize = 1_000;

    public sealed record TooManyReconciliations()
        : Refusal(
            "too-many-reconciliations",
            RefusalKind.Busy,
            $"{PerDayMax} reconciliations were sent within 24 hours. Send the next one tomorrow."
        );

    /// <summary>No day that is older can be one of the programme's.</summary>
    private static readonly DateOnly DayMin = new(1970, 1, 1);

    /// <summary>Null when business can have been done on the day.</summary>
    internal static Refusal? WhyNoDay(DateOnly day, DateOnly today) =>
        day > today ? new Refusal.InvalidRequest("day", "must not lie in the future")
        : day < DayMin ? new Refusal.InvalidRequest("day", $"must not lie before {DayMin:yyyy-MM-dd}")
        : null;

    /// <summary>Null when the day can be reconciled.</summary>
    public async Task<Refusal?> WhyNotAsync(Partner partner, DateOnly day, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        if (WhyNoDay(day, now.DayIn(await ZoneAsync(cancellationToken))) is { } noDay)
        {
            return noDay;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var since = now.AddDays(-1);
        var sent = await context.Reconciliations.CountAsync(
            one => one.PartnerId == partner.Id && one.CreatedAt >= since,
            cancellationToken
        );
        return sent >= PerDayMax ? new TooManyReconciliations() : null;
    }

    public async Task<TimeZoneInfo> ZoneAsync(CancellationToken cancellationToken) =>
        (await settings.CurrentAsync(cancellationToken)).Programme.Zone();

    public async Task<Outcome<Reconciliation>> ExecuteAsync(
        Partner partner,
        DateOnly day,
        IAsyncEnumerable<UploadedLine> lines,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var reconciliation = new Reconciliation
        {
            Id = Identifier.New<ReconciliationId>(now),
            PartnerId = partner.Id,
            Day = day,
            CreatedAt = now,
        };
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Reconciliations.Add(reconciliation);
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();

        var pass = new ReconciliationPass(partner.Id, reconciliation.Id);
        await foreach (var chunk in lines.Chunk(ChunkSize).WithCancellation(cancellationToken))
        {
            if (pass.LinesRead + chunk.Length > LinesMax)
            {
                await DropAsync(context, reconciliation.Id, cancellationToken);
                return new Refusal.InvalidRequest("lines", $"must be at most {LinesMax} of a day");
            }

            var keys = pass.KeysOf(chunk);
            var known = await context
                .PartnerEvents.AsNoTracking()
                .Where(record => keys.Contains(record.EventKey))
                .ToDictionaryAsync(record => record.EventKey, cancellationToken);
            await SaveAsync(context, pass.Judge(chunk, known), cancellationToken);
        }

        await AddUnlistedAsync(context, partner, day, pass, cancellationToken);
        reconciliation.Totals = pass.Totals.ToJson();
        reconciliation.CompletedAt = clock.Instant();
        context.Reconciliations.Update(reconciliation);
        await context.SaveChangesAsync(cancellationToken);
        return reconciliation;
    }

    /// <summary>Ours of the day, by arrival, since that is what the index holds.</summary>
    private async Task AddUnlistedAsync(
        LoyaltyDbContext context,
        Partner partner,
        DateOnly day,
        ReconciliationPass pass,
        CancellationToken cancellationToken
    )
    {
        var zone = await ZoneAsync(cancellationToken);
        var (from, to) = (day.StartIn(zone), day.AddDays(1).StartIn(zone));
        // The partner's clock may have been ahead.
        var (after, last) = (from.AddDays(-1), to.AddDays(ArrivalDaysMax));
        PartnerEventKey key = default;
        while (true)
        {
            var page = await context
                .PartnerEvents.AsNoTracking()
                .Where(record =>
                    record.PartnerId == partner.Id
                    && record.Status == PartnerEventStatus.Posted
                    && record.ReceivedAt >= after
                    && record.ReceivedAt < last
                    && record.OccurredAt >= from
                    && record.OccurredAt < to
                )
                .Where(record => record.ReceivedAt > after || record.EventKey > key)
                .OrderBy(record => record.ReceivedAt)
                .ThenBy(record => record.EventKey)
                .Take(ChunkSize)
                .Select(record => new OurEvent(
                    record.EventKey,
                    record.Source,
                    record.EventId,
                    record.Type,
                    record.OccurredAt,
                    record.ReceivedAt,
                    record.Amount,
                    record.AmountCurrency,
                    record.Postings
                ))
                .ToListAsync(cancellationToken);
            await SaveAsync(context, pass.AddUnlisted(page), cancellationToken);
            if (page.Count < ChunkSize)
            {
                return;
            }

            (after, key) = (page[^1].ReceivedAt, page[^1].EventKey);
        }
    }

    private static async Task SaveAsync(
        LoyaltyDbContext context,
        IReadOnlyList<ReconciliationLine> lines,
        CancellationToken cancellationToken
    )
    {
        context.ReconciliationLines.AddRange(lines);
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    private static async Task DropAsync(
        LoyaltyDbContext context,
        ReconciliationId id,
        CancellationToken cancellationToken
    )
    {
        await context
            .ReconciliationLines.Where(line => line.ReconciliationId == id)
            .ExecuteDeleteAsync(cancellationToken);
        await context.Reconciliations.Where(one => one.Id == id).ExecuteDeleteAsync(cancellationToken);
    }
}
