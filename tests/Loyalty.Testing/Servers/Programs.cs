using System.Diagnostics;

namespace Loyalty.Testing;

/// <summary>Programs of the machine, found in PATH, and run as a user whom a server accepts.</summary>
internal static class Programs
{
    /// <summary>The path of a program in PATH; null when there is none.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>
    /// The user for servers when this process is root (PostgreSQL refuses root, and a test server needs no such power):
    /// <c>postgres</c> where it exists, else <c>nobody</c>. Null when this process is an ordinary user.
    /// </summary>
    public static string? ServerUser { get; } = FindServerUser();

    private static string? FindServerUser()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return null;
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return users.Contains("postgres") ? "postgres" : "nobody";
    }

    /// <summary>The command line that runs <paramref name="command"/> as <see cref="ServerUser"/>, with the same process id.</summary>
    public static IReadOnlyList<string> AsServerUser(params IReadOnlyList<string> command) =>
        ServerUser is null
            ? command
            : [Find("setpriv") ?? "setpriv", $"--reuid={ServerUser}", "--clear-groups", "--", .. command];

    /// <summary>Runs a program to its end, and gives what it printed.</summary>
    /// <exception cref="ServerStartException">It did not end with 0; the message holds its output.</exception>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, string workingDirectory)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new ServerStartException($"{command[0]} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new ServerStartException(
                $"{command[0]} ended with {process.ExitCode}:\n{await output}\n{await errors}"
            );
        return await output;
    }
}
