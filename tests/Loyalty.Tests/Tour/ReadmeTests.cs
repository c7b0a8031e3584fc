using System.Diagnostics;
using System.Text.RegularExpressions;
using Loyalty.Api;
using Loyalty.Api.Seeding;
using Loyalty.Tests.House;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Tour;

/// <summary>What the README and the pages name is there.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_README_names_the_demo_club_as_it_is()
    {
        string[] names =
        [
            LoyaltyHost.UrlDefault,
            DemoClub.StaffEmail,
            DemoClub.MemberEmail,
            DemoClub.Password,
            DemoClub.AppClient,
            DemoClub.AppRedirectUri,
            DemoClub.ServiceClient,
            DemoClub.ServiceSecret,
            DemoClub.Bank,
            DemoClub.BankSecret,
            DemoClub.Telecom,
            DemoClub.TelecomSecret,
            DemoClub.MemberAccount,
            BaseSeed.SwaggerClient,
        ];

        names.Where(name => !ReadmePage.Text.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_file_in_a_command_of_the_README_exists()
    {
        var files = ReadmePage
            .Blocks("sh")
            .SelectMany(block => FileInCommand().Matches(block))
            .Select(match => match.Value)
            .Distinct(StringComparer.Ordinal)
            .ToArray();

        files.Length.ShouldBeGreaterThan(3);
        files.Where(file => !Exists(file)).ShouldBeEmpty();
    }

    /// <summary>The SDK's own default for web projects is the project's folder: files that the README names would not be found.</summary>
    [Fact]
    public async Task The_commands_of_the_README_work_in_the_folder_where_they_are_called()
    {
        string[] arguments = ["msbuild", "src/Loyalty.Api", "-getProperty:RunWorkingDirectory", "-nologo"];
        using var asked = Process.Start(
            new ProcessStartInfo("dotnet", arguments)
            {
                WorkingDirectory = Repository.Root,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var answer = await asked.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await asked.WaitForExitAsync(TestContext.Current.CancellationToken);

        Path.TrimEndingDirectorySeparator(answer.Trim()).ShouldBe(Path.TrimEndingDirectorySeparator(Repository.Root));
    }

    [Fact]
    public void Set_up_is_two_commands() =>
        ReadmePage
            .Blocks("sh")
            .First()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('#')[0].Trim())
            .ShouldBe(["dotnet run --project src/Loyalty.Api", "./test.sh"]);

    [Fact]
    public void No_link_of_the_documentation_is_dead()
    {
        var pages = Repository.Files.Where(file => file == "README.md" || IsPage(file));
        var dead =
            from page in pages
            from Match link in Link().Matches(Repository.Read(page))
            let target = Path.GetFullPath(
                Path.Combine(Repository.Root, Path.GetDirectoryName(page) ?? "", link.Groups["target"].Value)
            )
            where !Exists(target)
            select $"{page} links to {link.Groups["target"].Value}";

        dead.ShouldBeEmpty();
    }

    private static bool IsPage(string file) =>
        file.EndsWith(".md", StringComparison.Ordinal)
        && (
            file.StartsWith("docs/", StringComparison.Ordinal)
            || file.StartsWith("api-specs/", StringComparison.Ordinal)
        );

    private static bool Exists(string file) =>
        Path.Combine(Repository.Root, file) is var path && (File.Exists(path) || Directory.Exists(path));

    [GeneratedRegex(
        @"(?<![\w/.:])(\./)?(src|tests|docs|eng|api-specs)/[\w./-]+|\./test\.sh",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex FileInCommand();

    [GeneratedRegex(
        @"\]\((?<target>[^)#\s:]+)(#[^)]*)?\)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Link();
}
