using System.Diagnostics;
using System.Text.Json;
using Loyalty.Api;
using Loyalty.Testing;
using Shouldly;

namespace Loyalty.Tests.Host;

/// <summary>The built program as a process of its own, for its commands: what it printed and how it ended.</summary>
internal sealed record LoyaltyProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(90);

    /// <summary>Standard output, which must be one JSON object and nothing else.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        document.RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
        return document.RootElement.Clone();
    }

    public static Task<LoyaltyProcess> RunAsync(TestDatabase database, params string[] arguments) =>
        RunAsync(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Database__Provider"] = database.Provider.ToString(),
                ["Database__ConnectionString"] = database.ConnectionString,
            },
            arguments
        );

    public static async Task<LoyaltyProcess> RunAsync(
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LoyaltyHost).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Max);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new LoyaltyProcess(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
