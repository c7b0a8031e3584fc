namespace Loyalty.GraphQL.Tests.Types;

#pragma warning disable CA1052, CA1711, S2326, S2344, S101 // Each is wrong on purpose.

/// <summary>A query root for each rule of section 3 that it breaks; nested types are what it takes to break it.</summary>
public static partial class FaultySchemas
{
    [QueryType]
    public static class ReservedTypeName
    {
        public static Reserved A() => new(1);
    }

    [GraphQLName("__Thing")]
    public sealed record Reserved(int X);

    [QueryType]
    public static class ReservedFieldName
    {
        [GraphQLName("__a")]
        public static int A() => 1;
    }

    [QueryType]
    public static class ReservedArgumentName
    {
        public static int A([GraphQLName("__x")] int x) => x;
    }

    [QueryType]
    public static class NoFields;

    [QueryType]
    public static class TwoMembersForOneField
    {
        public static int GetA() => 1;

        [GraphQLName("a")]
        public static int Other() => 2;
    }

    [QueryType]
    public static class TwoArguments
    {
        public static int A([GraphQLName("x")] int one, [GraphQLName("x")] int two) => one + two;
    }

    [QueryType]
    public static class TwoTypes
    {
        public static First A() => new(1);

        public static Second B() => new(1);
    }

    [GraphQLName("Same")]
    public sealed record First(int X);

    [GraphQLName("Same")]
    public sealed record Second(int X);

    [QueryType]
    public static class TypeNamedAsARoot
    {
        public static NotTheRoot A() => new(1);
    }

    [GraphQLName("Query")]
    public sealed record NotTheRoot(int X);

    [QueryType]
    public static class EmptyUnion
    {
        public static INobody? A() => null;
    }

    [UnionType]
    public interface INobody;

    [QueryType]
    public static class EmptyEnum
    {
        public static Nothing A() => default;
    }

    public enum Nothing;

    [QueryType]
    public static class EnumWithTrue
    {
        public static Odd A() => default;
    }

    public enum Odd
    {
        [GraphQLName("true")]
        Yes,
    }

    [QueryType]
    public static class TwoEnumValues
    {
        public static Twice A() => default;
    }

    public enum Twice
    {
        [GraphQLName("A")]
        One,

        [GraphQLName("A")]
        Two,
    }

    [QueryType]
    public static class WrongFieldOfInterface
    {
        public static Shaped A() => new(1);
    }

    [InterfaceType]
    public interface IShape
    {
        int Size { get; }
    }

    [ObjectType]
    public sealed record Shaped(int Size) : IShape
    {
        [GraphQLType("String")]
        [GraphQLName("size")]
        public object? Text() => Size;

        [GraphQLIgnore]
        public int Size { get; } = Size;
    }

    [QueryType]
    public static class MissingFieldOfInterface
    {
        public static Unshaped A() => new(1);
    }

    [ObjectType]
    public sealed record Unshaped(int Other) : IShape
    {
        [GraphQLIgnore]
        public int Size => Other;
    }

    [QueryType]
    public static class DeprecatedFieldOfInterface
    {
        public static Aged A() => new(1);
    }

    [ObjectType]
    public sealed record Aged(int Number) : IShape
    {
        [GraphQLDeprecated("no longer")]
        public int Size => Number;
    }

    [QueryType]
    public static class ArgumentOfInterfaceMissing
    {
        public static Careless A() => new(1);
    }

    [InterfaceType]
    public interface ICareful
    {
        int Take(int amount);
    }

    [ObjectType]
    public sealed record Careless(int X) : ICareful
    {
        [GraphQLIgnore]
        public int Take(int amount) => amount;

        [GraphQLName("take")]
        public int TakeAll() => X;
    }

    [QueryType]
    public static class ArgumentOfInterfaceOtherwise
    {
        public static Demanding A() => new(1);
    }

    [ObjectType]
    public sealed record Demanding(int X) : ICareful
    {
        [GraphQLIgnore]
        public int Take(int amount) => amount;

        [GraphQLName("take")]
        public int TakeMore(int amount, int extra) => X + amount + extra;
    }
}
