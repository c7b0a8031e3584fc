using System.Globalization;
using System.Security.Cryptography;

namespace Loyalty.Testing;

/// <summary>
/// A Redis server that keeps nothing: the machine's own <c>redis-server</c> on a free loopback port, or the server that
/// <c>LOYALTY_TEST_REDIS</c> names (a StackExchange.Redis configuration string).
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    /// <summary>Environment variable with the connection string of a server to use instead of starting one.</summary>
    public const string ServerVariable = "LOYALTY_TEST_REDIS";

    private const int DatabasesMax = 1024;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly Lazy<Task<RedisServer>> SharedServer = new(UseOrStartAsync);
    private readonly ServerProcess? _process;
    private int _databases = -1;

    private RedisServer(string connectionString, ServerProcess? process)
    {
        ConnectionString = connectionString;
        _process = process;
    }

    /// <summary>A connection to database 0.</summary>
    public string ConnectionString { get; }

    /// <summary>Why no server can be had here; null when one can.</summary>
    public static string? WhyMissing =>
        Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 }
        || Programs.Find("redis-server") is not null
            ? null
            : $"redis-server is not in PATH, and {ServerVariable} is not set";

    /// <summary>One server for all tests of this process; ends with it.</summary>
    public static Task<RedisServer> SharedAsync() => SharedServer.Value;

    /// <summary>
    /// A connection string with a key space and channels that no other test of this run sees. On a server given by
    /// <c>LOYALTY_TEST_REDIS</c> only the channels are apart: it need not have as many databases.
    /// </summary>
    public string CreateDatabase()
    {
        var number = Interlocked.Increment(ref _databases) % DatabasesMax;
        var channels = string.Create(CultureInfo.InvariantCulture, $"channelPrefix=test{number}:");
        return _process is null
            ? $"{ConnectionString},{channels}"
            : string.Create(CultureInfo.InvariantCulture, $"{ConnectionString},defaultDatabase={number},{channels}");
    }

    /// <summary>Starts a server of its own, for tests that stop it; whatever <c>LOYALTY_TEST_REDIS</c> says.</summary>
    /// <exception cref="ServerStartException">There is no <c>redis-server</c>, or it did not start.</exception>
    public static async Task<RedisServer> StartAsync()
    {
        var program = Programs.Find("redis-server") ?? throw new ServerStartException("redis-server is not in PATH");
        return await FreePort.UseAsync(port => StartAsync(program, port));
    }

    private static async Task<RedisServer> UseOrStartAsync() =>
        Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } given
            ? new RedisServer(given, process: null)
            : await StartAsync();

    private static async Task<RedisServer> StartAsync(string program, int port)
    {
        var directory = ServerDirectory.Create("redis");
        var password = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var configuration = Path.Combine(directory, "redis.conf");
        // In a file, because the command line of a process is open to every user of the machine.
        await File.WriteAllTextAsync(
            configuration,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                bind 127.0.0.1
                port {port}
                requirepass {password}
                databases {DatabasesMax}
                dir {directory}
                pidfile {Path.Combine(directory, "redis.pid")}
                save ""
                appendonly no
                daemonize no

                """
            )
        );
        await ServerDirectory.GiveToServerUserAsync(directory);
        var process = await ServerProcess.StartAsync(
            directory,
            Programs.AsServerUser(program, configuration),
            readyText: "ready to accept connections",
            stopSignal: "KILL",
            StartTimeout
        );
        return new RedisServer(
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={password}"),
            process
        );
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
