using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Loyalty.Storage.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>Finds a line of a statement by its name, without reading the whole statement.</summary>
public sealed class StatementLines(LoyaltyDbContext context, Statements statements, StatementRedemptions redemptions)
{
    /// <summary>Lines of this kind stand last, and are few.</summary>
    private const int TailMax = 10_000;

    /// <returns>false when the partner's statement of the month has no such line.</returns>
    public async Task<bool> HasAsync(
        PartnerId partner,
        AccountingMonth month,
        StatementLineName name,
        CancellationToken cancellationToken
    )
    {
        if (await statements.FindAsync(partner, month, cancellationToken) is not { } state)
        {
            return false;
        }

        var range = await statements.RangeAsync(month, cancellationToken);
        return name switch
        {
            { IsOfRedemption: true, Subject: { } id } => await redemptions.FindAsync(
                partner,
                range,
                name.Movement,
                new RedemptionId(id),
                cancellationToken
            )
                is not null,
            { Movement: StatementMovement.Issued or StatementMovement.Reversed, Subject: { } id } =>
                await HasEventAsync(partner, range, name, new PartnerEventKey(id), cancellationToken),
            _ => await HasAtEndAsync(partner, state, name, cancellationToken),
        };
    }

    /// <summary>By its entries, which were recorded in the month.</summary>
    private async Task<bool> HasEventAsync(
        PartnerId partner,
        (DateTimeOffset From, DateTimeOffset To) month,
        StatementLineName name,
        PartnerEventKey key,
        CancellationToken cancellationToken
    )
    {
        var record = await context
            .PartnerEvents.AsNoTracking()
            .FirstOrDefaultAsync(
                one => one.EventKey == key && one.PartnerId == partner && one.Status == PartnerEventStatus.Posted,
                cancellationToken
            );
        var ids = record?.Postings is { } json
            ? Postings.Parse(json).Entries.Where(one => one.Currency == name.PointCurrency).Select(one => one.EntryId)
            : [];
        var kind = name.Movement == StatementMovement.Issued ? EntryKind.Accrual : EntryKind.AccrualReversal;
        var entries = await context.FindEntriesAsync([.. ids], cancellationToken);
        return entries.Values.Any(entry =>
            entry.RecordedAt >= month.From && entry.RecordedAt < month.To && entry.Kind == kind
        );
    }

    /// <summary>What stands for others, and corrections, behind all that is the partner's own.</summary>
    private async Task<bool> HasAtEndAsync(
        PartnerId partner,
        StatementState state,
        StatementLineName name,
        CancellationToken cancellationToken
    )
    {
        var position = await statements.TailAsync(partner, state, TailMax, cancellationToken);
        do
        {
            var page = await statements.ReadLinesAsync(
                partner,
                state.Month,
                position,
                ClearingPage.LinesMax,
                cancellationToken
            );
            if (page?.Lines.Any(line => line.Name == name) == true)
            {
                return true;
            }

            position = page?.Next;
        } while (position is not null);
        return false;
    }
}
