using System.Globalization;
using System.Text;
using Loyalty.Application.Points;
using Loyalty.Benchmarks.GraphQL;
using Loyalty.Benchmarks.Ledger;
using Loyalty.Benchmarks.Load;
using Loyalty.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Loyalty.Benchmarks.Rewards;

/// <summary>
/// Members who redeem, and members who browse 10,000 rewards, over GraphQL on a durable PostgreSQL, beside the ledger's yardsticks: pgbench
/// on the same server, and ASP.NET Core without a database. Every redemption that was answered must be there at the end.
/// </summary>
public static class RewardsBenchmark
{
    private const int Connections = 32;
    private const int MembersWhoAsk = 5_000;
    private const int EntriesPerWallet = 3;
    private const int WarmUpsMax = 5;
    private const double WarmUpGainMin = 1.1;

    private const string Redeem = """
        mutation Redeem($input: RedeemRewardInput!) {
          redeemReward(input: $input) { redemption { id status points codes } errors { code message } }
        }
        """;

    private const string Page =
        "{ nodes { id title category myCost { points currency } } pageInfo { hasNextPage endCursor } }";

    private static readonly (string Name, string Arguments)[] Queries =
    [
        ("the first 20", "first: 20"),
        ("20 of a category", """first: 20, filter: { category: "c7" }"""),
        ("20 by a word", """first: 20, filter: { search: "trees 77" }"""),
        ("20 that I can have", "first: 20, filter: { canRedeem: true }"),
    ];

    private static long keys;

    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        if (PostgreSqlServer.WhyMissing is { } missing)
            throw new InvalidOperationException(missing);
        var isSmall = options.Contains("--small");
        var (members, codes) = isSmall ? (20_000, 20_000) : (200_000, 200_000);
        var figures = new Figures();
        await using var server = await PostgreSqlServer.StartAsync(
            new PostgreSqlOptions(
                Durable: true,
                MaxConnections: 300,
                ["shared_buffers=2GB", "max_wal_size=8GB", "min_wal_size=2GB"]
            )
        );
        await using var issuer = await TestIssuer.StartAsync();
        var connectionString = await server.CreateDatabaseAsync();
        await LoadedClub.CreateAsync("PostgreSql", connectionString, members, EntriesPerWallet);
        await AddSignInsAsync(connectionString, issuer.Url);
        var (catalogue, import) = (default(LargeCatalogue)!, default(TimeSpan));
        await DatabaseServer.PrepareAsync(
            connectionString,
            issuer.Url,
            async services => (catalogue, import) = await LargeCatalogue.CreateAsync(services, codes)
        );
        await catalogue.FillAsync(connectionString);
        figures.Add($"import of {codes:N0} voucher codes", codes / import.TotalSeconds, "codes/s");
        var bench = new PgBench(await server.CreateDatabaseAsync(), members);
        await bench.PrepareAsync(EntriesPerWallet);
        await MeasureAsync(figures, connectionString, issuer, catalogue, bench, isSmall ? 2 : 5);
        await DatabaseServer.PrepareAsync(connectionString, issuer.Url, VerifyAsync);
        return figures.Print(Console.Out) ? 0 : 1;
    }

    private static async Task MeasureAsync(
        Figures figures,
        string connectionString,
        TestIssuer issuer,
        LargeCatalogue catalogue,
        PgBench bench,
        int seconds
    )
    {
        var (port, plainPort, key) = (Contest.FreePort(), Contest.FreePort(), new byte[32]);
        using var club = ChildProcess.Self(["serve-database", Text(port), connectionString, issuer.Url]);
        using var plain = ChildProcess.Self(["serve-plain", Text(plainPort), Convert.ToHexString(key)]);
        await club.ReadyAsync();
        await plain.ReadyAsync();
        var url = Contest.Local(port, "/graphql");
        var tokens = Enumerable
            .Range(1, MembersWhoAsk)
            .Select(i => issuer.Token(Subject(i), "openid member"))
            .ToArray();
        foreach (var reward in new[] { catalogue.Immediate, catalogue.Code })
            await TryAsync(url, RedeemBody(reward).Replace(LoadPlan.KeyMark, reward), tokens[0], "FULFILLED");
        foreach (var (_, arguments) in Queries)
            await TryAsync(url, BrowseBody(arguments), tokens[0], "\"title\"");
        var acknowledged = 2L;
        var latencies = new Dictionary<string, List<LoadResult>>(StringComparer.Ordinal);
        var immediate = Member("redeem, fulfilled at once", RedeemBody(catalogue.Immediate), isRedeeming: true);
        var withCode = Member("redeem a voucher code", RedeemBody(catalogue.Code), isRedeeming: true);
        Contestant[] browsing =
        [
            .. Queries.Select(query => Member($"browse {query.Name}", BrowseBody(query.Arguments), isRedeeming: false)),
        ];
        var pgbench = Contestant.Of(
            bench,
            "pgbench, three statements, 32 clients",
            PgBench.ThreeStatements,
            Connections
        );
        var http = new Contestant(
            "ASP.NET Core without a database",
            plain.Id,
            duration => LedgerContest.PlainAsync(plainPort, key, duration)
        );
        Contestant[] all = [immediate, withCode, pgbench, .. browsing, http];
        foreach (var contestant in all)
            await WarmUpAsync(contestant, TimeSpan.FromSeconds(seconds * 2));
        await Contestant.TakeTurnsAsync(
            all,
            await LedgerBenchmark.FirstProcessAsync(connectionString),
            rounds: 3,
            TimeSpan.FromSeconds(seconds)
        );
        foreach (var contestant in new[] { immediate, withCode })
            Add(figures, contestant, latencies[contestant.Name], "redemptions/s", pgbench);
        foreach (var contestant in browsing)
            Add(figures, contestant, latencies[contestant.Name], "requests/s", http);
        figures.Add("memory of the API, at the most", ProcessUse.Memory(club.Id).Peak, "MB");
        await CheckAsync(connectionString, acknowledged);

        Contestant Member(string name, string body, bool isRedeeming)
        {
            latencies[name] = [];
            return new Contestant(
                name,
                club.Id,
                async duration =>
                {
                    long? firstKey = isRedeeming ? Interlocked.Add(ref keys, 1_000_000_000) : null;
                    var load = await Contest.LoadAsync(
                        name,
                        new LoadPlan(url, body, Connections, duration, tokens, firstKey)
                    );
                    latencies[name].Add(load);
                    if (isRedeeming)
                        acknowledged += load.Requests;
                    return new Work(load.PerSecond, load.Requests, Load: null);
                }
            );
        }
    }

    /// <summary>Until it gets no faster: a redemption passes through much that the runtime has to compile first.</summary>
    private static async Task WarmUpAsync(Contestant contestant, TimeSpan duration)
    {
        var best = 0.0;
        for (var i = 0; i < WarmUpsMax; i++)
        {
            var perSecond = (await contestant.Run(duration)).PerSecond;
            if (perSecond < best * WarmUpGainMin)
                return;
            best = perSecond;
        }
    }

    private static void Add(
        Figures figures,
        Contestant contestant,
        List<LoadResult> loads,
        string unit,
        Contestant yardstick
    )
    {
        var median = contestant.Median;
        figures.Add(contestant.Name, median.PerSecond, unit, yardstick.Name, yardstick.Median.PerSecond);
        var load = loads.OrderBy(one => one.P99).ElementAt(loads.Count / 2);
        figures.Add($"{contestant.Name}: p50", load.P50 / 1000.0, "ms");
        figures.Add($"{contestant.Name}: p99", load.P99 / 1000.0, "ms");
        figures.Add($"{contestant.Name}: API", median.ApiMicroseconds, "us");
        figures.Add($"{contestant.Name}: database", median.DatabaseMicroseconds, "us");
    }

    private static string Subject(int member) => $"subject-{member}";

    private static async Task AddSignInsAsync(string connectionString, string issuer)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        foreach (var member in Enumerable.Range(1, MembersWhoAsk))
        {
            await using var add = source.CreateCommand(
                "insert into member_sign_ins (issuer, subject, member_id, attached_at) values ($1, $2, $3, now())"
            );
            add.Parameters.AddWithValue(issuer);
            add.Parameters.AddWithValue(Subject(member));
            add.Parameters.AddWithValue(LoadedClub.Member(member).Value);
            await add.ExecuteNonQueryAsync();
        }
    }

    private static async Task VerifyAsync(IServiceProvider services)
    {
        var report = await services.GetRequiredService<VerifyLedger>().ExecuteAsync();
        if (report.Faults.Count > 0)
            throw new InvalidOperationException($"verify-ledger: {report.Faults[0]}");
        Console.WriteLine($"verify-ledger: {report.Wallets:N0} wallets without a fault");
    }

    /// <summary>What was answered is there, once, and fulfilled, and as many points are gone.</summary>
    private static async Task CheckAsync(string connectionString, long acknowledged)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            """
            select (select count(*) from redemptions where status = 'Fulfilled'),
                (select count(*) from redemptions),
                (select -sum(points) from ledger_totals where counter_account = 'redemptions'),
                (select count(*) from reward_codes where redemption_id is not null),
                (select count(*) from redemptions where method = 'Code')
            """
        );
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        var (fulfilled, all, points) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        Console.WriteLine($"{acknowledged:N0} redemptions acknowledged, {fulfilled:N0} fulfilled, {points:N0} points");
        if (fulfilled != acknowledged || all != fulfilled || points != fulfilled || row.GetInt64(3) != row.GetInt64(4))
            throw new InvalidOperationException("The database holds something else than what was acknowledged.");
    }

    /// <summary>The load looks at the status alone, which is 200 for a refusal too.</summary>
    private static async Task TryAsync(Uri url, string body, string token, string wanted)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!text.Contains(wanted, StringComparison.Ordinal))
            throw new InvalidOperationException($"{body} is answered {text}");
    }

    private static string RedeemBody(string reward) =>
        Contest.Body(
            Redeem,
            $$$"""{"input": {"idempotencyKey": "{{{LoadPlan.KeyMark}}}", "rewardId": "{{{reward}}}"}}"""
        );

    private static string BrowseBody(string arguments) => Contest.Body($"{{ rewards({arguments}) {Page} }}", "{}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
