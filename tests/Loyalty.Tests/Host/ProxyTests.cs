using System.Net;
using System.Net.Http.Json;
using Loyalty.Testing;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Host;

/// <summary>Whose word is taken for where a request came from: limits count callers without a sign-in by it.</summary>
public abstract class ProxyTests(DatabaseProvider provider) : DatabaseTests(provider)
{
    private static readonly string[] OneQuestionEach =
    [
        "--GraphQL:RateLimit:Capacity=2",
        "--GraphQL:RateLimit:PerSecond=0.001",
    ];

    [Fact]
    public async Task Callers_behind_a_trusted_proxy_are_told_apart_and_cannot_pretend_to_be_another()
    {
        await using var club = await Club.StartAsync(
            Provider,
            clock: null,
            [.. OneQuestionEach, "--Proxies:Trusted:0=127.0.0.0/8", "--Proxies:Trusted:1=10.1.2.3"]
        );

        await ExhaustAsync(club, "203.0.113.7");

        (await AskAsync(club, "203.0.113.8")).ShouldBe(HttpStatusCode.OK);
        // What stands in front of the nearest address that is no proxy was written by the caller.
        (await AskAsync(club, "203.0.113.9, 203.0.113.7")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await AskAsync(club, "203.0.113.7, 10.1.2.3")).ShouldBe(HttpStatusCode.TooManyRequests, "two proxies");
        (await AskAsync(club, "203.0.113.7, 10.1.2.4")).ShouldBe(HttpStatusCode.OK, "10.1.2.4 is no proxy");
    }

    [Fact]
    public async Task Without_a_trusted_proxy_nobody_is_believed()
    {
        await using var club = await Club.StartAsync(Provider, clock: null, OneQuestionEach);

        await ExhaustAsync(club, "203.0.113.7");

        (await AskAsync(club, "203.0.113.8")).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("proxy.example")]
    public async Task What_is_no_network_stops_the_start(string wrong) =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                Club.StartAsync(Provider, clock: null, $"--Proxies:Trusted:0={wrong}")
            )
        ).Message.ShouldContain($"'{wrong}'");

    private static async Task ExhaustAsync(Club club, string forwardedFor)
    {
        (await AskAsync(club, forwardedFor)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(club, forwardedFor)).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private static async Task<HttpStatusCode> AskAsync(Club club, string forwardedFor)
    {
        using var http = club.Anonymous();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        using var answer = await http.PostAsJsonAsync("/graphql", new { query = "{ me { status } }" });
        return answer.StatusCode;
    }

    public sealed class OnSqlite() : ProxyTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ProxyTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ProxyTests(DatabaseProvider.SqlServer);
}
