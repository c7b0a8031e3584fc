namespace Loyalty.GraphQL;

/// <summary>One page of a list, as Relay's cursor connections have it.</summary>
public class Connection<T>(IReadOnlyList<Edge<T>> edges, PageInfo pageInfo) : IConnection
{
    /// <summary>The items of this page with their cursors.</summary>
    public IReadOnlyList<Edge<T>> Edges { get; } = edges;

    /// <summary>The items of this page.</summary>
    public IEnumerable<T> Nodes => Edges.Select(edge => edge.Node);

    /// <summary>Where this page stands in the list.</summary>
    public PageInfo PageInfo { get; } = pageInfo;
}

/// <summary>A connection that also knows how many items the whole list has.</summary>
public sealed class CountedConnection<T>(IReadOnlyList<Edge<T>> edges, PageInfo pageInfo, long totalCount)
    : Connection<T>(edges, pageInfo)
{
    /// <summary>Number of items in the whole list.</summary>
    public long TotalCount { get; } = totalCount;
}

/// <summary>An item of a page and the cursor that leads to it.</summary>
public sealed class Edge<T>
{
    private readonly Func<T, string> writeCursor;
    private string? cursor;

    public Edge(T node, string cursor)
        : this(node, _ => cursor) { }

    /// <param name="node">The item.</param>
    /// <param name="writeCursor">Called once, and only when somebody asks for the cursor.</param>
    public Edge(T node, Func<T, string> writeCursor) => (Node, this.writeCursor) = (node, writeCursor);

    /// <summary>The item.</summary>
    public T Node { get; }

    /// <summary>Its place in the list, for <c>after</c> and <c>before</c>.</summary>
    public string Cursor => cursor ??= writeCursor(Node);
}

/// <summary>Where a page stands in its list.</summary>
public sealed class PageInfo
{
    private readonly Func<string?> startCursor;
    private readonly Func<string?> endCursor;

    private PageInfo(bool hasNextPage, bool hasPreviousPage, Func<string?> startCursor, Func<string?> endCursor) =>
        (HasNextPage, HasPreviousPage, this.startCursor, this.endCursor) = (
            hasNextPage,
            hasPreviousPage,
            startCursor,
            endCursor
        );

    /// <summary>Whether items follow this page.</summary>
    public bool HasNextPage { get; }

    /// <summary>Whether items precede this page.</summary>
    public bool HasPreviousPage { get; }

    /// <summary>The cursor of the first item; null on an empty page.</summary>
    public string? StartCursor => startCursor();

    /// <summary>The cursor of the last item; null on an empty page.</summary>
    public string? EndCursor => endCursor();

    /// <summary>The cursors are those of the page's own edges.</summary>
    public static PageInfo Of<T>(IReadOnlyList<Edge<T>> edges, bool hasNextPage, bool hasPreviousPage) =>
        edges.Count == 0
            ? new PageInfo(hasNextPage, hasPreviousPage, static () => null, static () => null)
            : new PageInfo(hasNextPage, hasPreviousPage, () => edges[0].Cursor, () => edges[^1].Cursor);
}

internal interface IConnection;

/// <summary>The arguments of a field with <see cref="UsePagingAttribute"/>, already checked against its limits.</summary>
/// <param name="First">Number of items from the front; the field's default when the client gave neither this nor <paramref name="Last"/>.</param>
public sealed record PagingArguments(int? First, string? After, int? Last, string? Before);

/// <summary>
/// Gives a field that returns a <see cref="Connection{T}"/> the arguments <c>first, after, last, before</c>; its
/// resolver takes them as one <see cref="PagingArguments"/>. Too large or negative a page gets error <c>PAGE_SIZE</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UsePagingAttribute : Attribute
{
    /// <summary>Name of the connection type without <c>Connection</c>; by default that of the item type.</summary>
    public string? ConnectionName { get; init; }

    public int DefaultPageSize { get; init; } = 10;

    public int MaxPageSize { get; init; } = 50;
}
