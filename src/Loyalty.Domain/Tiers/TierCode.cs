using System.Diagnostics.CodeAnalysis;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Tiers;

/// <summary>The code of a tier (<c>GOLD</c>), chosen by the club, of the same form as a <see cref="PointCurrencyCode"/>. It belongs
/// to one tier set for ever, so that a rule or an entry which names it is never ambiguous.</summary>
public readonly record struct TierCode
{
    public const int LengthMax = PointCurrencyCode.LengthMax;

    private TierCode(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out TierCode code)
    {
        var sound = PointCurrencyCode.TryParse(text, out _);
        code = sound ? new TierCode(text!) : default;
        return sound;
    }

    /// <exception cref="FormatException">not of the form above.</exception>
    public static TierCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("Not the code of a tier.");

    public override string ToString() => Value;
}

/// <summary>The code of a tier set (<c>STATUS</c>), of the same form as a <see cref="TierCode"/>.</summary>
public readonly record struct TierSetCode
{
    public const int LengthMax = PointCurrencyCode.LengthMax;

    private TierSetCode(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out TierSetCode code)
    {
        var sound = PointCurrencyCode.TryParse(text, out _);
        code = sound ? new TierSetCode(text!) : default;
        return sound;
    }

    /// <exception cref="FormatException">not of the form above.</exception>
    public static TierSetCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("Not the code of a tier set.");

    public override string ToString() => Value;
}
