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

/// <summary>Hours, caps and refusals hold, whichever rule it is and whoever the member is merged with.</summary>
public abstract class CareWishesTests(DatabaseProvider provider) : CareClubTests(provider)
{
    [Fact]
    public async Task Quiet_hours_are_those_of_the_members_own_zone()
    {
        await Club.GivenCareRuleAsync(Birthday());
        var (here, shanghai) = (await Club.GivenBirthdayAsync(), await Club.GivenBirthdayAsync());
        await PreferAsync(shanghai, one => one.TimeZone = "Asia/Shanghai");
        await PlanAsync();
        // Two in the afternoon in Prague is eight in the evening in Shanghai.

        (await SendAsync()).ShouldBe(1);

        var events = (await EventsAsync()).ToDictionary(one => one.MemberId);
        events[here].Status.ShouldBe(CareStatus.Sent);
        events[shanghai].Reason.ShouldBe(CareReasons.QuietHours);
        events[shanghai].NextAt.ShouldBe(new DateTimeOffset(2026, 6, 2, 1, 0, 0, TimeSpan.Zero));
        Clock.Now = events[shanghai].NextAt!.Value;
        (await SendAsync()).ShouldBe(1, "nine in Shanghai is night in Prague");
    }

    [Fact]
    public async Task The_most_important_goes_first_under_the_cap_and_a_recall_goes_above_it()
    {
        await ChangeSettingsAsync("""{"capContacts":1,"capDays":3}""");
        await Club.GivenCareRuleAsync(Birthday("""{"name":"low","priority":10}"""));
        await Club.GivenCareRuleAsync(Birthday("""{"name":"high","priority":90}"""));
        await Club.GivenCareRuleAsync(Birthday("""{"name":"last","priority":1,"lateDays":1}"""));
        await Club.GivenCareRuleAsync(Birthday("""{"name":"recall","priority":0,"isAboveCap":true}"""));
        await Club.GivenBirthdayAsync();
        await PlanAsync();

        (await SendAsync()).ShouldBe(2);

        var events = await ByRuleAsync();
        events["high"].Status.ShouldBe(CareStatus.Sent);
        events["recall"].Status.ShouldBe(CareStatus.Sent);
        (events["low"].Reason, events["low"].NextAt).ShouldBe((CareReasons.Capped, Clock.Now.AddDays(3)));
        (events["last"].Status, events["last"].Reason).ShouldBe((CareStatus.Skipped, CareReasons.Capped));
        Clock.Now = Clock.Now.AddDays(3);
        (await SendAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_rule_has_hours_and_a_cap_of_its_own()
    {
        var rule = await Club.GivenCareRuleAsync(
            Rule("moved", """{"quiet":{"from":"18:00","until":"15:00"},"cap":{"contacts":1,"days":30},"lateDays":60}""")
        );
        rule.Json["definition"]!["quiet"]!["until"]!.ToString().ShouldBe("15:00:00");
        ((int)rule.Json["definition"]!["cap"]!["days"]!).ShouldBe(30);
        var member = await Club.GivenWillingMemberAsync();
        await MoveAsync();
        await PlanAsync();
        (await SendAsync()).ShouldBe(0);
        // Three in the afternoon in Prague.
        var waits = await OnlyEventAsync();
        (waits.Reason, waits.NextAt).ShouldBe(
            (CareReasons.QuietHours, new DateTimeOffset(2026, 6, 1, 13, 0, 0, TimeSpan.Zero))
        );
        Clock.Now = waits.NextAt!.Value;
        (await SendAsync()).ShouldBe(1);

        TurnTo(Today.AddDays(1));
        await MoveAsync();
        await PlanAsync();
        Clock.Now = Clock.Now.AddHours(2);
        (await SendAsync()).ShouldBe(0);

        (await EventsAsync()).Single(one => one.Status == CareStatus.Planned).Reason.ShouldBe(CareReasons.Capped);
        using var staff = Club.Staff("manager");
        using var bad = await staff.PostAsJsonAsync(
            RulesPath,
            Rule("moved", """{"quiet":{"from":"18:00","until":"18:00"},"cap":{"contacts":0}}""")
        );
        var errors = (await bad.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request"))["errors"]!;
        errors.AsObject().Select(one => one.Key).Order().ShouldBe(["cap.contacts", "cap.days", "quiet.until"]);

        Task MoveAsync() =>
            Club.WithContextAsync(context =>
                context
                    .Members.Where(one => one.Id == member)
                    .ExecuteUpdateAsync(row => row.SetProperty(one => one.MovedAt, Clock.Now))
            );
    }

    [Fact]
    public async Task What_a_merged_account_refused_is_refused_for_the_survivor_until_the_merge_is_undone()
    {
        await Club.GivenCareRuleAsync(Birthday("""{"channels":["phone"]}"""));
        var (survivor, duplicate) = (await Club.GivenBirthdayAsync(), await Club.GivenWillingMemberAsync());
        await Club.ConsentAsync(duplicate, granted: false, "service", "phone");
        await PreferAsync(duplicate, one => (one.Muted, one.SnoozedUntil) = ([CareKind.Product], Clock.Now.AddDays(1)));
        using var staff = Club.Staff();
        using var merged = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{survivor}/merges",
            new { duplicate = duplicate.ToString() }
        );
        var merge = await merged.ReadAsync(HttpStatusCode.Created);

        await PlanAsync();
        (await SendAsync()).ShouldBe(0);

        (await OnlyEventAsync()).Reason.ShouldBe(CareReasons.NoConsent);
        (await WishesAsync()).ShouldBe((1, Clock.Now.AddDays(1)));
        using var undone = await staff.PostAsync($"/api/admin/v1/merges/{merge["id"]}/undo", content: null);
        undone.EnsureSuccessStatusCode();
        (await WishesAsync()).ShouldBe((0, null));
        var phone = await Club.WithContextAsync(context =>
            context.Consents.SingleAsync(one =>
                one.MemberId == survivor && one.Purpose == ConsentPurpose.Service && one.Channel == ConsentChannel.Phone
            )
        );
        (phone.Granted, phone.Source).ShouldBe((true, "merge undone"));

        async Task<(int, DateTimeOffset?)> WishesAsync()
        {
            var row = await Club.WithContextAsync(context =>
                context.CarePreferences.AsNoTracking().SingleAsync(one => one.MemberId == survivor)
            );
            return (row.Muted.Count, row.SnoozedUntil);
        }
    }

    private async Task<Dictionary<string, CareEvent>> ByRuleAsync()
    {
        var names = await Club.WithContextAsync(context =>
            context.CareRules.AsNoTracking().ToDictionaryAsync(rule => rule.Id, rule => rule.Definition.Name)
        );
        return (await EventsAsync()).ToDictionary(one => names[one.RuleId], StringComparer.Ordinal);
    }

    public sealed class OnSqlite() : CareWishesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareWishesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareWishesTests(DatabaseProvider.SqlServer);
}
