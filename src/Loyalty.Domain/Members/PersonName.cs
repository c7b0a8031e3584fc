using System.Globalization;
using System.Text;

namespace Loyalty.Domain.Members;

/// <summary>How a member is called. <see cref="Display"/> is always there; the parts are as far as they are known.</summary>
public sealed record PersonName
{
    /// <summary>The given name, all of them where there are several.</summary>
    public string? Given { get; init; }

    /// <summary>The family name.</summary>
    public string? Family { get; init; }

    /// <summary>The company's name, for corporate members.</summary>
    public string? Company { get; init; }

    /// <summary>The name as the member wants to read it.</summary>
    public required string Display { get; init; }

    /// <summary>A name out of its parts. Without a display name of its own it reads as its script writes it: Chinese,
    /// Japanese and Korean put the family first, without a space. Null when there is no part at all.</summary>
    public static PersonName? Of(string? given, string? family, string? company = null, string? display = null)
    {
        var shown = display ?? company ?? Join(given, family);
        return string.IsNullOrWhiteSpace(shown)
            ? null
            : new PersonName
            {
                Given = given,
                Family = family,
                Company = company,
                Display = shown,
            };
    }

    /// <summary>What staff may type to find this member, folded: the display name, the company, the name in both orders.
    /// At most four, without repetition.</summary>
    public IReadOnlyCollection<string> SearchKeys() =>
        [
            .. new[] { Display, Company, $"{Given} {Family}", $"{Family} {Given}" }
                .Select(text => SearchText.Fold(text ?? ""))
                .Where(text => text.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];

    private static string Join(string? given, string? family) =>
        given is null || family is null ? given ?? family ?? ""
        : IsEastAsian(family) ? family + given
        : $"{given} {family}";

    private static bool IsEastAsian(string text) =>
        text.EnumerateRunes()
            .All(rune =>
                rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF)
            );
}

/// <summary>Text as it is compared in searches: without case, accents, or doubled white space.</summary>
public static class SearchText
{
    /// <summary>Folded text is never longer than this; the rest does not count in a search.</summary>
    public const int LengthMax = 200;

    // Letters that Unicode does not decompose into a base and a mark.
    private static readonly Dictionary<char, string> Undecomposed = new()
    {
        ['ß'] = "ss",
        ['ø'] = "o",
        ['ł'] = "l",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ı'] = "i",
        ['ħ'] = "h",
        ['ŧ'] = "t",
    };

    /// <summary>Folding twice changes nothing more.</summary>
    /// <param name="text">well-formed Unicode.</param>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var spaced = true;
        foreach (
            var c in text.Normalize(NormalizationForm.FormKD).ToLowerInvariant().Normalize(NormalizationForm.FormKD)
        )
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                if (!spaced)
                {
                    folded.Append(' ');
                }

                spaced = true;
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(Undecomposed.TryGetValue(c, out var letters) ? letters : c.ToString());
                spaced = false;
            }
        }

        var length = Math.Min(folded.Length, LengthMax);
        if (length > 0 && char.IsHighSurrogate(folded[length - 1]))
        {
            length--;
        }

        return folded.ToString(0, length).TrimEnd();
    }
}
