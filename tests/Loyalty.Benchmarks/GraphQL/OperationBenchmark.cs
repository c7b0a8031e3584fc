using System.Buffers;
using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Loyalty.Benchmarks.Load;
using Loyalty.GraphQL;
using Loyalty.GraphQL.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Benchmarks.GraphQL;

/// <summary>
/// The home screen without HTTP: executed from a document that is known, and the work on one that was never seen. The yardsticks
/// are the JSON serializer over the same data, and the parser alone.
/// </summary>
[MemoryDiagnoser]
public class OperationBenchmark
{
    private readonly ArrayBufferWriter<byte> output = new(64 * 1024);
    private readonly JsonDocument variables = JsonDocument.Parse("""{"entries":10}""");
    private ServiceProvider services = null!;
    private RequestExecutor executor = null!;
    private GraphQLRequest request = null!;
    private string query = "";
    private int seen;

    [GlobalSetup]
    public void Start()
    {
        var collection = new ServiceCollection();
        MemoryServer.AddSchema(collection);
        services = collection.BuildServiceProvider();
        executor = services.GetRequiredService<RequestExecutor>();
        query = GraphQLBenchmark.HomeScreen();
        request = new GraphQLRequest(query, services) { Variables = variables.RootElement };
    }

    [GlobalCleanup]
    public void Stop()
    {
        services.Dispose();
        variables.Dispose();
    }

    [Benchmark]
    public async Task<int> Execute()
    {
        output.ResetWrittenCount();
        using var result = await executor.ExecuteAsync(request);
        result.WriteTo(output);
        return output.WrittenCount;
    }

    [Benchmark]
    public int Serialize()
    {
        output.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, HomeScreenData.Screen, HomeScreenData.Json);
        return output.WrittenCount;
    }

    [Benchmark]
    public int ValidateUnseen() =>
        executor.Validate($"{query} # {(++seen).ToString(CultureInfo.InvariantCulture)}").Count;

    [Benchmark]
    public int ParseOnly() => Parser.Parse(query).Definitions.Count;

    /// <summary>Runs all of them within this process.</summary>
    internal static void Run(Figures figures)
    {
        var config = ManualConfig
            .CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default);
        var reports = BenchmarkRunner
            .Run<OperationBenchmark>(config)
            .Reports.ToDictionary(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name);
        var (execute, serialize) = (reports[nameof(Execute)], reports[nameof(Serialize)]);
        var (validate, parse) = (reports[nameof(ValidateUnseen)], reports[nameof(ParseOnly)]);
        figures.Add("one operation, executed", Microseconds(execute), "us", "JsonSerializer", Microseconds(serialize));
        figures.Add("one operation, allocated", Bytes(execute), "bytes", "JsonSerializer", Bytes(serialize));
        figures.Add("unseen document, all checks", Microseconds(validate), "us", "parser alone", Microseconds(parse));
        figures.Add("unseen document, allocated", Bytes(validate), "bytes", "parser alone", Bytes(parse));
    }

    private static double Microseconds(BenchmarkReport report) => report.ResultStatistics!.Mean / 1000;

    private static double Bytes(BenchmarkReport report) =>
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.NaN;
}
