namespace Loyalty.Domain.Points;

public sealed partial class Wallet
{
    /// <summary>Takes over what another wallet of the same person owes: from free points, first expiring first, valid ones before
    /// pending ones; what is not there is owed by this one.</summary>
    /// <param name="points">at least 1.</param>
    public Entry TakeOver(long points, DateOnly day, EntryContext context) =>
        Give(points, OrderOfGiving([], day), context);

    /// <summary>Another wallet has taken over what this one owes.</summary>
    /// <param name="points">at least 1, at most the arrears.</param>
    public Entry BeRelieved(long points, EntryContext context)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points, State.Arrears);
        // All of it repays arrears, so that the lot stays empty.
        var nowhere = new LotKey(LotKey.Never, LotKey.AtOnce, Funder.Club);
        return Credit(EntryKind.TransferIn, points, [new LotMove(nowhere, points)], context);
    }

    /// <summary>Whether what came from another wallet can go back: nothing of it was spent that other points cannot stand in
    /// for.</summary>
    /// <param name="came">what came, by lot, as positive counts.</param>
    /// <param name="repaid">how much of it repaid arrears when it came: as much may be owed again.</param>
    /// <param name="returning">what this wallet gets back before.</param>
    /// <param name="lapsing">how much of that lapses at once, unless it repays arrears.</param>
    /// <returns>null when it can.</returns>
    public Refusal? WhyNotGivenBack(
        IReadOnlyList<LotMove> came,
        long repaid,
        long returning,
        long lapsing,
        DateOnly day
    )
    {
        var wanted = Wanted(came, day);
        var there =
            OrderOfGiving(came, day).Sum(lot => lots.GetValueOrDefault(lot).Free)
            + Math.Max(0, returning - Math.Max(lapsing, State.Arrears));
        return wanted - there > repaid ? new PointsRefusal.MergedPointsSpent(State.Currency, wanted, there) : null;
    }

    /// <summary>
    /// Gives back what came from another wallet: from the lots that it came into, then from others, valid ones before pending
    /// ones, first expiring first; what is not there is owed. What lapsed meanwhile is not asked back.
    /// </summary>
    /// <param name="came">what came, by lot, as positive counts.</param>
    /// <returns>null when all of it has lapsed.</returns>
    public Entry? GiveBack(IReadOnlyList<LotMove> came, DateOnly day, EntryContext context) =>
        Wanted(came, day) is > 0 and var wanted ? Give(wanted, OrderOfGiving(came, day), context) : null;

    /// <summary>Points that lapse or wait as those of the other wallet do, and for the rest as the first of them.</summary>
    /// <param name="given">the lot moves of the entry in the other wallet.</param>
    /// <param name="points">what the entry gave, arrears with it.</param>
    /// <param name="came">the lots that the points once had, for those which the other wallet owes.</param>
    public Entry ComeBack(IReadOnlyList<LotMove> given, long points, IReadOnlyList<LotMove> came, EntryContext context)
    {
        var into = given.Where(move => move.Points < 0).Select(move => move with { Points = -move.Points }).ToList();
        var owed = points - into.Sum(move => move.Points);
        foreach (var move in came)
        {
            var count = Math.Min(owed, move.Points);
            if (count > 0)
            {
                into.Add(move with { Points = count });
                owed -= count;
            }
        }

        return Credit(EntryKind.TransferIn, points, into, context);
    }

    /// <summary>What was taken over from another wallet is owed by that one again.</summary>
    /// <param name="points">at least 1.</param>
    /// <param name="taken">the lot moves of the entry that took it over: they come back.</param>
    /// <param name="otherwise">where points go whose arrears were repaid since.</param>
    public Entry HandBack(long points, IReadOnlyList<LotMove> taken, LotKey otherwise, EntryContext context)
    {
        var into = taken.Where(move => move.Points < 0).Select(move => move with { Points = -move.Points }).ToList();
        var rest = points - into.Sum(move => move.Points);
        if (rest > 0)
        {
            into.Add(new LotMove(otherwise, rest));
        }

        return Credit(EntryKind.TransferIn, points, into, context);
    }

    /// <summary>An expiry that is not written down yet has taken its points all the same.</summary>
    private static long Wanted(IReadOnlyList<LotMove> came, DateOnly day) =>
        came.Where(move => !move.Lot.IsLapsedOn(day)).Sum(move => move.Points);

    private LotKey[] OrderOfGiving(IReadOnlyList<LotMove> first, DateOnly day)
    {
        var others = lots
            .Keys.Where(lot => !lot.IsLapsedOn(day))
            .OrderBy(lot => lot.IsPendingOn(day))
            .ThenBy(lot => lot);
        return [.. first.Select(move => move.Lot).Where(lot => !lot.IsLapsedOn(day)).Concat(others).Distinct()];
    }

    private Entry Give(long points, LotKey[] order, EntryContext context)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var moves = new Moves(this);
        var missing = points;
        foreach (var lot in order)
        {
            var taken = Math.Min(missing, lots.GetValueOrDefault(lot).Free);
            moves.Add(lot, -taken);
            missing -= taken;
        }

        return Write(
            EntryKind.TransferOut,
            -points,
            checked(State.Balance - points),
            checked(State.Arrears + missing),
            moves,
            context,
            new EntryEffect(0, missing, 0),
            reverses: null
        );
    }
}
