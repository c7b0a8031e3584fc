using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

/// <summary>
/// What a partner reports, read from a CloudEvent whose signature was checked. <see cref="Source"/> and <see cref="Id"/>
/// together are the partner's key for the event: whatever is sent under them again is the same event.
/// </summary>
public abstract record PartnerEvent
{
    public required PartnerEventHead Head { get; init; }

    public string Source => Head.Source;

    public string Id => Head.Id;

    public DateTimeOffset OccurredAt
    {
        get => Head.OccurredAt;
        init => Head = Head with { OccurredAt = value };
    }

    public byte[] ContentHash => Head.ContentHash;

    public ReadOnlyMemory<byte> Json => Head.Json;

    public MemberReference Member => Head.Member;

    /// <summary>The CloudEvents type, such as <c>loyalty.transaction.posted</c>.</summary>
    public abstract string Type { get; }

    /// <summary>A purchase, payment or transfer that may earn points by the earning rules.</summary>
    public sealed record TransactionPosted : PartnerEvent
    {
        public const string TypeName = "loyalty.transaction.posted";

        public override string Type => TypeName;

        public required Money Amount { get; init; }

        /// <summary>How it was paid or moved: <c>card_withdrawal</c>, <c>transfer_out</c>, <c>card_payment</c>, …</summary>
        public string? Operation { get; init; }

        /// <summary>What it was for: the partner's purpose or a merchant category.</summary>
        public string? Category { get; init; }

        /// <summary>Where it was bought: <c>web</c>, <c>shop</c>, …</summary>
        public string? Channel { get; init; }

        /// <summary>The parts of the amount; empty when the partner sends none.</summary>
        public IReadOnlyList<TransactionLine> Lines { get; init; } = [];
    }

    /// <summary>What became of an earlier event of the same partner and source.</summary>
    public abstract record AboutEarlier : PartnerEvent
    {
        /// <summary>The id of the earlier event, of the same source.</summary>
        public required string OriginalEventId { get; init; }

        public PartnerEventKey OriginalKey(PartnerId partner) => PartnerEventKey.Of(partner, Source, OriginalEventId);
    }

    /// <summary>An earlier transaction was taken back, wholly or by an amount.</summary>
    public sealed record TransactionReversed : AboutEarlier
    {
        public const string TypeName = "loyalty.transaction.reversed";

        public override string Type => TypeName;

        /// <summary>How much of it was taken back, in the currency of the original; null for all that is left.</summary>
        public Money? Amount { get; init; }
    }

    /// <summary>An earlier transaction is final: delivered, or past its return window. What its points waited for.</summary>
    public sealed record TransactionCompleted : AboutEarlier
    {
        public const string TypeName = "loyalty.transaction.completed";

        public override string Type => TypeName;
    }

    /// <summary>The partner computed the points itself, within its contract.</summary>
    public sealed record PointsGranted : PartnerEvent
    {
        public const string TypeName = "loyalty.points.granted";

        public override string Type => TypeName;

        /// <summary>At least 1.</summary>
        public required long Points { get; init; }

        public required PointCurrencyCode Currency { get; init; }

        public string? Reason { get; init; }
    }

    /// <summary>Something happened between the member and the partner. It goes into the member's history; whether it earns too
    /// <see cref="PartnerContract.InteractionsEarn"/> says.</summary>
    public sealed record InteractionRecorded : PartnerEvent
    {
        public const string TypeName = "loyalty.interaction.recorded";

        public override string Type => TypeName;

        public required InteractionKind Kind { get; init; }

        public required InteractionChannel Channel { get; init; }

        public required string Subject { get; init; }

        /// <summary>The dealer, where the partner has several.</summary>
        public string? Dealer { get; init; }

        /// <summary>The vehicle that it was about: one that the member owns or owned.</summary>
        public Vin? Vin { get; init; }

        /// <summary>What the odometer of that vehicle showed.</summary>
        public int? MileageKm { get; init; }

        /// <summary>What was paid.</summary>
        public Money? Amount { get; init; }
    }

    /// <summary>The partner's customer and the member are the same person.</summary>
    public sealed record MemberLinked : PartnerEvent
    {
        public const string TypeName = "loyalty.member.linked";

        public override string Type => TypeName;

        public required string PartnerCustomerId { get; init; }
    }

    public sealed record MemberUnlinked : PartnerEvent
    {
        public const string TypeName = "loyalty.member.unlinked";

        public override string Type => TypeName;

        public required string PartnerCustomerId { get; init; }
    }
}

/// <summary>What every event has.</summary>
/// <param name="OccurredAt">when it happened at the partner, not when it was sent.</param>
/// <param name="ContentHash">SHA-256 over the event's JSON in a canonical form, so that white space and the order of fields do not make
/// the same event another one.</param>
/// <param name="Json">the event as JSON, kept while it waits in quarantine.</param>
/// <param name="Member">whom it concerns.</param>
public sealed record PartnerEventHead(
    string Source,
    string Id,
    DateTimeOffset OccurredAt,
    byte[] ContentHash,
    ReadOnlyMemory<byte> Json,
    MemberReference Member
);

/// <summary>A part of a transaction: goods, tax and shipping are parts of its amount; a discount and what was paid with points
/// say how much of the amount was not paid in money.</summary>
/// <param name="Category">of the line; null for the transaction's.</param>
public sealed record TransactionLine(decimal Amount, string? Category)
{
    /// <summary>The partner's code of what was bought.</summary>
    public string? Product { get; init; }

    public LineKind Kind { get; init; } = LineKind.Item;

    /// <summary>It was cancelled at the till, and counts for nothing.</summary>
    public bool IsVoided { get; init; }

    /// <summary>Whether it is a part of the amount.</summary>
    public bool IsGoods => Kind is LineKind.Item or LineKind.Tax or LineKind.Shipping;
}

/// <summary>How a partner names a member.</summary>
public abstract record MemberReference
{
    /// <summary>The number as sent; whether it is one of ours is decided on matching.</summary>
    public sealed record ByCard(string CardNumber) : MemberReference;

    public sealed record ById(MemberId MemberId) : MemberReference;

    /// <summary>The partner's own customer id, linked to a member beforehand.</summary>
    public sealed record ByPartnerCustomer(string PartnerCustomerId) : MemberReference;
}
