using System.Collections.Frozen;
using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Earning;

/// <summary>
/// Every published version of every rule, ready to be evaluated; immutable. An event earns by the versions that were in
/// force when it occurred, however late it arrives. Every rule that holds gives its award, and they add up.
/// </summary>
public sealed class RuleSet
{
    private readonly CompiledRule[] rules;
    private readonly FrozenDictionary<string, ByPartner> byEventType;

    private RuleSet(CompiledRule[] rules)
    {
        this.rules = rules;
        byEventType = rules
            .GroupBy(rule => rule.Source.Definition.When.EventType, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => new ByPartner([.. group]), StringComparer.Ordinal);
    }

    public static RuleSet Empty { get; } = new([]);

    /// <summary>How many versions the set holds.</summary>
    public int Count => rules.Length;

    /// <summary>The published versions, in the order of evaluation.</summary>
    public IEnumerable<PublishedRule> Rules => rules.Select(rule => rule.Source);

    /// <param name="rules">all versions, in any order.</param>
    public static RuleSet Compile(IEnumerable<PublishedRule> rules) =>
        new([
            .. rules
                .OrderBy(rule => rule.Definition.Priority)
                .ThenBy(rule => rule.Rule.Value)
                .ThenBy(rule => rule.Version)
                .Select(rule => new CompiledRule(rule)),
        ]);

    /// <summary>The award of each rule that holds for the event, ordered by priority, then by rule id. Empty when none does.
    /// An award of 0 points says that the rule held and the amount was too small.</summary>
    public IReadOnlyList<Award> Evaluate(in EarningInput input)
    {
        if (!byEventType.TryGetValue(input.EventType, out var candidates))
        {
            return [];
        }

        List<Award>? awards = null;
        foreach (var rule in candidates.Of(input.Partner))
        {
            if (rule.Source.IsInForceAt(input.OccurredAt) && rule.Match(input) == RuleMismatch.None)
            {
                (awards ??= new(capacity: 2)).Add(rule.Award(input));
            }
        }

        return (IReadOnlyList<Award>?)awards ?? [];
    }

    /// <summary>What each version in force at the event says about it, in the order of <see cref="Evaluate"/>; the awards in
    /// it are the same.</summary>
    public IReadOnlyList<RuleVerdict> Explain(EarningInput input) =>
        [
            .. rules
                .Where(rule => rule.Source.IsInForceAt(input.OccurredAt))
                .Select(rule =>
                    rule.Match(input) is var mismatch and not RuleMismatch.None
                        ? new RuleVerdict(rule.Source, mismatch, Award: null)
                        : new RuleVerdict(rule.Source, RuleMismatch.None, rule.Award(input))
                ),
        ];

    /// <summary>The rules of one event type, each partner's joined with those for any partner.</summary>
    private sealed class ByPartner
    {
        private readonly CompiledRule[] anyPartner;
        private readonly FrozenDictionary<PartnerId, CompiledRule[]> partners;

        public ByPartner(CompiledRule[] rules)
        {
            anyPartner = [.. rules.Where(rule => PartnerOf(rule) is null)];
            partners = rules
                .Select(PartnerOf)
                .OfType<PartnerId>()
                .Distinct()
                .ToFrozenDictionary(
                    partner => partner,
                    partner => rules.Where(rule => PartnerOf(rule) is not { } named || named == partner).ToArray()
                );
        }

        public CompiledRule[] Of(PartnerId partner) => partners.GetValueOrDefault(partner, anyPartner);

        private static PartnerId? PartnerOf(CompiledRule rule) => rule.Source.Definition.When.Partner;
    }
}

/// <summary>What one rule says about one event: an award, or why there is none.</summary>
public sealed record RuleVerdict(PublishedRule Rule, RuleMismatch Mismatch, Award? Award);
