using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Rewards;

/// <summary>How a redemption partner says an order stands.</summary>
public enum OrderStatus
{
    /// <summary>In hand; what becomes of it is told later.</summary>
    Accepted,

    Fulfilled,

    /// <summary>It will not be delivered.</summary>
    Rejected,

    /// <summary>Taken back at our demand. It will not be delivered, also when the order arrives only now.</summary>
    Cancelled,

    /// <summary>The partner knows of no such order.</summary>
    Unknown,
}

/// <summary>Identifies a difference between our books and a partner's.</summary>
public readonly record struct OrderDifferenceId(Guid Value)
    : IIdentifier<OrderDifferenceId>,
        IComparable<OrderDifferenceId>
{
    public static string Prefix => "odf";

    public static OrderDifferenceId From(Guid value) => new(value);

    public int CompareTo(OrderDifferenceId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(OrderDifferenceId left, OrderDifferenceId right) => left.CompareTo(right) < 0;

    public static bool operator >(OrderDifferenceId left, OrderDifferenceId right) => left.CompareTo(right) > 0;

    public static bool operator <=(OrderDifferenceId left, OrderDifferenceId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OrderDifferenceId left, OrderDifferenceId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out OrderDifferenceId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>An order that a partner sees otherwise than we do, found by reconciliation or by what the partner told too late. One of
/// a redemption is open at a time.</summary>
public sealed class OrderDifference
{
    public const int NoteLengthMax = 400;

    public required OrderDifferenceId Id { get; init; }

    public required PartnerId PartnerId { get; init; }

    /// <summary>The order's id as the partner names it: a redemption's, or something that we do not know.</summary>
    public required string OrderId { get; init; }

    /// <summary>Null when we know of no such order.</summary>
    public RedemptionStatus? Ours { get; init; }

    public required OrderStatus Theirs { get; init; }

    public required DateTimeOffset FoundAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>The subject of the member of staff, or the system where both sides agree by now.</summary>
    public string? ResolvedBy { get; set; }

    /// <summary>What was done about it. Nothing personal.</summary>
    public string? Note { get; set; }

    /// <summary>Whether the two cannot both be true. What is under way on one side may still be on its way to the other.</summary>
    public static bool Disagree(RedemptionStatus ours, OrderStatus theirs) =>
        ours switch
        {
            RedemptionStatus.Fulfilled => theirs != OrderStatus.Fulfilled,
            RedemptionStatus.Failed or RedemptionStatus.Cancelled or RedemptionStatus.Expired => theirs
                is OrderStatus.Fulfilled
                    or OrderStatus.Accepted,
            _ => false,
        };
}
