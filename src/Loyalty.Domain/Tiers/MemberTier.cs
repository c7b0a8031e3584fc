using Loyalty.Domain.Members;

namespace Loyalty.Domain.Tiers;

/// <summary>Identifies one stretch of time in which a member held a tier.</summary>
public readonly record struct MemberTierId(Guid Value) : IIdentifier<MemberTierId>
{
    public static string Prefix => "mti";

    public static MemberTierId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(MemberTierId left, MemberTierId right) => left.Value > right.Value;

    public static bool operator <(MemberTierId left, MemberTierId right) => left.Value < right.Value;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out MemberTierId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>Why a member holds a tier.</summary>
public enum MemberTierCause
{
    /// <summary>The basis reached the threshold.</summary>
    Upgrade,

    /// <summary>The higher tier was not kept.</summary>
    Downgrade,

    /// <summary>Staff gave it, for a time.</summary>
    Manual,
}

/// <summary>Why staff gave a tier.</summary>
public enum ManualTierReason
{
    Goodwill,
    Complaint,

    /// <summary>An agreement with the member's company.</summary>
    Agreement,

    /// <summary>The member holds a like tier of another club.</summary>
    StatusMatch,

    /// <summary>Illness, parental leave: the member could not collect.</summary>
    Extension,
    Correction,
    Other,
}

/// <summary>
/// A stretch of time in which a member held a tier of a set. The tiers that the basis gave follow one another without gap from the
/// first on; before it the member held the set's lowest tier if that asks for nothing. Tiers that staff gave stand beside them, and
/// the highest that holds at an instant is the member's tier.
/// </summary>
public sealed class MemberTier : IVersioned
{
    public required MemberTierId Id { get; init; }

    public required MemberId MemberId { get; init; }

    public required TierSetCode TierSet { get; init; }

    /// <summary>Whether staff gave it, beside what the basis gave.</summary>
    public required bool IsManual { get; init; }

    /// <summary>Counts from 1, manual tiers and others each for themselves: of two that are written at once, one finds its number
    /// taken.</summary>
    public required int Number { get; init; }

    /// <summary>Null for none: the lowest tier was lost.</summary>
    public required TierCode? Tier { get; init; }

    /// <summary>The tier's place in the set when it was reached, from 0; -1 for none.</summary>
    public required int Rank { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Itself not included. Null while the basis gives it; of a manual tier, always set.</summary>
    public DateTimeOffset? Until { get; set; }

    public required MemberTierCause Cause { get; init; }

    /// <summary>See <see cref="TierDecision.HoldsUntil"/>; as of the last look.</summary>
    public DateTimeOffset? HoldsUntil { get; set; }

    /// <summary>See <see cref="TierDecision.AssuredUntil"/>.</summary>
    public DateTimeOffset? AssuredUntil { get; set; }

    /// <summary>When the job looks again; null when nothing can change by time alone, and of a tier that is over.</summary>
    public DateTimeOffset? NextCheckAt { get; set; }

    /// <summary>Why, as JSON; see <see cref="TierExplanation"/>.</summary>
    public required string Explanation { get; init; }

    /// <summary>Of a manual tier.</summary>
    public ManualTierReason? Reason { get; init; }

    /// <summary>Free text of staff; goes with the member's person.</summary>
    public string? Note { get; set; }

    /// <summary>The subject of the member of staff who gave it.</summary>
    public string? GivenBy { get; init; }

    /// <summary>The subject of the member of staff who ended it before its time.</summary>
    public string? EndedBy { get; set; }

    public long Version { get; set; }

    public bool HoldsAt(DateTimeOffset instant) => From <= instant && (Until is not { } end || instant < end);

    /// <summary>What follows once the member holds another tier by the basis.</summary>
    /// <param name="now">never taken for earlier than the beginning, even when the clock was set back.</param>
    /// <returns>when the next one begins.</returns>
    public DateTimeOffset End(DateTimeOffset now)
    {
        var end = now > From ? now : From.AddMicroseconds(1);
        (Until, NextCheckAt) = (end, null);
        return end;
    }
}
