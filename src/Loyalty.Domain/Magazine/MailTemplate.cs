namespace Loyalty.Domain.Magazine;

/// <summary>What a mail says that brings an issue, in one language. <c>{name}</c>, <c>{title}</c>, <c>{link}</c>, <c>{points}</c> and
/// <c>{offers}</c> stand for what the member is to read there.</summary>
public sealed record MailTemplate(string Language, string Subject, string Text)
{
    public const int SubjectLengthMax = 200;
    public const int TextLengthMax = 20_000;

    /// <summary>What a template may name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["name", "title", "link", "points", "offers"];

    /// <summary>Puts the values where the names stand, once: what a value says is never read as a name.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var filled = new System.Text.StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var end = text[at] == '{' ? text.IndexOf('}', at) : -1;
            if (end > at && values.TryGetValue(text[(at + 1)..end], out var value))
            {
                filled.Append(value);
                at = end + 1;
            }
            else
            {
                filled.Append(text[at++]);
            }
        }

        return filled.ToString();
    }

    /// <returns>the first name in braces that there is not; null when all are known.</returns>
    public static string? UnknownName(string text)
    {
        for (var at = text.IndexOf('{', StringComparison.Ordinal); at >= 0; at = text.IndexOf('{', at + 1))
        {
            var end = text.IndexOf('}', at);
            if (end < 0)
            {
                return null;
            }

            var name = text[(at + 1)..end];
            if (name.Length > 0 && name.All(char.IsAsciiLetter) && !Names.Contains(name, StringComparer.Ordinal))
            {
                return name;
            }
        }

        return null;
    }
}
