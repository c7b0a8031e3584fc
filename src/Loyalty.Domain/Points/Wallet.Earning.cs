namespace Loyalty.Domain.Points;

public sealed partial class Wallet
{
    /// <summary>Points in. Arrears are repaid first; the rest goes into the lot.</summary>
    /// <param name="points">at least 1.</param>
    /// <exception cref="OverflowException">the balance would leave 64 bits; nothing was changed.</exception>
    public Entry Accrue(long points, LotKey lot, EntryContext context) => Accrue([new LotMove(lot, points)], context);

    /// <summary>Points in that several pay for. Arrears are repaid first; the rest goes into the lots.</summary>
    /// <param name="into">at least one, each of at least 1 point.</param>
    /// <exception cref="OverflowException">the balance would leave 64 bits; nothing was changed.</exception>
    public Entry Accrue(IReadOnlyList<LotMove> into, EntryContext context) =>
        Credit(EntryKind.Accrual, into.Sum(move => move.Points), into, context);

    /// <summary>
    /// Takes points of an earlier accrual back: first from the lots that the accrual filled, of each funder its part; then from
    /// whatever lots there are, those of the accrual first, valid ones before pending ones, first expiring first. Held points
    /// stay. What is not there becomes arrears or is let go, as the policy says.
    /// </summary>
    /// <param name="points">at least 1: what the original recorded for the part that is taken back.</param>
    /// <param name="before">what was taken back of the original earlier.</param>
    /// <param name="ownLots">how the original changed the lots.</param>
    /// <param name="reverses">the original's number; null where it is in another wallet, whose points came to this one.</param>
    /// <returns>the entry and what was let go; the entry is null when the policy left nothing to take.</returns>
    public (Entry? Entry, long LetGo) Reverse(
        long points,
        long before,
        IReadOnlyList<LotMove> ownLots,
        long? reverses,
        ReturnPolicy policy,
        DateOnly day,
        EntryContext context
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var (moves, missing) = TakeBack(points, before, ownLots, OrderForReversal(ownLots, policy, day));
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

    private (Moves Moves, long Missing) TakeBack(
        long points,
        long before,
        IReadOnlyList<LotMove> ownLots,
        LotKey[] order
    )
    {
        var moves = new Moves(this);
        var left = order.ToDictionary(lot => lot, lot => lots.GetValueOrDefault(lot).Free);
        var missing = points;
        foreach (var (funder, part) in PartsOf(ownLots, before, points))
        {
            var filled = ownLots.Where(move => move.Points > 0 && move.Lot.Funder == funder).Select(move => move.Lot);
            Take(filled.Where(left.ContainsKey), part);
        }

        Take(order, missing);
        return (moves, missing);

        void Take(IEnumerable<LotKey> from, long most)
        {
            foreach (var lot in from)
            {
                var taken = Math.Min(most, left[lot]);
                moves.Add(lot, -taken);
                left[lot] -= taken;
                most -= taken;
                missing -= taken;
            }
        }
    }

    /// <summary>Which points of an accrual each funder gets back. What went on to longer lots by the same entry is not the
    /// accrual's.</summary>
    private static IEnumerable<(Funder Funder, long Points)> PartsOf(
        IReadOnlyList<LotMove> ownLots,
        long before,
        long points
    )
    {
        var gave = ownLots
            .GroupBy(move => move.Lot.Funder, move => move.Points)
            .Select(group => (Funder: group.Key, Points: group.Sum()))
            .Where(one => one.Points > 0)
            .OrderBy(one => one.Funder.Value)
            .ToArray();
        var weights = gave.Select(one => one.Points).ToArray();
        var all = weights.Sum();
        var upTo = Proportion.Divide(Math.Min(all, before + points), weights);
        var earlier = Proportion.Divide(Math.Min(all, before), weights);
        return gave.Select((one, i) => (one.Funder, upTo[i] - earlier[i]));
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
