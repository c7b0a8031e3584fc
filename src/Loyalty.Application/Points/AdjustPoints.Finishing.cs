using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

public sealed partial class AdjustPoints
{
    private const int AdjustmentsPerRound = 200;

    /// <summary>Longer than a request takes from the approval to the ledger.</summary>
    private static readonly TimeSpan FinishingTime = TimeSpan.FromMinutes(1);

    /// <summary>Writes what was approved a while ago and is not in the ledger: the process may have died between the two, or the
    /// ledger could not be reached.</summary>
    /// <returns>how many adjustments were looked at.</returns>
    public async Task<int> FinishDueAsync(CancellationToken cancellationToken)
    {
        var before = operations.Now - FinishingTime;
        var due = await context
            .Adjustments.AsNoTracking()
            .Where(row => row.Status == AdjustmentStatus.Approved && (row.DecidedAt ?? row.RequestedAt) <= before)
            .OrderBy(row => row.Id)
            .Take(AdjustmentsPerRound)
            .ToListAsync(cancellationToken);
        foreach (var adjustment in due)
        {
            _ = await FinishAsync(adjustment, cancellationToken);
        }

        return due.Count;
    }

    private async Task<Outcome<Adjustment>> FinishAsync(Adjustment adjustment, CancellationToken cancellationToken)
    {
        if (adjustment.Status != AdjustmentStatus.Approved)
        {
            return adjustment;
        }

        var club = await operations.ClubAsync(cancellationToken);
        var day = operations.Now.DayIn(club.Programme.Zone());
        var command = new AdjustCommand
        {
            Member = adjustment.MemberId,
            Operation = new LedgerOperation
            {
                OperationKey = OperationOf(adjustment.Id),
                Kind = OperationKind.Adjustment,
                MemberId = adjustment.MemberId,
                Actor = adjustment.RequestedBy,
                ContentHash = adjustment.ContentHash,
                RecordedAt = operations.Now,
                Reference = adjustment.Id.ToString(),
                Reason = adjustment.Reason,
            },
            Day = day,
            Currency = adjustment.Currency,
            Points = adjustment.Points,
            Lot = new LotKey(club.ExpiryOf(adjustment.Currency, day), LotKey.AtOnce, Funder.Club),
        };
        var done = await operations.DoAsync(command, cancellationToken);
        if (done.Refusal is { } refusal)
        {
            await WithdrawAsync(adjustment, refusal, club, cancellationToken);
            return refusal;
        }

        adjustment.Status = AdjustmentStatus.Posted;
        await context
            .Adjustments.Where(row => row.Id == adjustment.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Status, AdjustmentStatus.Posted), cancellationToken);
        return adjustment;
    }

    /// <summary>What the ledger refuses for good is as if it had not been asked for; what it could not do now stays.</summary>
    private async Task WithdrawAsync(
        Adjustment adjustment,
        Refusal refusal,
        ClubSettings club,
        CancellationToken cancellationToken
    )
    {
        if (refusal.Kind == RefusalKind.Busy)
        {
            return;
        }

        // Of several who finish it at once, one gives back what it took of the day.
        var approved = context.Adjustments.Where(row =>
            row.Id == adjustment.Id && row.Status == AdjustmentStatus.Approved
        );
        var withdrawn = adjustment.DecidedBy is null
            ? await approved.ExecuteDeleteAsync(cancellationToken)
            : await approved.ExecuteUpdateAsync(
                row => row.SetProperty(r => r.Status, AdjustmentStatus.Rejected),
                cancellationToken
            );
        if (withdrawn > 0)
        {
            await GiveBackToDayAsync(adjustment, club, cancellationToken);
        }
    }
}
