using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Points;

/// <summary>What moved the points.</summary>
public enum EntryKind
{
    /// <summary>Points in, for an activity.</summary>
    Accrual = 1,

    /// <summary>The whole or a part of an accrual taken back.</summary>
    AccrualReversal = 2,

    /// <summary>Points out, for a reward.</summary>
    Redemption = 3,

    /// <summary>The whole or a part of a redemption given back.</summary>
    RedemptionReversal = 4,

    /// <summary>Points that lapsed.</summary>
    Expiry = 5,

    /// <summary>A correction by staff, in either direction.</summary>
    Adjustment = 6,

    /// <summary>Points that went to another member.</summary>
    TransferOut = 7,

    /// <summary>Points that came from another member.</summary>
    TransferIn = 8,

    /// <summary>Pending points became available; the balance stays.</summary>
    Activation = 9,

    /// <summary>Arrears repaid from points that had been held; the balance stays.</summary>
    ArrearsRepayment = 10,

    /// <summary>Points given up because the account was closed.</summary>
    Forfeiture = 11,
}

/// <summary>
/// One movement of points between a wallet and a counter-account. Never changed and never deleted: a correction is a new
/// entry that refers to the old one.
/// </summary>
public sealed record Entry
{
    public required WalletId WalletId { get; init; }

    /// <summary>Counts from 1 within the wallet, without a gap.</summary>
    public required long Sequence { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>What the wallet gains; negative for what it loses. The counter-account's side is the negative of it.</summary>
    public required long Points { get; init; }

    public required long BalanceAfter { get; init; }

    public required long ArrearsAfter { get; init; }

    /// <summary>Who gives or gets the points: a partner's id, or one of <see cref="CounterAccounts"/>.</summary>
    public required string CounterAccount { get; init; }

    /// <summary>When the activity happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the ledger wrote it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>What caused it: a partner's event, or an operation (<see cref="OperationKey"/>).</summary>
    public required PartnerEventKey EventKey { get; init; }

    /// <summary>The entry of the same wallet that this one takes back, or whose points it makes available.</summary>
    public long? ReversesSequence { get; init; }

    /// <summary>How it changed the wallet's lots, as text; see <see cref="LotMoves"/>.</summary>
    public required string LotMoves { get; init; }

    /// <summary>The same as a list, while the entry is new; null of one that was read.</summary>
    public IReadOnlyList<LotMove>? NewMoves { get; init; }

    /// <summary>Why, as JSON; see <see cref="Explanation"/>.</summary>
    public required string Explanation { get; init; }

    /// <summary>SHA-256 over the previous entry's hash and this entry; see <see cref="EntryHash"/>.</summary>
    public required byte[] Hash { get; init; }

    public EntryId Id => new(WalletId, Sequence);
}
