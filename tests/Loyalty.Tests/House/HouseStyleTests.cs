using System.Text;
using Loyalty.Testing;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.House;

/// <summary>The rules of <see cref="HouseStyle"/> hold in this repository, and each of them bites on a bad sample.</summary>
public sealed class HouseStyleTests
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> TextFiles = new(() =>
        [
            .. Repository
                .Files.Select(file => new SourceFile(
                    file,
                    Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(Repository.Root, file)))
                ))
                .Where(file => !file.Text.Contains('\0', StringComparison.Ordinal)),
        ]
    );

    private static IEnumerable<string> InAllFiles(Func<SourceFile, IEnumerable<string>> rule) =>
        TextFiles.Value.SelectMany(rule);

    [Fact]
    public void No_file_names_a_path_of_one_machine() => InAllFiles(HouseStyle.MachinePaths).ShouldBeEmpty();

    [Theory]
    [InlineData("cp a /{0}/b", "work")]
    [InlineData("\"/{0}/app\"", "home")]
    [InlineData("file:///{0}/x, see /{0}/x", "root")]
    [InlineData("cd /{0}/gate", "tmp/wt")]
    public void A_machine_path_is_found(string text, string folder) =>
        HouseStyle
            .MachinePaths(new("a.md", text.Replace("{0}", folder, StringComparison.Ordinal)))
            .ShouldHaveSingleItem();

    [Fact]
    public void An_address_with_such_a_word_in_its_path_is_no_machine_path() =>
        HouseStyle.MachinePaths(new("a.md", "https://example.com/home/ and network/root/zone")).ShouldBeEmpty();

    [Fact]
    public void No_note_is_without_an_issue() => InAllFiles(HouseStyle.DeadNotes).ShouldBeEmpty();

    [Theory]
    [InlineData("// TO", "DO: later")]
    [InlineData("# FIX", "ME")]
    [InlineData("/* HA", "CK */")]
    public void A_dead_note_is_found(string begin, string end)
    {
        HouseStyle.DeadNotes(new("a.cs", begin + end)).ShouldHaveSingleItem();
        HouseStyle.DeadNotes(new("a.cs", "// TO" + "DO(#12): later")).ShouldBeEmpty();
    }

    [Fact]
    public void No_test_is_skipped() => InAllFiles(HouseStyle.SkippedTests).ShouldBeEmpty();

    [Theory]
    [InlineData("[Fact(Sk", "ip = \"flaky\")]")]
    [InlineData("[Theory, InlineData(1, Sk", "ip = \"x\")]")]
    [InlineData("[Fact(SkipWhen", " = nameof(X))]")]
    [InlineData("Assert.Sk", "ip(\"x\");")]
    [InlineData("[Fact(Explicit ", "= true)]")]
    public void A_skipped_test_is_found(string begin, string end) =>
        HouseStyle.SkippedTests(new("tests/A.Tests/ATests.cs", begin + end)).ShouldHaveSingleItem();

    [Fact]
    public void No_test_waits_for_time_to_pass() => InAllFiles(HouseStyle.Sleeping).ShouldBeEmpty();

    [Theory]
    [InlineData("Thread.", "Sleep(10);")]
    [InlineData("await Task.", "Delay(TimeSpan.FromSeconds(1));")]
    public void A_sleeping_test_is_found(string begin, string end) =>
        HouseStyle.Sleeping(new("tests/A.Tests/ATests.cs", begin + end)).ShouldHaveSingleItem();

    [Fact]
    public void No_file_is_too_long() => InAllFiles(HouseStyle.TooLong).ShouldBeEmpty();

    [Fact]
    public void A_file_that_is_too_long_is_found()
    {
        static string OfLines(int count) => string.Join('\n', Enumerable.Repeat("x", count)) + "\n";

        HouseStyle.TooLong(new("src/A.cs", OfLines(301))).ShouldHaveSingleItem();
        HouseStyle.TooLong(new("src/A.cs", OfLines(300))).ShouldBeEmpty();
        HouseStyle.TooLong(new("src/Loyalty.Storage/Migrations/A.cs", OfLines(301))).ShouldBeEmpty();
    }

    [Fact]
    public void Exceptions_from_the_rules_name_files_that_exist() =>
        HouseStyle.LongFiles.Keys.Concat(HouseStyle.WaitingFiles.Keys).Except(Repository.Files).ShouldBeEmpty();

    [Fact]
    public void Folders_are_named_by_nouns_of_the_house() =>
        Vocabulary.StrangeFolders(Repository.Files).ShouldBeEmpty();

    [Theory]
    [InlineData("src/Loyalty.Application/Workflows/A.cs")]
    [InlineData("src/Loyalty.Domain/Http/A.cs")]
    [InlineData("src/Loyalty.Api/Members/Helpers/A.cs")]
    [InlineData("src/Loyalty.GraphQL/Utils/A.cs")]
    public void A_strange_folder_is_found(string file) =>
        Vocabulary
            .StrangeFolders([file, "src/Loyalty.Api/Members/A.cs", "src/Loyalty.Api/A.cs"])
            .ShouldHaveSingleItem();

    [Fact]
    public void Every_page_of_the_docs_is_linked() => HouseStyle.UnreachablePages(TextFiles.Value).ShouldBeEmpty();

    [Fact]
    public void A_page_without_a_link_is_found()
    {
        SourceFile[] files =
        [
            new("README.md", "[guide](docs/guide.md#start)"),
            new("docs/guide.md", "[other](./other.md) [me](guide.md)"),
            new("docs/other.md", ""),
            new("docs/lost.md", "[me](lost.md) [web](https://example.com/docs/lost.md)"),
        ];

        HouseStyle.UnreachablePages(files).ShouldHaveSingleItem().ShouldStartWith("docs/lost.md");
    }

    [Fact]
    public void Every_test_project_is_built_and_run() =>
        HouseStyle.ForgottenTestProjects(TextFiles.Value, Repository.Read("test.sh")).ShouldBeEmpty();

    [Fact]
    public void A_forgotten_test_project_is_found()
    {
        const string Gate = "for project in tests/*.Tests/*.Tests.csproj; do";
        SourceFile solution = new(
            "Loyalty.sln",
            """Project("{1}") = "A.Tests", "tests\A.Tests\A.Tests.csproj", "{2}" """
        );
        SourceFile known = new("tests/A.Tests/A.Tests.csproj", "");

        HouseStyle.ForgottenTestProjects([solution, known], Gate).ShouldBeEmpty();
        HouseStyle.ForgottenTestProjects([solution, known], "dotnet test").ShouldHaveSingleItem();
        HouseStyle
            .ForgottenTestProjects([solution, new("tests/B.Tests/B.Tests.csproj", "")], Gate)
            .ShouldHaveSingleItem();
        HouseStyle
            .ForgottenTestProjects(
                [solution, new("tests/Checks/Checks.csproj", "<IsTestProject>true</IsTestProject>")],
                Gate
            )
            .Count()
            .ShouldBe(2);
    }

    [Fact]
    public void Suites_for_all_databases_name_all_databases() =>
        DatabaseSuites.Incomplete(typeof(HouseStyleTests).Assembly).ShouldBeEmpty();

    [Fact]
    public void A_suite_that_leaves_a_database_out_is_found()
    {
        DatabaseSuites.IsSuite(typeof(DatabaseFixtureTests)).ShouldBeTrue();
        DatabaseSuites.IsSuite(typeof(DatabaseTests)).ShouldBeFalse("it holds no tests itself");

        DatabaseSuites
            .Incomplete(typeof(HalfASuite), [typeof(HalfASuite.OnSqlite), typeof(HalfASuite.OnPostgreSql)])
            .ShouldBe(["HalfASuite lacks OnSqlServer"]);
        DatabaseSuites.Incomplete(typeof(HalfASuite), []).Count().ShouldBe(3);
    }

    // Without tests, so that the rule above does not take it for a suite.
    private abstract class HalfASuite
    {
        public sealed class OnSqlite : HalfASuite;

        public sealed class OnPostgreSql : HalfASuite;
    }
}
