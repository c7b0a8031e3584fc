namespace Loyalty.Domain.Points;

public sealed partial class Wallet
{
    /// <summary>Points in. Arrears are repaid first; the rest goes into the lot.</summary>
    /// <param name="points">at least 1.</param>
    /// <exception cref="OverflowException">the balance would leave 64 bits; nothing was changed.</exception>
    public Entry Accrue(long points, LotKey lot, EntryContext context) =>
        Credit(EntryKind.Accrual, points, [new LotMove(lot, points)], context);

    /// <summary>
    /// Takes points of an earlier accrual back: first from the lot that the accrual filled, then from the other lots, valid
    /// ones before pending ones, first expiring first. Held points stay. What is not there becomes arrears or is let go, as
    /// the policy says.
    /// </summary>
    /// <param name="points">at least 1: what the original recorded for the part that is taken back.</param>
    /// <param name="ownLots">the lots that the original filled.</param>
    /// <param name="reverses">the original's number.</param>
    /// <returns>the entry and what was let go; the entry is null when the policy left nothing to take.</returns>
    public (Entry? Entry, long LetGo) Reverse(
        long points,
        IReadOnlyList<LotMove> ownLots,
        long reverses,
        ReturnPolicy policy,
        DateOnly day,
        EntryContext context
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var moves = new Moves(this);
        var missing = points;
        foreach (var lot in OrderForReversal(ownLots, policy, day))
        {
            var taken = Math.Min(missing, lots.GetValueOrDefault(lot).Free);
            moves.Add(lot, -taken);
            missing -= taken;
        }

        var toArrears = policy == ReturnPolicy.WithArrears ? missing : 0;
        var letGo = missing - toArrears;
        var taking = points - letGo;
        if (taking == 0)
        {
            return (null, letGo);
        }

        var entry = Write(
            EntryKind.AccrualReversal,
            -taking,
            checked(State.Balance - taking),
            checked(State.Arrears + toArrears),
            moves,
            context,
            new EntryEffect(0, toArrears, letGo),
            reverses
        );
        return (entry, letGo);
    }

    /// <summary>Makes points available that wait for an event of the partner, as far as they are still there and pending. They
    /// keep their last day.</summary>
    /// <returns>null when none of them wait any more.</returns>
    public Entry? Activate(WaitingPoints waiting, DateOnly day, EntryContext context)
    {
        var moves = new Moves(this);
        var left = waiting.Points;
        foreach (var lot in lots.Keys.Where(lot => lot.IsPendingOn(day) && waiting.Includes(lot)))
        {
            var ready = Math.Min(left, lots[lot].Free);
            moves.Add(lot, -ready);
            moves.Add(lot with { ActivatesOn = LotKey.AtOnce }, ready);
            left -= ready;
        }

        var effect = new EntryEffect { Activated = waiting.Points - left };
        return moves.IsEmpty
            ? null
            : Write(EntryKind.Activation, 0, State.Balance, State.Arrears, moves, context, effect, waiting.Accrual);
    }

    private LotKey[] OrderForReversal(IReadOnlyList<LotMove> ownLots, ReturnPolicy policy, DateOnly day)
    {
        var own = ownLots.Where(move => move.Points > 0).Select(move => move.Lot);
        if (policy == ReturnPolicy.PendingOnly)
        {
            return [.. own.Where(lot => lot.IsPendingOn(day))];
        }

        var others = lots
            .Keys.Where(lot => !lot.IsLapsedOn(day))
            .OrderBy(lot => lot.IsPendingOn(day))
            .ThenBy(lot => lot);
        return [.. own.Concat(others).Distinct()];
    }
}
