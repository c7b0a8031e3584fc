using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.GraphQL.Tests.Conformance;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Execution;

/// <summary>Whether a value is there at once or comes later must not show in the response.</summary>
public sealed class WaitingProperties : IDisposable
{
    private readonly Engine engine = Engine.Of(typeof(KnotQuery), typeof(KnotMutation), typeof(Knot));

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData("query")]
    [InlineData("mutation")]
    public void What_comes_later_gives_the_same_data_as_what_is_there_at_once(string kind) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(600),
            Prop.ForAll(
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                async seed =>
                {
                    var now = await RunAsync(kind + Document(new Random(seed), later: null));
                    var later = await RunAsync(kind + Document(new Random(seed), later: new Random(seed + 1)));
                    later.Data.ShouldBe(now.Data);
                    later.HasErrors.ShouldBe(now.HasErrors);
                }
            )
        );

    [Fact]
    public async Task A_failure_that_comes_late_covers_what_was_written_around_it() =>
        (
            await engine.JsonAsync(
                "{ a: knot { kids { leaf kidNN { boomNNLater } kidNNLater { leaf } } } b: knot { kid { leaf noneNNLater } } c: knot { leafLater } }"
            )
        ).ShouldEndWith("\"data\":{\"a\":{\"kids\":[null,null,null]},\"b\":{\"kid\":null},\"c\":{\"leafLater\":1}}}");

    private async Task<(string Data, bool HasErrors)> RunAsync(string document)
    {
        using var response = JsonDocument.Parse(await engine.JsonAsync(document));
        return (
            response.RootElement.GetProperty("data").GetRawText(),
            response.RootElement.TryGetProperty("errors", out _)
        );
    }

    private static string Document(Random random, Random? later)
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < 3; i++)
            Field(random, later, text, i, random.Next(2) == 0 ? "knot" : "knotNN", 0);
        return text.Append('}').ToString();
    }

    private static void Field(Random random, Random? later, StringBuilder text, int at, string name, int depth)
    {
        text.Append(CultureInfo.InvariantCulture, $" f{at}: ").Append(name).Append(later?.Next(2) == 1 ? "Later" : "");
        if (!name.StartsWith('k') && !name.StartsWith('g'))
            return;
        text.Append(" {");
        var count = random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            // Failures are few, so that something is left to compare.
            var pick = random.Next(24);
            var field =
                pick < 12 ? "leaf"
                : pick == 12 ? "none"
                : pick == 13 ? "noneNN"
                : pick == 14 ? "boom"
                : pick == 15 ? "boomNN"
                : pick == 16 ? "gone"
                : depth > 3 ? "leafNN"
                : ((string[])["kid", "kidNN", "kids", "kidsNN"])[pick % 4];
            Field(random, later, text, i, field, depth + 1);
        }
        text.Append(" }");
    }

    [QueryType]
    public static class KnotQuery
    {
        public static Knot? Knot() => new();

        public static Task<Knot?> KnotLater() => WaitingProperties.Knot.Later<Knot?>(new Knot());

        [GraphQLName("knotNN")]
        public static Knot KnotNN() => new();

        [GraphQLName("knotNNLater")]
        public static Task<Knot> KnotNNLater() => WaitingProperties.Knot.Later(new Knot());
    }

    [MutationType]
    public static class KnotMutation
    {
        public static Knot? Knot() => new();

        public static Task<Knot?> KnotLater() => WaitingProperties.Knot.Later<Knot?>(new Knot());

        [GraphQLName("knotNN")]
        public static Knot KnotNN() => new();

        [GraphQLName("knotNNLater")]
        public static Task<Knot> KnotNNLater() => WaitingProperties.Knot.Later(new Knot());
    }

#pragma warning disable S2325 // Fields of an object belong to an instance.
    [ObjectType]
    public sealed class Knot
    {
        public int? Leaf => 1;

        public int? None => null;

        public Knot? Gone => null;

        public int? Boom() => throw new GraphQLException("boom");

        [GraphQLName("leafNN")]
        public int LeafNN() => 2;

        [GraphQLName("noneNN")]
        [GraphQLType("Int!")]
        public int? NoneNN() => null;

        [GraphQLName("boomNN")]
        public int BoomNN() => throw new GraphQLException("boom");

        public Knot? Kid() => new();

        [GraphQLName("kidNN")]
        public Knot KidNN() => new();

        public IReadOnlyList<Knot?>? Kids() => [new(), null, new()];

        [GraphQLName("kidsNN")]
        public IEnumerable<Knot> KidsNN() => Enumerable.Repeat(new Knot(), 2);

        public Task<int?> LeafLater() => Later(Leaf);

        public Task<int?> NoneLater() => Later(None);

        public Task<Knot?> GoneLater() => Later(Gone);

        public Task<int?> BoomLater() => Later<int?>(null, fails: true);

        [GraphQLName("leafNNLater")]
        public Task<int> LeafNNLater() => Later(2);

        [GraphQLName("noneNNLater")]
        [GraphQLType("Int!")]
        public Task<int?> NoneNNLater() => Later<int?>(null);

        [GraphQLName("boomNNLater")]
        public Task<int> BoomNNLater() => Later(0, fails: true);

        public Task<Knot?> KidLater() => Later(Kid());

        [GraphQLName("kidNNLater")]
        public Task<Knot> KidNNLater() => Later(KidNN());

        public Task<IReadOnlyList<Knot?>?> KidsLater() => Later(Kids());

        [GraphQLName("kidsNNLater")]
        public Task<IEnumerable<Knot>> KidsNNLater() => Later(KidsNN());

        public static async Task<T> Later<T>(T value, bool fails = false)
        {
            await Task.Yield();
            return fails ? throw new GraphQLException("boom") : value;
        }
    }
#pragma warning restore S2325
}
