using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Earning;

/// <summary>Turns a definition as it was sent into one that the domain takes, or names every field that is wrong.</summary>
public static class RuleDocumentReader
{
    /// <param name="path">where the definition stands in the request: <c>definition.</c>; empty for the root.</param>
    public static Outcome<RuleDefinition> Read(RuleDocument document, string path = "")
    {
        var fields = new RuleFields(path);
        var definition = Read(document, fields);
        return fields.Refusal is { } refusal ? refusal : definition;
    }

    private static RuleDefinition Read(RuleDocument document, RuleFields fields)
    {
        var from = document.ValidFrom?.ToStoredInstant();
        var until = document.ValidUntil?.ToStoredInstant();
        if (until <= from)
        {
            fields.Wrong("validUntil", "must be later than validFrom");
        }

        var when = RuleConditionsReader.Read(document.When ?? new(), fields);
        var (delayDays, byEvent) = Activation(document, fields);
        return new RuleDefinition
        {
            Name = fields.Text("name", document.Name, RuleBounds.NameLengthMax),
            When = when,
            Base = Base(document.Base ?? new()),
            Effect = RuleEffectReader.Read(
                document.Effect,
                comparesAmounts: when.AmountMin is not null || when.AmountMax is not null,
                fields
            ),
            Limits = Limits(document.Limits ?? new(), fields),
            ValidFrom = from,
            ValidUntil = until,
            ActivationDelayDays = delayDays,
            ActivatesByEvent = byEvent,
            Expiry = Expiry(document.Expiry, fields),
            Priority = fields.Within(
                "priority",
                document.Priority ?? 0,
                -RuleBounds.PriorityMax,
                RuleBounds.PriorityMax
            ),
            IsExclusive = document.Exclusive ?? false,
            Group = document.Group is not { } group
                ? null
                : new RuleGroup(
                    fields.Text("group.name", group.Name, RuleBounds.WordLengthMax),
                    group.Keep ?? GroupChoice.Best
                ),
        };
    }

    private static (int DelayDays, bool ByEvent) Activation(RuleDocument document, RuleFields fields)
    {
        const string delay = "activationDelayDays";
        const string atLatest = "activation.atLatestDays";
        const int max = RuleBounds.ActivationDelayDaysMax;
        var days = document.Activation?.AtLatestDays;
        if (document.Activation?.ByEvent is true)
        {
            fields.Foreign(delay, document.ActivationDelayDays is not null, "an activation by event");
            return (days is { } latest ? fields.Within(atLatest, latest, 1, max) : 0, true);
        }

        fields.Foreign(atLatest, days is not null, "an activation without byEvent");
        return (fields.Within(delay, document.ActivationDelayDays ?? 0, 0, max), false);
    }

    private static RuleBase Base(RuleBaseDocument basis) =>
        new()
        {
            Amount = basis.Amount ?? BaseAmount.NetOfPoints,
            KindsExcluded = basis.ExcludeKinds is { } kinds ? [.. kinds.Distinct()] : RuleBase.DefaultKindsExcluded,
        };

    private static ExpiryModel? Expiry(ExpiryForm? expiry, RuleFields fields) =>
        expiry?.Read((field, error) => fields.Wrong($"expiry.{field}", error));

    private static RuleLimits Limits(RuleLimitsDocument limits, RuleFields fields)
    {
        if (limits.PointsMin > limits.PointsMax)
        {
            fields.Wrong("limits.pointsMin", "must not be greater than limits.pointsMax");
        }

        return new RuleLimits
        {
            PointsMin = limits.PointsMin is { } min
                ? fields.Within("limits.pointsMin", min, 0, RuleBounds.PointsMax)
                : null,
            PointsMax = fields.PointsMax("limits.pointsMax", limits.PointsMax),
            PointsPerDayMax = fields.PointsMax("limits.pointsPerDayMax", limits.PointsPerDayMax),
            PointsPerWeekMax = fields.PointsMax("limits.pointsPerWeekMax", limits.PointsPerWeekMax),
            PointsPerMonthMax = fields.PointsMax("limits.pointsPerMonthMax", limits.PointsPerMonthMax),
            PointsPerLifetimeMax = fields.PointsMax("limits.pointsPerLifetimeMax", limits.PointsPerLifetimeMax),
            Budget = limits.Budget is null ? null : Budget(limits.Budget, fields),
        };
    }

    private static RuleBudget Budget(RuleBudgetDocument budget, RuleFields fields)
    {
        const string field = "limits.budget";
        if (budget.AmountMax is not { } document)
        {
            fields.Foreign($"{field}.costPerPoint", budget.CostPerPoint is not null, "a budget in points");
            fields.Required($"{field}.pointsMax", budget.PointsMax);
            return new RuleBudget(fields.PointsMax($"{field}.pointsMax", budget.PointsMax) ?? 1);
        }

        fields.Foreign($"{field}.pointsMax", budget.PointsMax is not null, "a budget in money");
        var amount = fields.Number($"{field}.amountMax.amount", document.Amount, RuleBounds.AmountMax);
        if (!MoneyCurrency.TryParse(document.Currency, out var currency))
        {
            fields.Wrong($"{field}.amountMax.currency", "is not a currency code of ISO 4217");
        }

        var cost = fields.Number($"{field}.costPerPoint", budget.CostPerPoint, RuleBounds.AmountMax);
        var read = RuleBudget.OfMoney(new Money(amount, currency), cost);
        if (read.PointsMax == 0)
        {
            fields.Wrong($"{field}.costPerPoint", "must not be greater than the whole budget");
        }

        return read;
    }
}
