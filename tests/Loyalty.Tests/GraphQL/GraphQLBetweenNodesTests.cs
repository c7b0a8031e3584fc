using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.GraphQL;
using Loyalty.GraphQL.Documents;
using Loyalty.Storage.Redis;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace Loyalty.Tests.GraphQL;

/// <summary>What two nodes share through Redis, and do without when it is away.</summary>
public abstract class GraphQLBetweenNodesTests(DatabaseProvider provider) : IAsyncLifetime
{
    // Costs 10 of the 25 that a member has.
    private const string Me = "{ me { status } }";

    // Of three requests that each waited for Redis, at five seconds each.
    private static readonly TimeSpan ThreeTimeouts = TimeSpan.FromSeconds(15);

    private readonly List<Club> nodes = [];

    public ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(provider);
        Missing.SkipBecauseOf(RedisServer.WhyMissing);
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
    public async Task A_member_has_one_budget_on_all_nodes()
    {
        var redis = (await RedisServer.SharedAsync()).CreateDatabase();
        var (one, other) = await TwoNodesAsync(redis);
        var anna = await one.GivenSignedInMemberAsync();
        var berta = await one.GivenSignedInMemberAsync();
        var elsewhere = other.SignedIn(anna.Subject);

        (await AskAsync(anna.Http)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(elsewhere)).ShouldBe(HttpStatusCode.OK);

        (await AskAsync(elsewhere)).ShouldBe(HttpStatusCode.TooManyRequests);
        (await AskAsync(anna.Http)).ShouldBe(HttpStatusCode.TooManyRequests);
        (await AskAsync(berta.Http)).ShouldBe(HttpStatusCode.OK);
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        var database = connection.GetDatabase();
        var keys = (string[])(await database.ExecuteAsync("KEYS", "*loyalty:rate:*"))!;
        keys.Length.ShouldBe(2);
        keys.Select(key => key.Split(':')[^1].Length).ShouldBe([32, 32]);
        string.Concat(keys).ShouldNotContain(anna.Subject);
        (await database.KeyTimeToLiveAsync(keys[0])).ShouldNotBeNull();
    }

    [Fact]
    public async Task While_Redis_is_away_each_node_answers_and_limits_by_itself()
    {
        await using var server = await RedisServer.StartAsync();
        var (one, other) = await TwoNodesAsync(server.ConnectionString);
        var anna = await one.GivenSignedInMemberAsync();
        var elsewhere = other.SignedIn(anna.Subject);
        (await AskAsync(anna.Http)).ShouldBe(HttpStatusCode.OK);

        await server.DisposeAsync();

        foreach (var http in (HttpClient[])[anna.Http, elsewhere])
        {
            var start = TimeProvider.System.GetTimestamp();
            (await AskAsync(http)).ShouldBe(HttpStatusCode.OK);
            (await AskAsync(http)).ShouldBe(HttpStatusCode.OK);
            (await AskAsync(http)).ShouldBe(HttpStatusCode.TooManyRequests);
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(ThreeTimeouts);
        }

        (await NameAsync(one, "{ __typename }")).ShouldBe("PERSISTED_QUERY_NOT_FOUND");
        (await RegisterAsync(one, "{ __typename }")).ShouldBe("Query");
        (await NameAsync(one, "{ __typename }")).ShouldBe("Query");
    }

    [Fact]
    public async Task A_document_registered_on_one_node_runs_by_its_hash_on_another()
    {
        var (one, other) = await TwoNodesAsync((await RedisServer.SharedAsync()).CreateDatabase());
        const string document = "{ __typename }";
        (await NameAsync(other, document)).ShouldBe("PERSISTED_QUERY_NOT_FOUND");

        (await RegisterAsync(one, document)).ShouldBe("Query");

        (await NameAsync(other, document)).ShouldBe("Query");
    }

    [Fact]
    public async Task What_stands_in_Redis_under_the_wrong_hash_is_not_run()
    {
        var redis = (await RedisServer.SharedAsync()).CreateDatabase();
        var (one, other) = await TwoNodesAsync(redis);
        const string document = "{ __typename }";
        await RegisterAsync(one, document);
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        var database = connection.GetDatabase();

        var key = ((string[])(await database.ExecuteAsync("KEYS", "*{loyalty:documents}"))!).ShouldHaveSingleItem();
        await database.HashSetAsync(key, DocumentHash.Of(document), "{ other: __typename }");

        (await NameAsync(other, document)).ShouldBe("PERSISTED_QUERY_NOT_FOUND");
    }

    [Fact]
    public async Task Redis_keeps_no_more_documents_than_one_node_does()
    {
        var redis = (await RedisServer.SharedAsync()).CreateDatabase();
        var (one, _) = await TwoNodesAsync(redis);
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        var database = connection.GetDatabase();
        var options = one.Services.GetRequiredService<GraphQLOptions>();
        options.CachedDocumentsMax = 3;

        for (var i = 0; i < 5; i++)
        {
            await RegisterAsync(one, $"{{ a{i}: __typename }}");
        }

        var key = ((string[])(await database.ExecuteAsync("KEYS", "*{loyalty:documents}"))!).ShouldHaveSingleItem();
        (await database.HashLengthAsync(key)).ShouldBe(4);
        options.CachedCharactersMax = 40;
        await RegisterAsync(one, "{ b: __typename }");
        ((int)await database.HashGetAsync(key, "length")).ShouldBe(17 + 18);
        (await database.KeyTimeToLiveAsync(key))!.Value.ShouldBeGreaterThan(TimeSpan.FromDays(6));
        (await database.KeyTimeToLiveAsync(key + ":used"))!.Value.ShouldBeGreaterThan(TimeSpan.FromDays(6));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http)
    {
        using var response = await http.PostAsJsonAsync("/graphql", new { query = Me });
        return response.StatusCode;
    }

    private static Task<string?> RegisterAsync(Club node, string document) => SendAsync(node, document, document);

    private static Task<string?> NameAsync(Club node, string document) => SendAsync(node, query: null, document);

    /// <returns>The first field's value, or the code of the error.</returns>
    private static async Task<string?> SendAsync(Club node, string? query, string hashed)
    {
        using var http = node.Anonymous();
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = DocumentHash.Of(hashed) } };
        using var response = await http.PostAsJsonAsync("/graphql", new { query, extensions });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return answer["data"]?.AsObject().Single().Value!.ToString() ?? answer.ErrorCode();
    }

    private async Task<(Club One, Club Other)> TwoNodesAsync(string redis)
    {
        string[] settings =
        [
            $"--Redis:ConnectionString={redis}",
            "--GraphQL:RateLimit:Capacity=25",
            "--GraphQL:RateLimit:PerSecond=0.001",
        ];
        nodes.Add(await Club.StartAsync(provider, clock: null, settings));
        nodes.Add(await Club.StartOnAsync(nodes[0].Database, clock: null, settings));
        foreach (var node in nodes)
        {
            var broadcast = node.Services.GetRequiredService<RedisBroadcast>();
            await WaitFor.Async(() => Task.FromResult(broadcast.IsConnected), connected => connected);
            broadcast.IsConnected.ShouldBeTrue();
        }

        return (nodes[0], nodes[1]);
    }

    public sealed class OnSqlite() : GraphQLBetweenNodesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : GraphQLBetweenNodesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : GraphQLBetweenNodesTests(DatabaseProvider.SqlServer);
}
