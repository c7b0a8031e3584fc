using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Benchmarks.Load;

namespace Loyalty.Benchmarks.GraphQL;

/// <summary>
/// The home screen under load, beside what it is measured by. All servers run at once, and the load goes to one after the other
/// in several rounds, so that a slow minute of the machine strikes all alike; the median round counts.
/// </summary>
public static class GraphQLBenchmark
{
    private const int Connections = 32;
    private const int Rounds = 5;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(string[] args)
    {
        var figures = new Figures();
        if (!args.Contains("--database-only"))
            await MemoryAsync(figures);
        return figures.Print(Console.Out) ? 0 : 1;
    }

    private static async Task MemoryAsync(Figures figures)
    {
        await InstallYardsticksAsync();
        var data = Path.Combine(Path.GetTempPath(), $"home-screen-{Environment.ProcessId}.json");
        await File.WriteAllTextAsync(data, JsonSerializer.Serialize(HomeScreenData.Member, HomeScreenData.Json));
        var (ours, mercury, yoga) = (FreePort(), FreePort(), FreePort());
        using var library = ChildProcess.Self(["serve-memory", ours.ToString(CultureInfo.InvariantCulture)]);
        using var mercurius = Node("mercurius.mjs", mercury, data);
        using var graphqlYoga = Node("yoga.mjs", yoga, data);
        await library.ReadyAsync();
        await mercurius.ReadyAsync();
        await graphqlYoga.ReadyAsync();
        var contenders = new Contender[]
        {
            new("Loyalty.GraphQL", Local(ours, "/graphql")),
            new("mercurius with JIT", Local(mercury, "/graphql")),
            new("graphql-yoga", Local(yoga, "/graphql")),
            new("written by hand", Local(ours, "/by-hand")),
        };
        var body = Body(await File.ReadAllTextAsync(Yardsticks("home-screen.graphql")), """{"entries":10}""");
        await SameAnswersAsync(contenders, body);
        var speeds = await MeasureAsync(contenders, body, []);
        var (library2, others) = (speeds[0], speeds[1..]);
        foreach (var (contender, speed) in contenders.Zip(speeds))
            figures.Add($"home screen in memory, {contender.Name}", speed, "requests/s");
        foreach (var (i, goal) in new[] { (0, 1.2), (1, 8.0), (2, 0.6) })
            figures.Compare("home screen in memory", library2, "requests/s", contenders[i + 1].Name, others[i], goal);
        File.Delete(data);
    }

    internal sealed record Contender(string Name, Uri Url);

    /// <summary>The median of the rounds, in requests a second, for each contender.</summary>
    internal static async Task<double[]> MeasureAsync(Contender[] contenders, string body, IReadOnlyList<string> tokens)
    {
        foreach (var contender in contenders)
            await LoadAsync(contender, body, Warmup, tokens);
        var rounds = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = 1; round <= Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var result = await LoadAsync(contenders[i], body, Round, tokens);
                rounds[i].Add(result.PerSecond);
                Console.WriteLine(
                    $"round {round}/{Rounds}  {contenders[i].Name, -24}{result.PerSecond, 10:N0} requests/s   p50 {result.P50} us, p99 {result.P99} us"
                );
            }
        }
        return [.. rounds.Select(speeds => speeds.Order().ElementAt(speeds.Count / 2))];
    }

    private static async Task<LoadResult> LoadAsync(
        Contender contender,
        string body,
        TimeSpan duration,
        IReadOnlyList<string> tokens
    )
    {
        var plan = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            plan,
            JsonSerializer.Serialize(new LoadPlan(contender.Url, body, Connections, duration, tokens))
        );
        // Answers are then handled where they are noticed, which leaves more of the processor to the servers.
        using var process = ChildProcess.Self(["load", plan], ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"));
        var result = JsonSerializer.Deserialize<LoadResult>(await process.OutputAsync())!;
        File.Delete(plan);
        return result.Failures == 0
            ? result
            : throw new InvalidOperationException($"{contender.Name}: {result.Failures} answers were not 200.");
    }

    /// <summary>Speeds are comparable only among servers that say the same.</summary>
    internal static async Task SameAnswersAsync(Contender[] contenders, string body, string? token = null)
    {
        using var client = new HttpClient();
        JsonNode? expected = null;
        foreach (var contender in contenders)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, contender.Url);
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Accept.ParseAdd("application/json");
            if (token is not null)
                request.Headers.Authorization = new("Bearer", token);
            using var response = await client.SendAsync(request);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync());
            expected ??= answer;
            if (!JsonNode.DeepEquals(expected, answer))
                throw new InvalidOperationException(
                    $"{contender.Name} answers otherwise than {contenders[0].Name}:\n{answer}\n{expected}"
                );
        }
    }

    internal static string Body(string query, string variables) =>
        new JsonObject { ["query"] = query, ["variables"] = JsonNode.Parse(variables) }.ToJsonString();

    internal static Uri Local(int port, string path) => new($"http://127.0.0.1:{port}{path}");

    internal static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static ChildProcess Node(string script, int port, string data) =>
        ChildProcess.Start(
            "node",
            [Yardsticks(script), port.ToString(CultureInfo.InvariantCulture)],
            ("HOME_SCREEN_DATA", data),
            ("NODE_ENV", "production")
        );

    private static async Task InstallYardsticksAsync()
    {
        if (Directory.Exists(Yardsticks("node_modules")))
            return;
        using var npm = ChildProcess.Start("npm", ["ci", "--prefix", Yardsticks(".")]);
        await npm.OutputAsync();
    }

    private static string Yardsticks(string name) => Path.Combine(SourceFolder(), "yardsticks", name);

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetDirectoryName(path)!;
}
