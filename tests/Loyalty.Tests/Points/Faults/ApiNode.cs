using System.Diagnostics;
using System.Globalization;
using Loyalty.Api;
using Loyalty.Testing;
using Loyalty.Tests.Partners;
using Shouldly;

namespace Loyalty.Tests.Points.Faults;

/// <summary>The built program serving in a process of its own, which can be killed.</summary>
internal sealed class ApiNode : IDisposable
{
    private readonly TestDatabase database;
    private readonly string[] shell;
    private readonly int port = FreePort.Find();
    private Process process;

    private ApiNode(TestDatabase database, string[] shell)
    {
        (this.database, this.shell) = (database, shell);
        process = Start();
    }

    /// <summary>The same after a restart.</summary>
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    public int Id => process.Id;

    /// <param name="shell">a program that starts the node, with its own arguments; none starts it directly.</param>
    public static async Task<ApiNode> StartAsync(TestDatabase database, params string[] shell)
    {
        var node = new ApiNode(database, shell);
        await node.ReadyAsync();
        return node;
    }

    /// <summary>As <c>kill -9</c>: nothing is told and nothing is tidied up.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    public async Task RestartAsync()
    {
        process = Start();
        await ReadyAsync();
    }

    /// <summary>Waits until it says of itself that it can serve.</summary>
    public async Task ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        var isReady = await WaitFor.Async(
            async () =>
            {
                process.HasExited.ShouldBeFalse();
                try
                {
                    return (await http.GetAsync("/health/ready")).IsSuccessStatusCode;
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            ready => ready
        );
        isReady.ShouldBeTrue();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private Process Start()
    {
        string[] command = [.. shell, "dotnet", typeof(LoyaltyHost).Assembly.Location, "serve", $"--urls={Url}"];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false };
        start.Environment["Database__Provider"] = database.Provider.ToString();
        start.Environment["Database__ConnectionString"] = database.ConnectionString;
        start.Environment["Logging__LogLevel__Default"] = "None";
        // Less to compile on each start; this measures nothing.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
