namespace Loyalty.GraphQL.Tests.Protection;

/// <summary>The shop whose fields have costs.</summary>
[Cost(3)]
public sealed record Shop(string Name)
{
    [ListSize(AssumedSize = 5)]
    public IReadOnlyList<Shop> Branches => [];

    public IReadOnlyList<Shop> Rivals { get; } = [];
}

[InputObjectType]
public sealed record ShopFilter(
    [property: Cost(7)] string? Town,
    [property: DefaultValue(4)] int Max,
    IReadOnlyList<ShopFilter>? Any
);

[QueryType]
public static class ShopQuery
{
    public static string Hello() => "hello";

    [Cost(2.5)]
    public static int Number([Cost(0.5)] int? of) => of ?? 0;

    public static Task<string> Slow() => Task.FromResult("slow");

    public static Shop Shop() => new("one");

    [ListSize(SlicingArguments = ["max"])]
    public static IReadOnlyList<Shop> Shops(int? max) => [];

    [ListSize(SlicingArguments = ["filter.max"], RequireOneSlicingArgument = false)]
    public static IReadOnlyList<Shop> Filtered(ShopFilter? filter) => [];

    [ListSize(SlicingArguments = ["a", "b"], AssumedSize = 9, RequireOneSlicingArgument = false)]
    public static IReadOnlyList<Shop> Either(int? a, int? b) => [];

    [UsePaging(MaxPageSize = 50, DefaultPageSize = 10)]
    public static Task<Connection<Shop>> Paged(PagingArguments paging) =>
        Task.FromResult(new Connection<Shop>([], PageInfo.Of<Shop>([], hasNextPage: false, hasPreviousPage: false)));
}
