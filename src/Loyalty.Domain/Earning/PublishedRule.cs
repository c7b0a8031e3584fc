namespace Loyalty.Domain.Earning;

/// <summary>
/// One published version of a rule, and when it was in force: from its publication until the next version's, or until the
/// rule was withdrawn. A rule's first version is in force for all events before its publication too, so that an event of
/// yesterday which arrives today can earn by a rule of today; a rule that should not look back says so with
/// <see cref="RuleDefinition.ValidFrom"/>.
/// </summary>
/// <param name="Version">counts from 1 within the rule.</param>
/// <param name="SupersededAt">when the next version was published.</param>
/// <param name="WithdrawnAt">when the rule was ended.</param>
public sealed record PublishedRule(
    RuleId Rule,
    int Version,
    RuleDefinition Definition,
    DateTimeOffset PublishedAt,
    DateTimeOffset? SupersededAt = null,
    DateTimeOffset? WithdrawnAt = null
)
{
    private const int FirstVersion = 1;

    /// <summary>The version that decides about an event of this instant, whether or not it lets it earn.</summary>
    public bool IsInForceAt(DateTimeOffset occurredAt) =>
        (Version == FirstVersion || occurredAt >= PublishedAt)
        && (SupersededAt is not { } superseded || occurredAt < superseded);
}
