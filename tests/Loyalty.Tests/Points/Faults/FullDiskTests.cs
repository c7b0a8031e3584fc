using System.Globalization;
using System.Runtime.InteropServices;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points.Faults;

/// <summary>SQLite whose files may not grow any more. The limit of a process on the size of files stands in for a full disk: writes fail in
/// the same way, in the middle of a page or not.</summary>
public sealed partial class FullDiskTests
{
    private const int Workers = 8;
    private const int BytesLeft = 400 * 1024;
    private const int FileSizeLimit = 1; // RLIMIT_FSIZE of Linux

    [Fact]
    public async Task A_full_disk_refuses_events_and_takes_them_when_there_is_room_again()
    {
        Missing.SkipBecauseOf(OperatingSystem.IsLinux() ? null : "limits on the size of files are set as on Linux");
        await using var club = await Club.StartAsync(DatabaseProvider.Sqlite);
        var till = await Till.OpenAsync(club);
        var file = new SqliteConnectionStringBuilder(club.Database.ConnectionString).DataSource;
        // Ignored, the signal becomes an error of the write; only the soft limit is set, so that it can be lifted.
        var blocks = (Size(file) + BytesLeft) / 512;
        using var node = await ApiNode.StartAsync(
            club.Database,
            "sh",
            "-c",
            string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -S -f {blocks}; exec \"$@\""),
            "limited"
        );
        using var enough = new CancellationTokenSource();
        var sending = till.SendAsync([node], Workers, enough.Token);
        // It is full when nothing has been acknowledged for a while though much was sent.
        var stalled = await WaitFor.Async(
            async () =>
            {
                var (before, sent) = (till.Acknowledged, till.Sent);
                await WaitFor.Async(() => Task.FromResult(till.Sent), now => now >= sent + 100);
                return till.Acknowledged == before;
            },
            full => full
        );
        stalled.ShouldBeTrue();
        till.Acknowledged.ShouldBeGreaterThan(0);

        LiftLimit(node.Id);
        await till.AcknowledgedMoreAsync(100);
        await enough.CancelAsync();
        await sending;
        await till.CheckAsync(node);
    }

    private static long Size(string file) =>
        new[] { file, file + "-wal" }.Where(File.Exists).Max(path => new FileInfo(path).Length);

    private static void LiftLimit(int process)
    {
        var limit = new Limit { Soft = ulong.MaxValue, Hard = ulong.MaxValue };
        Change(process, FileSizeLimit, in limit, IntPtr.Zero).ShouldBe(0);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "prlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Change(int process, int resource, in Limit limit, IntPtr before);
}
