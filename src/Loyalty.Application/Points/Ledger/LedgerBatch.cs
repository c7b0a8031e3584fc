using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>What the commands of one transaction see and change, in memory: what the database held when the batch began, and
/// what is to be written.</summary>
/// <param name="accountingDay">see <see cref="LedgerTotal.Day"/>.</param>
/// <param name="slot">see <see cref="LedgerTotal.Slot"/>.</param>
internal sealed class LedgerBatch(
    LedgerSnapshot snapshot,
    ClubSettings club,
    DateTimeOffset recordedAt,
    DateOnly accountingDay,
    int slot
)
{
    private readonly Dictionary<WalletId, Wallet> wallets = snapshot.Wallets;
    private readonly HashSet<Wallet> touched = [];
    private readonly Dictionary<PartnerEventKey, PartnerEventRecord> changedEvents = [];
    private readonly HashSet<PartnerEventKey> knownEvents = [.. snapshot.Events.Keys];
    private readonly Dictionary<OperationKey, LedgerOperation> changedOperations = [];
    private readonly HashSet<OperationKey> knownOperations = [.. snapshot.Operations.Keys];
    private readonly Dictionary<HoldId, Hold> changedHolds = [];
    private readonly List<Entry> entries = [];
    private readonly HashSet<CapCounter> counters = [];

    public DateTimeOffset RecordedAt { get; } = recordedAt;

    public PartnerEventRecord? FindEvent(PartnerEventKey key) => snapshot.Events.GetValueOrDefault(key);

    public LedgerOperation? FindOperation(OperationKey key) => snapshot.Operations.GetValueOrDefault(key);

    public Hold? FindHold(HoldId id) => snapshot.Holds.GetValueOrDefault(id);

    public OriginalEntry Original(EntryId id) => snapshot.Originals[id];

    /// <summary>See <see cref="Household.Version"/>; it stays so until the batch has committed.</summary>
    public long? VersionOf(HouseholdId id) =>
        snapshot.HouseholdVersions.TryGetValue(id, out var version) ? version : null;

    /// <summary>A wallet that exists.</summary>
    public Wallet Wallet(WalletId id) => wallets[id];

    /// <summary>Null when it was never opened.</summary>
    public Wallet? FindWallet(WalletId id) => wallets.GetValueOrDefault(id);

    /// <summary>What can be spent; 0 of a wallet that was never opened.</summary>
    public long AvailableIn(WalletId id, DateOnly day) => FindWallet(id)?.AvailableOn(day) ?? 0;

    /// <summary>Opens the wallet where there is none.</summary>
    public Wallet WalletOf(MemberId member, PointCurrencyCode currency)
    {
        var id = WalletId.Of(member, currency);
        if (!wallets.TryGetValue(id, out var wallet))
        {
            wallets[id] = wallet = Domain.Points.Wallet.Open(member, currency, RecordedAt);
        }

        return wallet;
    }

    /// <summary>What an activity of the member does to the points of a currency: where they lapse by inactivity, it moves their
    /// last day. Null in other currencies.</summary>
    public ExpiryExtension? ActivityIn(PointCurrencyCode currency)
    {
        if (club.Currencies.GetValueOrDefault(currency)?.Expiry is not ExpiryModel.Inactivity inactivity)
        {
            return null;
        }

        var today = RecordedAt.DayIn(club.Programme.Zone());
        return new ExpiryExtension(today, inactivity.ExpiryOf(today));
    }

    /// <summary>A counter that the caller is going to change.</summary>
    public CapCounter CounterOf(WalletId wallet, Guid cap, DateOnly periodStart)
    {
        var key = (wallet, cap, periodStart);
        if (!snapshot.Counters.TryGetValue(key, out var counter))
        {
            counter = new CapCounter
            {
                WalletId = wallet,
                CapId = cap,
                PeriodStart = periodStart,
                Points = 0,
            };
            snapshot.Counters.Add(key, counter);
        }

        counters.Add(counter);
        return counter;
    }

    /// <summary>What was counted so far.</summary>
    public long UsedOf(WalletId wallet, Guid cap, DateOnly periodStart) =>
        snapshot.Counters.GetValueOrDefault((wallet, cap, periodStart))?.Points ?? 0;

    /// <summary>The wallet is written, though no points of it may have moved.</summary>
    public void Touch(Wallet wallet) => touched.Add(wallet);

    /// <param name="waitsUntil">see <see cref="Posting.WaitsUntil"/>.</param>
    public void Keep(Wallet wallet, Entry entry, Written written, DateOnly? waitsUntil = null)
    {
        touched.Add(wallet);
        entries.Add(entry);
        written.Entries.Add(entry);
        written.Postings.Add(Posting.Of(entry, wallet.State.Currency, waitsUntil));
        // A reversal later in this batch may refer to it.
        snapshot.Originals[entry.Id] = new OriginalEntry(entry.NewMoves!, entry.CounterAccount);
    }

    public void Change(Wallet wallet, Hold hold)
    {
        touched.Add(wallet);
        snapshot.Holds[hold.HoldId] = hold;
        changedHolds[hold.HoldId] = hold;
    }

    public void Change(PartnerEventRecord record) => changedEvents[record.EventKey] = record;

    public void Change(LedgerOperation operation) => changedOperations[operation.OperationKey] = operation;

    public LedgerOutcome.Posted Post(PartnerEventRecord record, Written written, Explanation? whyNone)
    {
        var postings = new Postings(written.Postings, written.Entries.Count == 0 ? whyNone : null);
        record.Status = PartnerEventStatus.Posted;
        record.Postings = postings.ToJson();
        snapshot.Events[record.EventKey] = record;
        Change(record);
        return new LedgerOutcome.Posted(postings, written.Entries);
    }

    public LedgerOutcome.Done Done(LedgerOperation operation, Written written)
    {
        operation.RecordedAt = RecordedAt;
        operation.Postings =
            written.Entries.Count == 0 ? null : new Postings(written.Postings, Explanation: null).ToJson();
        snapshot.Operations[operation.OperationKey] = operation;
        Change(operation);
        return new LedgerOutcome.Done(operation, written.Entries);
    }

    /// <summary>In the order of keys: new rows are locked as they are written, and two nodes must not wait for each other.</summary>
    public void WriteTo(LedgerChanges changes)
    {
        foreach (var (key, record) in changedEvents.OrderBy(one => one.Key.Value))
        {
            changes.Add(record, isNew: !knownEvents.Contains(key));
        }

        foreach (var (key, operation) in changedOperations.OrderBy(one => one.Key.Value))
        {
            changes.Add(operation, isNew: !knownOperations.Contains(key));
        }

        foreach (var wallet in touched.OrderBy(wallet => wallet.State.WalletId))
        {
            changes.Add(wallet);
        }

        foreach (var entry in entries)
        {
            changes.Add(entry);
        }

        foreach (var counter in counters)
        {
            changes.Add(counter);
        }

        foreach (var hold in changedHolds.Values)
        {
            changes.Add(hold);
        }

        foreach (var total in Totals())
        {
            changes.Add(total);
        }
    }

    /// <summary>One for each entry, in their order.</summary>
    /// <param name="source">see <see cref="CloudEvent.Source"/>.</param>
    public void WriteEventsTo(LedgerChanges changes, string source)
    {
        for (var place = 0; place < entries.Count; place++)
        {
            var (entry, wallet) = (entries[place], wallets[entries[place].WalletId].State);
            changes.Add(
                ClubEvent.Of(
                    source,
                    ClubEventType.PointsPosted,
                    wallet.MemberId,
                    entry.RecordedAt,
                    ClubEventData.Of(entry, wallet.MemberId, wallet.Currency),
                    place
                )
            );
        }
    }

    /// <summary>One for each wallet that the batch changed. A hold moves no points, and yet what can be spent.</summary>
    public IReadOnlyList<WalletChange> Changes() =>
        [
            .. entries
                .GroupBy(entry => entry.WalletId)
                .Select(group => new WalletChange(
                    wallets[group.Key].State.MemberId,
                    group.Key,
                    group.Min(entry => entry.Sequence),
                    group.Max(entry => entry.Sequence)
                )),
        ];

    private IEnumerable<LedgerTotal> Totals()
    {
        var sums = new TotalSums();
        foreach (var entry in entries)
        {
            var currency = wallets[entry.WalletId].State.Currency;
            sums.Add(accountingDay, currency, entry.Kind, entry.CounterAccount, entry.Points, entry.NewMoves!);
        }

        return sums.ToTotals(slot);
    }
}

/// <summary>The entries that one command wrote.</summary>
internal sealed class Written(int capacity)
{
    public List<Entry> Entries { get; } = new(capacity);

    public List<Posting> Postings { get; } = new(capacity);
}
