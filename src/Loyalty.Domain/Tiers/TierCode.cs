using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Tiers;

/// <summary>The code of a tier level, unique over all tier sets of the programme: 2 to 16 characters, capital letters, digits
/// and underscores, beginning with a letter (<c>GOLD</c>).</summary>
public readonly record struct TierCode
{
    public const int LengthMax = 16;

    private TierCode(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out TierCode code)
    {
        var sound =
            text is { Length: >= 2 and <= LengthMax }
            && char.IsAsciiLetterUpper(text[0])
            && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
        code = sound ? new TierCode(text!) : default;
        return sound;
    }

    /// <exception cref="FormatException">not of the form above.</exception>
    public static TierCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("Not the code of a tier.");

    public override string ToString() => Value;
}
