namespace Loyalty.Domain.Points;

public enum HoldStatus
{
    /// <summary>The points are reserved.</summary>
    Open,

    /// <summary>Spent, wholly or in part; the rest was given back.</summary>
    Captured,

    /// <summary>Given back.</summary>
    Released,

    /// <summary>Given back because its time ran out.</summary>
    TimedOut,
}

/// <summary>Identifies a hold.</summary>
public readonly record struct HoldId(Guid Value) : IIdentifier<HoldId>
{
    public static string Prefix => "hld";

    public static HoldId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out HoldId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>Points of a wallet that are reserved for a redemption.</summary>
public sealed class Hold
{
    public required WalletId WalletId { get; init; }

    public required HoldId HoldId { get; init; }

    /// <summary>What was reserved: at least 1.</summary>
    public required long Points { get; init; }

    /// <summary>From which lots, in the form of <see cref="LotMoves"/>.</summary>
    public required string Lots { get; init; }

    public HoldStatus Status { get; set; } = HoldStatus.Open;

    /// <summary>What was spent of it; 0 unless it was captured.</summary>
    public long CapturedPoints { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this instant on it cannot be captured.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The operation that made it.</summary>
    public required OperationKey Operation { get; init; }

    /// <summary>Time runs out by itself, whether or not the points were given back by then.</summary>
    public HoldStatus StatusAt(DateTimeOffset now) =>
        Status == HoldStatus.Open && now >= ExpiresAt ? HoldStatus.TimedOut : Status;

    internal void Close(HoldStatus status, long captured, DateTimeOffset now)
    {
        Status = status;
        CapturedPoints = captured;
        ClosedAt = now;
    }
}
