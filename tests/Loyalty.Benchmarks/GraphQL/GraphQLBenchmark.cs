using System.Globalization;
using System.Text.Json;
using Loyalty.Benchmarks.Load;

namespace Loyalty.Benchmarks.GraphQL;

/// <summary>
/// The home screen under load, beside what it is measured by. All servers run at once, and the load goes to one after the other
/// in several rounds, so that a slow minute of the machine strikes all alike; the median round counts.
/// </summary>
public static class GraphQLBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var figures = new Figures();
        if (!args.Contains("--load-only"))
            OperationBenchmark.Run(figures);
        if (!args.Contains("--database-only"))
            await MemoryAsync(figures);
        if (!args.Contains("--memory-only"))
            await DatabaseBenchmark.RunAsync(figures, args.Contains("--small") ? 100_000 : 1_000_000);
        return figures.Print(Console.Out) ? 0 : 1;
    }

    private static async Task MemoryAsync(Figures figures)
    {
        await InstallYardsticksAsync();
        var data = Path.Combine(Path.GetTempPath(), $"home-screen-{Environment.ProcessId}.json");
        await File.WriteAllTextAsync(data, JsonSerializer.Serialize(HomeScreenData.Member, HomeScreenData.Json));
        var (ours, mercury, yoga) = (Contest.FreePort(), Contest.FreePort(), Contest.FreePort());
        using var library = ChildProcess.Self(["serve-memory", ours.ToString(CultureInfo.InvariantCulture)]);
        using var mercurius = Node("mercurius.mjs", mercury, data);
        using var graphqlYoga = Node("yoga.mjs", yoga, data);
        await library.ReadyAsync();
        await mercurius.ReadyAsync();
        await graphqlYoga.ReadyAsync();
        var contenders = new Contender[]
        {
            new("Loyalty.GraphQL", Contest.Local(ours, "/graphql")),
            new("mercurius with JIT", Contest.Local(mercury, "/graphql")),
            new("graphql-yoga", Contest.Local(yoga, "/graphql")),
            new("written by hand", Contest.Local(ours, "/by-hand")),
        };
        var body = Contest.Body(HomeScreen(), """{"entries":10}""");
        await Contest.SameAnswersAsync(contenders, body);
        var speeds = await Contest.MeasureAsync(contenders, body, []);
        var (library2, others) = (speeds[0], speeds[1..]);
        foreach (var (contender, speed) in contenders.Zip(speeds))
            figures.Add($"home screen in memory, {contender.Name}", speed, "requests/s");
        foreach (var (i, goal) in new[] { (0, 1.2), (1, 8.0), (2, 0.6) })
            figures.Compare("home screen in memory", library2, "requests/s", contenders[i + 1].Name, others[i], goal);
        File.Delete(data);
    }

    internal static string HomeScreen() => File.ReadAllText(Yardsticks("home-screen.graphql"));

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
