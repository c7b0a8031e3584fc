namespace Loyalty.GraphQL.Language;

/// <summary>The indentation rule of block strings (section 2.9.4, "BlockStringValue").</summary>
internal static class BlockString
{
    public static string Dedent(string raw)
    {
        var lines = SplitLines(raw);
        var common = int.MaxValue;
        for (var i = 1; i < lines.Count; i++)
        {
            var indent = Indent(lines[i]);
            if (indent < lines[i].Length)
                common = Math.Min(common, indent);
        }
        var first = 0;
        var last = lines.Count - 1;
        while (first <= last && Indent(lines[first]) == lines[first].Length)
            first++;
        while (last >= first && Indent(lines[last]) == lines[last].Length)
            last--;
        var kept = new List<string>();
        for (var i = first; i <= last; i++)
            kept.Add(i == 0 || common == int.MaxValue ? lines[i] : lines[i][Math.Min(common, lines[i].Length)..]);
        return string.Join('\n', kept);
    }

    /// <summary>The inside of a block string that reads back as <paramref name="value"/>, or null when none does.</summary>
    public static string? TryWrite(string value)
    {
        if (value.Contains('\r', StringComparison.Ordinal))
            return null;
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        if (value.Length == 0)
            return "";
        foreach (var inside in (string[])["\n" + escaped + "\n", escaped + "\n"])
        {
            if (
                string.Equals(
                    Dedent(inside.Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal)),
                    value,
                    StringComparison.Ordinal
                )
            )
                return inside;
        }
        return null;
    }

    public static List<string> SplitLines(string text)
    {
        var lines = new List<string>();
        var start = 0;
        while (text.AsSpan(start).IndexOfAny('\n', '\r') is >= 0 and var length)
        {
            var end = start + length;
            lines.Add(text[start..end]);
            var isPair = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n';
            start = end + (isPair ? 2 : 1);
        }
        lines.Add(text[start..]);
        return lines;
    }

    private static int Indent(string line)
    {
        var i = 0;
        while (i < line.Length && (line[i] is ' ' or '\t'))
            i++;
        return i;
    }
}
