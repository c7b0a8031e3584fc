using System.Globalization;
using Loyalty.Application.Validation;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;

namespace Loyalty.Application.Tiers;

/// <summary>How tiers are reached and kept, as staff write it.</summary>
/// <param name="Basis">what is counted.</param>
/// <param name="Window">which stretch of time counts.</param>
/// <param name="GraceDays">days that a tier is held on after it is no longer earned: 0 to 366; 0 when left out.</param>
/// <param name="Downgrade"><c>toComputed</c> (when left out): to the tier that the basis gives; <c>oneLevel</c>: by one tier, which
/// then holds for a whole window.</param>
/// <param name="Levels">1 to 20 tiers from the lowest up.</param>
public sealed record TierSetDocument(
    TierBasisDocument? Basis = null,
    TierWindowDocument? Window = null,
    int? GraceDays = null,
    TierDowngrade? Downgrade = null,
    IReadOnlyList<TierLevelDocument>? Levels = null
)
{
    public static TierSetDocument Of(TierSetDefinition definition) =>
        new(
            new(definition.Basis.Kind, definition.Basis.PointCurrency?.Value, definition.Basis.MoneyCurrency?.Code),
            new(definition.Window.Kind, definition.Window.Months),
            definition.GraceDays,
            definition.Downgrade,
            [
                .. definition.Levels.Select(level => new TierLevelDocument(
                    level.Code.Value,
                    level.Name,
                    level.Names,
                    TierExplanation.Write(level.Threshold)
                )),
            ]
        );

    /// <param name="errors">told what is wrong, by the field's path from <paramref name="path"/>.</param>
    /// <returns>a stand-in where something is wrong.</returns>
    internal TierSetDefinition Read(FieldErrors errors, string path)
    {
        errors.Check(Basis is not null, $"{path}.basis", "is required");
        errors.Check(Window is not null, $"{path}.window", "is required");
        errors.Check(
            GraceDays is null or (>= 0 and <= TierBounds.GraceDaysMax),
            $"{path}.graceDays",
            $"must be between 0 and {TierBounds.GraceDaysMax}"
        );
        return new TierSetDefinition
        {
            Basis = Basis?.Read(errors, $"{path}.basis") ?? new(TierBasisKind.Events),
            Window = Window?.Read(errors, $"{path}.window") ?? new(TierWindowKind.CalendarYear),
            GraceDays = GraceDays ?? 0,
            Downgrade = Downgrade ?? TierDowngrade.ToComputed,
            Levels = ReadLevels(errors, $"{path}.levels"),
        };
    }

    private List<TierLevel> ReadLevels(FieldErrors errors, string path)
    {
        errors.Check(Levels is { Count: > 0 }, path, "must have at least 1 item");
        var levels = new List<TierLevel>();
        foreach (var (i, level) in errors.List(path, Levels, TierBounds.LevelsMax).Index())
        {
            var read = level.Read(errors, $"{path}[{i}]");
            errors.Check(
                levels.TrueForAll(other => other.Code != read.Code),
                $"{path}[{i}].code",
                "is the code of another level"
            );
            errors.Check(
                levels.Count == 0 || levels[^1].Threshold < read.Threshold || level.Threshold is null,
                $"{path}[{i}].threshold",
                "must be above that of the level before"
            );
            levels.Add(read);
        }

        return levels;
    }
}

/// <param name="Kind"><c>qualifyingPoints</c>: points that were earned, net of what was taken back; spending them does not count.
/// <c>spend</c>: money of partners' transactions, net of returns. <c>events</c>: their number.</param>
/// <param name="PointCurrency">with <c>qualifyingPoints</c>: which points.</param>
/// <param name="MoneyCurrency">with <c>spend</c>: a code of ISO 4217.</param>
public sealed record TierBasisDocument(
    TierBasisKind? Kind = null,
    string? PointCurrency = null,
    string? MoneyCurrency = null
)
{
    internal TierBasis Read(FieldErrors errors, string path)
    {
        errors.Check(Kind is not null, $"{path}.kind", "is required");
        errors.Check(
            PointCurrency is null || Kind is null or TierBasisKind.QualifyingPoints,
            $"{path}.pointCurrency",
            "must be left out with this kind"
        );
        errors.Check(
            MoneyCurrency is null || Kind is null or TierBasisKind.Spend,
            $"{path}.moneyCurrency",
            "must be left out with this kind"
        );
        switch (Kind)
        {
            case TierBasisKind.QualifyingPoints:
                var isPoints = PointCurrencyCode.TryParse(PointCurrency, out var points);
                errors.Check(isPoints, $"{path}.pointCurrency", "must be the code of a point currency");
                return new TierBasis(TierBasisKind.QualifyingPoints, PointCurrency: points);
            case TierBasisKind.Spend:
                var isMoney = Loyalty.Domain.MoneyCurrency.TryParse(MoneyCurrency, out var money);
                errors.Check(isMoney, $"{path}.moneyCurrency", "must be a currency code of ISO 4217");
                return new TierBasis(TierBasisKind.Spend, MoneyCurrency: money);
            default:
                return new TierBasis(TierBasisKind.Events);
        }
    }
}

/// <param name="Kind"><c>rolling</c>: the last months; <c>calendarYear</c>: the year from 1 January; <c>membershipYear</c>: the year from
/// the day of enrolment. A tier reached in one year holds to the end of the next.</param>
/// <param name="Months">with <c>rolling</c>: 1 to 60.</param>
public sealed record TierWindowDocument(TierWindowKind? Kind = null, int? Months = null)
{
    internal TierWindow Read(FieldErrors errors, string path)
    {
        errors.Check(Kind is not null, $"{path}.kind", "is required");
        if (Kind == TierWindowKind.Rolling)
        {
            errors.Check(
                Months is >= 1 and <= TierBounds.MonthsMax,
                $"{path}.months",
                $"must be between 1 and {TierBounds.MonthsMax}"
            );
            return new TierWindow(TierWindowKind.Rolling, Months);
        }

        errors.Check(Months is null || Kind is null, $"{path}.months", "must be left out with this kind");
        return new TierWindow(Kind ?? TierWindowKind.CalendarYear);
    }
}

/// <param name="Code">2 to 16 capital letters, digits and underscores, beginning with a letter; no other tier set may have it.</param>
/// <param name="Name">where no language fits.</param>
/// <param name="Names">by language (BCP 47), such as <c>zh-Hans</c>.</param>
/// <param name="Threshold">the least value of the basis, a decimal number in text with at most 4 places; <c>0</c> in the first level
/// for a tier that every member has.</param>
public sealed record TierLevelDocument(
    string? Code = null,
    string? Name = null,
    IReadOnlyDictionary<string, string>? Names = null,
    string? Threshold = null
)
{
    internal TierLevel Read(FieldErrors errors, string path)
    {
        var isCode = TierCode.TryParse(Code, out var code);
        errors.Check(
            isCode,
            $"{path}.code",
            $"must have 2 to {TierCode.LengthMax} capital letters, digits and underscores, beginning with a letter"
        );
        var isNumber = decimal.TryParse(
            Threshold,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var threshold
        );
        errors.Check(
            isNumber
                && threshold <= TierBounds.ThresholdMax
                && decimal.Round(threshold, TierBounds.Decimals) == threshold,
            $"{path}.threshold",
            $"must be a number from 0 to {TierBounds.ThresholdMax}, with at most {TierBounds.Decimals} decimal places"
        );
        return new TierLevel(
            code,
            errors.Required($"{path}.name", Name, TierBounds.NameLengthMax),
            ReadNames(errors, $"{path}.names"),
            threshold
        );
    }

    private Dictionary<string, string> ReadNames(FieldErrors errors, string path)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        errors.Check(
            Names is null || Names.Count <= TierBounds.LanguagesMax,
            path,
            $"must have at most {TierBounds.LanguagesMax} languages"
        );
        foreach (var (language, name) in (Names ?? names).Take(TierBounds.LanguagesMax))
        {
            if (LanguageTag.Canonical(language) is { } tag)
            {
                names[tag] = errors.Required($"{path}.{tag}", name, TierBounds.NameLengthMax);
            }
            else
            {
                errors.Add(path, "must be keyed by language tags of BCP 47");
            }
        }

        return names;
    }
}
