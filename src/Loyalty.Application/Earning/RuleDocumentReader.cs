using System.Globalization;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Earning;

/// <summary>Turns a definition as it was sent into one that the domain takes, or names every field that is wrong.</summary>
internal sealed class RuleDocumentReader
{
    private readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);
    private readonly string path;

    private RuleDocumentReader(string path) => this.path = path;

    /// <param name="path">where the definition stands in the request: <c>definition.</c>; empty for the root.</param>
    public static Outcome<RuleDefinition> Read(RuleDocument document, string path = "")
    {
        var reader = new RuleDocumentReader(path);
        var definition = reader.Definition(document);
        return reader.errors.Count == 0
            ? definition
            : new Refusal.InvalidRequest(
                reader.errors.ToDictionary(error => error.Key, error => error.Value.ToArray(), StringComparer.Ordinal)
            );
    }

    private RuleDefinition Definition(RuleDocument document)
    {
        var from = document.ValidFrom?.ToStoredInstant();
        var until = document.ValidUntil?.ToStoredInstant();
        if (until <= from)
        {
            Wrong("validUntil", "must be later than validFrom");
        }

        return new RuleDefinition
        {
            Name = Text("name", document.Name, RuleBounds.NameLengthMax),
            When = Conditions(document.When ?? new()),
            Effect = Effect(document.Effect),
            Limits = Limits(document.Limits ?? new()),
            ValidFrom = from,
            ValidUntil = until,
            ActivationDelayDays = Within(
                "activationDelayDays",
                document.ActivationDelayDays ?? 0,
                0,
                RuleBounds.ActivationDelayDaysMax
            ),
            Priority = Within("priority", document.Priority ?? 0, -RuleBounds.PriorityMax, RuleBounds.PriorityMax),
        };
    }

    private RuleConditions Conditions(RuleConditionsDocument when)
    {
        PartnerId? partner = null;
        if (when.Partner is not null)
        {
            if (Identifier.TryParse<PartnerId>(when.Partner, out var id))
            {
                partner = id;
            }
            else
            {
                Wrong("when.partner", "is not the id of a partner (prt_…)");
            }
        }

        return new RuleConditions
        {
            Partner = partner,
            EventType = when.EventType is null
                ? PartnerEvent.TransactionPosted.TypeName
                : Text("when.eventType", when.EventType, RuleBounds.WordLengthMax),
            Operations = Words("when.operations", when.Operations),
            CategoriesIncluded = Words("when.categories.include", when.Categories?.Include),
            CategoriesExcluded = Words("when.categories.exclude", when.Categories?.Exclude),
            AmountMin = when.AmountMin is null
                ? null
                : Number("when.amountMin", when.AmountMin, RuleBounds.AmountMax, zeroToo: true),
        };
    }

    private RuleEffect.PointsPerAmount Effect(RuleEffectDocument? effect)
    {
        effect = Required("effect", effect) ?? new();
        Required("effect.kind", effect.Kind);
        if (!PointCurrencyCode.TryParse(Required("effect.pointCurrency", effect.PointCurrency), out var points))
        {
            Wrong("effect.pointCurrency", "is not the code of a point currency");
        }

        if (!MoneyCurrency.TryParse(Required("effect.moneyCurrency", effect.MoneyCurrency), out var money))
        {
            Wrong("effect.moneyCurrency", "is not a currency code of ISO 4217");
        }

        return new RuleEffect.PointsPerAmount
        {
            PointCurrency = points,
            MoneyCurrency = money,
            Points = Number("effect.pointsPer", effect.PointsPer, RuleBounds.PointsPerMax),
            PerAmount = Number("effect.perAmount", effect.PerAmount, RuleBounds.AmountMax),
            Rounding = effect.Rounding ?? RoundingMode.Down,
            Level = effect.RoundingLevel ?? RoundingLevel.Event,
            RoundingOf = effect.RoundingOf ?? RoundingOf.Points,
        };
    }

    private RuleLimits Limits(RuleLimitsDocument limits)
    {
        if (limits.PointsMin > limits.PointsMax)
        {
            Wrong("limits.pointsMin", "must not be greater than limits.pointsMax");
        }

        return new RuleLimits
        {
            PointsMin = limits.PointsMin is { } min ? Within("limits.pointsMin", min, 0, RuleBounds.PointsMax) : null,
            PointsMax = limits.PointsMax is { } max ? Within("limits.pointsMax", max, 1, RuleBounds.PointsMax) : null,
        };
    }

    private IReadOnlyList<string> Words(string field, IReadOnlyList<string>? words)
    {
        if (words is null)
        {
            return [];
        }

        if (words.Count > RuleBounds.WordsMax)
        {
            Wrong(field, $"must have at most {RuleBounds.WordsMax} members");
            return [];
        }

        for (var i = 0; i < words.Count; i++)
        {
            Text($"{field}[{i.ToString(CultureInfo.InvariantCulture)}]", words[i], RuleBounds.WordLengthMax);
        }

        return [.. words.Distinct(StringComparer.Ordinal)];
    }

    private string Text(string field, string? text, int lengthMax)
    {
        if (Required(field, text) is null)
        {
            return "";
        }

        if (PlainText.WhyNot(text, lengthMax) is { } why)
        {
            Wrong(field, why);
        }

        return text!;
    }

    private decimal Number(string field, string? text, decimal max, bool zeroToo = false)
    {
        if (Required(field, text) is null)
        {
            return 1;
        }

        const NumberStyles plain = NumberStyles.AllowDecimalPoint;
        if (
            decimal.TryParse(text, plain, CultureInfo.InvariantCulture, out var number)
            && (number > 0 || (zeroToo && number == 0))
            && number <= max
            && decimal.Round(number, RuleBounds.Decimals) == number
        )
        {
            return number;
        }

        var least = zeroToo ? "of at least 0" : "greater than 0";
        Wrong(
            field,
            string.Create(
                CultureInfo.InvariantCulture,
                $"must be a number {least}, at most {max}, with at most {RuleBounds.Decimals} decimal places"
            )
        );
        return 1;
    }

    private int Within(string field, int number, int min, int max) => (int)Within(field, (long)number, min, max);

    private long Within(string field, long number, long min, long max)
    {
        if (number < min || number > max)
        {
            Wrong(field, string.Create(CultureInfo.InvariantCulture, $"must be between {min} and {max}"));
        }

        return number;
    }

    private T? Required<T>(string field, T? value)
    {
        if (value is null)
        {
            Wrong(field, "is required");
        }

        return value;
    }

    private void Wrong(string field, string error)
    {
        if (!errors.TryGetValue(path + field, out var found))
        {
            errors[path + field] = found = [];
        }

        // One sentence a field is enough to mend it.
        if (found.Count == 0)
        {
            found.Add(error);
        }
    }
}
