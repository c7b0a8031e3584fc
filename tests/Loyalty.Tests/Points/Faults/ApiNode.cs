using System.Diagnostics;
using System.Globalization;
using Loyalty.Api;
using Loyalty.Testing;

namespace Loyalty.Tests.Points.Faults;

/// <summary>The built program serving in a process of its own, which can be killed. It ends with this process, however this
/// process ends.</summary>
internal sealed class ApiNode : IDisposable
{
    /// <summary>A start takes two seconds, and much longer where all tests of a build share the machine.</summary>
    private static readonly TimeSpan ReadyMax = TimeSpan.FromMinutes(3);

    // Says the node's process id; kills the node when the pipe to this process closes.
    private const string Guard = """
        exec 3<&0 2>/dev/null
        "$@" </dev/null 3<&- >/dev/null 2>&1 &
        node=$!
        (read -r _; kill -KILL "$node") <&3 >/dev/null 2>&1 &
        reader=$!
        echo "$node"
        wait "$node"
        kill -KILL "$reader" 2>/dev/null
        """;

    private readonly TestDatabase database;
    private readonly string limits;
    private readonly string[] settings;
    private readonly int port = FreePort.Find();
    private Process guard;

    private ApiNode(TestDatabase database, string limits, string[] settings)
    {
        (this.database, this.limits, this.settings) = (database, limits, settings);
        guard = Start();
    }

    /// <summary>The same after a restart.</summary>
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    public int Id { get; private set; }

    /// <param name="limits">shell commands that the node's process begins with, such as <c>ulimit</c>.</param>
    /// <param name="settings">as on the command line.</param>
    public static async Task<ApiNode> StartAsync(TestDatabase database, string limits = "", params string[] settings)
    {
        var node = Begin(database, limits, settings);
        try
        {
            await node.ReadyAsync();
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>Starts it and does not wait until it serves: its jobs begin before.</summary>
    public static ApiNode Begin(TestDatabase database, string limits = "", params string[] settings) =>
        new(database, limits, settings);

    /// <summary>As <c>kill -9</c>: nothing is told and nothing is tidied up.</summary>
    public void Kill()
    {
        using (var process = Process.GetProcessById(Id))
        {
            process.Kill();
        }

        guard.WaitForExit();
    }

    public Task RestartAsync()
    {
        BeginAgain();
        return ReadyAsync();
    }

    /// <summary>After it was killed; does not wait until it serves.</summary>
    public void BeginAgain()
    {
        guard.Dispose();
        guard = Start();
    }

    /// <summary>Waits until it says of itself that it can serve.</summary>
    public async Task ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var limit = new CancellationTokenSource(ReadyMax);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await again.WaitForNextTickAsync(limit.Token))
        {
            if (guard.HasExited)
            {
                throw new InvalidOperationException("The node ended by itself.");
            }

            try
            {
                using var answer = await http.GetAsync("/health/ready", limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }

    public void Dispose()
    {
        if (!guard.HasExited)
        {
            guard.StandardInput.Close();
            guard.WaitForExit();
        }

        guard.Dispose();
    }

    private Process Start()
    {
        string[] node = ["dotnet", typeof(LoyaltyHost).Assembly.Location, "serve", $"--urls={Url}", .. settings];
        var start = new ProcessStartInfo("sh", ["-c", $"{limits}\n{Guard}", "guard", .. node])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["Database__Provider"] = database.Provider.ToString();
        start.Environment["Database__ConnectionString"] = database.ConnectionString;
        // Less to do at each start; this measures nothing. With write-xor-execute the runtime maps a file of 2 GB, which a
        // limit on the size of files forbids.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        var process = Process.Start(start)!;
        Id = int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        return process;
    }
}
