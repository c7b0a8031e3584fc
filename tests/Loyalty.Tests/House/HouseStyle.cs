using System.Text.RegularExpressions;

namespace Loyalty.Tests.House;

/// <summary>A text file of the repository: its path from the root, with slashes, and what it holds.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsTest => IsCode && Path.StartsWith("tests/", StringComparison.Ordinal);
}

/// <summary>
/// Rules of style that a machine can check. Each returns one line per offence. The patterns are written so that they do
/// not match themselves, since this file is read as well.
/// </summary>
internal static partial class HouseStyle
{
    public const int LinesMax = 300;

    /// <summary>Files that may be longer than <see cref="LinesMax"/>, each with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> LongFiles = new Dictionary<string, string>
    {
        ["tests/Loyalty.Tests/Points/TamperTests.cs"] = "each way to tamper beside the others, to see what is missing",
    };

    /// <summary>Files that may wait for time to pass, each with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> WaitingFiles = new Dictionary<string, string>
    {
        ["tests/Loyalty.Testing/Scripted/ScriptedServer.cs"] =
            "an answer's delay runs on the clock that the test gives",
        ["tests/Loyalty.GraphQL.ConformanceHost/ConformanceRoots.cs"] =
            "the conformance schema has a slow field; its delay runs on the clock that the test gives",
        ["tests/Loyalty.GraphQL.Tests/Execution/LibraryModel.cs"] = "a field that never answers, until it is cancelled",
        ["tests/Loyalty.Tests/Partners/WaitFor.cs"] = "asks for a condition again and again, with a bound",
    };

    /// <summary>A path of somebody's machine works nowhere else.</summary>
    public static IEnumerable<string> MachinePaths(SourceFile file) =>
        Lines(file, MachinePath()).Select(line => $"{line} names a path of one machine");

    /// <summary>What is to be done lives in the tracker: a note in a file names its issue (<c>#12</c>), or goes.</summary>
    public static IEnumerable<string> DeadNotes(SourceFile file) =>
        Lines(file, DeadNote()).Select(line => $"{line} has a note without an issue");

    /// <summary>A test runs. What a machine lacks is said through <c>Missing.SkipBecauseOf</c>, which the gate counts.</summary>
    public static IEnumerable<string> SkippedTests(SourceFile file) =>
        file.IsTest ? Lines(file, SkippedTest()).Select(line => $"{line} skips a test") : [];

    /// <summary>Tests wait for a condition or run on their own clock; time that passes proves nothing and costs minutes.</summary>
    public static IEnumerable<string> Sleeping(SourceFile file) =>
        file.IsTest && !WaitingFiles.ContainsKey(file.Path)
            ? Lines(file, Sleep()).Select(line => $"{line} waits for time to pass")
            : [];

    public static IEnumerable<string> TooLong(SourceFile file)
    {
        if (
            !file.IsCode
            || file.Path.Contains("/Migrations/", StringComparison.Ordinal)
            || LongFiles.ContainsKey(file.Path)
        )
            return [];
        var lines = file.Text.AsSpan().TrimEnd().Count('\n') + 1;
        return lines > LinesMax ? [$"{file.Path} has {lines} lines, more than {LinesMax}"] : [];
    }

    /// <summary>Pages of <c>docs/</c> to which neither the README nor another page links.</summary>
    public static IEnumerable<string> UnreachablePages(IReadOnlyCollection<SourceFile> files)
    {
        var readers = files.Where(file =>
            file.Path == "README.md"
            || (
                file.Path.StartsWith("docs/", StringComparison.Ordinal)
                && file.Path.EndsWith(".md", StringComparison.Ordinal)
            )
        );
        var links = readers
            .SelectMany(page =>
                Link()
                    .Matches(page.Text)
                    .Select(match => (Page: page.Path, Target: Resolve(page.Path, match.Groups["target"].Value)))
            )
            .Where(link => link.Page != link.Target)
            .Select(link => link.Target)
            .ToHashSet(StringComparer.Ordinal);
        return files
            .Where(file => TopLevelPage().IsMatch(file.Path) && !links.Contains(file.Path))
            .Select(file => $"{file.Path} is linked from nowhere");
    }

    private static string Resolve(string page, string target)
    {
        var folder = Path.GetDirectoryName("/" + page) ?? "/";
        return Path.GetFullPath(Path.Combine(folder, target)).TrimStart('/');
    }

    /// <summary>Test projects that the solution does not hold, or that the gate does not run because of their name or place.</summary>
    public static IEnumerable<string> ForgottenTestProjects(IReadOnlyCollection<SourceFile> files, string gate)
    {
        const string Run = "tests/*.Tests/*.Tests.csproj";
        if (!gate.Contains(Run, StringComparison.Ordinal))
            yield return $"test.sh does not run {Run}";
        var solution = files.Single(file => file.Path == "Loyalty.sln").Text.Replace('\\', '/');
        foreach (var project in files.Where(file => IsTestProject(file)))
        {
            if (!RunProject().IsMatch(project.Path))
                yield return $"{project.Path} is a test project that test.sh does not run: it runs {Run}";
            if (!solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal))
                yield return $"{project.Path} is not in Loyalty.sln";
        }
    }

    private static bool IsTestProject(SourceFile file) =>
        file.Path.EndsWith(".csproj", StringComparison.Ordinal)
        && (
            file.Path.EndsWith(".Tests.csproj", StringComparison.Ordinal)
            || file.Text.Contains("<IsTestProject>true<", StringComparison.Ordinal)
        );

    private static IEnumerable<string> Lines(SourceFile file, Regex pattern) =>
        file
            .Text.Split('\n')
            .Index()
            .Where(line => pattern.IsMatch(line.Item))
            .Select(line => $"{file.Path}:{line.Index + 1}");

    [GeneratedRegex(
        @"(?<![\w.+/-])/(wor[k]|roo[t]|hom[e]|tmp/w[t])/",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex MachinePath();

    [GeneratedRegex(
        @"\b(TO[D]O|FIX[M]E|HAC[K])\b(?!\s*\(?#\d+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex DeadNote();

    [GeneratedRegex(
        @"[\[(,]\s*Skip(When|Unless|Type|Exceptions)?\s*=|\bAssert\.Skip|\bExplicit\s*=\s*true",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex SkippedTest();

    [GeneratedRegex(
        @"\bThread\.Sleep\b|\bTask\.Delay\(|\bSpinWait\.SpinUntil\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Sleep();

    [GeneratedRegex(
        @"\]\((?<target>[^)#\s:]+)(#[^)]*)?\)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Link();

    [GeneratedRegex(@"^docs/[^/]+\.md$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TopLevelPage();

    [GeneratedRegex(
        @"^tests/[^/]+\.Tests/[^/]+\.Tests\.csproj$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex RunProject();
}
