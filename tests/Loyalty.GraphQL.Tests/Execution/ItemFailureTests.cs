using System.Text.Json;
using Loyalty.GraphQL.Tests.Conformance;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Execution;

/// <summary>Lists that break while they are read.</summary>
public sealed class ItemFailureTests : IDisposable
{
    private readonly Engine engine = Engine.Of(typeof(Shelf));

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task What_fails_after_a_broken_list_is_told_with_its_own_path()
    {
        using var response = JsonDocument.Parse(await engine.JsonAsync("{ rows after late }"));

        var paths = response
            .RootElement.GetProperty("errors")
            .EnumerateArray()
            .Select(error => error.GetProperty("path").GetRawText());
        paths.ShouldBe(["[\"rows\",1]", "[\"after\"]", "[\"late\"]"]);
        response.RootElement.GetProperty("data").GetRawText().ShouldBe("""{"rows":null,"after":null,"late":null}""");
    }

    [QueryType]
    public static class Shelf
    {
        public static IEnumerable<IEnumerable<int>>? Rows() =>
            [
                [1],
                Broken(),
            ];

        public static int? After() => throw new GraphQLException("after");

        public static async Task<int?> LateAsync()
        {
            await Task.Yield();
            throw new GraphQLException("late");
        }

        private static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new GraphQLException("broken");
        }
    }
}
