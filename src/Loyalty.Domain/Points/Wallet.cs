using Loyalty.Domain.Members;

namespace Loyalty.Domain.Points;

/// <summary>
/// A member's account in one point currency. It takes commands and yields entries; it does no I/O and has no clock. A command
/// either takes its effect, or refuses or throws and changes nothing.
/// </summary>
public sealed partial class Wallet
{
    private readonly SortedList<LotKey, LotBalance> lots = [];
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
    public IEnumerable<LotState> ChangedLots => touched.Select(key => new LotState(key, lots.GetValueOrDefault(key)));

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
            wallet.lots[lot.Key] = new LotBalance(lot.Points, lot.Held);
        }

        return wallet;
    }

    /// <summary>What can be spent on the day: points of lots that are valid on it and not held.</summary>
    public long AvailableOn(DateOnly day) => Sum((lot, balance) => lot.IsValidOn(day) ? balance.Free : 0);

    /// <summary>Earned but not available yet on the day.</summary>
    public long PendingOn(DateOnly day) => Sum((lot, balance) => lot.IsPendingOn(day) ? balance.Points : 0);

    /// <summary>The balance as of the day: points that lapsed before it no longer count, though their entry may still have to
    /// be written. Held points count until their hold ends.</summary>
    public long BalanceOn(DateOnly day) =>
        Sum((lot, balance) => lot.IsLapsedOn(day) ? balance.Held : balance.Points) - State.Arrears;

    /// <summary>What lapses at the end of which day, the soonest first: all points that have an end and have not reached it on
    /// the day, pending ones too, held ones not.</summary>
    public IReadOnlyList<LapsingPoints> LapsingFrom(DateOnly day) =>
        [
            .. lots.Where(lot => lot.Value.Free > 0 && lot.Key.ExpiresOn != LotKey.Never && !lot.Key.IsLapsedOn(day))
                .GroupBy(lot => lot.Key.ExpiresOn)
                .OrderBy(group => group.Key)
                .Select(group => new LapsingPoints(group.Key, group.Sum(lot => lot.Value.Free))),
        ];

    private Entry Write(
        EntryKind kind,
        long points,
        long balanceAfter,
        long arrearsAfter,
        Moves moves,
        EntryContext context,
        EntryEffect effect,
        long? reverses
    )
    {
        if (context.Extension is { } extension)
        {
            moves.Extend(extension);
        }

        var lotMoves = moves.InOrder();
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
            LotMoves = LotMoves.Write(lotMoves),
            NewMoves = lotMoves,
            Explanation = context.Explain(effect),
            Hash = [],
        };
        var entry = unsigned with { Hash = EntryHash.Compute(State.Hash, unsigned) };
        State.Balance = balanceAfter;
        State.Arrears = arrearsAfter;
        State.Sequence = entry.Sequence;
        State.Hash = entry.Hash;
        HasChanged = true;
        moves.Apply();
        return entry;
    }

    /// <summary>Points in, into the lots as told. Arrears are repaid first, with those that would lapse first.</summary>
    private Entry Credit(
        EntryKind kind,
        long points,
        IReadOnlyList<LotMove> into,
        EntryContext context,
        long? reverses = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var balance = checked(State.Balance + points);
        var repaid = Math.Min(points, State.Arrears);
        var moves = new Moves(this);
        var owed = repaid;
        foreach (var alike in into.OrderBy(move => move.Lot).GroupBy(move => move.Lot with { Funder = Funder.Club }))
        {
            // Of points that several pay for, each pays its part of what was owed.
            var counts = alike.Select(move => move.Points).ToArray();
            var gone = Proportion.Divide(Math.Min(owed, counts.Sum()), counts);
            owed -= gone.Sum();
            foreach (var (move, repaying) in alike.Zip(gone))
            {
                moves.Add(move.Lot, move.Points - repaying);
            }
        }

        return Write(
            kind,
            points,
            balance,
            State.Arrears - repaid,
            moves,
            context,
            new EntryEffect(repaid, 0, 0),
            reverses
        );
    }

    /// <summary>Points out of free ones that are valid on the day, first expiring first.</summary>
    private Outcome<Entry> Debit(EntryKind kind, long points, DateOnly day, EntryContext context)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var available = AvailableOn(day);
        if (points > available)
        {
            return new PointsRefusal.InsufficientPoints(available, points);
        }

        var moves = new Moves(this);
        foreach (var (lot, count) in FirstExpiring(points, day))
        {
            moves.Add(lot, -count);
        }

        return Write(kind, -points, checked(State.Balance - points), State.Arrears, moves, context, default, null);
    }

    /// <returns>how many points of which lots make up the wanted ones; there must be enough.</returns>
    private List<LotMove> FirstExpiring(long points, DateOnly day)
    {
        var taken = new List<LotMove>();
        foreach (var (lot, balance) in lots)
        {
            var count = lot.IsValidOn(day) ? Math.Min(points, balance.Free) : 0;
            if (count > 0)
            {
                taken.Add(new LotMove(lot, count));
                points -= count;
            }
        }

        return taken;
    }

    private void Set(LotKey lot, LotBalance balance)
    {
        lots[lot] = balance;
        touched.Add(lot);
        HasChanged = true;
    }

    private long Sum(Func<LotKey, LotBalance, long> count)
    {
        long sum = 0;
        foreach (var (lot, balance) in lots)
        {
            sum += count(lot, balance);
        }

        return sum;
    }
}
