namespace Loyalty.Domain.Tiers;

public enum TierSetStatus
{
    /// <summary>Never activated: nobody holds its tiers.</summary>
    Draft,

    Active,

    /// <summary>Ended for good. Its history stays.</summary>
    Retired,
}

/// <summary>Tiers that a member passes through, with the versions of how they are reached.</summary>
public sealed class TierSet : IVersioned
{
    public required TierSetCode Code { get; init; }

    /// <summary>For members and staff: <c>Club status</c>.</summary>
    public required string Name { get; set; }

    /// <summary>Sets are shown from the smallest number up; the first active one gives what an app shows as the member's
    /// tier.</summary>
    public required int DisplayOrder { get; set; }

    public TierSetStatus Status { get; private set; } = TierSetStatus.Draft;

    /// <summary>What the next activation puts in force; null when nothing was changed since the last.</summary>
    public TierSetDefinition? Draft { get; private set; }

    /// <summary>In force, or when the set was retired; null while it is a draft only.</summary>
    public TierSetDefinition? Definition { get; private set; }

    /// <summary>Of the definition in force; 0 before the first.</summary>
    public int Number { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first version was put in force.</summary>
    public DateTimeOffset? ActivatedAt { get; private set; }

    public DateTimeOffset? RetiredAt { get; private set; }

    public long Version { get; set; }

    public bool IsInForceAt(DateTimeOffset instant) =>
        ActivatedAt <= instant && (RetiredAt is not { } end || instant < end);

    /// <summary>The tier that every member has without doing anything; null for none.</summary>
    public TierLevel? Base => Definition?.Levels[0] is { Threshold: 0 } lowest ? lowest : null;

    public Refusal? ChangeDraft(TierSetDefinition definition)
    {
        if (Status == TierSetStatus.Retired)
        {
            return new IsRetired();
        }

        Draft = definition;
        return null;
    }

    /// <summary>Puts the draft away. A set that was never activated is nothing without it and is to be deleted.</summary>
    public Refusal? DiscardDraft()
    {
        if (Draft is null)
        {
            return new HasNoDraft();
        }

        Draft = null;
        return null;
    }

    /// <summary>Puts the draft in force.</summary>
    /// <param name="by">the subject of the member of staff.</param>
    public Outcome<TierSetVersion> Activate(DateTimeOffset now, string by)
    {
        if (Status == TierSetStatus.Retired)
        {
            return new IsRetired();
        }

        if (Draft is not { } definition)
        {
            return new HasNoDraft();
        }

        (Definition, Draft, Status) = (definition, null, TierSetStatus.Active);
        ActivatedAt ??= now;
        Number++;
        return new TierSetVersion
        {
            TierSet = Code,
            Number = Number,
            Definition = definition,
            ActivatedAt = now,
            ActivatedBy = by,
        };
    }

    /// <summary>Ends the set: nobody holds its tiers from then on. A draft goes with it.</summary>
    public Refusal? Retire(DateTimeOffset now)
    {
        if (Status == TierSetStatus.Retired)
        {
            return new IsRetired();
        }

        if (Status == TierSetStatus.Draft)
        {
            return new IsNotActive();
        }

        (Status, RetiredAt, Draft) = (TierSetStatus.Retired, now > ActivatedAt ? now : ActivatedAt, null);
        return null;
    }

    public sealed record HasNoDraft()
        : Refusal("tier-set-has-no-draft", RefusalKind.Conflict, "The tier set has no draft. Change its draft first.");

    public sealed record IsNotActive()
        : Refusal("tier-set-not-active", RefusalKind.Conflict, "The tier set is not active.");

    public sealed record IsRetired()
        : Refusal(
            "tier-set-retired",
            RefusalKind.Conflict,
            "The tier set was retired and stays so. Create a new one instead."
        );
}

/// <summary>A definition that was put in force; it never changes, so that a tier that was reached by it can explain itself.</summary>
public sealed class TierSetVersion
{
    public required TierSetCode TierSet { get; init; }

    /// <summary>Counts from 1 within the set.</summary>
    public required int Number { get; init; }

    public required TierSetDefinition Definition { get; init; }

    public required DateTimeOffset ActivatedAt { get; init; }

    /// <summary>The subject of the member of staff.</summary>
    public required string ActivatedBy { get; init; }
}

/// <summary>A tier's code belongs to one set, of which it is or was a level.</summary>
public sealed class Tier
{
    public required TierCode Code { get; init; }

    public required TierSetCode TierSet { get; init; }

    /// <summary>Whether a version had it. Until then a draft may let it go.</summary>
    public bool WasInForce { get; set; }
}
