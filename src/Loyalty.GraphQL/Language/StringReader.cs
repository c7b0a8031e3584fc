using System.Buffers;
using System.Globalization;
using System.Text;

namespace Loyalty.GraphQL.Language;

/// <summary>Reads the inside of string literals (section 2.9.4); leaves what went wrong, and where, to its caller.</summary>
internal struct StringReader(string source, int start)
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public int Position = start;

    public string? Problem { get; private set; }

    public string ReadQuoted()
    {
        var text = new StringBuilder();
        while (Problem is null)
        {
            if (Position >= source.Length || source[Position] is '\n' or '\r')
            {
                Problem = "Unterminated string.";
                break;
            }
            var c = source[Position];
            if (c == '"')
            {
                Position++;
                break;
            }
            if (c == '\\')
                ReadEscape(text);
            else
                CopyScalar(text);
        }
        return text.ToString();
    }

    public string ReadBlock()
    {
        var text = new StringBuilder();
        while (Problem is null)
        {
            if (Position >= source.Length)
            {
                Problem = "Unterminated string.";
                break;
            }
            if (StartsWith("\"\"\""))
            {
                Position += 3;
                break;
            }
            if (StartsWith("\\\"\"\""))
            {
                text.Append("\"\"\"");
                Position += 4;
            }
            else
            {
                CopyScalar(text);
            }
        }
        return BlockString.Dedent(text.ToString());
    }

    private readonly bool StartsWith(string what) => string.CompareOrdinal(source, Position, what, 0, what.Length) == 0;

    private void CopyScalar(StringBuilder text)
    {
        var c = source[Position];
        if (!char.IsSurrogate(c))
        {
            text.Append(c);
            Position++;
        }
        else if (char.IsHighSurrogate(c) && Position + 1 < source.Length && char.IsLowSurrogate(source[Position + 1]))
        {
            text.Append(c).Append(source[Position + 1]);
            Position += 2;
        }
        else
        {
            Problem = $"Invalid character within String: U+{(int)c:X4}.";
        }
    }

    private void ReadEscape(StringBuilder text)
    {
        var escaped = Position + 1 < source.Length ? source[Position + 1] : '\0';
        if (escaped == 'u')
        {
            ReadUnicodeEscape(text);
            return;
        }
        char? plain = escaped switch
        {
            '"' or '\\' or '/' => escaped,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (plain is null)
        {
            Problem = $"Invalid character escape sequence: \"\\{(escaped == '\0' ? "" : escaped.ToString())}\".";
            return;
        }
        text.Append(plain.Value);
        Position += 2;
    }

    private void ReadUnicodeEscape(StringBuilder text)
    {
        var end = Position;
        var code =
            Position + 2 < source.Length && source[Position + 2] == '{' ? ReadBraced(ref end) : ReadFour(ref end);
        if (
            code >= 0xD800
            && code <= 0xDBFF
            && end + 1 < source.Length
            && source[end] == '\\'
            && source[end + 1] == 'u'
        )
        {
            var saved = Position;
            Position = end;
            var low = ReadFour(ref end);
            Position = saved;
            code = low is >= 0xDC00 and <= 0xDFFF ? char.ConvertToUtf32((char)code, (char)low) : -1;
        }
        if (!Rune.IsValid(code))
        {
            var shown = source.AsSpan(Position, Math.Min(Math.Max(end - Position, 2), source.Length - Position));
            Problem = $"Invalid Unicode escape sequence: \"{shown}\".";
            return;
        }
        text.Append(new Rune(code).ToString());
        Position = end;
    }

    // Braces hold at least one hexadecimal digit and a scalar value, never half of a surrogate pair.
    private readonly int ReadBraced(ref int end)
    {
        var digits = source.AsSpan(Position + 3);
        var length = digits.IndexOfAnyExcept(HexDigits);
        if (length < 1 || digits[length] != '}')
            return -1;
        end = Position + 3 + length + 1;
        // The grammar sets no bound on leading zeros.
        digits = digits[..length].TrimStart('0');
        if (digits.Length == 0)
            return 0;
        return digits.Length <= 6 && TryHex(digits, out var code) && Rune.IsValid(code) ? code : -1;
    }

    private readonly int ReadFour(ref int end)
    {
        if (Position + 6 > source.Length || !TryHex(source.AsSpan(Position + 2, 4), out var code))
            return -1;
        end = Position + 6;
        return code;
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out int code) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
}
