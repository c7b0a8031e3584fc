using System.Buffers.Text;
using System.Text;
using Loyalty.Domain;

namespace Loyalty.Api.Http;

/// <summary>One page of a list in a stable order.</summary>
/// <param name="Items">at most <c>limit</c> of them.</param>
/// <param name="Next">hand it in as <c>after</c> to get the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>The query string of a list: <c>limit</c> (1 to 200, 50 by default) and <c>after</c>.</summary>
public readonly record struct PageRequest(int? Limit, string? After)
{
    public const int LimitMax = 200;
    public const int LimitDefault = 50;

    public int Size => Limit ?? LimitDefault;

    /// <summary>Null when the request is sound; the cursor's text is then in <paramref name="position"/> (null for the first
    /// page).</summary>
    public Refusal? Check(out string? position)
    {
        position = null;
        if (Limit is < 1 or > LimitMax)
        {
            return new Refusal.InvalidRequest("limit", $"must be between 1 and {LimitMax}");
        }

        if (After is null)
        {
            return null;
        }

        if (!Base64Url.IsValid(After))
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list");
        }

        position = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(After));
        return null;
    }

    /// <summary>Makes a page out of up to <see cref="Size"/> + 1 rows, the surplus one telling that there is more.</summary>
    public Page<TView> ToPage<TRow, TView>(
        IReadOnlyList<TRow> rows,
        Func<TRow, TView> view,
        Func<TRow, string> position
    ) =>
        rows.Count <= Size
            ? new([.. rows.Select(view)], Next: null)
            : new(
                [.. rows.Take(Size).Select(view)],
                Base64Url.EncodeToString(Encoding.UTF8.GetBytes(position(rows[Size - 1])))
            );
}
