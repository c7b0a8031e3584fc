using System.Globalization;
using System.Text.RegularExpressions;
using Loyalty.Tests.House;

namespace Loyalty.Tests.Tour;

/// <summary>What the README prints, so that the tests hold it to its word.</summary>
internal static partial class ReadmePage
{
    public static string Text { get; } = Repository.Read("README.md");

    /// <summary>The first number behind the label at the beginning of a line of an answer; thousands with a comma.</summary>
    public static long Number(string label)
    {
        var pattern = $@"^\s*{Regex.Escape(label)}\s+(?<number>[\d,]+),?\s*$";
        var match = Regex.Match(
            Text,
            pattern,
            RegexOptions.Multiline | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(5)
        );
        return match.Success
            ? long.Parse(
                match.Groups["number"].Value.TrimEnd(','),
                NumberStyles.AllowThousands,
                CultureInfo.InvariantCulture
            )
            : throw new InvalidOperationException($"README.md prints no '{label}'.");
    }

    /// <summary>The first fenced block of the language that holds the text.</summary>
    public static string Block(string language, string text) =>
        Blocks(language).First(block => block.Contains(text, StringComparison.Ordinal));

    public static IEnumerable<string> Blocks(string language) =>
        Fence()
            .Matches(Text)
            .Where(fence => fence.Groups["language"].Value == language)
            .Select(fence => fence.Groups["text"].Value);

    [GeneratedRegex(
        @"^```(?<language>\w*)\n(?<text>.*?)^```",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Fence();
}
