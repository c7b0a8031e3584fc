using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Application.Partners;
using Loyalty.Domain.Events;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Events;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Partners;

/// <summary>Points that a partner buys beforehand.</summary>
public abstract class PrepaidTests(DatabaseProvider provider) : FundedClubTests(provider)
{
    [Fact]
    public async Task A_block_is_drawn_on_and_the_statement_charges_only_what_goes_beyond()
    {
        await Club.EarnAsync(Bank, Anna, 100);
        (await AgreeAsync(new { prepaid = new { alertBelow = 300 } })).EnsureSuccessStatusCode();
        (await BuyAsync(500)).EnsureSuccessStatusCode();
        (await StateAsync()).ShouldBe((400, "enough"));
        await Club.EarnAsync(Bank, Anna, 150);
        (await StateAsync()).ShouldBe((250, "low"));
        await Club.EarnAsync(Bank, Anna, 300);
        (await StateAsync()).ShouldBe((-50, "usedUp"));

        Clock.Now = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
        (await BuyAsync(1000)).EnsureSuccessStatusCode();
        await Club.EarnAsync(Bank, Anna, 10);
        (await StateAsync()).ShouldBe((990, "enough"));

        (await Club.CloseAsync("2026-10")).EnsureSuccessStatusCode();
        using var staff = Club.Staff("manager");
        var closed = await staff.PostAsync(
            $"/api/admin/v1/partners/{Bank.Slug}/statements/2026-10/close",
            content: null
        );
        closed.EnsureSuccessStatusCode();
        var october = (await closed.ReadJsonAsync())["currencies"]![0]!;
        ((long)october["issued"]!["points"]!).ShouldBe(550);
        ((long)october["covered"]!["points"]!).ShouldBe(500);
        ((long)october["due"]!["points"]!).ShouldBe(50);
        ((string)october["due"]!["money"]!["amount"]!).ShouldBe("12.50");
        (
            (long)october["prepaid"]!["bought"]!,
            (long)october["prepaid"]!["charged"]!,
            (long)october["prepaid"]!["closing"]!
        ).ShouldBe((500, 50, 0));

        (await StateAsync()).ShouldBe((990, "enough"), "what was charged does not draw on the next block");
        using var system = Club.System($"client-{Bank.Slug}");
        var november = (await system.OkAsync("statements/2026-11"))["currencies"]![0]!;
        ((long)november["due"]!["points"]!).ShouldBe(0);
        ((string)november["due"]!["money"]!["amount"]!).ShouldBe("0.00");
        var blocks = (await system.OkAsync("prepaid/blocks?limit=1"))["items"]!.AsArray();
        blocks.Count.ShouldBe(1);
        ((long)blocks[0]!["points"]!, (string)blocks[0]!["month"]!).ShouldBe((1000, "2026-11"));
        using var page = await system.GetAsync($"{Root}/statements/2026-10/print");
        (await page.Content.ReadAsStringAsync()).ShouldContain("-500");
    }

    [Fact]
    public async Task That_points_come_to_an_end_is_told_once_for_each_block_whichever_node_looks()
    {
        var told = new List<(string State, long Left, long AlertBelow)>();
        (await AgreeAsync(new { prepaid = new { alertBelow = 300 } })).EnsureSuccessStatusCode();
        await Club.GivenListenerAsync();
        (await BuyAsync(500)).EnsureSuccessStatusCode();
        await WarnedAsync();
        await Club.EarnAsync(Bank, Anna, 250);
        await WarnedAsync(("low", 250, 300));
        await Club.EarnAsync(Bank, Anna, 260);
        await WarnedAsync(("usedUp", -10, 300));

        (await BuyAsync(100)).EnsureSuccessStatusCode();
        await WarnedAsync(("low", 90, 300));
        (await BuyAsync(1000)).EnsureSuccessStatusCode();
        await WarnedAsync();
        (await AgreeAsync(new { })).EnsureSuccessStatusCode();
        await Club.EarnAsync(Bank, Anna, 5000);
        await WarnedAsync();

        // Several nodes look at the same time, and again.
        async Task WarnedAsync(params (string, long, long)[] more)
        {
            var watch = Club.Services.GetRequiredService<PrepaidWatch>();
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => watch.WarnAsync(CancellationToken.None)));
            await watch.WarnAsync(CancellationToken.None);
            told.AddRange(more);
            Clock.Now += TimeSpan.FromMinutes(1);
            (await Club.ToldAsync(ClubEventType.PartnerPrepaidLow))
                .Select(data =>
                {
                    (data["partnerId"]!.ToString(), data["currency"]!.ToString()).ShouldBe(
                        (Bank.Id.ToString(), "POINTS")
                    );
                    return (data["state"]!.ToString(), (long)data["left"]!, (long)data["alertBelow"]!);
                })
                .ShouldBe(told);
        }
    }

    [Fact]
    public async Task Corrections_at_the_same_moment_take_back_no_more_than_was_bought()
    {
        (await AgreeAsync(new { prepaid = new { } })).EnsureSuccessStatusCode();
        (await BuyAsync(500)).EnsureSuccessStatusCode();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => BuyAsync(-200)));

        answers
            .Select(answer => answer.StatusCode)
            .Order()
            .ShouldBe([
                .. Enumerable.Repeat(HttpStatusCode.Created, 2),
                .. Enumerable.Repeat(HttpStatusCode.Conflict, 6),
            ]);
        (await StateAsync()).Left.ShouldBe(100);
    }

    [Fact]
    public async Task Events_wait_while_the_points_are_used_up_and_are_posted_once_when_more_are_bought()
    {
        (await AgreeAsync(new { prepaid = new { whenUsedUp = "wait" } })).EnsureSuccessStatusCode();
        (await GrantAsync("first", 10)).ShouldBeOfType<EventResult.Quarantined>("nothing was bought yet");
        (await BuyAsync(100)).EnsureSuccessStatusCode();
        await ReplayAsync();
        (await StateAsync()).Left.ShouldBe(90);
        // The last event may go beyond the block; the next one waits, and so does what is about it.
        (await GrantAsync("beyond", 95)).ShouldBeOfType<EventResult.Posted>();
        Clock.Now += PrepaidWatch.AgeMax * 2;
        var waiting = (await GrantAsync("late", 7)).ShouldBeOfType<EventResult.Quarantined>();
        waiting.Reason.Code.ShouldBe("prepaid-points-used-up");
        var about = new JsonObject { ["originalEventId"] = "late" };
        (
            await SendAsync("undo", about, PartnerEvent.TransactionReversed.TypeName)
        ).ShouldBeOfType<EventResult.Quarantined>();
        await ReplayAsync();
        (await WaitingAsync()).ShouldBe(2, "nothing was bought");

        (await BuyAsync(1000)).EnsureSuccessStatusCode();
        await ReplayAsync();

        (await WaitingAsync()).ShouldBe(0);
        (await GrantAsync("late", 7)).ShouldBeOfType<EventResult.Duplicate>();
        (await StateAsync()).ShouldBe((995, "enough"));
    }

    /// <summary>As it comes in by webhook, so that it can be taken up again.</summary>
    private async Task<EventResult> SendAsync(string id, JsonObject data, string type)
    {
        data["member"] = new JsonObject { ["memberId"] = Anna.ToString() };
        var json = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = Source,
            ["type"] = type,
            ["time"] = "2026-10-03T09:00:00Z",
            ["data"] = data,
        };
        var incoming = CloudEventReader.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));
        var results = await Club
            .Services.GetRequiredService<ReceiveEvents>()
            .ExecuteAsync(Bank, [incoming], CancellationToken.None);
        return results[0];
    }

    private Task<EventResult> GrantAsync(string id, long points) =>
        SendAsync(
            id,
            new JsonObject { ["points"] = points, ["currency"] = "POINTS" },
            PartnerEvent.PointsGranted.TypeName
        );

    private Task ReplayAsync() => Club.Services.GetRequiredService<ReplayEvents>().PaidForAsync(CancellationToken.None);

    private Task<int> WaitingAsync() =>
        Club.WithContextAsync(context =>
            context.PartnerEvents.CountAsync(record => record.Status == PartnerEventStatus.Quarantined)
        );

    public sealed class OnSqlite() : PrepaidTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PrepaidTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PrepaidTests(DatabaseProvider.SqlServer);
}
