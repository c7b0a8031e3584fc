using System.Runtime.CompilerServices;
using System.Text;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Rewards;

/// <param name="Number">of the line in the file, from 1.</param>
/// <param name="Code">null for a line that is not a code.</param>
public sealed record RewardCodeLine(int Number, string? Code);

/// <summary>
/// Reads a file of voucher codes: UTF-8, one code a line, 1 to 200 printable characters of ASCII, blanks around it left out, quotation
/// marks around it taken off. A comma, a semicolon or a quotation mark within tells of more than one column, which is no code. Blank
/// lines are passed over, and a first line that says <c>code</c>.
/// </summary>
public static class RewardCodeLines
{
    private const string Heading = "code";

    // A longer line is no code, and the rest of it need not be kept to know that.
    private const int LineCharsMax = 1_000;

    public static async IAsyncEnumerable<RewardCodeLine> ReadAsync(
        Stream file,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var reader = new StreamReader(file, Encoding.UTF8, true, 1 << 16, leaveOpen: true);
        var buffer = new char[1 << 14];
        var line = new StringBuilder();
        var number = 1;
        int read;
        while ((read = await reader.ReadAsync(buffer.AsMemory(), cancellationToken)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] != '\n')
                {
                    if (line.Length < LineCharsMax)
                    {
                        line.Append(buffer[i]);
                    }

                    continue;
                }

                if (Take(line, number) is { } whole)
                {
                    yield return whole;
                }

                number++;
            }
        }

        if (Take(line, number) is { } last)
        {
            yield return last;
        }
    }

    private static RewardCodeLine? Take(StringBuilder line, int number)
    {
        var text = line.ToString().Trim();
        line.Clear();
        if (text is ['"', .. var quoted, '"'])
        {
            text = quoted.Trim();
        }

        return text.Length == 0 || (number == 1 && text.Equals(Heading, StringComparison.OrdinalIgnoreCase))
            ? null
            : new RewardCodeLine(number, IsCode(text) ? text : null);
    }

    private static bool IsCode(string text) =>
        text.Length <= RewardCode.LengthMax && text.All(c => c is >= ' ' and <= '~' and not (',' or ';' or '"'));
}
