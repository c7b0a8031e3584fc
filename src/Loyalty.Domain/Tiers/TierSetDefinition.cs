using Loyalty.Domain.Points;

namespace Loyalty.Domain.Tiers;

/// <summary>What is counted towards a tier.</summary>
public enum TierBasisKind
{
    /// <summary>Points of one currency that were earned, net of what was taken back. Spending, lapsing and giving points away do not
    /// count.</summary>
    QualifyingPoints,

    /// <summary>Money in one currency that partners' transactions amounted to, net of what was returned.</summary>
    Spend,

    /// <summary>Partners' transactions of which at least a part was kept.</summary>
    Events,
}

/// <param name="PointCurrency">of <see cref="TierBasisKind.QualifyingPoints"/>, else null.</param>
/// <param name="MoneyCurrency">of <see cref="TierBasisKind.Spend"/>, else null.</param>
public sealed record TierBasis(
    TierBasisKind Kind,
    PointCurrencyCode? PointCurrency = null,
    MoneyCurrency? MoneyCurrency = null
)
{
    /// <summary>What the value is counted in: a code of points or money; null for a number of events.</summary>
    public string? Unit => PointCurrency?.Value ?? MoneyCurrency?.Code;
}

/// <summary>Which stretch of time counts; days are those of the programme's zone.</summary>
public enum TierWindowKind
{
    /// <summary>The last months, up to today.</summary>
    Rolling,

    /// <summary>The year from 1 January. A tier reached in one year holds to the end of the next.</summary>
    CalendarYear,

    /// <summary>The year from the day of enrolment, and otherwise as the calendar year.</summary>
    MembershipYear,
}

/// <param name="Months">of <see cref="TierWindowKind.Rolling"/>: 1 to <see cref="TierBounds.MonthsMax"/>; else null.</param>
public sealed record TierWindow(TierWindowKind Kind, int? Months = null);

/// <summary>How far a member falls who did not keep a tier.</summary>
public enum TierDowngrade
{
    /// <summary>To the tier that the basis gives.</summary>
    ToComputed,

    /// <summary>By one tier, which then holds for a whole window before the next step.</summary>
    OneLevel,
}

/// <summary>A level of a set.</summary>
/// <param name="Name">where no language fits.</param>
/// <param name="Names">by tag of BCP 47 in canonical case.</param>
/// <param name="Threshold">the least value of the basis; 0 for a tier that every member has.</param>
public sealed record TierLevel(TierCode Code, string Name, IReadOnlyDictionary<string, string> Names, decimal Threshold)
{
    /// <summary>The name in a language, or in the nearest that there is by cutting parts off the tag's end (RFC 4647,
    /// lookup).</summary>
    public string NameIn(string? language)
    {
        for (var tag = language; !string.IsNullOrEmpty(tag); tag = Shorter(tag))
        {
            if (Names.TryGetValue(tag, out var name))
            {
                return name;
            }
        }

        return Name;
    }

    private static string? Shorter(string tag) => tag.LastIndexOf('-') is var dash and > 0 ? tag[..dash] : null;
}

/// <summary>How tiers of a set are reached and kept.</summary>
public sealed record TierSetDefinition
{
    public required TierBasis Basis { get; init; }

    public required TierWindow Window { get; init; }

    /// <summary>Days that a tier is held on after it is no longer earned: 0 to <see cref="TierBounds.GraceDaysMax"/>.</summary>
    public required int GraceDays { get; init; }

    public required TierDowngrade Downgrade { get; init; }

    /// <summary>From the lowest up; thresholds rise. A level's place is its rank, counted from 0.</summary>
    public required IReadOnlyList<TierLevel> Levels { get; init; }

    /// <summary>Of the level, or -1 when there is none of this code, or no code.</summary>
    public int RankOf(TierCode? code)
    {
        for (var rank = 0; rank < Levels.Count; rank++)
        {
            if (Levels[rank].Code == code)
            {
                return rank;
            }
        }

        return -1;
    }

    /// <summary>The rank of the highest level whose threshold the value reaches; -1 for none.</summary>
    public int RankFor(decimal value)
    {
        var rank = -1;
        while (rank + 1 < Levels.Count && Levels[rank + 1].Threshold <= value)
        {
            rank++;
        }

        return rank;
    }

    /// <summary>The rank to which somebody comes who no longer earns the one that is held.</summary>
    /// <param name="computed">what the basis gives, below the held rank.</param>
    public int FallFrom(int held, int computed) =>
        Downgrade == TierDowngrade.OneLevel ? Math.Max(computed, held - 1) : computed;

    /// <summary>The level of a rank; null for -1.</summary>
    public TierLevel? At(int rank) => rank < 0 ? null : Levels[rank];
}

/// <summary>What a definition may hold.</summary>
public static class TierBounds
{
    public const int NameLengthMax = 100;
    public const int LevelsMax = 20;
    public const int LanguagesMax = 20;
    public const int MonthsMax = 60;
    public const int GraceDaysMax = 366;
    public const int DisplayOrderMax = 1_000;

    /// <summary>Decimal places of a threshold.</summary>
    public const int Decimals = 4;

    public const decimal ThresholdMax = 1_000_000_000_000m;

    /// <summary>Years that a manual tier may last.</summary>
    public const int ManualYearsMax = 5;

    public const int NoteLengthMax = 400;

    /// <summary>Tier sets of a club, retired ones too.</summary>
    public const int SetsMax = 50;
}
