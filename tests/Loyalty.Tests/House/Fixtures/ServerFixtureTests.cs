using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Loyalty.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.House;

public sealed class ServerFixtureTests
{
    [Fact]
    public async Task A_durable_PostgreSQL_flushes_and_ends_with_its_disposal()
    {
        DatabaseTests.SkipWhereMissing(DatabaseProvider.PostgreSql);
        var server = await PostgreSqlServer.StartAsync(new PostgreSqlOptions(Durable: true));
        var connectionString = await server.CreateDatabaseAsync();
        var data = await ReadAsync(connectionString, "show data_directory");

        (await ReadAsync(connectionString, "show fsync")).ShouldBe("on");
        (await ReadAsync(connectionString, "show synchronous_commit")).ShouldBe("on");
        (await ReadAsync(connectionString, "show listen_addresses")).ShouldBe("127.0.0.1");
        await server.DisposeAsync();

        Directory.Exists(Path.GetDirectoryName(data)).ShouldBeFalse("the directory goes with the server");
        await Should.ThrowAsync<NpgsqlException>(() => ReadAsync(connectionString + ";Pooling=false", "select 1"));
    }

    [Fact]
    public async Task A_PostgreSQL_for_everyday_tests_does_not_flush()
    {
        DatabaseTests.SkipWhereMissing(DatabaseProvider.PostgreSql);
        await using var server = await PostgreSqlServer.StartAsync();

        (await ReadAsync(server.ConnectionString, "show fsync")).ShouldBe("off");
        (await ReadAsync(server.ConnectionString, "show max_connections")).ShouldBe("200");
    }

    [Fact]
    public async Task Redis_answers_who_knows_its_password_and_ends_with_its_disposal()
    {
        Missing.SkipBecauseOf(RedisServer.WhyMissing);
        var server = await RedisServer.StartAsync();
        var parts = server.CreateDatabase().Split(',');
        var port = int.Parse(parts[0].Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        var password = parts.Single(part => part.StartsWith("password=", StringComparison.Ordinal))[
            "password=".Length..
        ];

        (await AskRedisAsync(port, "PING")).ShouldStartWith("-NOAUTH");
        (await AskRedisAsync(port, $"AUTH {password}")).ShouldStartWith("+OK");
        server.CreateDatabase().ShouldNotBe(server.CreateDatabase());
        await server.DisposeAsync();

        await Should.ThrowAsync<SocketException>(() => AskRedisAsync(port, "PING"));
    }

    [Fact]
    public async Task A_server_whose_owner_and_guard_were_killed_is_ended_at_the_next_start()
    {
        if (!OperatingSystem.IsLinux())
            Missing.SkipBecauseOf("reads /proc");
        using var owner = Process.Start(new ProcessStartInfo("sleep", "0") { UseShellExecute = false })!;
        await owner.WaitForExitAsync();
        var directory = Path.Combine(Path.GetTempPath(), $"loyalty-test-redis-{owner.Id}-abandoned");
        Directory.CreateDirectory(directory);
        // A stand-in for a server: a program that works in the directory and waits for a line that never comes.
        var standIn = new ProcessStartInfo("sh", ["-c", "read -r _"])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
        };
        using var server = Process.Start(standIn)!;
        await File.WriteAllTextAsync(Path.Combine(directory, "redis.pid"), $"{server.Id}\n");

        ServerDirectory.RemoveAbandoned("redis");

        await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Directory.Exists(directory).ShouldBeFalse();
    }

    private static async Task<string> ReadAsync(string connectionString, string query)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> AskRedisAsync(int port, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return (await reader.ReadLineAsync())!;
    }
}
