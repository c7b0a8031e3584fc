using System.Text;

namespace Loyalty.Domain.Care;

/// <summary>
/// The places in the texts of care rules, such as <c>{name}</c>, that are filled for each member. A brace that stands for itself is
/// written twice.
/// </summary>
public static class CarePlaceholders
{
    /// <summary>The member's name as the member wants to read it.</summary>
    public const string Name = "name";

    /// <summary>The day of the birthday, the service, the lapse.</summary>
    public const string Date = "date";

    /// <summary>As many as it is about at the moment of sending.</summary>
    public const string Points = "points";

    /// <summary>The name of the point currency.</summary>
    public const string Currency = "currency";

    /// <summary>The model, else the vehicle's number.</summary>
    public const string Vehicle = "vehicle";

    public const string Kilometres = "kilometres";

    public const string Reward = "reward";

    public const string Tier = "tier";

    /// <summary>The number alone.</summary>
    public const string Percent = "percent";

    public static IReadOnlyList<string> All { get; } =
    [Name, Date, Points, Currency, Vehicle, Kilometres, Reward, Tier, Percent];

    /// <summary>What is wrong with a text that staff write.</summary>
    /// <returns>null for a sound text; else what completes a sentence that begins with the field.</returns>
    public static string? WhyNot(string text)
    {
        foreach (var part in Parts(text))
        {
            if (part is not { } place)
            {
                return "has a brace that opens or closes nothing; write {{ or }} for a brace itself";
            }

            if (place.IsPlace && !All.Contains(place.Text, StringComparer.Ordinal))
            {
                return $"has a placeholder that nobody knows; known are {string.Join(", ", All.Select(one => $"{{{one}}}"))}";
            }
        }

        return null;
    }

    /// <summary>Fills the places in one pass: a value may hold braces of its own. What has no value becomes nothing; what is no
    /// placeholder stays as it is.</summary>
    /// <param name="value">of a placeholder; null where there is none.</param>
    public static string Fill(string text, Func<string, string?> value)
    {
        var filled = new StringBuilder(text.Length + 40);
        foreach (var part in Parts(text))
        {
            if (part is not { } sound)
            {
                return text;
            }

            filled.Append(
                !sound.IsPlace ? sound.Text
                : All.Contains(sound.Text, StringComparer.Ordinal) ? value(sound.Text)
                : $"{{{sound.Text}}}"
            );
        }

        return filled.ToString();
    }

    /// <returns>Text and places in turn; null, and nothing more, where the braces do not fit.</returns>
    private static IEnumerable<Part?> Parts(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var brace = text.AsSpan(at).IndexOfAny('{', '}');
            if (brace < 0)
            {
                yield return new Part(text[at..], IsPlace: false);
                yield break;
            }

            brace += at;
            if (brace > at)
            {
                yield return new Part(text[at..brace], IsPlace: false);
            }

            if (brace + 1 < text.Length && text[brace + 1] == text[brace])
            {
                yield return new Part(text[brace].ToString(), IsPlace: false);
                at = brace + 2;
                continue;
            }

            var end = text[brace] == '{' ? text.AsSpan(brace + 1).IndexOfAny('{', '}') + brace + 1 : brace;
            if (end <= brace || text[end] == '{')
            {
                yield return null;
                yield break;
            }

            yield return new Part(text[(brace + 1)..end], IsPlace: true);
            at = end + 1;
        }
    }

    private readonly record struct Part(string Text, bool IsPlace);
}
