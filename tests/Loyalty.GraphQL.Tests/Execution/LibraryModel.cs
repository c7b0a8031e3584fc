using System.Collections.Concurrent;
using System.Security.Claims;

namespace Loyalty.GraphQL.Tests.Execution;

/// <summary>Counts what the loaders fetch.</summary>
public sealed class FetchLog
{
    public ConcurrentQueue<string> Fetches { get; } = new();
}

public sealed record Author(int Id, string Name);

public sealed record Book([property: GraphQLIgnore] int Number, string Title, [property: GraphQLIgnore] int AuthorId);

public sealed class AuthorById(IBatchScheduler scheduler, FetchLog log) : BatchDataLoader<int, Author>(scheduler)
{
    protected override async Task<IReadOnlyDictionary<int, Author>> LoadBatchAsync(
        IReadOnlyList<int> keys,
        CancellationToken cancellationToken
    )
    {
        await Task.Yield();
        log.Fetches.Enqueue("authors " + string.Join(',', keys));
        return keys.Where(key => key < 3).ToDictionary(key => key, key => new Author(key, "A" + key));
    }
}

[QueryType]
public static class LibraryQuery
{
    public static IReadOnlyList<Book> Books() => [.. Enumerable.Range(0, 4).Select(i => new Book(i, "B" + i, i % 3))];

    public static Task<Author?> Author(int id, AuthorById authors, CancellationToken cancellationToken) =>
        authors.LoadAsync(id, cancellationToken);

    [UsePaging(MaxPageSize = 3)]
    public static Connection<Book> Shelf(PagingArguments paging)
    {
        var books = Books().Take(paging.First ?? 0).Select(book => new Edge<Book>(book, "c" + book.Number)).ToList();
        return new Connection<Book>(books, PageInfo.Of(books, hasNextPage: true, hasPreviousPage: false));
    }

    [Authorize]
    public static string? Me(ClaimsPrincipal user) => user.Identity?.Name;

    [Authorize(Roles = "manager")]
    public static int? Secret() => 42;

    [Authorize("never")]
    public static int? Policy() => 42;

    public static int? Crash() => throw new InvalidOperationException("Password is 123");

    public static int? Expected() =>
        throw new GraphQLException(
            ErrorBuilder.New().SetMessage("no").SetCode("NO").SetExtension("available", 5).Build()
        );

    public static int? Partial(IResolverContext context)
    {
        context.ReportError(new GraphQLError("half"));
        return 1;
    }

    public static async Task<int?> Forever(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 1;
    }

    public static string Patch(Optional<string?> name) => name.HasValue ? name.Value ?? "null" : "missing";

    public static string ByGlobalId([ID("Author")] int id) => "author " + id;
}

[MutationType]
public static class LibraryMutation
{
    public static RenamePayload Rename(RenameInput input) =>
        input.Name.Length == 0
            ? new(null, [new EmptyName("The name is empty.")])
            : new(new Author(1, input.Name), null);
}

public sealed record RenameInput(string Name, string? ClientMutationId);

public sealed record RenamePayload(Author? Author, IReadOnlyList<IRenameError>? Errors);

[UnionType("RenameError")]
public interface IRenameError;

public sealed record EmptyName(string Message) : IRenameError;

[ObjectType<Book>]
public static class BookExtension
{
    public static async Task<Author?> AuthorAsync(
        [Parent] Book book,
        AuthorById authors,
        CancellationToken cancellationToken
    ) => await authors.LoadAsync(book.AuthorId, cancellationToken);

    public static Task<string[]?> TagsAsync([Parent] Book book, IDataLoader<int, string[]> tagsByBook) =>
        tagsByBook.LoadAsync(book.Number);

    [DataLoader]
    public static Task<ILookup<int, string>> GetTagsByBookAsync(
        IReadOnlyList<int> keys,
        FetchLog log,
        CancellationToken cancellationToken
    )
    {
        log.Fetches.Enqueue("tags " + string.Join(',', keys));
        return Task.FromResult(keys.Where(key => key % 2 == 0).ToLookup(key => key, key => "t" + key));
    }
}

[Node]
[ObjectType<Author>]
public static class AuthorExtension
{
    [NodeResolver]
    public static Task<Author?> GetAsync(int id, AuthorById authors, CancellationToken cancellationToken) =>
        authors.LoadAsync(id, cancellationToken);

    public static async Task<IReadOnlyList<Author?>> Rivals([Parent] Author author, AuthorById authors) =>
        await authors.LoadAsync([author.Id + 1]);
}
