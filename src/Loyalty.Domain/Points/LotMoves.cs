using System.Globalization;
using System.Text;

namespace Loyalty.Domain.Points;

/// <summary>
/// Lot moves as the text that an entry keeps: <c>expiry/activation/funder=points</c>, separated by blanks, days as ISO 8601,
/// the funder as 32 hexadecimal digits, the sign always written. In the order of <see cref="LotKey.CompareTo"/>.
/// </summary>
public static class LotMoves
{
    public static string Write(IReadOnlyList<LotMove> moves)
    {
        if (moves.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder(moves.Count * 64);
        foreach (var (lot, points) in moves)
        {
            if (text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(
                CultureInfo.InvariantCulture,
                $"{lot.ExpiresOn:yyyy-MM-dd}/{lot.ActivatesOn:yyyy-MM-dd}/{lot.Funder.Value:N}={points:+0;-0;0}"
            );
        }

        return text.ToString();
    }

    /// <exception cref="FormatException">the text is not of the form above.</exception>
    public static List<LotMove> Read(string text)
    {
        var moves = new List<LotMove>();
        foreach (var part in text.AsSpan().Split(' '))
        {
            var move = text.AsSpan()[part];
            if (move.IsEmpty)
            {
                continue;
            }

            if (move.Length < 57 || move[10] != '/' || move[21] != '/' || move[54] != '=')
            {
                throw new FormatException("Not a lot move.");
            }

            moves.Add(
                new LotMove(
                    new LotKey(
                        DateOnly.ParseExact(move[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                        DateOnly.ParseExact(move[11..21], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                        new Funder(Guid.ParseExact(move[22..54], "N"))
                    ),
                    long.Parse(move[55..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
                )
            );
        }

        return moves;
    }
}
