using System.Collections.Frozen;
using System.Globalization;

namespace Loyalty.Domain.Earning;

/// <summary>Codes, and ranges of merchant category codes: four digits, a hyphen, four digits (<c>3000-3299</c>).</summary>
internal sealed class CodeSet
{
    private const int CodeLength = 4;
    private readonly FrozenSet<string> words;
    private readonly (int From, int To)[] ranges;

    private CodeSet(FrozenSet<string> words, (int From, int To)[] ranges) =>
        (this.words, this.ranges) = (words, ranges);

    public IEnumerable<string> Words => words;

    public bool HasRanges => ranges.Length > 0;

    /// <summary>Null for an empty list, which says nothing.</summary>
    public static CodeSet? Of(IReadOnlyList<string> codes, bool withRanges)
    {
        if (codes.Count == 0)
        {
            return null;
        }

        var ranges = new List<(int, int)>();
        var words = new List<string>(codes.Count);
        foreach (var code in codes)
        {
            if (withRanges && TryReadRange(code, out var range))
            {
                ranges.Add(range);
            }
            else
            {
                words.Add(code);
            }
        }

        return new CodeSet(words.ToFrozenSet(StringComparer.Ordinal), [.. ranges]);
    }

    public bool Contains(string code)
    {
        if (words.Contains(code))
        {
            return true;
        }

        if (ranges.Length > 0 && TryReadCode(code, out var number))
        {
            foreach (var (from, to) in ranges)
            {
                if (number >= from && number <= to)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the text has the form of a range; <paramref name="range"/> may run backwards.</summary>
    public static bool TryReadRange(string text, out (int From, int To) range)
    {
        range = default;
        if (
            text.Length != (2 * CodeLength) + 1
            || text[CodeLength] != '-'
            || !TryReadCode(text.AsSpan(0, CodeLength), out var from)
            || !TryReadCode(text.AsSpan(CodeLength + 1), out var to)
        )
        {
            return false;
        }

        range = (from, to);
        return true;
    }

    private static bool TryReadCode(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return text.Length == CodeLength
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
