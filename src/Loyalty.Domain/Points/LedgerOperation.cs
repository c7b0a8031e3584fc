using System.Text;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Points;

/// <summary>What moved points without a partner's event.</summary>
public enum OperationKind
{
    Redemption,
    Hold,
    Capture,
    Release,
    RedemptionReversal,
    Adjustment,
    Transfer,
    Merge,
    MergeUndo,
    Forfeiture,

    /// <summary>An event activated the points of another; the row keeps a second one from doing so again.</summary>
    Activation,

    /// <summary>An offer gave points.</summary>
    OfferGrant,
}

/// <summary>Identifies an operation. It follows from who asks for what under which key, so that every node finds whether it was
/// done before.</summary>
public readonly record struct OperationKey(Guid Value) : IIdentifier<OperationKey>
{
    public static string Prefix => "opr";

    public static OperationKey From(Guid value) => new(value);

    /// <param name="caller">whose key it is; a key of one caller says nothing to another.</param>
    /// <param name="key">the caller's own key for the operation.</param>
    public static OperationKey Of(OperationKind kind, string caller, string key) =>
        new(Identifier.Derive(Encoding.UTF8.GetBytes($"{kind}\0{caller}\0{key}")));

    /// <summary>As the cause of entries.</summary>
    public PartnerEventKey AsCause => new(Value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out OperationKey result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>Something that was done to wallets on somebody's demand; its row makes it happen once.</summary>
public sealed class LedgerOperation
{
    public const int ActorLengthMax = 200;
    public const int ReferenceLengthMax = 200;
    public const int ReasonLengthMax = 60;

    /// <summary>The actor of what the platform does by itself.</summary>
    public const string BySystem = "system";

    public required OperationKey OperationKey { get; init; }

    public required OperationKind Kind { get; init; }

    /// <summary>Whose points.</summary>
    public required MemberId MemberId { get; init; }

    /// <summary>Who asked: a subject of the issuer, a partner's id, or <see cref="BySystem"/>.</summary>
    public required string Actor { get; init; }

    /// <summary>SHA-256 over what was asked, so that another request under the same key is noticed.</summary>
    public required byte[] ContentHash { get; init; }

    public required DateTimeOffset RecordedAt { get; set; }

    /// <summary>What it refers to: the id of a redemption, a hold or another operation. Nothing personal.</summary>
    public string? Reference { get; set; }

    /// <summary>A code of the club's own list, of an adjustment.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a redemption: how many of its points were given back.</summary>
    public long ReversedPoints { get; set; }

    /// <summary>Of a redemption that paid for an order, its <see cref="PointPayment"/> as JSON; of a reversal of such a one, its
    /// <see cref="PointRefund"/>. Null of all others.</summary>
    public string? Payment { get; set; }

    /// <summary>The ledger entries that it made, as JSON; null when it made none.</summary>
    public string? Postings { get; set; }
}
