using Loyalty.Benchmarks.Load;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>What a contestant did in a round.</summary>
/// <param name="PerSecond">Events, or transactions of a yardstick.</param>
/// <param name="Events">How many in all.</param>
/// <param name="Load">Null where pgbench is the client.</param>
internal sealed record Work(double PerSecond, double Events, WebhookResult? Load)
{
    public static Work Of(WebhookResult load) => new(load.EventsPerSecond, load.Events, load);
}

/// <summary>A round with what it cost.</summary>
/// <param name="ApiMicroseconds">Processor time of the API an event.</param>
/// <param name="DatabaseMicroseconds">Processor time of the database server an event.</param>
internal sealed record Round(
    Work Work,
    double ApiMicroseconds,
    double DatabaseMicroseconds,
    DateTimeOffset From,
    DateTimeOffset Until
)
{
    public double PerSecond => Work.PerSecond;

    public WebhookResult? Load => Work.Load;
}

/// <summary>
/// One of several that take turns in several rounds, so that a slow minute of the machine strikes all alike; the median round counts.
/// </summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="Api">The process whose processor time is measured; null for none.</param>
internal sealed record Contestant(string Name, int? Api, Func<TimeSpan, Task<Work>> Run)
{
    public List<Round> Rounds { get; } = [];

    public Round Median => Rounds.OrderBy(round => round.PerSecond).ElementAt(Rounds.Count / 2);

    /// <param name="database">the server's first process; null when it is the API itself.</param>
    public static async Task TakeTurnsAsync(
        IReadOnlyList<Contestant> contestants,
        int? database,
        int rounds,
        TimeSpan duration
    )
    {
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                var measured = await contestant.MeasureAsync(database, duration);
                contestant.Rounds.Add(measured);
                var latency = measured.Load is { } load
                    ? $"   p50 {load.P50 / 1000.0:N1} ms, p99 {load.P99 / 1000.0:N1} ms   API {measured.ApiMicroseconds:N0} us, generator {load.CpuSeconds * 1e6 / Math.Max(1, load.Events):N0} us"
                    : "";
                Console.WriteLine(
                    $"round {round}/{rounds}  {contestant.Name, -44}{measured.PerSecond, 10:N0}/s   database {measured.DatabaseMicroseconds:N0} us{latency}"
                );
            }
        }
    }

    private async Task<Round> MeasureAsync(int? database, TimeSpan duration)
    {
        var from = TimeProvider.System.GetUtcNow();
        var api = Api is { } id ? ProcessUse.CpuSeconds(id) : 0;
        var server = database is { } first ? ProcessUse.TreeCpuSeconds(first) : 0;
        var work = await Run(duration);
        var apiUsed = Api is { } same ? ProcessUse.CpuSeconds(same) - api : 0;
        var serverUsed = database is { } still ? ProcessUse.TreeCpuSeconds(still) - server : 0;
        return new Round(
            work,
            apiUsed * 1e6 / work.Events,
            serverUsed * 1e6 / work.Events,
            from,
            TimeProvider.System.GetUtcNow()
        );
    }

    /// <summary>Signed webhooks to a club.</summary>
    public static Contestant Of(ApiProcess api, string name, int connections, int eventsPerRequest) =>
        new(name, api.Id, async duration => Work.Of(await api.LoadAsync(connections, eventsPerRequest, duration)));

    public static Contestant Of(PgBench bench, string name, string script, int clients, int events = 1) =>
        new(name, null, duration => bench.RunAsync(script, clients, duration, events));
}
