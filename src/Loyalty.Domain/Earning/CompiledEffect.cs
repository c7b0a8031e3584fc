namespace Loyalty.Domain.Earning;

/// <summary>What a rule gives for an event that it holds for, before its limits over a period.</summary>
internal abstract class CompiledEffect(CompiledRule rule)
{
    protected CompiledRule Rule { get; } = rule;

    public abstract AwardKind Kind { get; }

    public static CompiledEffect Of(CompiledRule rule) =>
        rule.Source.Definition.Effect switch
        {
            RuleEffect.PointsPerAmount effect => new PerAmount(rule, effect),
            RuleEffect.Fixed effect => new FixedPoints(rule, effect),
            RuleEffect.Threshold effect => new Threshold(rule, effect),
            RuleEffect.Multiplier effect => new Multiplier(rule, effect),
            var other => throw new ArgumentException($"No evaluation for {other.GetType().Name}.", nameof(rule)),
        };

    /// <summary>Of another effect than a multiplier.</summary>
    public abstract Award Give(in EarningInput input);

    /// <summary>The points for what another rule takes too; the same as for all where it takes all.</summary>
    public virtual long PointsFor(in EarningInput input, EarningBase also, long points) =>
        Rule.Base.Sum(input, also, out _) == RuleMismatch.None ? points : 0;

    /// <summary>Holds the points between the rule's minimum and maximum.</summary>
    protected Award Limited(long rounded, AwardComputation computation)
    {
        var definition = Rule.Source.Definition;
        var raised = Math.Max(rounded, definition.Limits.PointsMin ?? 0);
        var capped = Math.Min(raised, definition.Limits.PointsMax ?? RuleBounds.PointsMax);
        if (capped != rounded)
        {
            computation = computation with
            {
                CappedFrom = capped < raised ? raised : null,
                RaisedFrom = raised > rounded ? rounded : null,
            };
        }

        return new Award(Rule.Currency, capped, computation)
        {
            ActivationDelayDays = definition.ActivationDelayDays,
            ActivatesByEvent = definition.ActivatesByEvent,
            Expiry = definition.Expiry,
        };
    }

    protected AwardComputation Computation(
        in EarningInput input,
        decimal baseAmount,
        decimal unrounded,
        string? rounding
    ) =>
        new(
            Rule.Source.Rule,
            Rule.Source.Version,
            Rule.Source.Definition.Name,
            baseAmount,
            input.Amount.Currency,
            PointsPer: null,
            PerAmount: null,
            unrounded,
            rounding,
            CappedFrom: null
        )
        {
            Kind = Kind,
        };

    protected static long Bounded(decimal points) =>
        (long)Math.Clamp(points, -RuleBounds.PointsMax, RuleBounds.PointsMax);

    protected static string CamelCase(Enum value)
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private sealed class PerAmount(CompiledRule rule, RuleEffect.PointsPerAmount effect) : CompiledEffect(rule)
    {
        private readonly string rounding =
            $"{CamelCase(effect.Rounding)} per {CamelCase(effect.Level)}"
            + (effect.RoundingOf == RoundingOf.Units ? ", whole units" : "");

        public override AwardKind Kind => AwardKind.PointsPerAmount;

        public override Award Give(in EarningInput input)
        {
            var hasLines = input.Lines is { Count: > 0 };
            var lines =
                hasLines && effect.Level == RoundingLevel.Line ? new List<LineComputation>(input.Lines!.Count) : null;
            long points;
            decimal baseAmount;
            decimal unrounded;
            if (hasLines)
            {
                points = Points(input, also: null, lines, out baseAmount);
                unrounded = baseAmount * effect.Points / effect.PerAmount;
            }
            else
            {
                // The rule holds, so the whole amount earns.
                baseAmount = EarningBase.Bounded(input.Amount.Amount);
                unrounded = baseAmount * effect.Points / effect.PerAmount;
                points = Math.Max(0, Bounded(Round(baseAmount, unrounded)));
            }

            return Limited(
                points,
                new AwardComputation(
                    Rule.Source.Rule,
                    Rule.Source.Version,
                    Rule.Source.Definition.Name,
                    baseAmount,
                    input.Amount.Currency,
                    effect.Points,
                    effect.PerAmount,
                    unrounded,
                    rounding,
                    CappedFrom: null
                )
                {
                    Lines = (IReadOnlyList<LineComputation>?)lines ?? [],
                }
            );
        }

        public override long PointsFor(in EarningInput input, EarningBase also, long points) =>
            also.IsSelective
                ? Math.Min(points, Points(input, also, lines: null, out _))
                : base.PointsFor(input, also, points);

        private long Points(
            in EarningInput input,
            EarningBase? also,
            List<LineComputation>? lines,
            out decimal baseAmount
        )
        {
            baseAmount = 0;
            var points = 0m;
            var perLine = effect.Level == RoundingLevel.Line;
            var parts = new EarningBase.Parts(Rule.Base, also, input);
            while (parts.MoveNext())
            {
                baseAmount += parts.Amount;
                if (perLine)
                {
                    var ofLine = Round(parts.Amount);
                    points += ofLine;
                    lines?.Add(new LineComputation(parts.Amount, Bounded(ofLine)));
                }
            }

            // Lines below zero, a discount for one, may outweigh the others once each is rounded.
            return Math.Max(0, Bounded(perLine ? points : Round(baseAmount)));
        }

        private decimal Round(decimal amount) => Round(amount, amount * effect.Points / effect.PerAmount);

        /// <param name="quotient">the amount's points, before rounding.</param>
        private decimal Round(decimal amount, decimal quotient) =>
            effect.RoundingOf == RoundingOf.Units
                ? Rounding.Divide(
                    Rounding.Divide(amount, effect.PerAmount, effect.Rounding) * effect.Points,
                    denominator: 1,
                    effect.Rounding
                )
                : Rounding.Divide(amount * effect.Points, effect.PerAmount, effect.Rounding, quotient);
    }

    private sealed class FixedPoints(CompiledRule rule, RuleEffect.Fixed effect) : CompiledEffect(rule)
    {
        public override AwardKind Kind => AwardKind.Fixed;

        public override Award Give(in EarningInput input)
        {
            Rule.Base.Sum(input, also: null, out var baseAmount);
            return Limited(effect.Points, Computation(input, baseAmount, effect.Points, rounding: null));
        }
    }

    private sealed class Threshold(CompiledRule rule, RuleEffect.Threshold effect) : CompiledEffect(rule)
    {
        public override AwardKind Kind => AwardKind.Threshold;

        public override Award Give(in EarningInput input)
        {
            Rule.Base.Sum(input, also: null, out var baseAmount);
            ThresholdStep? reached = null;
            foreach (var step in effect.Steps)
            {
                reached = baseAmount >= step.AmountFrom ? step : reached;
            }

            var points = reached?.Points ?? 0;
            return Limited(
                points,
                Computation(input, baseAmount, points, rounding: null) with
                {
                    StepFrom = reached?.AmountFrom,
                }
            );
        }
    }

    internal sealed class Multiplier(CompiledRule rule, RuleEffect.Multiplier effect) : CompiledEffect(rule)
    {
        private readonly string rounding = $"{CamelCase(effect.Rounding)} per event";

        public override AwardKind Kind => AwardKind.Multiplier;

        public decimal Factor => effect.Factor;

        public override Award Give(in EarningInput input) => Give(input, 0, 0, 0);

        /// <param name="onPoints">base points for what the multiplier takes.</param>
        /// <param name="basePoints">all base points of the event.</param>
        /// <param name="bonuses">of the multipliers before it.</param>
        public Award Give(in EarningInput input, long onPoints, long basePoints, long bonuses)
        {
            var multiplied = (decimal)onPoints;
            if (effect.Stacking == Stacking.Compounding && basePoints > 0)
            {
                multiplied += decimal.Truncate(bonuses * ((decimal)onPoints / basePoints));
            }

            multiplied = Math.Min(multiplied, RuleBounds.PointsMax);
            var unrounded = multiplied * (effect.Factor - 1);
            Rule.Base.Sum(input, also: null, out var baseAmount);
            return Limited(
                Bounded(Rounding.Divide(unrounded, denominator: 1, effect.Rounding)),
                Computation(input, baseAmount, unrounded, rounding) with
                {
                    Factor = effect.Factor,
                    BasePoints = (long)multiplied,
                }
            );
        }
    }
}
