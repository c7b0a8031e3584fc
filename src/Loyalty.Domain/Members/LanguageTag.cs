namespace Loyalty.Domain.Members;

/// <summary>Language tags of BCP 47 (RFC 5646), as far as people choose among them: language, script, region, variants.</summary>
public static class LanguageTag
{
    public const int LengthMax = 35;

    /// <summary>The tag in canonical case (<c>zh-hans-cn</c> becomes <c>zh-Hans-CN</c>), or null when it is not well
    /// formed. Extensions and private use are refused.</summary>
    public static string? Canonical(string text)
    {
        var parts = text.Split('-');
        if (text.Length > LengthMax || !IsLetters(parts[0], 2, 3))
        {
            return null;
        }

        parts[0] = parts[0].ToLowerInvariant();
        var next = 1;
        if (next < parts.Length && IsLetters(parts[next], 4, 4))
        {
            parts[next] = char.ToUpperInvariant(parts[next][0]) + parts[next][1..].ToLowerInvariant();
            next++;
        }

        if (next < parts.Length && (IsLetters(parts[next], 2, 2) || IsDigits(parts[next], 3)))
        {
            parts[next] = parts[next].ToUpperInvariant();
            next++;
        }

        for (; next < parts.Length; next++)
        {
            if (!IsVariant(parts[next]))
            {
                return null;
            }

            parts[next] = parts[next].ToLowerInvariant();
        }

        return string.Join('-', parts);
    }

    private static bool IsLetters(string part, int min, int max) =>
        part.Length >= min && part.Length <= max && part.All(char.IsAsciiLetter);

    private static bool IsDigits(string part, int length) => part.Length == length && part.All(char.IsAsciiDigit);

    private static bool IsVariant(string part) =>
        part.All(char.IsAsciiLetterOrDigit)
        && (part.Length is >= 5 and <= 8 || (part.Length == 4 && char.IsAsciiDigit(part[0])));
}
