using System.Text.RegularExpressions;
using Loyalty.Domain;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.House;

/// <summary>Every refusal that the code can answer is explained in docs/problems.md, and the page explains nothing else.</summary>
public sealed partial class ProblemPageTests
{
    private static readonly string Page = Repository.Read("docs/problems.md");

    private static readonly IReadOnlyList<string> Codes =
    [
        .. Repository
            .Files.Where(IsSource)
            .SelectMany(file => CodesIn(Repository.Read(file)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_code_is_on_the_page() => Codes.Except(OnPage()).ShouldBeEmpty();

    [Fact]
    public void Every_code_on_the_page_is_in_the_code() => OnPage().Except(Codes).ShouldBeEmpty();

    [Fact]
    public void A_code_is_found_for_every_refusal()
    {
        // As many records in the assemblies as codes were read for: none hides behind another way of writing it.
        var records = typeof(Api.LoyaltyHost)
            .Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("Loyalty.", StringComparison.Ordinal))
            .Select(System.Reflection.Assembly.Load)
            .Append(typeof(Api.LoyaltyHost).Assembly)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(Refusal)) && !type.IsAbstract)
            .ToArray();
        var read = Repository.Files.Where(IsSource).Sum(file => RecordCode().Count(Repository.Read(file)));

        read.ShouldBe(records.Length, string.Join(", ", records.Select(type => type.Name)));
    }

    [Theory]
    [InlineData("record A() : Refusal(\"too-many\", RefusalKind.Busy, \"x\");")]
    [InlineData("record A()\n        : EventRefusal(\n            \"too-many\",\n")]
    [InlineData("Problems.ToDetails(\"too-many\", 400, x)")]
    [InlineData("await RefuseAsync(\n    context,\n    \"too-many\",\n")]
    [InlineData("Type = \"/problems/too-many\"")]
    public void A_code_is_found_in(string source) => CodesIn(source).ShouldBe(["too-many"]);

    private static IEnumerable<string> CodesIn(string text) =>
        RecordCode().Matches(text).Concat(OtherCode().Matches(text)).Select(match => match.Groups["code"].Value);

    private static bool IsSource(string file) =>
        file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal);

    private static IEnumerable<string> OnPage() =>
        RowOfPage().Matches(Page).Select(match => match.Groups["code"].Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(
        """:\s*\w*Refusal\(\s*"(?<code>[a-z0-9-]+)",""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex RecordCode();

    [GeneratedRegex(
        """(ToDetails\(\s*|RefuseAsync\(\s*context,\s*|/problems/)"?(?<code>[a-z0-9]+(-[a-z0-9]+)*)"[,\s;]?""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex OtherCode();

    [GeneratedRegex(@"^\| `(?<code>[a-z0-9-]+)` \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex RowOfPage();
}
