using System.Globalization;

namespace Loyalty.Benchmarks.Load;

/// <summary>What processes take of the machine, as Linux counts it (proc(5)).</summary>
internal static class ProcessUse
{
    private const double TicksPerSecond = 100; // sysconf(_SC_CLK_TCK), the same on every Linux that .NET runs on

    /// <summary>Processor time of a process, user and system.</summary>
    public static double CpuSeconds(int id) => Read(id) is { } stat ? (stat.User + stat.System) / TicksPerSecond : 0;

    /// <summary>Processor time of a process, its children and those that have ended: a database server with a process a connection.</summary>
    public static double TreeCpuSeconds(int id)
    {
        var ticks = Read(id) is { } own ? own.User + own.System + own.EndedChildren : 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var other)
                && Read(other) is { } stat
                && stat.Parent == id
            )
                ticks += stat.User + stat.System;
        }
        return ticks / TicksPerSecond;
    }

    public static int Parent(int id) => Read(id)?.Parent ?? 0;

    /// <summary>Resident memory in MB: at this moment, and at the most since the process began.</summary>
    public static (double Now, double Peak) Memory(int id)
    {
        var lines = File.ReadAllLines($"/proc/{id}/status");
        return (Field("VmRSS:"), Field("VmHWM:"));

        double Field(string name) =>
            double.Parse(
                lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..^2],
                CultureInfo.InvariantCulture
            ) / 1024;
    }

    /// <summary>What this process holds at the most, in MB, is counted from now on: without what preparing has taken.</summary>
    public static void CountMemoryAnew()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private sealed record Stat(int Parent, long User, long System, long EndedChildren);

    private static Stat? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            // The name, in brackets, may hold blanks.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Stat(
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                Number(fields[11]),
                Number(fields[12]),
                Number(fields[13]) + Number(fields[14])
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it ended meanwhile
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
