namespace Loyalty.Domain.Tiers;

/// <summary>What a member holds of a set by the basis, before it is judged anew.</summary>
/// <param name="Rank">in the definition by which it is judged; -1 for none.</param>
/// <param name="HoldsUntil">until when the basis gave it, as far as was known at the last look; null for no end.</param>
/// <param name="AssuredUntil">until when it holds whatever the basis gives, after a fall by one step.</param>
public readonly record struct HeldTier(int Rank, DateTimeOffset? HoldsUntil, DateTimeOffset? AssuredUntil);

/// <summary>What the basis gives a member now.</summary>
/// <param name="Rank">that the member is to hold from now on.</param>
/// <param name="HoldsUntil">until when the basis gives it without further activity; in the past while grace runs; null for no
/// end.</param>
/// <param name="NextCheckAt">when it can be lost at the earliest without further activity; null for never.</param>
public readonly record struct TierDecision(
    int Rank,
    DateTimeOffset? HoldsUntil,
    DateTimeOffset? AssuredUntil,
    DateTimeOffset? NextCheckAt
)
{
    /// <summary>After a fall: when the tier that was held was last earned.</summary>
    public DateTimeOffset? LostAt { get; init; }

    /// <summary>
    /// Up at once to the highest tier whose threshold is reached. Down only when the tier has not been earned for the days of grace:
    /// counted from the instant at which it was last earned, or from now when that changed behind (a return, a new definition).
    /// </summary>
    public static TierDecision Decide(
        TierSetDefinition definition,
        HeldTier held,
        TierStanding standing,
        DateTimeOffset now
    )
    {
        var computed = -1;
        while (
            computed + 1 < definition.Levels.Count
            && standing.QualifiedUntil(definition.Levels[computed + 1].Threshold) > now
        )
        {
            computed++;
        }

        if (computed >= held.Rank)
        {
            return Qualified(definition, computed, standing);
        }

        if (held.AssuredUntil is { } assured && assured > now)
        {
            return At(definition, standing.Calendar, held.Rank, assured, assured);
        }

        var lostAt = Earlier(now, Later(LastEarned(definition, held, standing), held.AssuredUntil));
        var endsAt = standing.Calendar.After(lostAt, definition.GraceDays);
        if (endsAt > now)
        {
            return new TierDecision(held.Rank, lostAt, AssuredUntil: null, endsAt);
        }

        if (definition.FallFrom(held.Rank, computed) == computed)
        {
            return Qualified(definition, computed, standing) with { LostAt = lostAt };
        }

        var landing = standing.Calendar.SoftLanding(now);
        return At(definition, standing.Calendar, held.Rank - 1, landing, landing) with { LostAt = lostAt };
    }

    private static TierDecision Qualified(TierSetDefinition definition, int rank, TierStanding standing)
    {
        var until = rank < 0 ? DateTimeOffset.MaxValue : standing.QualifiedUntil(definition.Levels[rank].Threshold);
        return At(
            definition,
            standing.Calendar,
            rank,
            until == DateTimeOffset.MaxValue ? null : until,
            assuredUntil: null
        );
    }

    private static TierDecision At(
        TierSetDefinition definition,
        TierCalendar calendar,
        int rank,
        DateTimeOffset? holdsUntil,
        DateTimeOffset? assuredUntil
    ) => new(rank, holdsUntil, assuredUntil, holdsUntil is { } end ? calendar.After(end, definition.GraceDays) : null);

    // What was noted at the last look counts too: activity from before what is known now may have carried the tier.
    private static DateTimeOffset LastEarned(TierSetDefinition definition, HeldTier held, TierStanding standing) =>
        Later(
            standing.QualifiedUntil(definition.Levels[held.Rank].Threshold),
            held.HoldsUntil ?? DateTimeOffset.MaxValue
        );

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
