using System.Diagnostics;
using Loyalty.GraphQL.Tests.Conformance;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Protection;

/// <summary>What adversaries send. Each is answered with a code, after work that does not grow with what it unfolds to.</summary>
public sealed class AttackTests
{
    // The best of several runs tells what the work takes, whatever else the machine does meanwhile.
    private static readonly TimeSpan WorkMax = TimeSpan.FromMilliseconds(100);
    private const int Runs = 20;

    public static TheoryData<string, string, string?> Attacks =>
        new()
        {
            { "nesting of fields", "{ nest ".Repeat(10_000) + "}".Repeat(10_000), null },
            { "nesting of lists", "{ echo(list: " + "[".Repeat(10_000) + "]".Repeat(10_000) + ") }", null },
            { "nesting of types", "query($a: " + "[".Repeat(10_000) + "Int" + "]".Repeat(10_000) + ") { ok }", null },
            { "nesting of inline fragments", "{ " + "... { ".Repeat(10_000) + "ok" + "}".Repeat(10_001), null },
            { "tokens", "{ " + "nope ".Repeat(100_000) + "}", null },
            { "aliases", "{ nest { " + Answer.Numbered(3_000, i => $"a{i}: ok") + " } }", "aliases" },
            { "aliases at the root", "{ " + Answer.Numbered(3_000, i => $"a{i}: nest {{ ok }}") + " }", "rootFields" },
            { "the same field again and again", "{ " + "nest { ok } ".Repeat(3_000) + " }", "rootFields" },
            { "fragments that double", Doubling(40), "fields" },
            { "fragments that double, in a ring", Doubling(40, ring: true), "fields" },
            { "a long chain of fragments", Chain(2_000), "depth" },
            { "directives on one field", "{ nest { ok " + "@include(if: true) ".Repeat(2_000) + "} }", "directives" },
            { "unknown directives", "{ nest { ok " + "@nope ".Repeat(5_000) + "} }", "directives" },
            {
                "directives on variables",
                "query(" + Answer.Numbered(600, i => $"$a{i}: Int @a @b") + ") { nest { ok } }",
                "directives"
            },
            { "operations", Answer.Numbered(1_500, i => $"query Q{i} {{ nest {{ ok }} }}"), "operations" },
            {
                "introspection in circles",
                "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
                "introspectionDepth"
            },
            {
                "introspection in circles by fragment",
                "{ __type(name: \"Query\") { ...F } } fragment F on __Type { fields { type { ...G } } } fragment G on __Type { fields { type { interfaces { name } } } }",
                "introspectionDepth"
            },
        };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task A_document_that_is_too_much_is_refused_with_a_code(string name, string document, string? limit)
    {
        var (result, work) = await MeasureAsync(document);

        result.IsExecuted.ShouldBeFalse(name);
        result.Code().ShouldBe(ErrorCodes.DocumentTooComplex, name);
        result.Limit().ShouldBe(limit, name);
        work.ShouldBeLessThan(WorkMax, name);
    }

    public static TheoryData<string, string> Faulty =>
        new()
        {
            { "fragments in a circle", "{ nest { ...A } } fragment A on Nest { ...B } fragment B on Nest { ...A }" },
            { "a fragment within itself", "{ nest { ...A } } fragment A on Nest { ok ...A }" },
            {
                "a large circle",
                "{ ...F0 } " + Answer.Numbered(2_000, i => $"fragment F{i} on Query {{ ...F{(i + 1) % 2_000} }}")
            },
            {
                "fragments that nobody uses",
                "{ nest { ok } } " + Answer.Numbered(3_000, i => $"fragment F{i} on Nest {{ ok }}")
            },
            {
                "many operations with many fragments",
                Answer.Numbered(90, i => $"query Q{i} {{ ...F0 }}")
                    + Answer.Numbered(150, i => $"fragment F{i} on Query {{ x {(i < 149 ? $"...F{i + 1}" : "")} }}")
            },
            {
                "fields that conflict",
                "{ nest { " + Answer.Numbered(900, i => i % 2 == 0 ? "a: ok" : "a: err") + " } }"
            },
            {
                "fields that conflict, deep",
                "{ nest " + "{ nest { ok } nest ".Repeat(90) + "{ ok ok: err }" + "}".Repeat(91)
            },
            {
                "variables that nobody uses",
                "query(" + Answer.Numbered(3_000, i => $"$a{i}: Int") + ") { nest { ok } }"
            },
            { "arguments", "{ echo(" + Answer.Numbered(4_000, i => $"a{i}: 1") + ") }" },
            { "the same argument again and again", "{ echo(" + "int: 1 ".Repeat(4_000) + ") }" },
        };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task A_faulty_document_is_refused_with_few_errors(string name, string document)
    {
        var (result, work) = await MeasureAsync(document);

        result.IsExecuted.ShouldBeFalse(name);
        result.Errors.Count.ShouldBeInRange(1, 101, name);
        work.ShouldBeLessThan(WorkMax, name);
    }

    [Fact]
    public async Task Variables_with_too_many_values_are_refused()
    {
        var result = await Engine.Conformance.RunAsync(
            "query($a: [Int!]) { echo(list: $a) }",
            "{\"a\":[" + Answer.Numbered(20_000, i => "1", ",") + "]}"
        );

        result.Code().ShouldBe(ErrorCodes.VariablesTooLarge);
    }

    [Fact]
    public async Task Overlapping_fields_are_compared_within_a_budget()
    {
        // Every fragment holds the same fields as the others, so that pairs would be compared with pairs.
        var document =
            "{ __type(name: \"Query\") { "
            + Answer.Numbered(60, i => $"...F{i}")
            + " } } "
            + Answer.Numbered(60, i => $"fragment F{i} on __Type {{ {"ofType { ofType { name } } ".Repeat(12)} }}");

        var (result, work) = await MeasureAsync(document);

        work.ShouldBeLessThan(WorkMax);
        result.Errors.Where(error => error.Code != ErrorCodes.DocumentTooComplex).ShouldBeEmpty();
    }

    private static async Task<(ExecutionResult Result, TimeSpan Work)> MeasureAsync(string document)
    {
        ExecutionResult result = null!;
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Runs && best >= WorkMax; i++)
        {
            // Another text each time, or the second run would find it in the cache.
            var text = document + " #" + i;
            var start = Stopwatch.GetTimestamp();
            result = await Engine.Conformance.RunAsync(text);
            var work = Stopwatch.GetElapsedTime(start);
            best = work < best ? work : best;
        }
        return (result, best);
    }

    // Each fragment spreads the next one twice: 2^n fields.
    private static string Doubling(int fragments, bool ring = false) =>
        "{ nest { ...F0 } } "
        + Answer.Numbered(
            fragments,
            i => $"fragment F{i} on Nest {{ a: nest {{ ...F{i + 1} }} b: nest {{ ...F{i + 1} }} }}"
        )
        + $" fragment F{fragments} on Nest {{ ok {(ring ? "...F0" : "")} }}";

    private static string Chain(int fragments) =>
        "{ nest { ...F0 } } "
        + Answer.Numbered(fragments, i => $"fragment F{i} on Nest {{ ...F{i + 1} }}")
        + $" fragment F{fragments} on Nest {{ ok }}";
}
