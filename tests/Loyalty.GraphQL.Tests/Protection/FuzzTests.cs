using System.Globalization;
using System.Text;
using Loyalty.GraphQL.Tests.Conformance;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Protection;

/// <summary>
/// Mutated documents: whatever is sent gets an answer, soon, and leaves nothing behind. <c>LOYALTY_FUZZ_DOCUMENTS</c> says how
/// many; the seed is fixed, and a failure names the document.
/// </summary>
public sealed class FuzzTests
{
    private const int DocumentsDefault = 20_000;
    private const long MemoryBytesMax = 512L * 1024 * 1024;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    private static readonly string[] Seeds =
    [
        "{ nest { ok err } }",
        "query Q($a: Int = 1, $b: [String!]) @skip(if: false) { echo(int: $a) nest { ...F ... on Nest { ok } } } fragment F on Nest { ok }",
        "mutation M { reset }",
        "subscription S { nest { ok } }",
        "{ __schema { types { name fields(includeDeprecated: true) { name type { ofType { name } } } } } }",
        "{ __type(name: \"Query\") { ...T } } fragment T on __Type { name kind fields { type { name } } }",
        "query($f: Boolean!) { nest @include(if: $f) { a: ok b: ok c: __typename } }",
        "{ echo(list: [1, 2, [3]], string: \"\\u{1F600}\\n\", float: -1.5e10, bool: true, enum: RED, object: { a: 1, b: null }) }",
        "\"\"\"\n  block \\\"\"\" text\n\"\"\"\nquery Described { nest { ok } }",
        "# comment\n{ nest{ok,,,ok} }",
    ];

    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "!",
        "$",
        ":",
        "=",
        "@",
        "...",
        "|",
        "&",
        "\"",
        "\"\"\"",
        "\\u",
        "\\uD800",
        "#",
        ",",
        "query ",
        "mutation ",
        "subscription ",
        "fragment ",
        "on ",
        "extend ",
        "type ",
        "true",
        "null",
        "__typename",
        "__schema",
        "nest",
        "ok",
        "echo",
        "...F",
        "@include(if: true)",
        "@skip(if: $f)",
        "9999999999999999999",
        "-0",
        "1e999",
        "\u0000",
        "\uFEFF",
        "\uD83D",
        "\uDE00",
        "\u2028",
        "\t",
        "\r\n",
        "é",
    ];

    [Fact]
    public async Task Mutated_documents_are_answered_and_leave_nothing_behind()
    {
        var count = int.TryParse(
            Environment.GetEnvironmentVariable("LOYALTY_FUZZ_DOCUMENTS"),
            CultureInfo.InvariantCulture,
            out var wanted
        )
            ? wanted
            : DocumentsDefault;
        var before = Environment.WorkingSet;
        var answered = 0;

        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            async (seed, cancellationToken) =>
            {
                var document = Mutate(new Random(seed));
                try
                {
                    using var result = Disposable.Of(
                        await Engine
                            .Conformance.RunAsync(
                                document,
                                "{\"a\":1,\"f\":true}",
                                cancellationToken: cancellationToken
                            )
                            .WaitAsync(AnswerMax, cancellationToken)
                    );
                    result.Value.Errors.ShouldAllBe(error => error.Message != "Unexpected Execution Error");
                    result.Value.ToJson().ShouldNotBeEmpty();
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"Document {seed} was not answered: {document}", exception);
                }
                Interlocked.Increment(ref answered);
            }
        );

        answered.ShouldBe(count);
        (Environment.WorkingSet - before).ShouldBeLessThan(MemoryBytesMax);
    }

    private static string Mutate(Random random)
    {
        var text = new StringBuilder(Seeds[random.Next(Seeds.Length)]);
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(7))
            {
                case 0:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at));
                    break;
                case 2 when at < text.Length:
                    text[at] = (char)random.Next(1, 0x3000);
                    break;
                case 3:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)].Repeat(random.Next(1, 300)));
                    break;
                case 4:
                    var length = Math.Min(random.Next(1, 40), text.Length - at);
                    text.Insert(random.Next(text.Length + 1), text.ToString(at, length).Repeat(random.Next(1, 20)));
                    break;
                case 5:
                    text.Append(' ').Append(Seeds[random.Next(Seeds.Length)]);
                    break;
                default:
                    text.Length = at;
                    break;
            }
        }
        return text.ToString();
    }

    private sealed record Disposable(ExecutionResult Value) : IDisposable
    {
        public static Disposable Of(ExecutionResult value) => new(value);

        public void Dispose() => ((object)Value as IDisposable)?.Dispose();
    }
}
