using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>
/// The rules that hold for one event as far as nothing must be counted for it, by priority and then by rule id. What they
/// give is settled where the counts can be held still.
/// </summary>
public sealed class EarningPlan
{
    private readonly List<CompiledRule> rules;
    private readonly EarningInput input;
    private readonly DateOnly day;
    private readonly bool isEntangled;

    internal EarningPlan(List<CompiledRule> rules, in EarningInput input, DateOnly day)
    {
        (this.rules, this.input, this.day) = (rules, input, day);
        foreach (var rule in rules)
        {
            isEntangled |= rule.IsEntangled;
            Counts |= rule.Caps is not null;
        }
    }

    public static EarningPlan Empty { get; } = new([], default, default);

    public bool IsEmpty => rules.Count == 0;

    /// <summary>Whether it must be settled with counters.</summary>
    public bool Counts { get; }

    /// <summary>The point currencies that it may give, each once.</summary>
    public IEnumerable<PointCurrencyCode> Currencies => rules.Select(rule => rule.Currency).Distinct();

    /// <summary>The counts that settling looks at and changes, each once.</summary>
    public IEnumerable<CapKey> Counters => rules.SelectMany(rule => rule.Caps?.Keys(day) ?? []).Distinct();

    /// <summary>
    /// The award of each rule, by priority and then by rule id. An award of 0 points says that the rule held, and the amount was
    /// too small or a limit was reached. Of each group one gives, and an exclusive rule silences those behind it; multipliers
    /// come after all others have given.
    /// </summary>
    /// <param name="counters">null: nothing had counted before.</param>
    public IReadOnlyList<Award> Settle(ICapCounters? counters = null)
    {
        counters ??= NoCounters.Instance;
        if (rules.Count == 0)
        {
            return [];
        }

        var awards = new List<Award>(rules.Count);
        if (!isEntangled)
        {
            foreach (var rule in rules)
            {
                awards.Add(rule.Effect.Give(input));
            }

            return awards;
        }

        foreach (var turn in new Settlement(rules, input, day, counters).Run())
        {
            if (turn.Award is { } award)
            {
                awards.Add(award);
            }
        }

        return awards;
    }

    internal IEnumerable<RuleVerdict> Judge(ICapCounters counters) =>
        new Settlement(rules, input, day, counters)
            .Run()
            .Select(turn => new RuleVerdict(turn.Rule.Source, turn.Mismatch, turn.Award));
}
