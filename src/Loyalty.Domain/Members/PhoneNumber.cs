using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>A telephone number in the international form of ITU-T E.164: a plus sign, then 7 to 15 digits, the first of
/// which is not 0.</summary>
public readonly record struct PhoneNumber
{
    private const int DigitsMin = 7;
    private const int DigitsMax = 15;
    private const int TextLengthMax = 40;

    private PhoneNumber(string value) => Value = value;

    /// <summary><c>+</c> and digits only.</summary>
    public string Value { get; }

    /// <summary>Reads an international number however people write it: with spaces, hyphens, dots, brackets, the trunk
    /// zero as <c>(0)</c>, and <c>00</c> for the plus sign. A number without a country code is refused, because nobody can
    /// tell whose it is.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = default;
        if (text is null || text.Length > TextLengthMax)
        {
            return false;
        }

        var rest = text.Trim().Replace("(0)", "", StringComparison.Ordinal);
        rest =
            rest.StartsWith('+') ? rest[1..]
            : rest.StartsWith("00", StringComparison.Ordinal) ? rest[2..]
            : "";
        if (!rest.All(c => char.IsAsciiDigit(c) || " -.()/\u00A0\u2010\u2011".Contains(c)))
        {
            return false;
        }

        var digits = string.Concat(rest.Where(char.IsAsciiDigit));
        if (digits.Length is < DigitsMin or > DigitsMax || digits[0] == '0')
        {
            return false;
        }

        number = new PhoneNumber("+" + digits);
        return true;
    }

    public override string ToString() => Value;
}
