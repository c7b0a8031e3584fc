using System.Diagnostics;
using System.Globalization;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points.Faults;

/// <summary>SQLite whose files may not grow any more. The limit of a process on the size of files stands in for a full disk: writes fail in
/// the same way, in the middle of a page or not.</summary>
public sealed class FullDiskTests
{
    private const int BytesLeft = 400 * 1024;

    [Fact]
    public async Task A_full_disk_refuses_events_and_takes_them_when_there_is_room_again()
    {
        Missing.SkipBecauseOf(OperatingSystem.IsLinux() ? null : "limits on the size of files are set as on Linux");
        await using var club = await Club.StartAsync(DatabaseProvider.Sqlite);
        var till = await Till.OpenAsync(club);
        var file = new SqliteConnectionStringBuilder(club.Database.ConnectionString).DataSource;
        // Ignored, the signal becomes an error of the write; only the soft limit is set, so that it can be lifted.
        var blocks = (Size(file) + BytesLeft) / 512;
        using var node = await ApiNode.StartAsync(club.Database, $"trap '' XFSZ; ulimit -S -f {Text(blocks)}");
        await using (till.Send(node))
        {
            // It is full when nothing has been acknowledged for a while though much was tried.
            var stalled = await WaitFor.Async(
                async () =>
                {
                    var (before, attempts) = (till.Acknowledged, till.Attempts);
                    await WaitFor.Async(() => Task.FromResult(till.Attempts), now => now >= attempts + 100);
                    return till.Acknowledged == before;
                },
                full => full
            );
            stalled.ShouldBeTrue();
            till.Acknowledged.ShouldBeGreaterThan(0);

            await LiftLimitAsync(node.Id);
            await till.AcknowledgedMoreAsync(100);
        }

        await till.CheckAsync(node);
    }

    private static long Size(string file) =>
        new[] { file, file + "-wal" }.Where(File.Exists).Max(path => new FileInfo(path).Length);

    private static async Task LiftLimitAsync(int process)
    {
        using var lift = Process.Start("prlimit", ["--pid", Text(process), "--fsize=unlimited"]);
        await lift.WaitForExitAsync();
        lift.ExitCode.ShouldBe(0);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
