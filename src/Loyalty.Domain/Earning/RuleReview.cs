using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Earning;

public enum RuleWarningCode
{
    /// <summary>The rule can never give a point.</summary>
    Unreachable,

    /// <summary>Another rule gives points of the same currency for some of the same events, and the awards add up.</summary>
    Overlapping,

    /// <summary>Nothing ever ends what it costs: a budget without a last day, or a bonus without any limit.</summary>
    NeverExpiresBudget,
}

/// <summary>What staff should look at before they publish. It stops nothing.</summary>
/// <param name="Detail">one sentence for a person.</param>
/// <param name="Other">the other rule that it is about; null when it is about none.</param>
public sealed record RuleWarning(RuleWarningCode Code, string Detail, RuleId? Other = null);

/// <summary>Checks a definition in itself and against the other rules.</summary>
public static class RuleReview
{
    /// <summary>Warnings of one kind about other rules: more would not be read.</summary>
    private const int OthersMax = 20;

    /// <param name="rule">null for one that is not saved; it would stand last among rules of its priority.</param>
    /// <param name="published">versions in force, of this rule too.</param>
    /// <param name="isKnown">whether there is such a partner that is active.</param>
    public static IReadOnlyList<RuleWarning> Of(
        RuleId? rule,
        RuleDefinition definition,
        IEnumerable<PublishedRule> published,
        DateTimeOffset now,
        Func<PartnerId, bool> isKnown
    )
    {
        var others = published
            .Where(other =>
                other.Rule != rule
                && other is { SupersededAt: null, WithdrawnAt: null }
                && !(other.Definition.ValidUntil <= now)
                && other.Definition.Effect.PointCurrency == definition.Effect.PointCurrency
            )
            .ToArray();
        return
        [
            .. Unreachable(definition, now, isKnown),
            .. WithoutBase(definition, others),
            .. Shadowed(rule, definition, others).Take(OthersMax),
            .. Endless(definition),
            .. Overlapping(definition, others).Take(OthersMax),
        ];
    }

    private static IEnumerable<RuleWarning> Unreachable(
        RuleDefinition definition,
        DateTimeOffset now,
        Func<PartnerId, bool> isKnown
    )
    {
        static RuleWarning Warning(string detail) => new(RuleWarningCode.Unreachable, detail);
        var when = definition.When;
        if (definition.ValidUntil <= now)
        {
            yield return Warning("It ends before it begins to hold: validUntil has passed.");
        }

        if (
            when.EventType is not (PartnerEvent.TransactionPosted.TypeName or PartnerEvent.InteractionRecorded.TypeName)
        )
        {
            yield return Warning("Events of this type do not earn by rules.");
        }

        if (when.Partners.Count > 0 && !when.Partners.Any(isKnown))
        {
            yield return Warning("None of its partners is an active partner of the club.");
        }

        if (when.CategoriesIncluded.Count > 0 && when.CategoriesIncluded.All(when.CategoriesExcluded.Contains))
        {
            yield return Warning("Each category that it includes it excludes too.");
        }

        if (when.ProductsIncluded.Count > 0 && when.ProductsIncluded.All(when.ProductsExcluded.Contains))
        {
            yield return Warning("Each product that it includes it excludes too.");
        }

        if (when.FirstPurchase && when.EventCount is { } count && !count.Holds(1))
        {
            yield return Warning("A first purchase is the first event, and it asks for a later one.");
        }

        if (
            definition.Expiry is { } expiry
            && definition is { ActivationDelayDays: > 0, ActivatesByEvent: false }
            && expiry.ExpiryOf(DateOnly.FromDateTime(now.UtcDateTime))
                < DateOnly.FromDateTime(now.UtcDateTime).AddDays(definition.ActivationDelayDays)
        )
        {
            yield return Warning("Points that are posted today lapse before they can be spent.");
        }
    }

    private static IEnumerable<RuleWarning> WithoutBase(RuleDefinition definition, PublishedRule[] others)
    {
        if (
            definition.Effect is RuleEffect.Multiplier
            && definition.Limits.PointsMin is null or 0
            && !Array.Exists(
                others,
                other =>
                    other.Definition.Effect is not RuleEffect.Multiplier && RuleReach.Meet(definition, other.Definition)
            )
        )
        {
            yield return new RuleWarning(
                RuleWarningCode.Unreachable,
                "No published rule gives points for its events that it could multiply."
            );
        }
    }

    private static IEnumerable<RuleWarning> Shadowed(RuleId? rule, RuleDefinition definition, PublishedRule[] others)
    {
        foreach (var other in others)
        {
            var isBefore =
                other.Definition.Priority < definition.Priority
                || (
                    other.Definition.Priority == definition.Priority
                    && (rule is not { } id || other.Rule.Value.CompareTo(id.Value) < 0)
                );
            if (!isBefore || !RuleReach.Covers(other.Definition, definition))
            {
                continue;
            }

            if (other.Definition.IsExclusive)
            {
                yield return new RuleWarning(
                    RuleWarningCode.Unreachable,
                    $"The exclusive rule \"{other.Definition.Name}\" comes first and holds wherever this one does.",
                    other.Rule
                );
            }
            else if (
                other.Definition.Group is { Keep: GroupChoice.First }
                && AreInOneGroup(definition, other.Definition)
            )
            {
                yield return new RuleWarning(
                    RuleWarningCode.Unreachable,
                    $"Rule \"{other.Definition.Name}\" stands first in its group and holds wherever this one does.",
                    other.Rule
                );
            }
        }
    }

    private static IEnumerable<RuleWarning> Endless(RuleDefinition definition)
    {
        var limits = definition.Limits;
        if (limits.Budget is not null && definition.ValidUntil is null)
        {
            yield return new RuleWarning(
                RuleWarningCode.NeverExpiresBudget,
                "It has a budget and no validUntil: what is left of the budget stays reserved for ever."
            );
        }

        var isBonus = definition.Effect is not RuleEffect.PointsPerAmount;
        var isLimited =
            limits
                is not {
                    PointsPerDayMax: null,
                    PointsPerWeekMax: null,
                    PointsPerMonthMax: null,
                    PointsPerLifetimeMax: null,
                    Budget: null
                }
            || (definition.Effect is RuleEffect.Multiplier && limits.PointsMax is not null)
            || definition.When.FirstPurchase
            || definition.When.EventCount is { Repeats: false };
        if (isBonus && !isLimited)
        {
            yield return new RuleWarning(
                RuleWarningCode.NeverExpiresBudget,
                "It is a bonus without any limit: it has no maximum for a member and no budget."
            );
        }
    }

    private static IEnumerable<RuleWarning> Overlapping(RuleDefinition definition, PublishedRule[] others) =>
        others
            .Where(other =>
                other.Definition.Effect is RuleEffect.Multiplier == definition.Effect is RuleEffect.Multiplier
                && !other.Definition.IsExclusive
                && !definition.IsExclusive
                && !AreInOneGroup(definition, other.Definition)
                && RuleReach.Meet(definition, other.Definition)
            )
            .Select(other => new RuleWarning(
                RuleWarningCode.Overlapping,
                $"Rule \"{other.Definition.Name}\" holds for some of the same events and gives {other.Definition.Effect.PointCurrency} too: both awards are given.",
                other.Rule
            ));

    private static bool AreInOneGroup(RuleDefinition one, RuleDefinition other) =>
        one.Group is { } group
        && other.Group?.Name == group.Name
        && one.Effect is RuleEffect.Multiplier == other.Effect is RuleEffect.Multiplier;
}
