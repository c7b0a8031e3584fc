using System.Diagnostics;
using Loyalty.Application.Events;
using Loyalty.Application.Members;
using Loyalty.Benchmarks.Ledger;
using Loyalty.Benchmarks.Load;
using Loyalty.Domain.Events;
using Loyalty.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Loyalty.Benchmarks.Members;

/// <summary>
/// The daily look at what members do, on PostgreSQL: 200,000 members with twelve interactions each over two and a half years. On the first
/// day all flags begin, on the second few do. It ends with the plans of what is read for a page. <c>--small</c> takes a tenth
/// of the members.
/// </summary>
public static class BehaviourBenchmark
{
    private const double MemoryMax = 400; // MB

    private static readonly DateTimeOffset Begin = new(2027, 11, 1, 10, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        if (options.Any(option => option is not "--small"))
            throw new ArgumentException("The option is --small.", nameof(options));
        if (PostgreSqlServer.WhyMissing is { } missing)
            throw new InvalidOperationException(missing);
        var members = options.Contains("--small") ? 20_000 : 200_000;
        var figures = new Figures();
        await using var server = await PostgreSqlServer.StartAsync(
            new PostgreSqlOptions(Durable: true, MaxConnections: 100, ["shared_buffers=1GB", "max_wal_size=4GB"])
        );
        var club = await LoadedClub.CreateAsync(
            "PostgreSql",
            await server.CreateDatabaseAsync(),
            members,
            entriesPerWallet: 1
        );
        await using var source = NpgsqlDataSource.Create(club.ConnectionString);
        await LiveAsync(source);
        var clock = new SteppedClock(Begin);
        await using var app = IdleHost.Build(club.ConnectionString, clock);
        await AskAsync(app.Services);
        ProcessUse.CountMemoryAnew();
        for (var day = 1; day <= 2; day++)
        {
            var watch = Stopwatch.StartNew();
            var report = await app.Services.GetRequiredService<FlagBehaviour>().ExecuteAsync(default);
            figures.Add($"day {day}: members looked at", report!.Members / watch.Elapsed.TotalSeconds, "members/s");
            figures.Add($"day {day}: flags begun and ended", report.Began + report.Ended, "flags");
            clock.Now = clock.Now.AddDays(1);
        }

        figures.AtMost("memory at the most", ProcessUse.Memory(Environment.ProcessId).Peak, "MB", MemoryMax);
        var isReached = figures.Print(Console.Out);
        await ExplainAsync(source);
        return isReached ? 0 : 1;
    }

    /// <summary>The same each time, and without pattern.</summary>
    private static async Task LiveAsync(NpgsqlDataSource source)
    {
        await using var insert = source.CreateCommand(
            """
            INSERT INTO interactions (id, member_id, kind, occurred_at, channel, subject, amount, currency, recorded_at)
            SELECT gen_random_uuid(), m.id, (ARRAY['Purchase', 'ServiceVisit', 'Inquiry', 'Complaint'])[1 + x.n % 4],
                timestamptz '2027-11-01' - (x.n % 900) * interval '1 day' - (x.n % 1439) * interval '1 minute',
                'Dealer', 'as noted', (x.n % 500)::numeric, 'CZK', now()
            FROM members m
            CROSS JOIN generate_series(1, 12) AS k
            CROSS JOIN LATERAL (SELECT hashtext(m.id::text || k) & 2147483647 AS n) AS x;
            ANALYZE
            """
        );
        insert.CommandTimeout = 1_800;
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>Somebody wants to hear of flags.</summary>
    private static async Task AskAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        _ = (
            await scope
                .ServiceProvider.GetRequiredService<SubscribeToEvents>()
                .ExecuteAsync(
                    new EventSubscriptionRequest(
                        "https://crm.example.org/events",
                        null,
                        [ClubEventType.MemberBehaviourChanged],
                        null
                    ),
                    default
                )
        ).Value;
    }

    /// <summary>What the job reads for a page in the middle, and what a search by flag reads.</summary>
    private static async Task ExplainAsync(NpgsqlDataSource source)
    {
        const string page = """
            WITH page AS MATERIALIZED (
                SELECT min(id::text)::uuid AS first, max(id::text)::uuid AS last
                FROM (SELECT id FROM members ORDER BY id OFFSET (SELECT count(*) / 2 FROM members) LIMIT 1000) AS members_of_page
            )
            SELECT first::text, last::text FROM page
            """;
        await using var find = source.CreateCommand(page);
        await using var reader = await find.ExecuteReaderAsync();
        await reader.ReadAsync();
        var within = $"member_id > '{reader.GetString(0)}' AND member_id <= '{reader.GetString(1)}'";
        await reader.CloseAsync();
        string[] statements =
        [
            $"SELECT id, member_id, kind, occurred_at, amount, currency FROM interactions WHERE {within} "
                + "AND occurred_at > '2025-11-01' AND occurred_at <= '2027-11-01' ORDER BY member_id DESC, occurred_at DESC, id DESC",
            $"SELECT member_id, max(occurred_at) FROM interactions WHERE {within} AND occurred_at <= '2025-11-01' "
                + "AND kind IN ('Purchase', 'ServiceVisit') GROUP BY member_id",
            $"SELECT * FROM member_flags WHERE {within} AND (until IS NULL OR since = '2027-11-01')",
            "SELECT m.id FROM member_flags f JOIN members m ON m.id = f.member_id WHERE f.flag = 'SpendingDown' "
                + $"AND f.until IS NULL AND m.id > '{within[13..49]}' ORDER BY m.id LIMIT 50",
        ];
        foreach (var statement in statements)
        {
            Console.WriteLine(statement);
            await using var explain = source.CreateCommand($"EXPLAIN (ANALYZE, BUFFERS) {statement}");
            await using var lines = await explain.ExecuteReaderAsync();
            while (await lines.ReadAsync())
                Console.WriteLine($"    {lines.GetString(0)}");
        }
    }
}
