using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Earning;

internal static class RuleEffectReader
{
    /// <param name="comparesAmounts">whether the conditions do, which takes a currency.</param>
    public static RuleEffect Read(RuleEffectDocument? document, bool comparesAmounts, RuleFields fields)
    {
        var effect = fields.Required("effect", document) ?? new();
        var kind = fields.Required("effect.kind", effect.Kind);
        if (!PointCurrencyCode.TryParse(fields.Required("effect.pointCurrency", effect.PointCurrency), out var points))
        {
            fields.Wrong("effect.pointCurrency", "is not the code of a point currency");
        }

        var money = Money(effect, comparesAmounts, fields);
        if (kind is not null)
        {
            RefuseForeign(effect, fields);
        }

        return kind switch
        {
            AwardKind.Fixed => new RuleEffect.Fixed
            {
                PointCurrency = points,
                MoneyCurrency = money,
                Points = Points("effect.points", effect.Points, fields),
            },
            AwardKind.Threshold => new RuleEffect.Threshold
            {
                PointCurrency = points,
                MoneyCurrency = money,
                Steps = Steps(effect.Steps, fields),
            },
            AwardKind.Multiplier => new RuleEffect.Multiplier
            {
                PointCurrency = points,
                MoneyCurrency = money,
                Factor = fields.Number("effect.factor", effect.Factor, RuleBounds.FactorMax, above: 1),
                Stacking = effect.Stacking ?? Stacking.Additive,
                Rounding = effect.Rounding ?? RoundingMode.Down,
            },
            _ => new RuleEffect.PointsPerAmount
            {
                PointCurrency = points,
                MoneyCurrency = money,
                Points = fields.Number("effect.pointsPer", effect.PointsPer, RuleBounds.PointsPerMax),
                PerAmount = fields.Number("effect.perAmount", effect.PerAmount, RuleBounds.AmountMax),
                Rounding = effect.Rounding ?? RoundingMode.Down,
                Level = effect.RoundingLevel ?? RoundingLevel.Event,
                RoundingOf = effect.RoundingOf ?? RoundingOf.Points,
            },
        };
    }

    private static MoneyCurrency? Money(RuleEffectDocument effect, bool comparesAmounts, RuleFields fields)
    {
        const string field = "effect.moneyCurrency";
        var isOptional = effect.Kind is AwardKind.Fixed or AwardKind.Multiplier && !comparesAmounts;
        if (effect.MoneyCurrency is null)
        {
            if (!isOptional)
            {
                fields.Wrong(field, "is required where amounts count");
            }

            return null;
        }

        if (MoneyCurrency.TryParse(effect.MoneyCurrency, out var money))
        {
            return money;
        }

        fields.Wrong(field, "is not a currency code of ISO 4217");
        return null;
    }

    private static void RefuseForeign(RuleEffectDocument effect, RuleFields fields)
    {
        const string to = "this kind of effect";
        var perAmount = effect.Kind == AwardKind.PointsPerAmount;
        var multiplier = effect.Kind == AwardKind.Multiplier;
        fields.Foreign("effect.pointsPer", effect.PointsPer is not null && !perAmount, to);
        fields.Foreign("effect.perAmount", effect.PerAmount is not null && !perAmount, to);
        fields.Foreign("effect.rounding", effect.Rounding is not null && !perAmount && !multiplier, to);
        fields.Foreign("effect.roundingLevel", effect.RoundingLevel is not null && !perAmount, to);
        fields.Foreign("effect.roundingOf", effect.RoundingOf is not null && !perAmount, to);
        fields.Foreign("effect.points", effect.Points is not null && effect.Kind != AwardKind.Fixed, to);
        fields.Foreign("effect.steps", effect.Steps is not null && effect.Kind != AwardKind.Threshold, to);
        fields.Foreign("effect.factor", effect.Factor is not null && !multiplier, to);
        fields.Foreign("effect.stacking", effect.Stacking is not null && !multiplier, to);
    }

    private static List<ThresholdStep> Steps(IReadOnlyList<RuleStepDocument>? steps, RuleFields fields)
    {
        const string field = "effect.steps";
        var read = new List<ThresholdStep>();
        if (steps is not { Count: > 0 })
        {
            fields.Wrong(field, "must have at least one member");
        }

        for (var i = 0; i < (fields.IsList(field, steps, RuleBounds.StepsMax) ? steps.Count : 0); i++)
        {
            var item = RuleFields.Item(field, i);
            var from = fields.Number($"{item}.amountFrom", steps![i]?.AmountFrom, RuleBounds.AmountMax, min: 0);
            if (read.Count > 0 && from <= read[^1].AmountFrom)
            {
                fields.Wrong($"{item}.amountFrom", "must be greater than that of the step before");
            }

            read.Add(new ThresholdStep(from, Points($"{item}.points", steps[i]?.Points, fields)));
        }

        return read;
    }

    private static long Points(string field, long? points, RuleFields fields) =>
        fields.PointsMax(field, fields.Required(field, points)) ?? 1;
}
