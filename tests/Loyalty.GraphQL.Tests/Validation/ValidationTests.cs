using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Tests.Conformance;
using Loyalty.GraphQL.Validation;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Validation;

/// <summary>Section 5 of the specification.</summary>
public sealed class ValidationTests
{
    private static IReadOnlyList<GraphQLError> Validate(string text) =>
        DocumentValidator.Validate(Engine.Conformance.Schema, Parser.Parse(text));

    [Theory]
    [InlineData("5.1.1", "{ nest { ok } } type A { b: Int }", "The \"A\" definition is not executable.")]
    [InlineData(
        "5.2.1.1",
        "query A { nest { ok } } query A { nest { id } }",
        "There can be only one operation named \"A\"."
    )]
    [InlineData(
        "5.2.2.1",
        "{ nest { ok } } query A { nest { id } }",
        "This anonymous operation must be the only defined operation."
    )]
    [InlineData(
        "5.2.4.1",
        "subscription { countdown(from: 1) tick { ok } }",
        "Anonymous Subscription must select only one top level field."
    )]
    [InlineData(
        "5.2.4.1",
        "subscription S { __typename }",
        "Subscription \"S\" must not select an introspection top level field."
    )]
    [InlineData(
        "5.2.4.1",
        "subscription($b: Boolean!) { tick @skip(if: $b) { ok } }",
        "The directive \"@skip\" cannot stand on the root field of a subscription."
    )]
    [InlineData("5.3.1", "{ nest { nope } }", "Cannot query field \"nope\" on type \"Nest\".")]
    [InlineData("5.3.1", "{ search(text: \"\") { id } }", "Cannot query field \"id\" on type \"SearchResult\".")]
    [InlineData(
        "5.3.2",
        "{ a: nest { ok } a: nestNN { ok } }",
        "Fields \"a\" conflict because they return conflicting types \"Nest\" and \"Nest!\". Use different aliases on the fields to fetch both if this was intentional."
    )]
    [InlineData(
        "5.3.2",
        "{ nest { x: ok x: id } }",
        "Fields \"x\" conflict because they return conflicting types \"Int\" and \"ID\". Use different aliases on the fields to fetch both if this was intentional."
    )]
    [InlineData(
        "5.3.2",
        "{ echo(int: 1) echo(int: 2) }",
        "Fields \"echo\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional."
    )]
    [InlineData(
        "5.3.2",
        "{ nest { self { x: ok } ...F } } fragment F on Nest { self { x: err } }",
        "Fields \"x\" conflict because \"ok\" and \"err\" are different fields. Use different aliases on the fields to fetch both if this was intentional."
    )]
    [InlineData(
        "5.3.2",
        "{ node(id: 1) { ... on PointsAccount { unit } ... on CashAccount { unit } } }",
        "Fields \"unit\" conflict because they return conflicting types \"String\" and \"Int\". Use different aliases on the fields to fetch both if this was intentional."
    )]
    [InlineData(
        "5.3.3",
        "{ nest }",
        "Field \"nest\" of type \"Nest\" must have a selection of subfields. Did you mean \"nest { ... }\"?"
    )]
    [InlineData(
        "5.3.3",
        "{ nest { ok { a } } }",
        "Field \"ok\" must not have a selection since type \"Int\" has no subfields."
    )]
    [InlineData("5.4.1", "{ required(a: 1, b: \"\", c: 1) }", "Unknown argument \"c\" on field \"Query.required\".")]
    [InlineData("5.4.2", "{ required(a: 1, b: \"\", a: 2) }", "There can be only one argument named \"a\".")]
    [InlineData(
        "5.4.3",
        "{ required(a: 1) }",
        "Argument \"b\" of type \"String!\" is required on field \"Query.required\", but it was not provided."
    )]
    [InlineData(
        "5.5.1.1",
        "{ ...A } fragment A on Query { nest { ok } } fragment A on Query { nest { ok } }",
        "There can be only one fragment named \"A\"."
    )]
    [InlineData("5.5.1.2", "{ ... on Nope { a } }", "Unknown type \"Nope\".")]
    [InlineData("5.5.1.3", "{ ... on Int { a } }", "Fragment cannot condition on non composite type \"Int\".")]
    [InlineData("5.5.1.4", "{ nest { ok } } fragment A on Query { nest { ok } }", "Fragment \"A\" is never used.")]
    [InlineData("5.5.2.1", "{ ...Nope }", "Unknown fragment \"Nope\".")]
    [InlineData(
        "5.5.2.2",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { nest { ok } ...A }",
        "Cannot spread fragment \"A\" within itself via \"B\"."
    )]
    [InlineData(
        "5.5.2.3",
        "{ search(text: \"\") { ... on Nest { ok } } }",
        "Fragment cannot be spread here as objects of type \"SearchResult\" can never be of type \"Nest\"."
    )]
    [InlineData("5.6.1", "{ echo(int: \"x\") }", "Int cannot represent non-integer value: \"x\"")]
    [InlineData(
        "5.6.1",
        "{ echo(int: 2147483648) }",
        "Int cannot represent non 32-bit signed integer value: 2147483648"
    )]
    [InlineData("5.6.1", "{ echo(tier: NOPE) }", "Value \"NOPE\" does not exist in \"Tier\" enum.")]
    [InlineData("5.6.1", "{ echo(listNN: [1, null]) }", "Expected value of type \"Int!\", found null.")]
    [InlineData(
        "5.6.2",
        "{ echo(filter: {region: \"\", nope: 1}) }",
        "Field \"nope\" is not defined by type \"MemberFilter\"."
    )]
    [InlineData(
        "5.6.3",
        "{ echo(filter: {region: \"\", region: \"\"}) }",
        "There can be only one input field named \"region\"."
    )]
    [InlineData(
        "5.6.4",
        "{ echo(filter: {}) }",
        "Field \"MemberFilter.region\" of required type \"String!\" was not provided."
    )]
    [InlineData(
        "5.6.1",
        "{ echo(by: {id: 1, email: \"\"}) }",
        "OneOf Input Object \"MemberBy\" must specify exactly one key."
    )]
    [InlineData("5.6.1", "{ echo(by: {id: null}) }", "Field \"MemberBy.id\" must be non-null.")]
    [InlineData("5.7.1", "{ nest @nope { ok } }", "Unknown directive \"@nope\".")]
    [InlineData("5.7.2", "query @skip(if: true) { nest { ok } }", "Directive \"@skip\" may not be used on QUERY.")]
    [InlineData(
        "5.7.3",
        "{ nest @skip(if: true) @skip(if: true) { ok } }",
        "The directive \"@skip\" can only be used once at this location."
    )]
    [InlineData("5.8.1", "query($a: Int, $a: Int) { echo(int: $a) }", "There can be only one variable named \"$a\".")]
    [InlineData("5.8.3", "query Q { echo(int: $a) }", "Variable \"$a\" is not defined by operation \"Q\".")]
    [InlineData(
        "5.8.3",
        "query Q { ...A } fragment A on Query { echo(list: [$a]) }",
        "Variable \"$a\" is not defined by operation \"Q\"."
    )]
    [InlineData("5.8.4", "query Q($a: Int) { nest { ok } }", "Variable \"$a\" is never used in operation \"Q\".")]
    [InlineData(
        "5.8.5",
        "query($a: String) { echo(int: $a) }",
        "Variable \"$a\" of type \"String\" used in position expecting type \"Int\"."
    )]
    [InlineData(
        "5.8.5",
        "query($a: [Int]) { echo(listNN: $a) }",
        "Variable \"$a\" of type \"[Int]\" used in position expecting type \"[Int!]\"."
    )]
    [InlineData(
        "5.8.5",
        "query($a: ID) { echo(by: {id: $a}) }",
        "Variable \"$a\" is of type \"ID\" but must be non-nullable to be used for OneOf Input Object."
    )]
    public void Invalid_documents_are_refused(string section, string text, string message)
    {
        var found = Validate(text);

        found.Select(error => error.Message).ShouldContain(message, $"section {section}");
        found.Count.ShouldBe(1);
        found.ShouldAllBe(error => error.Locations.Count > 0);
    }

    [Theory]
    [InlineData("query A { nest { ok } } query B { nest { ok } } mutation C { reset }")]
    [InlineData("{ nest { x: ok } nest { x: ok ...F } } fragment F on Nest { x: ok }")]
    [InlineData(
        "{ search(text: \"\") { __typename ... on Node { id } ... on PointsAccount { u: unit } ... on Member { u: email } } }"
    )]
    [InlineData("query($a: Int = 1, $b: [Int!]!, $c: ID!) { echo(intNN: $a, list: $b, by: {id: $c}) }")]
    [InlineData("query($a: Boolean) { echo(filter: {region: \"x\", active: $a}) }")]
    [InlineData(
        "{ nest { ok @tag(name: \"a\") @tag(name: \"b\") } __schema { description } __type(name: \"A\") { name } }"
    )]
    [InlineData("subscription { ...F } fragment F on Subscription { countdown(from: 3) }")]
    public void Valid_documents_pass(string text) => Validate(text).ShouldBeEmpty();

    [Fact]
    public void A_variable_of_no_input_type_fits_no_position_either() =>
        Validate("query($a: [Nest!]) { echo(int: $a) }")
            .Select(error => error.Message)
            .ShouldBe(
                [
                    "Variable \"$a\" cannot be non-input type \"[Nest!]\".",
                    "Variable \"$a\" of type \"[Nest!]\" used in position expecting type \"Int\".",
                ],
                ignoreOrder: true
            );

    [Fact]
    public void A_long_circle_of_fragments_shows_its_end_only()
    {
        var fragments = Enumerable.Range(0, 500).Select(i => $"fragment F{i} on Query {{ ...F{(i + 1) % 500} }}");

        var errors = Validate("{ ...F0 } " + string.Join(' ', fragments));

        errors[0].Locations.Count.ShouldBe(50);
    }

    [Fact]
    public void Merging_a_bomb_of_fragments_ends_early()
    {
        var fragments = Enumerable
            .Range(0, 60)
            .Select(i =>
                $"fragment F{i} on Nest {{ a: self {{ ...F{i + 1} }} b: self {{ ...F{i + 1} }} c: self {{ ...F{i + 1} x: self {{ ...F{i + 1} }} }} }}"
            );
        var text = "{ nest { ...F0 } }" + string.Concat(fragments) + "fragment F60 on Nest { ok }";

        Validate(text).Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Fields_repeated_thousands_of_times_merge_in_linear_work() =>
        Validate("{ nest {" + string.Concat(Enumerable.Repeat(" ok", 10_000)) + "} }").ShouldBeEmpty();

    [Fact]
    public void Depth_through_fragments_is_bounded()
    {
        var fragments = Enumerable.Range(0, 1500).Select(i => $"fragment F{i} on Nest {{ self {{ ...F{i + 1} }} }}");
        var text = "{ nest { ...F0 } }" + string.Concat(fragments) + "fragment F1500 on Nest { ok }";

        Validate(text).ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.DocumentTooComplex);
    }
}
