using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Running;
using Loyalty.Benchmarks.GraphQL;
using Loyalty.Benchmarks.Load;

namespace Loyalty.Benchmarks;

/// <summary>
/// <c>graphql</c> measures whole servers under load; anything else goes to BenchmarkDotNet (<c>--filter '*'</c>). The other words are
/// parts that the load benchmarks start themselves.
/// </summary>
public static class Entry
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["graphql", ..]:
                return await GraphQLBenchmark.RunAsync(args);
            case ["serve-memory", var port]:
                await MemoryServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
                return 0;
            case ["load", var plan]:
                var load = JsonSerializer.Deserialize<LoadPlan>(await File.ReadAllTextAsync(plan))!;
                Console.WriteLine(JsonSerializer.Serialize(await LoadGenerator.RunAsync(load)));
                return 0;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Entry).Assembly).Run(args);
                return 0;
        }
    }
}
