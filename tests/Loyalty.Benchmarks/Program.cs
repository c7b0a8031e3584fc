using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Running;
using Loyalty.Benchmarks.Care;
using Loyalty.Benchmarks.Events;
using Loyalty.Benchmarks.GraphQL;
using Loyalty.Benchmarks.Ledger;
using Loyalty.Benchmarks.Load;
using Loyalty.Benchmarks.Magazine;
using Loyalty.Benchmarks.Members;
using Loyalty.Benchmarks.Rewards;

namespace Loyalty.Benchmarks;

/// <summary>
/// <c>graphql</c>, <c>ledger</c> and <c>rewards</c> measure whole servers under load, <c>expiry</c> the job that writes down what
/// lapsed, <c>care</c> those that plan and send care, <c>behaviour</c> the one that flags members, <c>magazine</c> the dispatch of an
/// issue, <c>events</c> what is told to other systems; anything else goes to BenchmarkDotNet (<c>--filter '*'</c>). The other words are
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
            case ["ledger", .. var parts]:
                return await LedgerBenchmark.RunAsync(parts);
            case ["rewards", .. var options]:
                return await RewardsBenchmark.RunAsync(options);
            case ["care", .. var options]:
                return await CareBenchmark.RunAsync(options);
            case ["magazine", .. var options]:
                return await MagazineBenchmark.RunAsync(options);
            case ["events", .. var options]:
                return await EventsBenchmark.RunAsync(options);
            case ["serve-consumer", var port, var key]:
                await EventConsumer.RunAsync(port, Convert.FromHexString(key));
                return 0;
            case ["behaviour", .. var options]:
                return await BehaviourBenchmark.RunAsync(options);
            case ["expiry", .. var options]:
                return await ExpiryBenchmark.RunAsync(options);
            case ["expire", var connectionString]:
                await ExpiryBenchmark.ServeAsync(connectionString);
                return 0;
            case ["serve-plain", var port, var key]:
                await PlainServer.RunAsync(port, Convert.FromHexString(key));
                return 0;
            case ["webhooks", var file]:
                var webhooks = JsonSerializer.Deserialize<WebhookPlan>(await File.ReadAllTextAsync(file))!;
                Console.WriteLine(JsonSerializer.Serialize(await WebhookLoad.RunAsync(webhooks)));
                return 0;
            case ["serve-memory", var port]:
                await MemoryServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
                return 0;
            case ["serve-database", var port, var connectionString, var authority]:
                await DatabaseServer.RunAsync(port, connectionString, authority);
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
