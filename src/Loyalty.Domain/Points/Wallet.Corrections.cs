namespace Loyalty.Domain.Points;

public sealed partial class Wallet
{
    /// <summary>A correction upwards.</summary>
    /// <param name="points">at least 1.</param>
    public Entry AdjustUp(long points, LotKey lot, EntryContext context) =>
        Credit(EntryKind.Adjustment, points, [new LotMove(lot, points)], context);

    /// <summary>A correction downwards, of points that are available.</summary>
    /// <param name="points">at least 1.</param>
    public Outcome<Entry> AdjustDown(long points, DateOnly day, EntryContext context) =>
        Debit(EntryKind.Adjustment, points, day, context);

    /// <summary>Points that go to another wallet.</summary>
    /// <param name="points">at least 1.</param>
    public Outcome<Entry> TransferOut(long points, DateOnly day, EntryContext context) =>
        Debit(EntryKind.TransferOut, points, day, context);

    /// <summary>Everything that has not lapsed and is not held, pending points too, for a wallet that takes over.</summary>
    /// <returns>null when there is nothing.</returns>
    public Entry? TransferAllOut(DateOnly day, EntryContext context) =>
        TakeAll(EntryKind.TransferOut, lot => !lot.IsLapsedOn(day), context);

    /// <summary>Points from another wallet: they keep their last day, their first one and their funder.</summary>
    /// <param name="taken">the lot moves of the entry in the other wallet.</param>
    public Entry TransferIn(IReadOnlyList<LotMove> taken, EntryContext context)
    {
        IReadOnlyList<LotMove> into =
        [
            .. taken.Where(move => move.Points < 0).Select(move => move with { Points = -move.Points }),
        ];
        return Credit(EntryKind.TransferIn, into.Sum(move => move.Points), into, context);
    }

    /// <summary>Writes down what lapsed before the day. Held points stay until their hold ends.</summary>
    /// <returns>null when nothing did, so that it may be asked any number of times.</returns>
    public Entry? Expire(DateOnly day, EntryContext context) =>
        TakeAll(EntryKind.Expiry, lot => lot.IsLapsedOn(day), context);

    /// <summary>All points that are not held are given up, because the account is closed.</summary>
    /// <returns>null when there are none.</returns>
    public Entry? Forfeit(EntryContext context) => TakeAll(EntryKind.Forfeiture, _ => true, context);

    private Entry? TakeAll(EntryKind kind, Func<LotKey, bool> which, EntryContext context)
    {
        var moves = new Moves(this);
        long sum = 0;
        foreach (var (lot, balance) in lots.Where(lot => lot.Value.Free > 0 && which(lot.Key)))
        {
            moves.Add(lot, -balance.Free);
            sum += balance.Free;
        }

        return sum == 0
            ? null
            : Write(kind, -sum, checked(State.Balance - sum), State.Arrears, moves, context, default, reverses: null);
    }
}
