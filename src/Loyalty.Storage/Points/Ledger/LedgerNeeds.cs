using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>What a load can bring, in the order in which it is asked for.</summary>
internal enum LedgerPart
{
    /// <summary>First, because their locks keep others away from all the rest.</summary>
    Wallets,
    Lots,
    Counters,

    /// <summary>Counts that all members share: after the wallets, and in the order of their ids.</summary>
    Budgets,
    Originals,
    Holds,
    Events,
    Operations,

    /// <summary>Last: who changes a household waits for no wallet.</summary>
    Households,
}

/// <summary>What a batch wants to see, and to hold still until it commits.</summary>
public sealed class LedgerNeeds
{
    /// <summary>Locked in the order of their ids, so that two batches cannot wait for each other.</summary>
    public HashSet<WalletId> Wallets { get; } = [];

    /// <summary>Partner events, looked up after the wallets are locked.</summary>
    public HashSet<PartnerEventKey> Events { get; } = [];

    /// <summary>Operations, looked up after the wallets are locked.</summary>
    public HashSet<OperationKey> Operations { get; } = [];

    /// <summary>Entries that reversals refer to.</summary>
    public HashSet<EntryId> Originals { get; } = [];

    public HashSet<(WalletId Wallet, HoldId Hold)> Holds { get; } = [];

    /// <summary>Counts of wallets that are locked.</summary>
    public HashSet<(WalletId Wallet, Guid Cap, DateOnly PeriodStart)> Counters { get; } = [];

    /// <summary>Counts that all members share, by the id that stands in the place of a wallet's. Locked in the order of their ids,
    /// after the wallets.</summary>
    public HashSet<WalletId> Budgets { get; } = [];

    /// <summary>Households whose points are spent: what their members agreed on must not change until the batch commits.</summary>
    public HashSet<HouseholdId> Households { get; } = [];

    internal IReadOnlyList<LedgerPart> Parts
    {
        get
        {
            var parts = new List<LedgerPart>(9);
            Add(LedgerPart.Wallets, Wallets.Count);
            Add(LedgerPart.Lots, Wallets.Count);
            Add(LedgerPart.Counters, Counters.Count);
            Add(LedgerPart.Budgets, Budgets.Count);
            Add(LedgerPart.Originals, Originals.Count);
            Add(LedgerPart.Holds, Holds.Count);
            Add(LedgerPart.Events, Events.Count);
            Add(LedgerPart.Operations, Operations.Count);
            Add(LedgerPart.Households, Households.Count);
            return parts;

            void Add(LedgerPart part, int count)
            {
                if (count > 0)
                {
                    parts.Add(part);
                }
            }
        }
    }
}
