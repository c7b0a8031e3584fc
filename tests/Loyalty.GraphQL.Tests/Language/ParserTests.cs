using Loyalty.GraphQL.Language;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Language;

/// <summary>Section 2 of the specification.</summary>
public sealed class ParserTests
{
    [Theory]
    [InlineData("{ a", "Expected Name, found <EOF>.", 1, 4)]
    [InlineData("{\n  a(b: )\n}", "Unexpected \")\".", 2, 8)]
    [InlineData("{ a(b: 01) }", "Invalid number, unexpected digit after 0: \"1\".", 1, 9)]
    [InlineData("{ a(b: 1x) }", "Invalid number, expected digit but got: \"x\".", 1, 9)]
    [InlineData("{ a(b: \"x) }", "Unterminated string.", 1, 13)]
    [InlineData("{ a(b: \"\\q\") }", "Invalid character escape sequence: \"\\q\".", 1, 9)]
    [InlineData("{ a(b: \"\\uD800\") }", "Invalid Unicode escape sequence: \"\\uD800\".", 1, 9)]
    [InlineData("{ a(b: \"\\u{110000}\") }", "Invalid Unicode escape sequence: \"\\u{110000}\".", 1, 9)]
    [InlineData("{ a..b }", "Unexpected character: \".\".", 1, 4)]
    [InlineData("\"d\" { a }", "Unexpected description, descriptions are not supported on shorthand queries.", 1, 1)]
    [InlineData("\"d\" nope", "Unexpected description, only GraphQL definitions support descriptions.", 1, 1)]
    [InlineData(
        "{ a } \"d\" extend type T",
        "Unexpected description, only GraphQL definitions support descriptions.",
        1,
        7
    )]
    [InlineData("query ($a: Int = $ 1) { a }", "Unexpected \"$\".", 1, 18)]
    [InlineData("query ($a: Int = $b) { a }", "Unexpected variable \"$b\" in constant value.", 1, 18)]
    [InlineData("fragment on on T { a }", "Unexpected Name \"on\".", 1, 10)]
    [InlineData("extend type T", "Unexpected <EOF>.", 1, 14)]
    public void What_is_not_GraphQL_is_refused_with_its_place(string text, string message, int line, int column)
    {
        var error = Should.Throw<GraphQLSyntaxException>(() => Parser.Parse(text));

        error.Message.ShouldBe("Syntax Error: " + message);
        (error.Line, error.Column).ShouldBe((line, column));
    }

    [Theory]
    [InlineData("\"a\\n\\t\\\"\\\\\\/\"", "a\n\t\"\\/")]
    [InlineData("\"\\u00e9\"", "é")]
    [InlineData("\"\\u{1F600}\"", "😀")]
    [InlineData("\"\\uD83D\\uDE00\"", "😀")]
    [InlineData("\"😀\"", "😀")]
    [InlineData("\"\"\"\n    a\n      b\n\n    c\n  \"\"\"", "a\n  b\n\nc")]
    [InlineData("\"\"\"x \\\"\"\" y\"\"\"", "x \"\"\" y")]
    [InlineData("\"\"\"  a\r\n  b\"\"\"", "  a\nb")]
    [InlineData("\"\"", "")]
    public void Strings_are_read_with_escapes_and_indentation(string text, string value) =>
        Parser.ParseValue(text).ShouldBeOfType<StringValueNode>().Value.ShouldBe(value);

    [Fact]
    public void A_byte_order_mark_commas_and_comments_are_ignored() =>
        Parser.Parse("\uFEFF# hello\n{ a,,, b # there\r\n}").ShouldBe(Parser.Parse("{a b}"));

    [Fact]
    public void Nodes_know_line_and_column()
    {
        var document = Parser.Parse("{\r\n  a\r  b: c\n}");

        var operation = document.Definitions[0].ShouldBeOfType<OperationDefinitionNode>();
        operation.SelectionSet.Selections.Select(s => (s.Location.Line, s.Location.Column)).ShouldBe([(2, 3), (3, 3)]);
    }

    [Theory]
    [InlineData("", "{a", "}")]
    [InlineData("{a(b:", "[", "]")]
    [InlineData("{a(b:", "{c:", "}")]
    [InlineData("query($a:", "[", "]")]
    [InlineData("", "{...on T", "}")]
    public void Ten_thousand_levels_are_a_syntax_error(string before, string open, string close)
    {
        var text =
            before + string.Concat(Enumerable.Repeat(open, 10_000)) + string.Concat(Enumerable.Repeat(close, 10_000));

        Should
            .Throw<GraphQLSyntaxException>(() => Parser.Parse(text, new ParserLimits(TokensMax: 1_000_000)))
            .Message.ShouldContain("200 levels");
    }

    [Fact]
    public void Too_many_tokens_are_a_syntax_error() =>
        Should
            .Throw<GraphQLSyntaxException>(() =>
                Parser.Parse("{" + string.Concat(Enumerable.Repeat("a ", 30_000)) + "}")
            )
            .Message.ShouldContain("20000 tokens");

    [Theory]
    [InlineData(
        "\"of the operation\" query Q(\"of the variable\" $a: Int = 1 @d) @d { a @d ...F @d ... on T @d { b } ... @d { c } }"
    )]
    [InlineData(
        "\"\"\"of the\nfragment\"\"\" fragment F on T @d(x: [1, 2.5e3, $v, {k: null}, E, true, \"\\u0001\\\"\"]) { a: b(c: \"\"\"x\"\"\") }"
    )]
    [InlineData("\"s\" schema @d { query: Q mutation: M } extend schema @d extend schema { subscription: S }")]
    [InlineData(
        "scalar S @specifiedBy(url: \"x\") extend scalar S @d \"u\" union U @d = | A | B union V extend union V = A"
    )]
    [InlineData(
        "\"t\" type T implements & A & B @d { \"f\" f(\"a\" a: [Int!]! = [1] @d, b: S): T! @d g: Int } extend type T implements C type Empty"
    )]
    [InlineData(
        "interface I implements J { a: Int } extend interface I @d enum E { \"v\" A @d B } extend enum E { C }"
    )]
    [InlineData(
        "input N @oneOf { \"a\" a: Int = 1 @d b: N } extend input N { c: Int } \"d\" directive @d(\"x\" x: Int = 1) repeatable on | FIELD | QUERY"
    )]
    public void Everything_the_grammar_has_is_printed_as_it_was_read(string text)
    {
        var document = Parser.Parse(text);

        Parser.Parse(SyntaxPrinter.Print(document)).ShouldBe(document);
    }
}
