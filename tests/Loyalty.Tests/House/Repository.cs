using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Loyalty.Tests.House;

/// <summary>The files of this repository, as git knows them.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Tracked files that exist, and new ones that git would not ignore; relative to the root, with slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string FindRoot([CallerFilePath] string source = "")
    {
        // The place of the built test, or, where that lies elsewhere, of this source file.
        foreach (var start in (string?[])[AppContext.BaseDirectory, Path.GetDirectoryName(source)])
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
                if (File.Exists(Path.Combine(folder, "Loyalty.sln")))
                    return folder;
        throw new InvalidOperationException("Loyalty.sln is not above the tests.");
    }

    private static string[] ListFiles()
    {
        string[] arguments = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using var git = Process.Start(
            new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = Root,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        if (git.ExitCode != 0 || files.Length == 0)
            throw new InvalidOperationException($"git ls-files ended with {git.ExitCode} and {files.Length} files.");
        return [.. files.Where(file => File.Exists(Path.Combine(Root, file))).Distinct(StringComparer.Ordinal)];
    }
}
