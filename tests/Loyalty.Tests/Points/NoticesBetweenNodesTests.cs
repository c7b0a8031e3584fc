using Loyalty.Storage.Redis;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Two nodes on one database, which hear each other through Redis.</summary>
public abstract class NoticesBetweenNodesTests(DatabaseProvider provider) : IAsyncLifetime
{
    private readonly List<Club> nodes = [];

    public ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(provider);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var node in nodes.Skip(1))
        {
            await node.StopAsync();
        }

        if (nodes.Count > 0)
        {
            await nodes[0].DisposeAsync();
        }
    }

    [Fact]
    public async Task A_member_on_one_node_hears_of_points_that_another_posts()
    {
        Missing.SkipBecauseOf(RedisServer.WhyMissing);
        var redis = (await RedisServer.SharedAsync()).CreateDatabase();
        var (one, other) = await TwoNodesAsync(redis, redis);
        var anna = await one.GivenSignedInMemberAsync();
        using var app = await LiveApp.WatchAsync(one, anna);
        var partner = await other.CreatePartnerAsync();

        await partner.SendAsync(WalletSubscriptionTests.Grant(anna.Member, 11));

        (await app.NextChangeAsync()).ToJsonString().ShouldBe(WalletSubscriptionTests.Change(11, 11));
        // What the node itself posts comes once, though Redis brings it back.
        await (partner with { Club = one }).SendAsync(WalletSubscriptionTests.Grant(anna.Member, 1));
        (await app.NextChangeAsync())["wallet"]!["balance"]!.GetValue<long>().ShouldBe(12);
        await partner.SendAsync(WalletSubscriptionTests.Grant(anna.Member, 2));
        (await app.NextChangeAsync())["wallet"]!["balance"]!.GetValue<long>().ShouldBe(14);
    }

    [Fact]
    public async Task A_node_that_lost_Redis_hears_the_others_again_when_it_is_back()
    {
        Missing.SkipBecauseOf(RedisServer.WhyMissing);
        await using var server = await RedisServer.StartAsync();
        var (one, other) = await TwoNodesAsync(server.ConnectionString, server.ConnectionString);
        var anna = await one.GivenSignedInMemberAsync();
        using var app = await LiveApp.WatchAsync(one, anna);
        var partner = await other.CreatePartnerAsync();
        using (var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true"))
        {
            await redis.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await redis.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "normal");
        }

        var heard = app.NextChangeAsync();
        await WaitFor.Async(
            async () =>
            {
                await partner.SendAsync(WalletSubscriptionTests.Grant(anna.Member, 3));
                return heard.IsCompleted;
            },
            done => done
        );

        (await heard)["entries"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Without_Redis_or_while_it_is_away_each_node_serves_and_hears_itself()
    {
        // Nothing listens there.
        const string away = "127.0.0.1:9,connectTimeout=500";
        var (configured, alone) = await TwoNodesAsync(away, redisOther: null);
        foreach (var node in (Club[])[configured, alone])
        {
            var anna = await node.GivenSignedInMemberAsync();
            using var app = await LiveApp.WatchAsync(node, anna);
            var partner = await node.CreatePartnerAsync();

            await partner.SendAsync(WalletSubscriptionTests.Grant(anna.Member, 5));

            (await app.NextChangeAsync()).ToJsonString().ShouldBe(WalletSubscriptionTests.Change(5, 5));
        }

        using var http = configured.Anonymous();
        (await http.GetStringAsync("/health/ready")).ShouldBe("Degraded");
        using var healthy = alone.Anonymous();
        (await healthy.GetStringAsync("/health/ready")).ShouldBe("Healthy");
    }

    [Fact]
    public async Task A_partner_made_on_one_node_is_known_to_another_at_once()
    {
        Missing.SkipBecauseOf(RedisServer.WhyMissing);
        var redis = (await RedisServer.SharedAsync()).CreateDatabase();
        var (one, other) = await TwoNodesAsync(redis, redis, new StandingTimer());
        var anna = await one.GivenSignedInMemberAsync();
        var early = await other.CreatePartnerAsync();
        // The other node has its list of partners now, and would keep it for ever.
        await early.SendAsync(WalletSubscriptionTests.Grant(anna.Member, 1));

        var partner = await one.CreatePartnerAsync();
        var elsewhere = partner with { Club = other };
        var answer = await WaitFor.Async(
            () => elsewhere.SendAsync(WalletSubscriptionTests.Grant(anna.Member, 1)),
            answer => answer.Status == 200
        );

        answer.Status.ShouldBe(200);
    }

    private async Task<(Club One, Club Other)> TwoNodesAsync(
        string? redis,
        string? redisOther,
        TimeProvider? clockOther = null
    )
    {
        nodes.Add(await Club.StartAsync(provider, clock: null, Settings(redis)));
        nodes.Add(await Club.StartOnAsync(nodes[0].Database, clockOther, Settings(redisOther)));
        foreach (var node in nodes.Where(_ => redis is not null && redisOther is not null))
        {
            (await WaitFor.Async(() => Task.FromResult(Connected(node)), connected => connected)).ShouldBeTrue();
        }

        return (nodes[0], nodes[1]);
    }

    private static bool Connected(Club node) => node.Services.GetRequiredService<RedisBroadcast>().IsConnected;

    private static string[] Settings(string? redis) => redis is null ? [] : [$"--Redis:ConnectionString={redis}"];

    /// <summary>By it nothing that is kept ever grows old.</summary>
    private sealed class StandingTimer : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    public sealed class OnSqlite() : NoticesBetweenNodesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : NoticesBetweenNodesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : NoticesBetweenNodesTests(DatabaseProvider.SqlServer);
}
