using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>Moves the points of a merged member to the one that goes on, as often as there are any, and back.</summary>
public sealed class MergePoints(LoyaltyDbContext context, PointsOperations operations)
{
    /// <summary>Moves what is in the duplicate's wallets now. Under a key that follows from where those wallets stand, so that of
    /// two at once one moves it, and what comes later is moved later.</summary>
    public async Task<Outcome<OperationResult?>> MoveAsync(
        MemberId duplicate,
        MemberId survivor,
        MergeId merge,
        CancellationToken cancellationToken
    )
    {
        var wallets = await context
            .Wallets.AsNoTracking()
            .Where(wallet => wallet.MemberId == duplicate && wallet.Balance != 0)
            .OrderBy(wallet => wallet.Currency)
            .ToListAsync(cancellationToken);
        if (wallets.Count == 0)
        {
            return (OperationResult?)null;
        }

        var club = await operations.ClubAsync(cancellationToken);
        var stand = string.Join(' ', wallets.Select(wallet => $"{wallet.Currency}{wallet.Sequence}"));
        var caller = new OperationCaller(LedgerOperation.BySystem, $"{merge}/{stand}");
        var command = new MergeCommand
        {
            Member = duplicate,
            Operation = operations.New(OperationKind.Merge, caller, duplicate, survivor.Value, merge.ToString()),
            Day = operations.Now.DayIn(club.Programme.Zone()),
            Survivor = survivor,
            Undo = UndoKey(merge),
            Currencies = [.. wallets.Select(wallet => wallet.Currency)],
        };
        // Whoever goes on may have been merged since: from there the points move on.
        await context.SettleMergedLaterAsync([survivor], operations.Now, cancellationToken);
        var moved = await operations.DoAsync(command, cancellationToken);
        return moved.Refusal is { } refusal ? refusal : moved.Value;
    }

    /// <summary>Moves back what the merge moved, all of it or nothing.</summary>
    public async Task<Refusal?> MoveBackAsync(MemberMerge merge, CancellationToken cancellationToken)
    {
        var club = await operations.ClubAsync(cancellationToken);
        var today = operations.Now.DayIn(club.Programme.Zone());
        var reference = merge.Id.ToString();
        var done = await context
            .Operations.AsNoTracking()
            .Where(operation =>
                operation.MemberId == merge.DuplicateId
                && operation.Kind == OperationKind.Merge
                && operation.Reference == reference
            )
            .OrderBy(operation => operation.RecordedAt)
            .ToListAsync(cancellationToken);
        var entries = done.SelectMany(PointsOperations.PostingsOf).ToArray();
        if (entries.Length == 0)
        {
            return null;
        }

        var caller = UndoCaller(merge.Id);
        var command = new UndoMergeCommand
        {
            Member = merge.DuplicateId,
            Operation = operations.New(OperationKind.MergeUndo, caller, merge.DuplicateId, "undo", reference),
            Day = today,
            Survivor = merge.SurvivorId,
            Entries = entries,
            Lots = club.Currencies.Keys.ToDictionary(
                code => code.Value,
                code => new LotKey(club.ExpiryOf(code, today), LotKey.AtOnce, Funder.Club),
                StringComparer.Ordinal
            ),
        };
        return (await operations.DoAsync(command, cancellationToken)).Refusal;
    }

    private static OperationCaller UndoCaller(MergeId merge) => new(LedgerOperation.BySystem, $"{merge}/undo");

    private static OperationKey UndoKey(MergeId merge) =>
        OperationKey.Of(OperationKind.MergeUndo, LedgerOperation.BySystem, UndoCaller(merge).Key);
}
