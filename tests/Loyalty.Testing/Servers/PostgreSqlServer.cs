using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace Loyalty.Testing;

/// <summary>How a PostgreSQL server for tests is set up.</summary>
/// <param name="Durable">Flush to disk as in production, for crash tests and benchmarks. Off, commits are several times faster and a crash of the machine loses data.</param>
/// <param name="MaxConnections">Connections the server accepts at a time.</param>
/// <param name="More">Further settings, such as <c>shared_buffers=1GB</c>; the server's own defaults hold otherwise.</param>
public sealed record PostgreSqlOptions(
    bool Durable = false,
    int MaxConnections = 200,
    IReadOnlyList<string>? More = null
);

/// <summary>
/// A PostgreSQL server: the machine's own binaries on a free loopback port with a temporary data directory, or the server
/// that <c>LOYALTY_TEST_POSTGRES</c> names (a connection string of a user who may create databases).
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    /// <summary>Environment variable with the connection string of a server to use instead of starting one.</summary>
    public const string ServerVariable = "LOYALTY_TEST_POSTGRES";

    /// <summary>Environment variable with the folder that holds <c>postgres</c> and <c>initdb</c>.</summary>
    public const string BinariesVariable = "LOYALTY_POSTGRES_BIN";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly ServerProcess? _process;
    private readonly string? _data;

    private PostgreSqlServer(string connectionString, ServerProcess? process, string? data = null)
    {
        ConnectionString = connectionString;
        _process = process;
        _data = data;
    }

    /// <summary>A connection to the maintenance database, with the right to create databases.</summary>
    public string ConnectionString { get; }

    /// <summary>Why no server can be had here; null when one can.</summary>
    public static string? WhyMissing =>
        Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } || FindBinaries() is not null
            ? null
            : $"PostgreSQL is not installed (looked in {BinariesVariable}, PATH and /usr/lib/postgresql), and {ServerVariable} is not set";

    /// <summary>Starts a server of its own, whatever <c>LOYALTY_TEST_POSTGRES</c> says.</summary>
    /// <exception cref="ServerStartException">No binaries, or the server did not start.</exception>
    public static async Task<PostgreSqlServer> StartAsync(PostgreSqlOptions? options = null)
    {
        options ??= new PostgreSqlOptions();
        var binaries = FindBinaries() ?? throw new ServerStartException("PostgreSQL is not installed");
        return await FreePort.UseAsync(port => StartAsync(options, binaries, port));
    }

    /// <summary>The server that <c>LOYALTY_TEST_POSTGRES</c> names, else a new one.</summary>
    public static async Task<PostgreSqlServer> UseOrStartAsync() =>
        Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } given
            ? new PostgreSqlServer(given, process: null)
            : await StartAsync();

    private static async Task<PostgreSqlServer> StartAsync(PostgreSqlOptions options, string binaries, int port)
    {
        var directory = ServerDirectory.Create("postgresql");
        var data = Path.Combine(directory, "data");
        var password = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var passwordFile = Path.Combine(directory, "password");
        await File.WriteAllTextAsync(passwordFile, password);
        await ServerDirectory.GiveToServerUserAsync(directory);

        string[] initialise = [Path.Combine(binaries, "initdb"), "--pgdata", data, "--username", "loyalty"];
        string[] settings = ["--auth", "scram-sha-256", "--pwfile", passwordFile, "--encoding", "UTF8"];
        string[] locale = ["--locale", OperatingSystem.IsLinux() ? "C.UTF-8" : "C"];
        string[] speed = options.Durable ? [] : ["--no-sync"];
        await Programs.RunAsync(
            Programs.AsServerUser([.. initialise, .. settings, .. locale, .. speed]),
            workingDirectory: directory
        );

        var process = await ServerProcess.StartAsync(
            directory,
            Programs.AsServerUser([Path.Combine(binaries, "postgres"), "-D", data, .. Settings(options, port)]),
            readyText: "database system is ready to accept connections",
            stopSignal: "QUIT",
            StartTimeout
        );
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = "loyalty",
            Password = password,
            Database = "postgres",
            // On the loopback a connection is made at once or not at all.
            Timeout = 30,
        };
        return new PostgreSqlServer(connection.ConnectionString, process, data);
    }

    private static string[] Settings(PostgreSqlOptions options, int port)
    {
        var onOff = options.Durable ? "on" : "off";
        (string Name, string Value)[] settings =
        [
            ("listen_addresses", "127.0.0.1"),
            ("port", port.ToString(CultureInfo.InvariantCulture)),
            ("unix_socket_directories", ""),
            ("max_connections", options.MaxConnections.ToString(CultureInfo.InvariantCulture)),
            ("fsync", onOff),
            ("synchronous_commit", onOff),
            ("full_page_writes", onOff),
            ("lc_messages", "C"),
            ("timezone", "UTC"),
            ("logging_collector", "off"),
            ("log_destination", "stderr"),
        ];
        return
        [
            .. settings.SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" }),
            .. (options.More ?? []).SelectMany(setting => new[] { "-c", setting }),
        ];
    }

    /// <summary>A new database, empty or a copy of <paramref name="template"/> (to which nobody may be connected).</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(
        string? template = null,
        CancellationToken cancellationToken = default
    )
    {
        var name = $"loyalty_test_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        var source = template is null ? "" : $" template \"{template}\"";
        await ExecuteAsync($"create database \"{name}\"{source}", cancellationToken);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Deletes a database that <see cref="CreateDatabaseAsync"/> made; ends what is still connected to it.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        await using (var pooled = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(pooled);
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"drop database if exists \"{name}\" with (force)", CancellationToken.None);
    }

    /// <summary>Kills every process of the server (SIGKILL, at once), starts it again on the same port and data, and returns when it
    /// takes connections.</summary>
    /// <exception cref="InvalidOperationException">The server was not started here.</exception>
    public async Task CrashAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The server is not this process's own.");
        await process.CrashAsync(async () =>
        {
            var first = (await File.ReadAllLinesAsync(Path.Combine(_data!, "postmaster.pid")))[0];
            int[] all = [int.Parse(first, CultureInfo.InvariantCulture), .. ServerDirectory.Children(first)];
            foreach (var id in all)
                ServerDirectory.Kill(id);
        });
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }
        );
        using var limit = new CancellationTokenSource(StartTimeout);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await again.WaitForNextTickAsync(limit.Token))
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(limit.Token);
                return;
            }
            catch (NpgsqlException)
            {
                // It is not there yet, or still recovers.
            }
        }
    }

    private async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string? FindBinaries()
    {
        string?[] named =
        [
            Environment.GetEnvironmentVariable(BinariesVariable),
            Path.GetDirectoryName(Programs.Find("initdb")),
        ];
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .EnumerateDirectories("/usr/lib/postgresql")
                .OrderByDescending(path =>
                    int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var version) ? version : 0
                )
                .Select(path => Path.Combine(path, "bin"))
            : [];
        return named
            .Concat(debian)
            .FirstOrDefault(path =>
                path is { Length: > 0 }
                && File.Exists(Path.Combine(path, "initdb"))
                && File.Exists(Path.Combine(path, "postgres"))
            );
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
