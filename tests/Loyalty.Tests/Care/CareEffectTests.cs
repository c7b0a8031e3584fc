using System.Net;
using System.Net.Http.Json;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareActions;

namespace Loyalty.Tests.Care;

/// <summary>What contacts come to, beside those that were left out on purpose.</summary>
public abstract class CareEffectTests(DatabaseProvider provider) : CareClubTests(provider)
{
    [Fact]
    public async Task Some_are_left_out_on_purpose_and_followed_all_the_same()
    {
        await Club.GivenCareRuleAsync(Birthday("""{"controlPercent":50,"goal":"purchase","goalDays":10}"""));
        var members = new List<MemberId>();
        for (var i = 0; i < 16; i++)
        {
            members.Add(await Club.GivenBirthdayAsync());
        }

        await PlanAsync();
        var sent = await SendAsync();

        var events = await EventsAsync();
        var left = events.Where(one => one.IsControl).ToList();
        sent.ShouldBe(16 - left.Count);
        left.Count.ShouldBeInRange(1, 15);
        left.ShouldAllBe(one => one.Status == CareStatus.Sent && !one.IsCounted);
        (
            await Club.WithContextAsync(context => context.ClubEvents.CountAsync(one => one.Type == "loyalty.care.due"))
        ).ShouldBe(sent);
        // One of each group buys in time, another one too late.
        var bought = left[0].MemberId;
        var late = events.First(one => !one.IsControl).MemberId;
        TurnTo(Today.AddDays(9));
        await Club.InteractAsync(bought, "purchase", Today);
        (await CloseAsync()).ShouldBe(0);
        TurnTo(Today.AddDays(2));
        await Club.InteractAsync(late, "purchase", Today);
        (await CloseAsync()).ShouldBe(16);
        (await EventsAsync())
            .Where(one => one.Status == CareStatus.Done)
            .ShouldHaveSingleItem()
            .MemberId.ShouldBe(bought);
    }

    [Fact]
    public async Task Whoever_declines_and_buys_all_the_same_has_bought_and_a_call_that_nobody_made_was_not_made()
    {
        await Club.GivenCareRuleAsync(
            Birthday("""{"channels":["phone"],"goal":"purchase","goalDays":10,"lateDays":3}""")
        );
        var (declines, forgotten) = (await Club.GivenBirthdayAsync(), await Club.GivenBirthdayAsync());
        await PlanAsync();
        await SendAsync();
        var call = (await EventsAsync()).Single(one => one.MemberId == declines);
        using var agent = Club.Staff("support");
        using var taken = await agent.PostAsync($"/api/admin/v1/care-calls/{call.Id}/take", content: null);
        await taken.ReadAsync(HttpStatusCode.OK);
        using var told = await agent.PostAsJsonAsync(
            $"/api/admin/v1/care-calls/{call.Id}/outcome",
            new { outcome = "declined" }
        );
        await told.ReadAsync(HttpStatusCode.OK);
        TurnTo(Today.AddDays(5));
        await Club.InteractAsync(declines, "purchase", Today.AddDays(-1));
        await Club.InteractAsync(forgotten, "purchase", Today.AddDays(-1));

        (await CloseAsync()).ShouldBe(1);
        TurnTo(Today.AddDays(6));
        (await CloseAsync()).ShouldBe(1);
        (await CloseAsync()).ShouldBe(0);

        var events = (await EventsAsync()).ToDictionary(one => one.MemberId);
        (events[declines].Status, events[declines].Outcome).ShouldBe((CareStatus.Done, CareOutcome.Declined));
        (events[forgotten].Status, events[forgotten].Reason).ShouldBe((CareStatus.Skipped, CareReasons.TooLate));
        using var staff = Club.Staff("auditor");
        var figures = await staff.GetJsonAsync($"{RulesPath}/{events[declines].RuleId}/figures");
        var phone = figures["sent"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)phone["sent"]!, (int)phone["reached"]!).ShouldBe((1, 1));
    }

    public sealed class OnSqlite() : CareEffectTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareEffectTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareEffectTests(DatabaseProvider.SqlServer);
}
