using System.Diagnostics.CodeAnalysis;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Points;

public enum AdjustmentStatus
{
    /// <summary>Above the limit of whoever asked: a second person decides.</summary>
    Pending,

    /// <summary>Nobody has to decide any more; the ledger may still have to write it.</summary>
    Approved,

    /// <summary>Written in the ledger.</summary>
    Posted,

    /// <summary>Refused by the second person.</summary>
    Rejected,
}

/// <summary>Identifies an adjustment.</summary>
public readonly record struct AdjustmentId(Guid Value) : IIdentifier<AdjustmentId>
{
    public static string Prefix => "adj";

    public static AdjustmentId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(AdjustmentId left, AdjustmentId right) => left.Value > right.Value;

    public static bool operator <(AdjustmentId left, AdjustmentId right) => left.Value < right.Value;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AdjustmentId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>A correction that staff ask for, from the asking to the entry.</summary>
public sealed class Adjustment
{
    public const int NoteLengthMax = 400;

    public required AdjustmentId Id { get; init; }

    public required MemberId MemberId { get; init; }

    public required PointCurrencyCode Currency { get; init; }

    /// <summary>Not 0; negative ones take points away.</summary>
    public required long Points { get; init; }

    /// <summary>The code of an <see cref="AdjustmentReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>For staff alone. May name a person, so it stands here and never in the ledger.</summary>
    public string? Note { get; set; }

    public required AdjustmentStatus Status { get; set; }

    /// <summary>The subject of whoever asked.</summary>
    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>SHA-256 over what was asked, so that another request under the same key is noticed.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>The subject of the second person; null when none was needed or none has decided yet.</summary>
    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>A second person says yes or no.</summary>
    /// <param name="by">the subject of the member of staff.</param>
    public Refusal? Decide(bool approved, string by, DateTimeOffset now)
    {
        if (Status != AdjustmentStatus.Pending)
        {
            return new IsDecided(Status);
        }

        if (approved && string.Equals(by, RequestedBy, StringComparison.Ordinal))
        {
            return new NeedsSecondPerson();
        }

        (Status, DecidedBy, DecidedAt) = (approved ? AdjustmentStatus.Approved : AdjustmentStatus.Rejected, by, now);
        return null;
    }

    public sealed record IsDecided(AdjustmentStatus Status)
        : Refusal("adjustment-decided", RefusalKind.Conflict, "The adjustment was decided before.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("adjustmentStatus", Status)];
    }

    public sealed record NeedsSecondPerson()
        : Refusal(
            "adjustment-needs-second-person",
            RefusalKind.Conflict,
            "Whoever asks for an adjustment cannot approve it."
        );

    public sealed record DailyCapReached(long Cap, long Used, long Requested)
        : Refusal(
            "adjustment-daily-cap",
            RefusalKind.Conflict,
            "You would adjust more points today than your role may."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("cap", Cap), new("used", Used), new("requested", Requested)];
    }
}

/// <summary>Why staff may adjust points: the club's own list.</summary>
public sealed class AdjustmentReason
{
    public const int NameLengthMax = 200;

    /// <summary>Capital letters, digits and underscores, at most <see cref="LedgerOperation.ReasonLengthMax"/>.</summary>
    public required string Code { get; init; }

    /// <summary>For staff, and for the member in the explanation of the entry.</summary>
    public required string Name { get; set; }

    /// <summary>An inactive one cannot be given any more.</summary>
    public required bool Active { get; set; }

    public static bool IsCode(string? code) =>
        code is { Length: >= 2 and <= LedgerOperation.ReasonLengthMax }
        && char.IsAsciiLetterUpper(code[0])
        && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
}

/// <summary>What a role may adjust, in points upwards or downwards.</summary>
public sealed class AdjustmentLimit
{
    /// <summary>A role of staff.</summary>
    public required string Role { get; init; }

    /// <summary>Above it a second person approves.</summary>
    public required long AloneMax { get; set; }

    /// <summary>What one person may ask for in a day of the programme's zone.</summary>
    public required long PerDayMax { get; set; }

    /// <summary>What holds until the club says otherwise.</summary>
    public static IReadOnlyList<AdjustmentLimit> Defaults { get; } =
    [
        new()
        {
            Role = "support",
            AloneMax = 1_000,
            PerDayMax = 10_000,
        },
        new()
        {
            Role = "manager",
            AloneMax = 10_000,
            PerDayMax = 100_000,
        },
        new()
        {
            Role = "administrator",
            AloneMax = 10_000,
            PerDayMax = 1_000_000,
        },
    ];
}

/// <summary>How many points one person has asked to adjust on one day.</summary>
public sealed class AdjustmentDay
{
    public required string Actor { get; init; }

    public required DateOnly Day { get; init; }

    public required long Points { get; set; }
}
