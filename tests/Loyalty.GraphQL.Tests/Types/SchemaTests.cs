using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Tests.Conformance;
using Loyalty.GraphQL.Types;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Types;

/// <summary>Section 3 of the specification, from C# types.</summary>
public sealed class SchemaTests
{
    [Fact]
    public void The_attributed_types_give_the_conformance_schema() =>
        Normalise(Engine.Conformance.Schema.Print()).ShouldBe(Normalise(ConformanceHost.Sdl));

    [Fact]
    public void The_printed_schema_is_the_same_each_time()
    {
        using var another = Engine.Create(services => services.AddConformanceTypes());

        another.Schema.Print().ShouldBe(Engine.Conformance.Schema.Print());
    }

    [Fact]
    public void Names_nullability_descriptions_and_services_follow_the_conventions()
    {
        using var engine = Engine.Of(typeof(Conventions));

        engine
            .Schema.Print()
            .ShouldBe(
                """"
                schema {
                  query: Query
                }

                enum Colour {
                  DARK_BLUE
                }

                "A day of the calendar, as ISO 8601 writes it."
                scalar Date @specifiedBy(url: "https://scalars.graphql.org/andimarek/local-date.html")

                "A 64-bit signed integer, written as a JSON number."
                scalar Long @specifiedBy(url: "https://ibm.github.io/graphql-specs/custom-scalars/long.html")

                type Query {
                  "What it is for."
                  thingById(
                    "Which one."
                    id: ID!
                    names: [String!] = ["x"]
                  ): Thing
                  things: [Thing!]!
                }

                type Thing {
                  id: ID!
                  colour: Colour
                  day: Date!
                  points: [Long]!
                }

                """"
            );
    }

    [Theory]
    [InlineData(typeof(Broken.EmptyInput), "EmptyInput has no fields.")]
    [InlineData(typeof(Broken.BadDefault), "the default \"x\" does not fit Int.")]
    [InlineData(typeof(Broken.BadName), "\"no-name\" is no GraphQL name.")]
    [InlineData(typeof(Broken.Unknown), "is neither an input type nor a registered service.")]
    [InlineData(typeof(Broken.OneOfNonNull), "fields of a OneOf input object are nullable")]
    [InlineData(typeof(Broken.Endless), "requires itself")]
    [InlineData(typeof(Broken.Untyped), "say what it is with [GraphQLType]")]
    public void An_invalid_schema_is_refused_with_the_reason(Type query, string reason)
    {
        using var engine = Engine.Of(query);

        Should.Throw<SchemaException>(() => engine.Schema).Message.ShouldContain(reason);
    }

    private static string Normalise(string schema)
    {
        var definitions = Parser
            .Parse(schema)
            .Definitions.OfType<TypeSystemNode>()
            .Where(d => d is TypeDefinitionNode or DirectiveDefinitionNode)
            .Select(d =>
                WithoutBlocks(SyntaxPrinter.Print(d with { Description = null }))
                    .Split('\n')
                    .Select(line => line.Trim())
            );
        return string.Join("\n\n", definitions.Select(Sorted).Order(StringComparer.Ordinal));
    }

    private static string WithoutBlocks(string text)
    {
        while (text.IndexOf("\"\"\"", StringComparison.Ordinal) is >= 0 and var start)
            text = text.Remove(start, text.IndexOf("\"\"\"", start + 3, StringComparison.Ordinal) + 3 - start);
        return text;
    }

    // Descriptions of fields and the order of members are matters of taste here.
    private static string Sorted(IEnumerable<string> lines) =>
        string.Join(
            '\n',
            lines
                .Where(line => line.Length > 0 && !line.StartsWith('"'))
                .Select(SortWords)
                .Order(StringComparer.Ordinal)
        );

    private static string SortWords(string line) =>
        line.Contains(" | ", StringComparison.Ordinal) || line.Contains("implements", StringComparison.Ordinal)
            ? string.Join(' ', line.Split(' ').Order(StringComparer.Ordinal))
            : line;
}

public enum Colour
{
    DarkBlue,
}

public sealed record Thing([property: ID] string Id, Colour? Colour, DateOnly Day, IReadOnlyList<long?> Points);

[QueryType]
public static class Conventions
{
    /// <summary>What it is for.</summary>
    /// <param name="id">Which one.</param>
    public static Task<Thing?> GetThingByIdAsync(
        [ID] Guid id,
        TimeProvider time,
        CancellationToken cancellationToken,
        [DefaultValueSyntax("[\"x\"]")] string[]? names = null
    ) => Task.FromResult<Thing?>(null);

    public static async IAsyncEnumerable<Thing> GetThings()
    {
        await Task.Yield();
        yield break;
    }

    [GraphQLIgnore]
    public static string Hidden() => "";
}

public static class Broken
{
    [QueryType]
    public static class EmptyInput
    {
        public static int A(EmptyInputInput x) => x.GetHashCode();
    }

    [GraphQLName("EmptyInput")]
    public sealed class EmptyInputInput;

    [QueryType]
    public static class BadDefault
    {
        public static int A([DefaultValueSyntax("\"x\"")] int? x) => x ?? 0;
    }

    [QueryType]
    public static class BadName
    {
        [GraphQLName("no-name")]
        public static int A() => 1;
    }

    [QueryType]
    public static class Unknown
    {
        public static int A(IComparable<int> x) => x.GetHashCode();
    }

    [QueryType]
    public static class OneOfNonNull
    {
        public static int A(Choice x) => x.X;
    }

    [OneOf]
    public sealed record Choice(int X);

    [QueryType]
    public static class Endless
    {
        public static int A(Loop x) => x.GetHashCode();
    }

    public sealed class Loop
    {
        public required Loop Next { get; init; }
    }

    [QueryType]
    public static class Untyped
    {
        public static object A() => 1;
    }
}
