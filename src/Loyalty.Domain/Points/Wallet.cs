using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Points;

/// <summary>
/// A member's account in one point currency. It takes commands and yields entries; it does no I/O and has no clock. A command
/// either writes its entry and changes the wallet, or throws and changes nothing.
/// </summary>
public sealed class Wallet
{
    private readonly SortedList<LotKey, long> lots = [];
    private readonly HashSet<LotKey> touched = [];

    private Wallet(WalletState state, bool isNew)
    {
        State = state;
        IsNew = isNew;
    }

    public WalletState State { get; }

    /// <summary>Whether no row of it is stored yet.</summary>
    public bool IsNew { get; }

    /// <summary>The lots that commands changed since the wallet was loaded, with what is left in them.</summary>
    public IEnumerable<LotMove> ChangedLots => touched.Select(key => new LotMove(key, lots.GetValueOrDefault(key)));

    public bool HasChanged { get; private set; }

    public static Wallet Open(MemberId member, PointCurrencyCode currency, DateTimeOffset now) =>
        new(
            new WalletState
            {
                WalletId = WalletId.Of(member, currency),
                MemberId = member,
                Currency = currency,
                Hash = EntryHash.Origin,
                OpenedAt = now,
            },
            isNew: true
        );

    public static Wallet Load(WalletState state, IEnumerable<Lot> lots)
    {
        var wallet = new Wallet(state, isNew: false);
        foreach (var lot in lots)
        {
            wallet.lots[lot.Key] = lot.Points;
        }

        return wallet;
    }

    /// <summary>What can be spent on the day: lots that are valid on it.</summary>
    public long AvailableOn(DateOnly day) => Sum(lot => lot.IsValidOn(day));

    /// <summary>Earned but not available yet on the day.</summary>
    public long PendingOn(DateOnly day) => Sum(lot => lot.IsPendingOn(day));

    /// <summary>The balance as of the day: points that lapsed before it no longer count, though their entry may still have to
    /// be written.</summary>
    public long BalanceOn(DateOnly day) => Sum(lot => !lot.IsLapsedOn(day)) - State.Arrears;

    /// <summary>What lapses at the end of which day, the soonest first: all points that have an end and have not reached it on
    /// the day, pending ones too.</summary>
    public IReadOnlyList<LapsingPoints> LapsingFrom(DateOnly day) =>
        [
            .. lots.Where(lot => lot.Value > 0 && lot.Key.ExpiresOn != LotKey.Never && !lot.Key.IsLapsedOn(day))
                .GroupBy(lot => lot.Key.ExpiresOn)
                .OrderBy(group => group.Key)
                .Select(group => new LapsingPoints(group.Key, group.Sum(lot => lot.Value))),
        ];

    /// <summary>Points in. Arrears are repaid first; the rest goes into the lot.</summary>
    /// <param name="points">at least 1.</param>
    /// <exception cref="OverflowException">the balance would leave 64 bits; nothing was changed.</exception>
    public Entry Accrue(long points, LotKey lot, EntryContext context)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var balance = checked(State.Balance + points);
        var repaid = Math.Min(points, State.Arrears);
        var left = checked(lots.GetValueOrDefault(lot) + points - repaid);
        IReadOnlyList<LotMove> moves = points > repaid ? [new LotMove(lot, points - repaid)] : [];

        var entry = Write(
            EntryKind.Accrual,
            points,
            balance,
            State.Arrears - repaid,
            moves,
            context,
            new EntryEffect(repaid, 0, 0),
            reverses: null
        );
        if (moves.Count > 0)
        {
            Set(lot, left);
        }

        return entry;
    }

    /// <summary>
    /// Takes points of an earlier accrual back: first from the lot that the accrual filled, then from the other lots, valid
    /// ones before pending ones, first expiring first. What is not there becomes arrears or is let go, as the policy says.
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
        var moves = new List<LotMove>();
        var missing = points;
        foreach (var lot in OrderForReversal(ownLots, policy, day))
        {
            var taken = Math.Min(missing, lots.GetValueOrDefault(lot));
            if (taken > 0)
            {
                moves.Add(new LotMove(lot, -taken));
                missing -= taken;
            }
        }

        var toArrears = policy == ReturnPolicy.WithArrears ? missing : 0;
        var letGo = missing - toArrears;
        var taking = points - letGo;
        if (taking == 0)
        {
            return (null, letGo);
        }

        moves.Sort((left, right) => left.Lot.CompareTo(right.Lot));
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
        foreach (var (lot, change) in moves)
        {
            Set(lot, lots[lot] + change);
        }

        return (entry, letGo);
    }

    private IEnumerable<LotKey> OrderForReversal(IReadOnlyList<LotMove> ownLots, ReturnPolicy policy, DateOnly day)
    {
        var own = ownLots.Select(move => move.Lot);
        if (policy == ReturnPolicy.PendingOnly)
        {
            return own.Where(lot => lot.IsPendingOn(day));
        }

        var others = lots
            .Keys.Where(lot => !lot.IsLapsedOn(day))
            .OrderBy(lot => lot.IsPendingOn(day))
            .ThenBy(lot => lot);
        return own.Concat(others).Distinct();
    }

    private Entry Write(
        EntryKind kind,
        long points,
        long balanceAfter,
        long arrearsAfter,
        IReadOnlyList<LotMove> moves,
        EntryContext context,
        EntryEffect effect,
        long? reverses
    )
    {
        var unsigned = new Entry
        {
            WalletId = State.WalletId,
            Sequence = State.Sequence + 1,
            Kind = kind,
            Points = points,
            BalanceAfter = balanceAfter,
            ArrearsAfter = arrearsAfter,
            CounterAccount = context.CounterAccount,
            OccurredAt = context.OccurredAt,
            RecordedAt = context.RecordedAt,
            EventKey = context.EventKey,
            ReversesSequence = reverses,
            LotMoves = Points.LotMoves.Write(moves),
            Explanation = context.Explain(effect),
            Hash = [],
        };
        var entry = unsigned with { Hash = EntryHash.Compute(State.Hash, unsigned) };
        State.Balance = balanceAfter;
        State.Arrears = arrearsAfter;
        State.Sequence = entry.Sequence;
        State.Hash = entry.Hash;
        HasChanged = true;
        return entry;
    }

    private void Set(LotKey lot, long points)
    {
        lots[lot] = points;
        touched.Add(lot);
    }

    private long Sum(Func<LotKey, bool> counts)
    {
        long sum = 0;
        foreach (var (lot, points) in lots)
        {
            if (counts(lot))
            {
                sum += points;
            }
        }

        return sum;
    }
}

/// <summary>What an entry is told from outside the wallet.</summary>
/// <param name="Explain">gives the explanation's JSON, told what the wallet made of the command.</param>
public sealed record EntryContext(
    PartnerEventKey EventKey,
    string CounterAccount,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    Func<EntryEffect, string> Explain
);

/// <summary>What only the wallet knows of an entry.</summary>
/// <param name="ArrearsRepaid">points that went into repaying arrears.</param>
/// <param name="ArrearsAdded">points that had been spent and are owed now.</param>
/// <param name="LetGo">points that had been spent and are not asked back.</param>
public readonly record struct EntryEffect(long ArrearsRepaid, long ArrearsAdded, long LetGo);
