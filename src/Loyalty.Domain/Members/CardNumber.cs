using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>
/// The number that identifies a member to partners: an issuer's prefix, an account part and a check digit (ISO/IEC 7812-1),
/// 12 to 19 digits in all. Whether a card with this number exists is another question.
/// </summary>
public readonly record struct CardNumber
{
    public const int LengthMin = 12;
    public const int LengthMax = 19;
    private const int TextLengthMax = 40;

    private CardNumber(string value) => Value = value;

    /// <summary>Digits only.</summary>
    public string Value { get; }

    /// <summary>Reads a number as people copy it from a card: single spaces or hyphens between digits are dropped. False when
    /// the check digit is wrong.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CardNumber number)
    {
        number = default;
        if (text is not { Length: <= TextLengthMax })
        {
            return false;
        }

        var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (
            digits.Length is < LengthMin or > LengthMax
            || !digits.All(char.IsAsciiDigit)
            || digits[^1] != CheckDigit(digits.AsSpan(0, digits.Length - 1))
        )
        {
            return false;
        }

        number = new CardNumber(digits);
        return true;
    }

    /// <exception cref="FormatException">not a number of this form, or a wrong check digit.</exception>
    public static CardNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException("Not a card number.");

    /// <summary>The number with its check digit put behind.</summary>
    /// <param name="payload">11 to 18 digits.</param>
    public static CardNumber FromPayload(string payload) => Parse(payload + CheckDigit(payload));

    /// <summary>Luhn's digit (ISO/IEC 7812-1, annex B), which finds every single wrong digit and nearly every swap of
    /// neighbours.</summary>
    public static char CheckDigit(ReadOnlySpan<char> payload)
    {
        var sum = 0;
        for (var i = 0; i < payload.Length; i++)
        {
            var digit = payload[^(i + 1)] - '0';
            var doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>In groups of four, as it is printed on a card.</summary>
    public string ToGroupedString() => string.Join(' ', Value.Chunk(4).Select(group => new string(group)));

    public override string ToString() => Value;
}
