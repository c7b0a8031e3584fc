using System.Collections.Frozen;

namespace Loyalty.Domain.Earning;

/// <summary>A published version made ready for evaluation: sets are frozen, texts are made, periods are joined.</summary>
internal sealed class CompiledRule
{
    private readonly RuleConditions when;
    private readonly RuleEffect.PointsPerAmount effect;
    private readonly RuleLimits limits;
    private readonly FrozenSet<string>? operations;
    private readonly FrozenSet<string>? included;
    private readonly FrozenSet<string>? excluded;
    private readonly string rounding;

    public CompiledRule(PublishedRule rule)
    {
        Source = rule;
        when = rule.Definition.When;
        limits = rule.Definition.Limits;
        effect = rule.Definition.Effect switch
        {
            RuleEffect.PointsPerAmount perAmount => perAmount,
            var other => throw new ArgumentException($"No evaluation for {other.GetType().Name}.", nameof(rule)),
        };
        operations = Freeze(when.Operations);
        included = Freeze(when.CategoriesIncluded);
        excluded = Freeze(when.CategoriesExcluded);
        rounding =
            $"{CamelCase(effect.Rounding.ToString())} per {CamelCase(effect.Level.ToString())}"
            + (effect.RoundingOf == RoundingOf.Units ? ", whole units" : "");
    }

    public PublishedRule Source { get; }

    /// <summary>The one place that decides whether the rule holds; a dry run asks it too.</summary>
    public RuleMismatch Match(in EarningInput input)
    {
        if (!string.Equals(input.EventType, when.EventType, StringComparison.Ordinal))
        {
            return RuleMismatch.EventType;
        }

        if (Source.WithdrawnAt is { } withdrawn && input.OccurredAt >= withdrawn)
        {
            return RuleMismatch.Withdrawn;
        }

        if (Source.Definition.ValidFrom is { } from && input.OccurredAt < from)
        {
            return RuleMismatch.NotYetValid;
        }

        if (Source.Definition.ValidUntil is { } until && input.OccurredAt >= until)
        {
            return RuleMismatch.NoLongerValid;
        }

        if (when.Partner is { } partner && partner != input.Partner)
        {
            return RuleMismatch.Partner;
        }

        if (input.Amount.Currency != effect.MoneyCurrency)
        {
            return RuleMismatch.Currency;
        }

        if (operations is not null && (input.Operation is null || !operations.Contains(input.Operation)))
        {
            return RuleMismatch.Operation;
        }

        return MatchAmount(input);
    }

    private RuleMismatch MatchAmount(in EarningInput input)
    {
        var anyLine = false;
        var sum = 0m;
        for (var i = 0; i < LineCount(input); i++)
        {
            if (Earns(input, i, out var amount))
            {
                anyLine = true;
                sum += amount;
            }
        }

        return !anyLine ? RuleMismatch.Category
            : input.Amount.Amount < when.AmountMin ? RuleMismatch.AmountBelowMinimum
            : sum <= 0 ? RuleMismatch.AmountNotPositive
            : RuleMismatch.None;
    }

    /// <summary>What the rule gives for an event that it holds for.</summary>
    public Award Award(in EarningInput input)
    {
        var perLine = effect.Level == RoundingLevel.Line && input.Lines is { Count: > 0 };
        var lines = perLine ? new List<LineComputation>(input.Lines!.Count) : null;
        var baseAmount = 0m;
        var points = 0m;
        for (var i = 0; i < LineCount(input); i++)
        {
            if (!Earns(input, i, out var amount))
            {
                continue;
            }

            baseAmount += amount;
            if (lines is not null)
            {
                var ofLine = Round(amount);
                points += ofLine;
                lines.Add(new LineComputation(amount, Bounded(ofLine)));
            }
        }

        if (lines is null)
        {
            points = Round(baseAmount);
        }

        // Lines below zero, a discount for one, may outweigh the others once each is rounded.
        var rounded = Math.Max(0, Bounded(points));
        var raised = Math.Max(rounded, limits.PointsMin ?? 0);
        var capped = Math.Min(raised, limits.PointsMax ?? RuleBounds.PointsMax);
        return new Award(
            effect.PointCurrency,
            capped,
            new AwardComputation(
                Source.Rule,
                Source.Version,
                Source.Definition.Name,
                baseAmount,
                effect.MoneyCurrency,
                effect.Points,
                effect.PerAmount,
                baseAmount * effect.Points / effect.PerAmount,
                rounding,
                CappedFrom: capped < raised ? raised : null
            )
            {
                RaisedFrom = raised > rounded ? rounded : null,
                Lines = (IReadOnlyList<LineComputation>?)lines ?? [],
            }
        )
        {
            ActivationDelayDays = Source.Definition.ActivationDelayDays,
        };
    }

    private static int LineCount(in EarningInput input) => input.Lines is { Count: > 0 } lines ? lines.Count : 1;

    /// <summary>Whether the part of the amount earns; the whole amount is the only part of an event without lines.</summary>
    private bool Earns(in EarningInput input, int line, out decimal amount)
    {
        var category = input.Category;
        amount = input.Amount.Amount;
        if (input.Lines is { Count: > 0 } lines)
        {
            amount = lines[line].Amount;
            category = lines[line].Category ?? category;
        }

        amount = Math.Clamp(amount, -RuleBounds.AmountMax, RuleBounds.AmountMax);
        return (included is null || (category is not null && included.Contains(category)))
            && (excluded is null || category is null || !excluded.Contains(category));
    }

    private decimal Round(decimal amount) =>
        effect.RoundingOf == RoundingOf.Units
            ? Rounding.Divide(
                Rounding.Divide(amount, effect.PerAmount, effect.Rounding) * effect.Points,
                denominator: 1,
                effect.Rounding
            )
            : Rounding.Divide(amount * effect.Points, effect.PerAmount, effect.Rounding);

    private static long Bounded(decimal points) =>
        (long)Math.Clamp(points, -RuleBounds.PointsMax, RuleBounds.PointsMax);

    private static FrozenSet<string>? Freeze(IReadOnlyList<string> words) =>
        words.Count == 0 ? null : words.ToFrozenSet(StringComparer.Ordinal);

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
