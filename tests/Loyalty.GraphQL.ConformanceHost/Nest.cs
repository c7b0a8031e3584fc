namespace Loyalty.GraphQL.Conformance;

[ObjectType]
[GraphQLDescription("Errors and nulls on demand.")]
public sealed record Nest(int Depth)
{
    private static readonly object[] ItemError = [1, new GraphQLError("boom: item"), 3];

    public Nest? Self() => new(Depth + 1);

    public Nest SelfNN() => new(Depth + 1);

    public IReadOnlyList<Nest?>? List() => [new(Depth + 1), null, new(Depth + 2)];

    public IReadOnlyList<Nest> ListNN() => [new(Depth + 1), new(Depth + 2)];

    public IReadOnlyList<Nest>? ListOfNN() => ListNN();

    public static int? Ok() => 1;

    public static int OkNN() => 2;

    public static int? Err() => throw Boom("err");

    public static int ErrNN() => throw Boom("errNN");

    [GraphQLName("asyncErr")]
    public async Task<int?> AsyncErr()
    {
        await Task.Yield();
        throw Boom("asyncErr");
    }

    [GraphQLName("asyncErrNN")]
    public async Task<int> AsyncErrNN()
    {
        await Task.Yield();
        throw Boom("asyncErrNN");
    }

    [GraphQLType("Int!")]
    public object? NullNN() => null;

    public static IReadOnlyList<int?>? Items() => [1, null, 3];

    [GraphQLType("[Int]")]
    [GraphQLDescription("second item fails")]
    public object? ItemsErr() => ItemError;

    [GraphQLType("[Int!]")]
    [GraphQLDescription("second item fails")]
    public object? ItemsErrNN() => ItemError;

    [GraphQLType("[Int!]")]
    [GraphQLDescription("second item is null")]
    public object? ItemsNullNN() => Items();

    public static IReadOnlyList<IReadOnlyList<int>?>? Matrix() =>
        [
            [1, 2],
            null,
            [3],
        ];

    [GraphQLType("Int")]
    public object? BadInt() => "not an int";

    [GraphQLType("Int")]
    public object? BadIntBig() => 2147483648;

    [GraphQLType("Boolean")]
    public object? BadBoolean() => "yes";

    [GraphQLType("Tier")]
    public object? BadEnum() => "PLATINUM";

    [GraphQLType("[Int]")]
    public object? BadList() => 5;

    [GraphQLType("SearchResult")]
    [GraphQLDescription("an object whose runtime type is not a member")]
    public object? BadUnion() => new Nest(0);

    public static double? Float() => 1.5;

    [ID]
    public int? Id() => 42;

    internal static GraphQLException Boom(string what) => new(new GraphQLError("boom: " + what) { Code = "BOOM" });
}
