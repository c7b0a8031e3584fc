using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.GraphQL.Language;
using Xunit;

namespace Loyalty.GraphQL.Tests.Language;

public sealed class ParserProperties
{
    private const string Sample =
        "query Q($a: [Int!] = [1, 2] @d) @x(y: {z: \"\\u{41}\"}) { a: b(c: $a, d: 1.5e-3) ...F ... on T { x } } fragment F on T { y(s: \"\"\"\n  b\n\"\"\") }";

    private static void ForSeeds(int tests, Func<Random, bool> law) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(tests),
            Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => law(new Random(seed)))
        );

    [Fact]
    public void Printing_and_parsing_gives_the_same_document() =>
        ForSeeds(
            500,
            random =>
            {
                var document = new RandomDocument(random).Document();
                return Parser.Parse(SyntaxPrinter.Print(document)).Equals(document);
            }
        );

    [Fact]
    public void Strings_of_any_text_survive_printing() =>
        ForSeeds(
            1000,
            random =>
            {
                var text = RandomDocument.Text(random);
                return Parser.ParseValue(new StringValueNode(text, Block: false).ToString()) is StringValueNode quoted
                    && string.Equals(quoted.Value, text, StringComparison.Ordinal)
                    && Parser.ParseValue(new StringValueNode(text, Block: true).ToString()) is StringValueNode block
                    && string.Equals(block.Value, text, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void Mutilated_documents_parse_or_are_syntax_errors() =>
        ForSeeds(3000, random => ParsesOrFails(Mutilate(random)));

    [Fact]
    public void Noise_parses_or_is_a_syntax_error() =>
        ForSeeds(2000, random => ParsesOrFails(RandomDocument.Text(random)));

    private static bool ParsesOrFails(string text)
    {
        try
        {
            return Parser.Parse(text).Definitions.Count > 0;
        }
        catch (GraphQLSyntaxException error)
        {
            return error.Line >= 1 && error.Column >= 1;
        }
    }

    private static string Mutilate(Random random)
    {
        var text = new StringBuilder(Sample);
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0:
                    text.Remove(at, random.Next(1, Math.Min(8, text.Length - at + 1)));
                    break;
                case 1:
                    text.Insert(at, "{}()[]!$@:=|&\"\\\n\uD800\uFEFF#.1-eE"[random.Next(24)]);
                    break;
                default:
                    text.Append(Sample.AsSpan(random.Next(Sample.Length)));
                    break;
            }
        }
        return text.ToString();
    }
}
