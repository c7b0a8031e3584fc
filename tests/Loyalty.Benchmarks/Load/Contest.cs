using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Loyalty.Benchmarks.Load;

/// <summary>A server under measurement.</summary>
public sealed record Contender(string Name, Uri Url);

/// <summary>
/// Servers that answer the same request, one after the other under load, in several rounds, so that a slow minute of the machine
/// strikes all alike; the median round counts.
/// </summary>
public static class Contest
{
    private const int Connections = 32;
    private const int Rounds = 5;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    /// <summary>The median of the rounds, in requests a second, for each contender.</summary>
    public static async Task<double[]> MeasureAsync(Contender[] contenders, string body, IReadOnlyList<string> tokens)
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

    private static Task<LoadResult> LoadAsync(
        Contender contender,
        string body,
        TimeSpan duration,
        IReadOnlyList<string> tokens
    ) => LoadAsync(contender.Name, new LoadPlan(contender.Url, body, Connections, duration, tokens));

    /// <summary>Runs a load in a process of its own.</summary>
    /// <exception cref="InvalidOperationException">an answer was not 200.</exception>
    public static async Task<LoadResult> LoadAsync(string name, LoadPlan load)
    {
        var plan = Path.GetTempFileName();
        await File.WriteAllTextAsync(plan, JsonSerializer.Serialize(load));
        // Answers are then handled where they are noticed, which leaves more of the processor to the servers.
        using var process = ChildProcess.Self(["load", plan], ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"));
        var result = JsonSerializer.Deserialize<LoadResult>(await process.OutputAsync())!;
        File.Delete(plan);
        return result.Failures == 0
            ? result
            : throw new InvalidOperationException($"{name}: {result.Failures} answers were not 200.");
    }

    /// <summary>Speeds are comparable only among servers that say the same.</summary>
    public static async Task SameAnswersAsync(Contender[] contenders, string body, string? token = null)
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
                    $"{contender.Name} answers otherwise than {contenders[0].Name}:\n{answer?.ToJsonString()}\n{expected?.ToJsonString()}"
                );
        }
    }

    public static Uri Local(int port, string path) => new($"http://127.0.0.1:{port}{path}");

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public static string Body(string query, string variables) =>
        new JsonObject { ["query"] = query, ["variables"] = JsonNode.Parse(variables) }.ToJsonString();
}
