using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Partners;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Partners;

/// <summary>Who pays for points, and when, in a club of its own whose clock the test turns.</summary>
public abstract class FundingTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private readonly TestClock clock = new(new DateTimeOffset(2026, 10, 3, 9, 0, 0, TimeSpan.Zero));
    private Partner bank = null!;
    private MemberId anna;

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(Domain.ReturnPolicy.WithArrears, "Asia/Shanghai");
        await Club.GivenCurrencyAsync(expiryMonths: 24);
        bank = await Club.GivenPartnerAsync();
        anna = await Club.GivenMemberAsync();
        await Club.GivenCostAsync("0.10", bank, "0.25");
        using var staff = Club.Staff();
        var bound = await staff.PostAsJsonAsync(
            $"/api/admin/v1/partners/{bank.Slug}/clients",
            new { clientId = $"client-{bank.Slug}" }
        );
        bound.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Points_are_split_in_the_lots_the_books_and_the_statement_and_taken_back_alike()
    {
        (await AgreeAsync(new { partnerPercent = 60 })).EnsureSuccessStatusCode();
        var earned = Grant(anna, 1000) with { OccurredAt = clock.Now };
        await Club.TakeAsync(bank, earned);

        (await FundersAsync()).ShouldBe(new Dictionary<string, long> { ["club"] = 400, [bank.Id.ToString()] = 600 });
        clock.Now += TimeSpan.FromMinutes(1);
        await Club.TakeAsync(bank, Reversal(earned) with { OccurredAt = clock.Now });

        var books = await Club.AccountingAsync("periods/2026-10");
        books.ShouldAgree();
        books.Account(bank.Id.ToString()).Points("issued").ShouldBe(600);
        books.Account(bank.Id.ToString()).Points("reversed").ShouldBe(-600);
        books.Account("club").Points("reversed").ShouldBe(-400);
        using var system = Club.System($"client-{bank.Slug}");
        (await system.OkAsync("statements/2026-10/lines"))["items"]!
            .AsArray()
            .Select(line => ((long)line!["points"]!, (long)line["pointsElsewhere"]!))
            .ShouldBe([(600, 400), (-600, -400)]);
    }

    [Fact]
    public async Task Where_the_club_pays_for_all_the_partner_has_no_statement()
    {
        (await AgreeAsync(new { partnerPercent = 0 })).EnsureSuccessStatusCode();

        await Club.EarnAsync(bank, anna, 70);

        (await FundersAsync()).ShouldBe(new Dictionary<string, long> { ["club"] = 70 });
        using var system = Club.System($"client-{bank.Slug}");
        (await system.OkAsync("statements"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Terms_that_make_no_sense_are_refused_by_field()
    {
        (await ErrorAsync(new { partnerPercent = 100.5 })).ShouldBe("contract.funding.partnerPercent");
        (await ErrorAsync(new { partnerPercent = 33.333 })).ShouldBe("contract.funding.partnerPercent");
        (await ErrorAsync(new { prepaid = new { alertBelow = 0 } })).ShouldBe("contract.funding.prepaid.alertBelow");
        (await ErrorAsync(new { partnerPercent = 0, prepaid = new { } })).ShouldBe("contract.funding.prepaid");
        (await BuyAsync(100)).StatusCode.ShouldBe(HttpStatusCode.Conflict, "nothing was agreed");
        (await AgreeAsync(new { prepaid = new { } })).EnsureSuccessStatusCode();
        (await BuyAsync(0)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await BuyAsync(100, "MILES")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await BuyAsync(100)).EnsureSuccessStatusCode();
        (await (await BuyAsync(-101)).ProblemAsync(HttpStatusCode.Conflict)).ShouldBe("prepaid-below-nothing");
        (await BuyAsync(-1)).EnsureSuccessStatusCode();
        (await StateAsync()).ShouldBe((99, "enough"));
    }

    [Fact]
    public async Task A_block_is_drawn_on_and_the_statement_charges_only_what_goes_beyond()
    {
        await Club.EarnAsync(bank, anna, 100);
        (await AgreeAsync(new { prepaid = new { alertBelow = 300 } })).EnsureSuccessStatusCode();
        (await BuyAsync(500)).EnsureSuccessStatusCode();
        (await StateAsync()).ShouldBe((400, "enough"));
        await Club.EarnAsync(bank, anna, 150);
        (await StateAsync()).ShouldBe((250, "low"));
        await Club.EarnAsync(bank, anna, 300);
        (await StateAsync()).ShouldBe((-50, "usedUp"));

        clock.Now = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
        (await BuyAsync(1000)).EnsureSuccessStatusCode();
        await Club.EarnAsync(bank, anna, 10);
        (await StateAsync()).ShouldBe((990, "enough"));

        (await Club.CloseAsync("2026-10")).EnsureSuccessStatusCode();
        using var staff = Club.Staff("manager");
        var closed = await staff.PostAsync(
            $"/api/admin/v1/partners/{bank.Slug}/statements/2026-10/close",
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
        using var system = Club.System($"client-{bank.Slug}");
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
    public async Task Events_wait_while_the_points_are_used_up_and_are_posted_once_when_more_are_bought()
    {
        (await AgreeAsync(new { prepaid = new { whenUsedUp = "wait" } })).EnsureSuccessStatusCode();
        (await GrantAsync("first", 10)).ShouldBeOfType<EventResult.Quarantined>("nothing was bought yet");
        (await BuyAsync(100)).EnsureSuccessStatusCode();
        await ReplayAsync();
        (await StateAsync()).Left.ShouldBe(90);
        // The last event may go beyond the block; the next one waits, and so does what is about it.
        (await GrantAsync("beyond", 95)).ShouldBeOfType<EventResult.Posted>();
        clock.Now += PrepaidWatch.AgeMax * 2;
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
        data["member"] = new JsonObject { ["memberId"] = anna.ToString() };
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
            .ExecuteAsync(bank, [incoming], CancellationToken.None);
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

    private async Task<HttpResponseMessage> AgreeAsync(object funding)
    {
        using var staff = Club.Staff("manager");
        var path = $"/api/admin/v1/partners/{bank.Slug}";
        using var read = await staff.GetAsync(path);
        var body = (JsonObject)await read.ReadJsonAsync();
        body["contract"]!["funding"] = JsonSerializer.SerializeToNode(funding);
        using var request = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = JsonContent.Create(
                new JsonObject { ["name"] = (string)body["name"]!, ["contract"] = body["contract"]!.DeepClone() }
            ),
        };
        request.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.ToString());
        var answer = await staff.SendAsync(request);
        bank = await Club.WithContextAsync(context =>
            context.Partners.AsNoTracking().SingleAsync(row => row.Id == bank.Id)
        );
        return answer;
    }

    private async Task<string> ErrorAsync(object funding)
    {
        using var answer = await AgreeAsync(funding);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        return ((JsonObject)(await answer.ReadJsonAsync())["errors"]!).Single().Key;
    }

    private async Task<HttpResponseMessage> BuyAsync(long points, string currency = "POINTS")
    {
        using var staff = Club.Staff("manager");
        return await staff.PostAsJsonAsync(
            $"/api/admin/v1/partners/{bank.Slug}/prepaid/blocks",
            new
            {
                pointCurrency = currency,
                points,
                reference = "INV-1",
            }
        );
    }

    private async Task<(long Left, string State)> StateAsync()
    {
        using var system = Club.System($"client-{bank.Slug}");
        var one = (await system.OkAsync("prepaid"))["currencies"]!.AsArray().Single()!;
        return ((long)one["left"]!, (string)one["state"]!);
    }

    private async Task<Dictionary<string, long>> FundersAsync()
    {
        var lots = await Club.WithContextAsync(context => context.Lots.AsNoTracking().ToListAsync());
        return lots.GroupBy(lot => lot.Funder.CounterAccount)
            .ToDictionary(group => group.Key, group => group.Sum(lot => lot.Points));
    }

    public sealed class OnSqlite() : FundingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : FundingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : FundingTests(DatabaseProvider.SqlServer);
}
