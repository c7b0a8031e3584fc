using System.Globalization;
using System.Text;

namespace Loyalty.GraphQL.Conformance;

/// <summary>JSON as <c>JSON.stringify</c> writes it (ECMA-262, sections 25.5.2 and 6.1.6.1.20), object keys sorted.</summary>
internal static class JavaScriptJson
{
    public static string Stringify(object? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case double number:
                text.Append(Number(number));
                break;
            case int or long:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case Tier tier:
                WriteString(text, tier.ToString().ToUpperInvariant());
                break;
            case ConformanceUuid uuid:
                WriteString(text, uuid.Text);
                break;
            case ConformanceInstant at:
                WriteString(text, at.Text);
                break;
            case string plain:
                WriteString(text, plain);
                break;
            case IReadOnlyDictionary<string, object?> map:
                WriteMap(text, map);
                break;
            case object?[] items:
                WriteList(text, items);
                break;
            default:
                throw new NotSupportedException($"No JSON for {value.GetType()}.");
        }
    }

    private static void WriteMap(StringBuilder text, IReadOnlyDictionary<string, object?> map)
    {
        text.Append('{');
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (text[^1] != '{')
                text.Append(',');
            WriteString(text, key);
            text.Append(':');
            Write(text, value);
        }
        text.Append('}');
    }

    private static void WriteList(StringBuilder text, object?[] items)
    {
        text.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            Write(text, items[i]);
        }
        text.Append(']');
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }

    // The shortest digits that read back as the number, which .NET finds too; only the layout is another.
    private static string Number(double number)
    {
        if (number == 0 || !double.IsFinite(number))
            return number == 0 ? "0" : "null";
        var parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var whole = parts[0].Split('.')[0];
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var zeros = all.Length - all.TrimStart('0').Length;
        var digits = all.Trim('0');
        var exponentGiven = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = whole.Length - zeros + exponentGiven;
        var sign = number < 0 ? "-" : "";
        if (point is > 0 and <= 21)
            return sign
                + (digits.Length <= point ? digits.PadRight(point, '0') : digits[..point] + "." + digits[point..]);
        if (point is > -6 and <= 0)
            return sign + "0." + new string('0', -point) + digits;
        var exponent = (point > 0 ? "+" : "-") + Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture);
        return sign + digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + "e" + exponent;
    }
}
