using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Points;

/// <summary>The code of a currency that points are counted in, chosen by the club: 2 to 16 characters, capital letters,
/// digits and underscores, beginning with a letter (<c>POINTS</c>, <c>STATUS</c>).</summary>
public readonly record struct PointCurrencyCode
{
    public const int LengthMax = 16;

    private PointCurrencyCode(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out PointCurrencyCode code)
    {
        var sound =
            text is { Length: >= 2 and <= LengthMax }
            && char.IsAsciiLetterUpper(text[0])
            && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
        code = sound ? new PointCurrencyCode(text!) : default;
        return sound;
    }

    /// <exception cref="FormatException">not of the form above.</exception>
    public static PointCurrencyCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("Not the code of a point currency.");

    public override string ToString() => Value;
}
