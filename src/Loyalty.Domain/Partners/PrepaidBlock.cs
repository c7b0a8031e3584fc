using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

/// <summary>Identifies a block of prepaid points.</summary>
public readonly record struct PrepaidBlockId(Guid Value) : IIdentifier<PrepaidBlockId>
{
    public static string Prefix => "ppb";

    public static PrepaidBlockId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(PrepaidBlockId left, PrepaidBlockId right) => left.Value > right.Value;

    public static bool operator <(PrepaidBlockId left, PrepaidBlockId right) => left.Value < right.Value;

    public override string ToString() => Identifier.Format(this);
}

/// <summary>Where a partner's prepaid points stand, from good to bad.</summary>
public enum PrepaidState
{
    Enough,

    /// <summary>Fewer are left than the contract wants staff to be warned of.</summary>
    Low,

    /// <summary>None are left.</summary>
    UsedUp,
}

/// <summary>Points that a partner bought beforehand. What was bought is never changed: a mistake is corrected by another block, below
/// 0.</summary>
public sealed class PrepaidBlock
{
    public const int ReferenceLengthMax = 100;
    public const int RecordedByLengthMax = 200;

    /// <summary>Of one block, either way.</summary>
    public const long PointsMax = 1_000_000_000_000;

    public required PrepaidBlockId Id { get; init; }

    public required PartnerId PartnerId { get; init; }

    public required PointCurrencyCode Currency { get; init; }

    /// <summary>Not 0.</summary>
    public required long Points { get; init; }

    /// <summary>What was paid, in major units; null when nobody said.</summary>
    public decimal? PaidAmount { get; init; }

    public MoneyCurrency? PaidCurrency { get; init; }

    /// <summary>Whatever the club's own books call it, such as an invoice number.</summary>
    public string? Reference { get; init; }

    /// <summary>The first day of the month that it counts for, from its beginning, and for those after it.</summary>
    public required DateOnly FirstDay { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The subject of the member of staff.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>The worst of which was warned while this was the newest block of its partner and currency.</summary>
    public PrepaidState Warned { get; init; }
}
