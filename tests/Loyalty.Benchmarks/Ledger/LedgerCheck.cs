using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>Whether the ledger holds exactly what was acknowledged.</summary>
internal static class LedgerCheck
{
    private const string Beginning = "2026-06-01";

    /// <param name="walletsVerifiedMax">the whole ledger is verified where it has no more wallets.</param>
    /// <exception cref="InvalidOperationException">It holds something else, or a promise is broken.</exception>
    public static async Task RunAsync(ApiProcess api, int walletsVerifiedMax)
    {
        var club = api.Club;
        // Histories end before the load begins.
        var since = club.Provider == "Sqlite" ? "1780272000000000" : $"timestamptz '{Beginning} 00:00:00Z'";
        var events = await NumberAsync(
            club,
            $"select count(*) from partner_events where status = 'Posted' and received_at >= {since}"
        );
        var (entries, points) = (
            await NumberAsync(club, $"select count(*) from entries where recorded_at >= {since}"),
            await NumberAsync(club, $"select coalesce(sum(points), 0) from entries where recorded_at >= {since}")
        );
        if ((events, entries, points) != (api.Events, api.Events, api.Points))
            throw new InvalidOperationException(
                $"Acknowledged were {api.Events} events with {api.Points} points; the ledger has {events} events, {entries} entries, {points} points."
            );
        Console.WriteLine(
            $"{club.Members:N0} wallets: the ledger holds the {events:N0} acknowledged events and {points:N0} points, and no others"
        );
        if (club.Members <= walletsVerifiedMax)
        {
            await ApiProcess.VerifyAsync(club);
            Console.WriteLine($"{club.Members:N0} wallets: verify-ledger finds no fault");
        }
    }

    /// <summary>How many events the writers committed at a time: entries of one batch have one instant.</summary>
    public static async Task<List<(string Name, double Value, string Unit)>> BatchesAsync(
        ApiProcess api,
        Contestant[] contestants
    )
    {
        var figures = new List<(string, double, string)>();
        foreach (var contestant in contestants)
        {
            var round = contestant.Median;
            var batches =
                $"(select count(*) as size from entries where recorded_at between '{round.From:O}' and '{round.Until:O}' group by recorded_at) b";
            foreach (var (name, share) in new[] { ("p50", "0.5"), ("p99", "0.99") })
            {
                var size = await NumberAsync(
                    api.Club,
                    $"select percentile_disc({share}) within group (order by size) from {batches}"
                );
                figures.Add(($"{contestant.Name}: events a commit, {name}", size, "events"));
            }
        }
        return figures;
    }

    private static async Task<long> NumberAsync(LoadedClub club, string query)
    {
        await using DbConnection connection =
            club.Provider == "Sqlite"
                ? new SqliteConnection(club.ConnectionString)
                : new NpgsqlConnection(club.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        command.CommandTimeout = 3_600;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
