using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>
/// A vehicle identification number (ISO 3779): 17 capital letters and digits without I, O and Q, beginning with the
/// manufacturer's code (WMI, ISO 3780). North America (WMI 1 to 5; 49 CFR 565.15) and China (WMI L; GB 16735) put a check
/// digit at position 9, which is enforced there; elsewhere that position is free.
/// </summary>
public readonly record struct Vin
{
    public const int Length = 17;
    private const int CheckPosition = 8;

    private Vin(string value) => Value = value;

    public string Value { get; }

    /// <summary>Small letters and surrounding white space are mended.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Vin vin)
    {
        vin = default;
        var value = text?.Trim().ToUpperInvariant();
        if (
            value is not { Length: Length }
            || value.Any(c => !char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
            || value.AsSpan().ContainsAny('I', 'O', 'Q')
            || (HasCheckDigit(value[0]) && value[CheckPosition] != CheckDigit(value))
        )
        {
            return false;
        }

        vin = new Vin(value);
        return true;
    }

    /// <exception cref="FormatException">not a number of this form.</exception>
    public static Vin Parse(string text) => TryParse(text, out var vin) ? vin : throw new FormatException("Not a VIN.");

    /// <summary>The character that belongs at position 9 of the 17, whatever stands there: the weighted sum of all others
    /// modulo 11, with X for 10.</summary>
    public static char CheckDigit(ReadOnlySpan<char> vin)
    {
        ReadOnlySpan<int> weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
        var sum = 0;
        for (var i = 0; i < Length; i++)
        {
            sum += weights[i] * Transliterate(vin[i]);
        }

        return (sum % 11) is 10 ? 'X' : (char)('0' + (sum % 11));
    }

    public override string ToString() => Value;

    private static bool HasCheckDigit(char region) => region is (>= '1' and <= '5') or 'L';

    private static int Transliterate(char c) =>
        c switch
        {
            >= '0' and <= '9' => c - '0',
            >= 'A' and <= 'H' => c - 'A' + 1,
            >= 'J' and <= 'R' => c - 'J' + 1,
            >= 'S' and <= 'Z' => c - 'S' + 2,
            _ => 0,
        };
}
