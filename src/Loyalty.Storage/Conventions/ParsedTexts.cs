using System.Collections.Concurrent;

namespace Loyalty.Storage.Conventions;

/// <summary>
/// Parses texts that are read over and over, and keeps what came of them: a page of the catalogue that is judged for a member reads
/// hundreds of definitions, and nearly always the same. Only for values that nobody changes.
/// </summary>
/// <param name="parse">what a text stands for; pure.</param>
internal sealed class ParsedTexts<T>(Func<string, T> parse)
    where T : class
{
    private const int TextsMax = 2_000;

    /// <summary>A longer text is parsed each time.</summary>
    private const int LengthMax = 8_000;

    private readonly ConcurrentDictionary<string, T> known = new(StringComparer.Ordinal);

    /// <exception cref="System.Text.Json.JsonException">whatever <c>parse</c> throws.</exception>
    public T Read(string text)
    {
        if (known.TryGetValue(text, out var value))
        {
            return value;
        }

        value = parse(text);
        if (text.Length <= LengthMax)
        {
            // What is no longer read would stay for ever; what is comes back at once.
            if (known.Count >= TextsMax)
            {
                known.Clear();
            }

            known[text] = value;
        }

        return value;
    }
}
