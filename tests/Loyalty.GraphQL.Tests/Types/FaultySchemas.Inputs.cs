using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Tests.Types;

#pragma warning disable CA1052, CA1711, S2326, S2344, S101 // Each is wrong on purpose.

/// <summary>Those of inputs and directives.</summary>
public static partial class FaultySchemas
{
    [QueryType]
    public static class InputWithoutFields
    {
        public static int A(Hollow x) => x.GetHashCode();
    }

    public sealed class Hollow;

    [QueryType]
    public static class TwoInputFields
    {
        public static int A(Doubled x) => x.One + x.Two;
    }

    public sealed class Doubled
    {
        [GraphQLName("x")]
        public int One { get; init; }

        [GraphQLName("x")]
        public int Two { get; init; }
    }

    [QueryType]
    public static class EndlessInputs
    {
        public static int A(Hen x) => x.GetHashCode();
    }

    public sealed class Hen
    {
        public required Egg Egg { get; init; }
    }

    public sealed class Egg
    {
        public required Hen Hen { get; init; }
    }

    [QueryType]
    public static class DefaultOfItself
    {
        public static int A(Turn x) => x.GetHashCode();
    }

    public sealed class Turn
    {
        [DefaultValueSyntax("{}")]
        public Turn? Next { get; init; }
    }

    [QueryType]
    public static class DefaultsInACircle
    {
        public static int A([DefaultValueSyntax("{}")] Left x) => x.GetHashCode();
    }

    public sealed class Left
    {
        [DefaultValueSyntax("{left: [{}]}")]
        public Right? Right { get; init; }
    }

    public sealed class Right
    {
        public Left[]? Left { get; init; }
    }

    [QueryType]
    public static class OneOfWithDefault
    {
        public static int A(ChoiceWithDefault x) => x.X ?? 0;
    }

    [OneOf]
    public sealed record ChoiceWithDefault([DefaultValue(1)] int? X, int? Y);

    [QueryType]
    public static class DeprecatedRequiredArgument
    {
        public static int A([GraphQLDeprecated("no")] int x) => x;
    }

    [QueryType]
    public static class DeprecatedRequiredInputField
    {
        public static int A(Late x) => x.X;
    }

    public sealed class Late
    {
        [GraphQLDeprecated("no")]
        public required int X { get; init; }
    }

    [QueryType]
    public static class InputAsOutput
    {
        [GraphQLType("LateInput")]
        public static object? A() => null;

        public static int B(Late2 x) => x.X;
    }

    [InputObjectType("LateInput")]
    public sealed record Late2(int X);

    [QueryType]
    public static class OutputAsInput
    {
        public static int A([GraphQLType("Same")] object x) => x.GetHashCode();

        public static First B() => new(1);
    }

    [DirectiveType("__hidden", DirectiveLocation.Field)]
    public sealed record Hidden(int? X);

    [DirectiveType("skip", DirectiveLocation.Field)]
    public sealed record AnotherSkip(int? X);

    [DirectiveType("nowhere", DirectiveLocation.None)]
    public sealed record Nowhere(int? X);

    [DirectiveType("wrong", DirectiveLocation.Field)]
    public sealed record WrongDefault([DefaultValueSyntax("\"x\"")] int? X);

    [QueryType]
    public static class Fine
    {
        public static int A() => 1;
    }
}
