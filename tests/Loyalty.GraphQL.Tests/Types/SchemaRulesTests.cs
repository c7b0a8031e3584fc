using Loyalty.GraphQL.Tests.Conformance;
using Loyalty.GraphQL.Types;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Types;

/// <summary>Every rule for type systems (section 3): a schema that breaks it does not start, and says why.</summary>
public sealed class SchemaRulesTests
{
    [Theory]
    [InlineData(typeof(FaultySchemas.ReservedTypeName), "__Thing: names that begin with two underscores are reserved.")]
    [InlineData(
        typeof(FaultySchemas.ReservedFieldName),
        "Query.__a: names that begin with two underscores are reserved."
    )]
    [InlineData(typeof(FaultySchemas.ReservedArgumentName), "names that begin with two underscores are reserved.")]
    [InlineData(typeof(FaultySchemas.NoFields), "Query has no fields.")]
    [InlineData(typeof(FaultySchemas.TwoMembersForOneField), "has two members for the field a.")]
    [InlineData(typeof(FaultySchemas.TwoArguments), "Query.a: there are two arguments x.")]
    [InlineData(typeof(FaultySchemas.TwoTypes), "There are two types with the name Same.")]
    [InlineData(typeof(FaultySchemas.TypeNamedAsARoot), "There are two types with the name Query.")]
    [InlineData(typeof(FaultySchemas.EmptyUnion), "Union Nobody has no types.")]
    [InlineData(typeof(FaultySchemas.EmptyEnum), "Enum Nothing has no values.")]
    [InlineData(typeof(FaultySchemas.EnumWithTrue), "Odd: true is no name for an enum value.")]
    [InlineData(typeof(FaultySchemas.TwoEnumValues), "Twice has two values A.")]
    [InlineData(typeof(FaultySchemas.WrongFieldOfInterface), "Shaped.size is String, but Shape has Int!.")]
    [InlineData(typeof(FaultySchemas.MissingFieldOfInterface), "Unshaped lacks the field size of Shape.")]
    [InlineData(typeof(FaultySchemas.DeprecatedFieldOfInterface), "Aged.size is deprecated, but in Shape it is not.")]
    [InlineData(
        typeof(FaultySchemas.ArgumentOfInterfaceMissing),
        "Careless.take needs the argument amount: Int! of Careful."
    )]
    [InlineData(
        typeof(FaultySchemas.ArgumentOfInterfaceOtherwise),
        "Demanding.take: extra must not be required, because Careful lacks it."
    )]
    [InlineData(typeof(FaultySchemas.InputWithoutFields), "HollowInput has no fields.")]
    [InlineData(typeof(FaultySchemas.TwoInputFields), "DoubledInput has two fields x.")]
    [InlineData(typeof(FaultySchemas.EndlessInputs), "HenInput requires itself, so that no value is finite.")]
    [InlineData(typeof(FaultySchemas.DefaultOfItself), "TurnInput: a default value contains itself.")]
    [InlineData(typeof(FaultySchemas.DefaultsInACircle), "LeftInput: a default value contains itself.")]
    [InlineData(
        typeof(FaultySchemas.OneOfWithDefault),
        "fields of a OneOf input object are nullable and have no default."
    )]
    [InlineData(typeof(FaultySchemas.DeprecatedRequiredArgument), "Query.a(x): what is required cannot be deprecated.")]
    [InlineData(
        typeof(FaultySchemas.DeprecatedRequiredInputField),
        "LateInput(x): what is required cannot be deprecated."
    )]
    [InlineData(typeof(FaultySchemas.InputAsOutput), "Query.a: LateInput is no output type.")]
    [InlineData(typeof(FaultySchemas.OutputAsInput), "Query.a(x): Same is no input type.")]
    public void A_type_that_breaks_a_rule_is_refused(Type query, string reason) =>
        Refused(reason, query, Others(query));

    [Theory]
    [InlineData(typeof(FaultySchemas.Hidden), "@__hidden: names that begin with two underscores are reserved.")]
    [InlineData(typeof(FaultySchemas.AnotherSkip), "There are two directives @skip.")]
    [InlineData(typeof(FaultySchemas.Nowhere), "@nowhere may stand nowhere.")]
    [InlineData(typeof(FaultySchemas.WrongDefault), "@wrong(x): the default \"x\" does not fit Int.")]
    public void A_directive_that_breaks_a_rule_is_refused(Type directive, string reason) =>
        Refused(reason, typeof(FaultySchemas.Fine), [directive]);

    [Fact]
    public void A_schema_needs_a_query_type() => Refused("There is no class with [QueryType].", typeof(Orphan), []);

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        using var engine = Engine.Of(typeof(FaultySchemas.ReservedFieldName), typeof(FaultySchemas.EmptyEnum));

        Should.Throw<SchemaException>(() => engine.Schema).Problems.Count.ShouldBe(2);
    }

    // What a rule needs beside its query root: types that are found by name only.
    private static Type[] Others(Type query) =>
        query == typeof(FaultySchemas.InputAsOutput) ? [typeof(FaultySchemas.Late2)]
        : query == typeof(FaultySchemas.OutputAsInput) ? [typeof(FaultySchemas.First)]
        : [];

    private static void Refused(string reason, Type query, Type[] others)
    {
        using var engine = Engine.Of([query, .. others]);

        Should.Throw<SchemaException>(() => engine.Schema).Message.ShouldContain(reason);
    }

    [ObjectType]
    public sealed record Orphan(int X);
}
