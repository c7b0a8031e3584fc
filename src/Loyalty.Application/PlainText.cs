using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Loyalty.Application;

/// <summary>What a short text from outside must be: something to read, that every database stores as it is.</summary>
public static class PlainText
{
    public static bool IsSound([NotNullWhen(true)] string? text, int lengthMax) => WhyNot(text, lengthMax) is null;

    /// <returns>null when the text is sound; else what is wrong with it.</returns>
    public static string? WhyNot(string? text, int lengthMax)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "must not be empty";
        }

        if (text.Length > lengthMax)
        {
            return string.Create(CultureInfo.InvariantCulture, $"must have at most {lengthMax} characters");
        }

        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            // A lone surrogate or a NUL would be refused by PostgreSQL, long after this.
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return "must be well-formed Unicode";
            }

            if (Rune.IsControl(rune))
            {
                return "must not have control characters";
            }

            rest = rest[length..];
        }

        return null;
    }
}
