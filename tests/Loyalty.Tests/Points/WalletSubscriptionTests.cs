using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Members hear of their points, over WebSockets and event streams.</summary>
public abstract class WalletSubscriptionTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_member_hears_of_points_that_a_partners_webhook_posts_and_no_other_member_does()
    {
        var (anna, boris) = (await Club.GivenSignedInMemberAsync(), await Club.GivenSignedInMemberAsync());
        var partner = await Club.CreatePartnerAsync();
        using var annasApp = await LiveApp.WatchAsync(Club, anna);
        using var borissApp = await LiveApp.WatchAsync(Club, boris);

        (await partner.SendAsync(Grant(anna.Member, 25))).Statuses.ShouldBe(["posted"]);
        (await partner.SendAsync(Grant(boris.Member, 4))).Statuses.ShouldBe(["posted"]);

        (await annasApp.NextChangeAsync()).ToJsonString().ShouldBe(Change(balance: 25, points: 25));
        // The first that he hears is his own.
        (await borissApp.NextChangeAsync())
            .ToJsonString()
            .ShouldBe(Change(balance: 4, points: 4));
    }

    [Fact]
    public async Task A_batch_of_events_comes_with_every_entry_and_the_balance_of_the_last()
    {
        var anna = await Club.GivenSignedInMemberAsync();
        var partner = await Club.CreatePartnerAsync();
        using var app = await LiveApp.WatchAsync(Club, anna);

        (
            await partner.SendBatchAsync(Enumerable.Range(1, 20).Select(points => Grant(anna.Member, points)))
        ).Statuses.ShouldAllBe(status => status == "posted");

        var points = new List<long>();
        JsonNode change;
        do
        {
            change = await app.NextChangeAsync();
            points.InsertRange(0, change["entries"]!.AsArray().Select(entry => entry!["points"]!.GetValue<long>()));
        } while (points.Count < 20);
        change["wallet"]!["balance"]!.GetValue<long>().ShouldBe(210);
        points.ShouldBe(Enumerable.Range(1, 20).Reverse().Select(one => (long)one));
    }

    [Fact]
    public async Task A_member_hears_over_an_event_stream_too()
    {
        var anna = await Club.GivenSignedInMemberAsync();
        var partner = await Club.CreatePartnerAsync();
        using var response = await StreamAsync(anna.Http);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        await partner.SendAsync(Grant(anna.Member, 7));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        string? line;
        do
        {
            line = await reader.ReadLineAsync(limit.Token);
        } while (line?.StartsWith("data:", StringComparison.Ordinal) == false);
        var data = JsonNode.Parse(line.ShouldNotBeNull()["data:".Length..])!["data"]!;
        data["walletChanged"]!.ToJsonString().ShouldBe(Change(balance: 7, points: 7));
    }

    [Fact]
    public async Task Who_is_anonymous_or_no_member_or_brings_a_token_that_does_not_hold_is_refused()
    {
        using var anonymous = await LiveApp.ConnectAsync(Club, token: null);
        (await anonymous.NextAsync())!["type"]!.ToString().ShouldBe("connection_ack");
        await anonymous.SubscribeAsync("1", LiveApp.WalletChanged);
        using var stranger = await LiveApp.ConnectAsync(Club, Club.Issuer.Token("nobody-we-know", "openid member"));
        await stranger.NextAsync();
        await stranger.SubscribeAsync("1", LiveApp.WalletChanged);
        using var forger = await LiveApp.ConnectAsync(Club, "eyJhbGciOiJub25lIn0.e30.");
        using var staff = await LiveApp.ConnectAsync(Club, Club.Issuer.Token("staff-1", "admin", "administrator"));
        await staff.NextAsync();
        await staff.SubscribeAsync("1", LiveApp.WalletChanged);

        Code(await anonymous.NextAsync()).ShouldBe("AUTH_NOT_AUTHENTICATED");
        Code(await stranger.NextAsync()).ShouldBe("MEMBER_NOT_LINKED");
        Code(await staff.NextAsync()).ShouldBe("AUTH_NOT_AUTHORIZED");
        (await forger.NextAsync()).ShouldBeNull();
        forger.CloseCode.ShouldBe(4403);
    }

    [Fact]
    public async Task A_token_that_ends_closes_the_socket_and_ends_the_event_stream()
    {
        var anna = await Club.GivenSignedInMemberAsync();
        var soon = TimeProvider.System.GetUtcNow().AddSeconds(4);
        var token = Club.Issuer.Token(anna.Subject, "openid member", soon);
        using var app = await LiveApp.WatchAsync(Club, anna, token);
        using var http = Club.WithToken(token);
        using var response = await StreamAsync(http);

        (await app.NextAsync()).ShouldBeNull();
        app.CloseCode.ShouldBe(4403);
        var stream = await response.Content.ReadAsStringAsync();
        stream.ShouldContain("AUTH_NOT_AUTHENTICATED");
        stream.ShouldEndWith("event: complete\ndata:\n\n");
        (
            await WaitFor.Async(() => Task.FromResult(LiveApp.Listeners(Club, anna.Member)), count => count == 0)
        ).ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_detached_from_the_account_while_it_listens_hears_no_more_of_the_wallet()
    {
        var anna = await Club.GivenSignedInMemberAsync();
        var partner = await Club.CreatePartnerAsync();
        using var app = await LiveApp.WatchAsync(Club, anna);
        await Club.WithContextAsync(async context =>
        {
            context.MemberSignIns.RemoveRange(context.MemberSignIns.Where(one => one.Subject == anna.Subject));
            return await context.SaveChangesAsync();
        });

        await partner.SendAsync(Grant(anna.Member, 9));

        var message = (await app.NextAsync()).ShouldNotBeNull();
        message["payload"]!["data"].ShouldBeNull();
        message["payload"]!["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("MEMBER_NOT_LINKED");
    }

    private static async Task<HttpResponseMessage> StreamAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = LiveApp.WalletChanged }),
        };
        request.Headers.Add("Accept", "text/event-stream");
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response;
    }

    internal static JsonObject Grant(MemberId member, long points) =>
        PartnersActions.Event(
            PartnerEvent.PointsGranted.TypeName,
            new JsonObject
            {
                ["member"] = new JsonObject { ["memberId"] = member.ToString() },
                ["points"] = points,
                ["currency"] = "POINTS",
            }
        );

    internal static string Change(long balance, long points) =>
        $$$"""{"wallet":{"balance":{{{balance}}},"currency":{"code":"POINTS"}},"entries":[{"kind":"ACCRUAL","points":{{{points}}},"balanceAfter":{{{balance}}}}]}""";

    private static string? Code(JsonNode? message)
    {
        message.ShouldNotBeNull()["type"]!.ToString().ShouldBe("error");
        return message["payload"]![0]!["extensions"]!["code"]!.ToString();
    }

    public sealed class OnSqlite() : WalletSubscriptionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : WalletSubscriptionTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : WalletSubscriptionTests(DatabaseProvider.SqlServer);
}
