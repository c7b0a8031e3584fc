using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain;

/// <summary>What happens to points of a purchase that is returned after they were spent.</summary>
public enum ReturnPolicy
{
    /// <summary>Only points that are still pending are taken back.</summary>
    PendingOnly,

    /// <summary>As far as the balance goes; the rest is the club's loss.</summary>
    WithinBalance,

    /// <summary>Wholly: what was spent becomes arrears, which later accruals repay first.</summary>
    WithArrears,
}

/// <summary>What holds for the whole club. There is exactly one, from the first migration on.</summary>
public sealed class Programme : IVersioned
{
    public const int NameLengthMax = 200;

    public const int TimeZoneLengthMax = 64;

    public const int LapsedReturnGraceDaysMax = 365;

    public const int MergeUndoDaysDefault = 30;

    public const int MergeUndoDaysMax = 365;

    /// <summary>The key of the only row.</summary>
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required string Name { get; set; }

    /// <summary>The zone in which days begin and end for expiry, caps and birthdays: an id of the IANA database, such as
    /// <c>Asia/Shanghai</c>.</summary>
    public required string TimeZone { get; set; }

    public required ReturnPolicy ReturnPolicy { get; set; }

    /// <summary>The last day of the accounting periods that are closed; null when none is. Entries that are recorded later
    /// belong to later days, whatever they refer to.</summary>
    public DateOnly? ClosedThrough { get; set; }

    /// <summary>What becomes of points that a reversed redemption gives back after their lot has lapsed: they can be spent
    /// again for this many days; null: they lapse at once.</summary>
    public int? LapsedReturnGraceDays { get; set; }

    /// <summary>Whether members may hand points to each other.</summary>
    public bool TransfersAllowed { get; set; }

    /// <summary>How many days a merge of two members can be undone.</summary>
    public int MergeUndoDays { get; set; } = MergeUndoDaysDefault;

    /// <summary>The encrypted key of <see cref="Members.ErasedReference.Hash"/> and of
    /// <see cref="Rewards.RewardCode.Fingerprint"/>; null before the first erasure and the first code.</summary>
    public byte[]? ErasureKey { get; set; }

    public long Version { get; set; }

    /// <summary>The day of the books for what is recorded at the instant.</summary>
    public DateOnly AccountingDay(DateTimeOffset recordedAt)
    {
        var day = recordedAt.DayIn(Zone());
        return ClosedThrough is { } closed && day <= closed ? closed.AddDays(1) : day;
    }

    /// <summary>Finds a zone of the IANA database by its id, and no other (no Windows names, no file paths).</summary>
    public static bool TryFindTimeZone(string? id, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return id is { Length: > 0 and <= TimeZoneLengthMax }
            && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone)
            && zone.HasIanaId
            && string.Equals(zone.Id, id, StringComparison.Ordinal);
    }

    /// <exception cref="TimeZoneNotFoundException">the machine's zone data lacks it.</exception>
    public TimeZoneInfo Zone() => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
