using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

/// <summary>Identifies a dispute.</summary>
public readonly record struct DisputeId(Guid Value) : IIdentifier<DisputeId>
{
    public static string Prefix => "dsp";

    public static DisputeId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(DisputeId left, DisputeId right) => left.Value > right.Value;

    public static bool operator <(DisputeId left, DisputeId right) => left.Value < right.Value;

    public override string ToString() => Identifier.Format(this);
}

public enum DisputeReason
{
    /// <summary>The rules give other points.</summary>
    WrongPoints,

    /// <summary>The transaction had another amount.</summary>
    WrongAmount,

    /// <summary>The partner never did what the event says.</summary>
    NotOurs,

    /// <summary>The same business was reported twice, under two ids.</summary>
    ReportedTwice,

    /// <summary>It was taken back, and that is missing.</summary>
    ReversalMissing,

    /// <summary>A point costs something else.</summary>
    WrongCost,

    Other,
}

public enum DisputeStatus
{
    Open,

    /// <summary>The club agrees. What follows from it is not in figures yet.</summary>
    Accepted,

    Rejected,

    /// <summary>The club agrees, and a later statement has or will have a line for it.</summary>
    Corrected,
}

/// <summary>A line of a statement that the partner does not agree with.</summary>
public sealed class LineDispute
{
    public required DisputeId Id { get; init; }

    public required PartnerId PartnerId { get; init; }

    /// <summary>The first day of the statement's month.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>The line: a <see cref="StatementLineName"/>.</summary>
    public required string Line { get; init; }

    public required DisputeReason Reason { get; init; }

    public required DisputeStatus Status { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>How many steps its history has.</summary>
    public required int Steps { get; init; }

    /// <summary>Of a corrected one; below 0 for what the partner need not pay; 0 of a line without points.</summary>
    public long? CorrectionPoints { get; init; }

    /// <summary>Null of a line without points.</summary>
    public PointCurrencyCode? CorrectionPointCurrency { get; init; }

    /// <summary>In major units; null where points have no cost.</summary>
    public decimal? CorrectionMoney { get; init; }

    public MoneyCurrency? CorrectionMoneyCurrency { get; init; }

    /// <summary>The first day of the month whose statement was closed with the correction; null until one is.</summary>
    public DateOnly? CorrectedIn { get; init; }

    public AccountingMonth Month => new(FirstDay);
}

/// <summary>One step of a dispute's history. Never changed.</summary>
public sealed class DisputeStep
{
    public const int TextLengthMax = 1_000;
    public const int ByLengthMax = 200;

    public required DisputeId DisputeId { get; init; }

    /// <summary>From 1: the opening.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The partner's client, or the subject of the member of staff.</summary>
    public required string By { get; init; }

    /// <summary>What the dispute became.</summary>
    public required DisputeStatus Status { get; init; }

    public required string Text { get; init; }
}
