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

/// <summary>Whoever sells: a stall costs 1, a market 5, and its owner is fetched.</summary>
[InterfaceType]
public interface ISeller
{
    string Name { get; }

    ISeller? Neighbour { get; }

    Shop? Owner { get; }
}

public sealed record Stall(string Name) : ISeller
{
    public ISeller? Neighbour => null;

    public Shop? Owner => null;

    [Cost(4)]
    public int Size => 1;
}

[Cost(5)]
public sealed record Market(string Name) : ISeller
{
    public ISeller? Neighbour => null;

    [Cost(20)]
    public Shop? Owner => null;

    [ListSize(AssumedSize = 10)]
    public IReadOnlyList<Stall> Stalls => [];
}

[QueryType]
public static class ShopQuery
{
    public static ISeller Seller() => new Market("one");

    [ListSize(AssumedSize = 3)]
    public static IReadOnlyList<ISeller> Sellers() => [];

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
