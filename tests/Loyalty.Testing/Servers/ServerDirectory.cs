using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Loyalty.Testing;

/// <summary>
/// Directories of test servers: <c>loyalty-test-{kind}-{owner's process id}-{random}</c> in the temporary folder, so that
/// the next run can tell whose owner is gone.
/// </summary>
internal static class ServerDirectory
{
    private const string Prefix = "loyalty-test-";

    /// <summary>A new, empty directory that only this user can read.</summary>
    public static string Create(string kind)
    {
        RemoveAbandoned(kind);
        var path = Path.Combine(
            Path.GetTempPath(),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Prefix}{kind}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"
            )
        );
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Makes the server's user the owner of a path; does nothing when the server runs as this user.</summary>
    public static async Task GiveToServerUserAsync(string path)
    {
        if (Programs.ServerUser is { } user)
            await Programs.RunAsync(["chown", "-R", user, path], Path.GetTempPath());
    }

    /// <summary>
    /// Deletes what a killed run left, in the rare case that its guard was killed as well, and ends the server that
    /// still runs there. What belongs to another user stays.
    /// </summary>
    internal static void RemoveAbandoned(string kind)
    {
        foreach (var path in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}{kind}-*"))
        {
            var owner = Path.GetFileName(path)[$"{Prefix}{kind}-".Length..].Split('-')[0];
            if (!int.TryParse(owner, CultureInfo.InvariantCulture, out var id) || IsRunning(id))
                continue;
            try
            {
                EndServerOf(path);
                Directory.Delete(path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
            {
                // Another run is deleting it just now, or it is not ours to delete.
            }
        }
    }

    /// <summary>The processes that a process has started and that still run.</summary>
    internal static IReadOnlyList<int> Children(string processId)
    {
        var children = $"/proc/{processId}/task/{processId}/children";
        return
        [
            .. File.ReadAllText(children)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Ends a process at once, and returns when it has gone.</summary>
    internal static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
            process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException)
        {
            // It ended by itself.
        }
    }

    private static void EndServerOf(string path)
    {
        foreach (var file in (string[])["data/postmaster.pid", "redis.pid"])
        {
            var pidFile = Path.Combine(path, file);
            var firstLine = File.Exists(pidFile) ? File.ReadLines(pidFile).FirstOrDefault() : null;
            if (!int.TryParse(firstLine, CultureInfo.InvariantCulture, out var id))
                continue;
            // The id may belong to another program by now: only one that works in this directory is ended.
            var workingDirectory = new DirectoryInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cwd"));
            if (workingDirectory.LinkTarget?.StartsWith(path, StringComparison.Ordinal) is not true)
                continue;
            using var server = Process.GetProcessById(id);
            server.Kill();
            server.WaitForExit(TimeSpan.FromSeconds(10));
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
