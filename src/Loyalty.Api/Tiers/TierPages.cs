using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Loyalty.Application.Tiers;
using Loyalty.Domain.Tiers;
using Loyalty.GraphQL;

namespace Loyalty.Api.Tiers;

/// <summary>Pages of a member's history in one set, the latest first. A cursor names a place by what never changes: whether staff gave
/// the tier, and its number.</summary>
internal static class TierPages
{
    public static Connection<TierStretch> Of(TierRecord record, PagingArguments paging)
    {
        var rows = record.Rows;
        var first = paging.After is { } after ? PlaceOf(rows, after) + 1 : 0;
        var end = paging.Before is { } before ? PlaceOf(rows, before) : rows.Count;
        var (from, to) = (first, end);
        if (paging.Last is { } last)
        {
            from = Math.Max(from, to - last);
        }
        else
        {
            to = Math.Min(to, from + (paging.First ?? 0));
        }

        var edges = Enumerable
            .Range(from, Math.Max(0, to - from))
            .Select(i => new Edge<TierStretch>(new TierStretch(rows[i], record), stretch => Write(stretch.Row)))
            .ToList();
        return new(edges, PageInfo.Of(edges, hasNextPage: to < rows.Count, hasPreviousPage: from > 0));
    }

    private static int PlaceOf(IReadOnlyList<MemberTier> rows, string cursor)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (Write(rows[i]) == cursor)
            {
                return i;
            }
        }

        throw new GraphQLException(
            ErrorBuilder.New().SetMessage("This is not a cursor of this list.").SetCode("INVALID_CURSOR").Build()
        );
    }

    private static string Write(MemberTier row) =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{(row.IsManual ? "manual" : "earned")}/{row.Number}")
            )
        );
}
