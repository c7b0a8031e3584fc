using System.Buffers;

namespace Loyalty.Domain.Earning;

/// <summary>
/// Every published version of every rule, ready to be evaluated; immutable. An event earns by the versions that were in
/// force when it occurred, however late it arrives.
/// </summary>
public sealed class RuleSet
{
    private const int StackWordsMax = 64;
    private readonly CompiledRule[] rules;
    private readonly RuleIndex index;
    private readonly bool needsLocalTime;

    private RuleSet(CompiledRule[] rules)
    {
        this.rules = rules;
        index = new RuleIndex(rules);
        needsLocalTime = rules.Any(rule => rule.NeedsLocalTime);
        Facts = rules.Aggregate(FactKinds.None, (facts, rule) => facts | rule.Facts);
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

    /// <summary>The facts about members that the rules ask for.</summary>
    public FactKinds Facts { get; }

    /// <summary>Which rules hold for the event, as far as nothing must be counted for it.</summary>
    public EarningPlan Plan(in EarningInput input)
    {
        var words = index.Words;
        var rented = words > StackWordsMax ? ArrayPool<ulong>.Shared.Rent(words) : null;
        var candidates = (rented ?? stackalloc ulong[StackWordsMax])[..words];
        var local = needsLocalTime ? input.LocalTime() : default;
        List<CompiledRule>? holding = null;
        index.Find(input, local, candidates);
        for (var i = RuleIndex.Next(candidates, -1); i >= 0; i = RuleIndex.Next(candidates, i))
        {
            var rule = rules[i];
            if (rule.Source.IsInForceAt(input.OccurredAt) && rule.MatchIndexed(input, local) == RuleMismatch.None)
            {
                (holding ??= new(capacity: 4)).Add(rule);
            }
        }

        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        return holding is null ? EarningPlan.Empty : new EarningPlan(holding, input, DateOnly.FromDateTime(local));
    }

    /// <summary>The awards of an event where nothing had counted before; see <see cref="EarningPlan.Settle"/>.</summary>
    public IReadOnlyList<Award> Evaluate(in EarningInput input) => Plan(input).Settle();

    /// <summary>What each version in force at the event says about it, in the order of evaluation; the awards in it are those
    /// of <see cref="EarningPlan.Settle"/>.</summary>
    public IReadOnlyList<RuleVerdict> Explain(EarningInput input, ICapCounters? counters = null)
    {
        var local = input.LocalTime();
        var held = Plan(input)
            .Judge(counters ?? NoCounters.Instance)
            .ToDictionary(verdict => (verdict.Rule.Rule, verdict.Rule.Version));
        return
        [
            .. rules
                .Where(rule => rule.Source.IsInForceAt(input.OccurredAt))
                .Select(rule =>
                    held.TryGetValue((rule.Source.Rule, rule.Source.Version), out var verdict)
                        ? verdict
                        : new RuleVerdict(rule.Source, rule.Match(input, local), Award: null)
                ),
        ];
    }
}

/// <summary>What one rule says about one event: an award, or why there is none.</summary>
public sealed record RuleVerdict(PublishedRule Rule, RuleMismatch Mismatch, Award? Award);
