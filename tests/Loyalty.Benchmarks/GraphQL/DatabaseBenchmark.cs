using System.Diagnostics;
using System.Globalization;
using Loyalty.Benchmarks.Load;
using Loyalty.Testing;

namespace Loyalty.Benchmarks.GraphQL;

/// <summary>The product's home screen from PostgreSQL with a million members, beside one written by hand.</summary>
internal static class DatabaseBenchmark
{
    private const int MembersWhoAsk = 5_000;

    private const string Query = """
        query HomeScreen($entries: Int!) {
          me {
            id
            status
            person { name { display } }
            cards { number printedNumber status }
            wallets {
              id
              currency { code name }
              balance
              available
              pending
              lapsing { day points }
              entries(first: $entries) {
                nodes { id kind points balanceAfter occurredAt partner { name } }
                pageInfo { hasNextPage }
              }
            }
          }
        }
        """;

    public static async Task RunAsync(Figures figures, int members)
    {
        if (PostgreSqlServer.WhyMissing is { } missing)
            throw new InvalidOperationException(missing);
        await using var server = await PostgreSqlServer.UseOrStartAsync();
        await using var issuer = await TestIssuer.StartAsync();
        var connectionString = await server.CreateDatabaseAsync();
        try
        {
            var watch = Stopwatch.StartNew();
            await DatabaseServer.PrepareAsync(connectionString, issuer.Url);
            await MillionMembers.WriteAsync(connectionString, issuer.Url, members);
            Console.WriteLine($"{members:N0} members written in {watch.Elapsed.TotalSeconds:N0} s");
            await MeasureAsync(figures, connectionString, issuer, members);
        }
        finally
        {
            await server.DropDatabaseAsync(connectionString);
        }
    }

    private static async Task MeasureAsync(Figures figures, string connectionString, TestIssuer issuer, int members)
    {
        var port = Contest.FreePort();
        using var club = ChildProcess.Self([
            "serve-database",
            port.ToString(CultureInfo.InvariantCulture),
            connectionString,
            issuer.Url,
        ]);
        await club.ReadyAsync();
        // Spread over the whole table, as members of a real club are.
        var step = members / MembersWhoAsk / MillionMembers.ActiveEvery * MillionMembers.ActiveEvery;
        var tokens = Enumerable
            .Range(1, MembersWhoAsk)
            .Select(i => issuer.Token(MillionMembers.Subject(i * step), "openid member"))
            .ToArray();
        var contenders = new Contender[]
        {
            new("Loyalty", Contest.Local(port, "/graphql")),
            new("written by hand", Contest.Local(port, DatabaseServer.ByHand)),
        };
        var body = Contest.Body(Query, """{"entries":10}""");
        await Contest.SameAnswersAsync(contenders, body, tokens[0]);
        var speeds = await Contest.MeasureAsync(contenders, body, tokens);
        figures.Add($"home screen of {members:N0} members, written by hand", speeds[1], "requests/s");
        figures.Compare(
            $"home screen of {members:N0} members, PostgreSQL",
            speeds[0],
            "requests/s",
            "written by hand",
            speeds[1],
            goal: 0.5
        );
    }
}
