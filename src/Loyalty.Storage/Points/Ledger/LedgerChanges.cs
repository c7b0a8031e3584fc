using Loyalty.Domain.Events;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>Everything that one batch writes, by table, in the order in which it is written.</summary>
public sealed partial class LedgerChanges
{
    private readonly EventRows newEvents = new(RowsMode.Insert);
    private readonly EventRows changedEvents = new(RowsMode.Update);
    private readonly WalletRows newWallets = new(RowsMode.Insert);
    private readonly WalletRows changedWallets = new(RowsMode.Update);
    private readonly EntryRows entries = new();
    private readonly LotRows lots = new();
    private readonly CapCounterRows counters = new();
    private readonly HoldRows holds = new();
    private readonly OperationRows newOperations = new(RowsMode.Insert);
    private readonly OperationRows changedOperations = new(RowsMode.Update);
    private readonly TotalRows totals = new();
    private readonly ClubEventRows clubEvents = new();

    public LedgerChanges() =>
        Tables = [
            newEvents.Rows,
            changedEvents.Rows,
            newOperations.Rows,
            changedOperations.Rows,
            newWallets.Rows,
            changedWallets.Rows,
            entries.Rows,
            lots.Rows,
            counters.Rows,
            holds.Rows,
            totals.Rows,
            clubEvents.Rows,
        ];

    internal IReadOnlyList<Rows> Tables { get; }

    public void Add(PartnerEventRecord record, bool isNew) => (isNew ? newEvents : changedEvents).Add(record);

    public void Add(Entry entry) => entries.Add(entry);

    public void Add(Wallet wallet)
    {
        (wallet.IsNew ? newWallets : changedWallets).Add(wallet.State);
        foreach (var lot in wallet.ChangedLots)
        {
            lots.Add(wallet.State.WalletId, lot);
        }
    }

    public void Add(CapCounter counter) => counters.Add(counter);

    public void Add(LedgerOperation operation, bool isNew) =>
        (isNew ? newOperations : changedOperations).Add(operation);

    public void Add(Hold hold) => holds.Add(hold);

    public void Add(LedgerTotal total) => totals.Add(total);

    public void Add(ClubEvent row) => clubEvents.Add(row);

    public void Clear()
    {
        foreach (var table in Tables)
        {
            table.Clear();
        }
    }
}
