using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>Partners who fulfil, in the moments in which it is not clear who knows what: nothing is delivered and given back, and
/// nobody's answer brings the others to a halt.</summary>
public abstract class PartnerFaultTests(DatabaseProvider provider) : OwnClubTests(provider, ScriptedTelecom.Settings)
{
    [Fact]
    public async Task What_staff_give_up_and_the_partner_has_delivered_is_paid()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        using var staff = Club.Staff();
        var (member, order) = await AcceptedAsync(telecom, staff);
        var answer = new TaskCompletionSource();
        telecom.CancelOf(order).Always(ScriptedTelecom.Says(order, "fulfilled") with { Until = answer.Task });

        var asked = await (await staff.ChangeRedemptionAsync(order, "fail")).ReadAsync(HttpStatusCode.OK);

        (asked["status"]!.ToString(), (bool)asked["isCancelling"]!).ShouldBe(("ordered", true));
        (await Club.CountAsync(member)).ShouldBe((900, 100, 1_000));
        answer.SetResult();
        await staff.WhenAsync(order, "fulfilled");
        (await Club.CountAsync(member)).ShouldBe((900, 0, 900));
    }

    [Fact]
    public async Task A_file_asks_the_partner_too_and_may_be_sent_again()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        using var staff = Club.Staff();
        var (member, order) = await AcceptedAsync(telecom, staff);
        telecom.CancelOf(order).Always(ScriptedTelecom.Says(order, "cancelled"));

        (await SendAsync())["status"]!.ToString().ShouldBe("ordered");
        await staff.WhenAsync(order, "cancelled");
        (await SendAsync())["status"]!.ToString().ShouldBe("cancelled");

        (await Club.CountAsync(member)).ShouldBe((1_000, 0, 1_000));

        async Task<JsonNode> SendAsync()
        {
            using var file = new StringContent($"redemptionId,action\n{order},fail\n", Encoding.UTF8, "text/csv");
            var answer = await staff.PostAsync("/api/admin/v1/redemptions/file", file);
            return (await answer.ReadAsync(HttpStatusCode.OK))["lines"]!.AsArray().ShouldHaveSingleItem()!;
        }
    }

    [Fact]
    public async Task That_it_is_accepted_said_once_more_does_not_answer_the_request_to_take_it_back()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        using var staff = Club.Staff();
        var (member, order) = await AcceptedAsync(telecom, staff);
        telecom.CancelOf(order).Always(ScriptedAnswer.WithStatus(503));
        await staff.ChangeRedemptionAsync(order, "cancel");

        (await telecom.TellAsync(ScriptedTelecom.Report(order, "accepted"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        ((bool)(await staff.ReadRedemptionAsync(order))["redemption"]!["isCancelling"]!).ShouldBeTrue();
        telecom.CancelOf(order).Always(ScriptedTelecom.Says(order, "cancelled"));
        await staff.WhenAsync(order, "cancelled");
        (await Club.CountAsync(member)).ShouldBe((1_000, 0, 1_000));
    }

    [Fact]
    public async Task To_ask_once_more_to_take_it_back_is_another_request()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        using var staff = Club.Staff();
        var (_, order) = await AcceptedAsync(telecom, staff);
        telecom
            .CancelOf(order)
            .Then(ScriptedAnswer.WithStatus(500))
            .Then(ScriptedTelecom.Says(order, "accepted"))
            .Always(ScriptedTelecom.Says(order, "cancelled"));
        await staff.ChangeRedemptionAsync(order, "cancel");
        await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!,
            view => !(bool)view["isCancelling"]!
        );

        await staff.ChangeRedemptionAsync(order, "cancel");

        await staff.WhenAsync(order, "cancelled");
        var keys = telecom
            .Server.Journal.Where(call => call.Target.EndsWith("/cancel", StringComparison.Ordinal))
            .Select(call => call.Headers["Idempotency-Key"])
            .ToArray();
        keys.Length.ShouldBe(3);
        keys[1].ShouldBe(keys[0], "the same request, repeated");
        keys[2].ShouldNotBe(keys[0]);
    }

    [Fact]
    public async Task Half_a_character_is_no_answer_and_no_report()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        var (member, order, key) = await telecom.GivenMemberAsync();
        const string half = """{"orderId":"\ud800","status":"fulfilled"}""";
        telecom
            .Orders.Then(ScriptedAnswer.Json(half))
            .Then(ScriptedAnswer.Json("""{"\ud800":1,"status":"fulfilled"}"""))
            .Always(ScriptedTelecom.Says(order, "fulfilled"));
        using var staff = Club.Staff();
        await telecom.RedeemAsync(staff, member, key);

        await staff.WhenAsync(order, "fulfilled");

        telecom.Ordered.Count().ShouldBe(3);
        var problem = await (await telecom.TellAsync(half)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        problem["errors"]!["orderId"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_partner_to_whom_no_connection_comes_about_stops_nobody_else()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        await using var other = await ScriptedTelecom.WillingAsync(Club);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 0);
        var taken = await FillAsync(listener);
        using var staff = Club.Staff();
        var set = await staff.PutAsJsonAsync(
            $"/api/admin/v1/partners/{telecom.Partner.View.Slug}/redemption-endpoint",
            new
            {
                url = $"http://{listener.LocalEndpoint}/v1",
                authentication = "signed",
                timeoutSeconds = 60,
            }
        );
        set.StatusCode.ShouldBe(HttpStatusCode.OK, await set.Content.ReadAsStringAsync());
        var (member, order, key) = await telecom.GivenMemberAsync();
        await telecom.RedeemAsync(staff, member, key);

        var view = await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!,
            found => (int)found["attempts"]! > 0
        );

        view["cause"]!.ToString().ShouldBe("partner-unreachable");
        var (glad, delivered, next) = await other.GivenMemberAsync();
        await other.RedeemAsync(staff, glad, next);
        await staff.WhenAsync(delivered, "fulfilled");
        taken.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_suspended_partner_gets_nothing_new_and_is_asked_about_what_it_has()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        using var staff = Club.Staff();
        var (_, accepted) = await AcceptedAsync(telecom, staff);
        var (waiting, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Always(ScriptedAnswer.WithStatus(503));
        await telecom.RedeemAsync(staff, waiting, key);
        var path = $"/api/admin/v1/partners/{telecom.Partner.View.Slug}";
        (await staff.PostAsync($"{path}/suspend", null)).EnsureSuccessStatusCode();
        await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!["cause"]!.ToString(),
            cause => cause == "partner-suspended"
        );
        var calls = telecom.Ordered.Count();

        telecom.StatusOf(accepted).Always(ScriptedTelecom.Says(accepted, "fulfilled"));
        await staff.WhenAsync(accepted, "fulfilled");
        var app = await Club.GivenSignedInMemberAsync();
        await Club.GivePointsAsync(app.Member, 1_000);
        await (await telecom.RedeemAsync(staff, app.Member, MemberAppActions.NewKey())).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "partner-suspended"
        );
        var shown = await app.AskAsync(
            "query($id: ID!) { reward(id: $id) { availability { canRedeem reasons { __typename code } } } }",
            new { id = RedemptionActions.Global("Reward", telecom.Reward) }
        );

        shown["reward"]!["availability"]!
            .ToJsonString()
            .ShouldBe(
                """{"canRedeem":false,"reasons":[{"__typename":"PartnerSuspendedReason","code":"PARTNER_SUSPENDED"}]}"""
            );
        telecom.Ordered.Count().ShouldBe(calls);
        telecom.Orders.Always(ScriptedTelecom.Says(order, "fulfilled"));
        (await staff.PostAsync($"{path}/reactivate", null)).EnsureSuccessStatusCode();
        await staff.WhenAsync(order, "fulfilled");
        (await Club.CountAsync(waiting)).ShouldBe((900, 0, 900));
    }

    private async Task<(Domain.Members.MemberId Member, string Order)> AcceptedAsync(
        ScriptedTelecom telecom,
        HttpClient staff
    )
    {
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Then(ScriptedTelecom.Says(order, "accepted"));
        telecom.StatusOf(order).Always(ScriptedTelecom.Says(order, "accepted"));
        (await telecom.RedeemAsync(staff, member, key)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!["cause"]!.ToString(),
            cause => cause == "partner-accepted"
        );
        return (member, order);
    }

    /// <summary>Takes up whatever connections the listener lets wait, so that no other comes about.</summary>
    private static async Task<List<Socket>> FillAsync(TcpListener listener)
    {
        var taken = new List<Socket>();
        while (taken.Count < 1_000)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            taken.Add(socket);
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
            try
            {
                await socket.ConnectAsync(listener.LocalEndpoint, limit.Token);
            }
            catch (OperationCanceledException)
            {
                return taken;
            }
        }

        throw new InvalidOperationException("The listener lets any number of connections wait.");
    }

    public sealed class OnSqlite() : PartnerFaultTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PartnerFaultTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PartnerFaultTests(DatabaseProvider.SqlServer);
}
