using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

/// <summary>Identifies a reconciliation.</summary>
public readonly record struct ReconciliationId(Guid Value) : IIdentifier<ReconciliationId>
{
    public static string Prefix => "rcn";

    public static ReconciliationId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(ReconciliationId left, ReconciliationId right) => left.Value > right.Value;

    public static bool operator <(ReconciliationId left, ReconciliationId right) => left.Value < right.Value;

    public override string ToString() => Identifier.Format(this);
}

/// <summary>What a partner says that it did on one day, held against what the club has of it.</summary>
public sealed class Reconciliation
{
    public required ReconciliationId Id { get; init; }

    public required PartnerId PartnerId { get; init; }

    /// <summary>In the programme's time zone.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null while the lines are being read, and of an upload that broke off: nothing of it counts.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>The <see cref="ReconciliationTotals"/> as JSON; null until it is complete.</summary>
    public string? Totals { get; set; }
}

public enum ReconciliationResult
{
    /// <summary>The club has the event, and it is the same.</summary>
    Matched,

    /// <summary>The club has not posted the event: it never came, waits, or was rejected.</summary>
    Missing,

    /// <summary>The club has the event, and it differs.</summary>
    Different,

    /// <summary>The event was listed before in the same upload.</summary>
    Duplicate,

    /// <summary>The club has the event, and it is the same, but came more than a day after it happened.</summary>
    Late,

    /// <summary>The line could not be read.</summary>
    Invalid,

    /// <summary>The club has the event, and the partner did not list it.</summary>
    Unlisted,
}

/// <summary>One line of a partner's day, or one of ours that it did not list.</summary>
public sealed class ReconciliationLine
{
    public const int FindingLengthMax = 4_000;

    public required ReconciliationId ReconciliationId { get; init; }

    /// <summary>The line of the upload, from 1; events that were not listed follow after the last line.</summary>
    public required int Number { get; init; }

    /// <summary>As it was found on upload.</summary>
    public required ReconciliationResult Result { get; init; }

    /// <summary>As it stands now: a missing event may have come since.</summary>
    public required ReconciliationResult ResultNow { get; set; }

    /// <summary>Null of a line that could not be read.</summary>
    public PartnerEventKey? EventKey { get; init; }

    public required string Source { get; init; }

    public required string EventId { get; init; }

    public string? Type { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>In major units.</summary>
    public decimal? Amount { get; init; }

    public MoneyCurrency? AmountCurrency { get; init; }

    public long? Points { get; init; }

    public PointCurrencyCode? PointCurrency { get; init; }

    /// <summary>The <see cref="ReconciliationFinding"/> as JSON; null when there is nothing to add to the result.</summary>
    public string? Finding { get; set; }
}
