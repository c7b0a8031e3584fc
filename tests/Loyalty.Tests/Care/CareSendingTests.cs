using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Care;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Rewards;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareActions;

namespace Loyalty.Tests.Care;

/// <summary>What is planned goes out once, as the member wishes, and is followed to its end.</summary>
public abstract class CareSendingTests(DatabaseProvider provider) : CareClubTests(provider)
{
    [Fact]
    public async Task What_goes_out_is_an_event_with_ids_alone()
    {
        await Club.GivenCareRuleAsync(Birthday());
        var member = await Club.GivenBirthdayAsync();
        await PlanAsync();
        await SendAsync();

        var sent = await OnlyEventAsync();
        (sent.Status, sent.Channel, sent.SentAt).ShouldBe((CareStatus.Sent, ConsentChannel.Email, Clock.Now));
        var told = await Club.WithContextAsync(context =>
            context.ClubEvents.AsNoTracking().SingleAsync(one => one.Type == "loyalty.care.due")
        );
        var body = JsonNode.Parse(told.Body)!;
        told.MemberId.ShouldBe(member);
        body["data"]!
            .ToJsonString()
            .ShouldBe(
                $$"""{"memberId":"{{member}}","careEventId":"{{sent.Id}}","ruleId":"{{sent.RuleId}}","kind":"person","channel":"email","dueOn":"2026-06-01"}"""
            );
    }

    [Fact]
    public async Task Consent_address_status_and_wishes_are_asked_when_it_goes_out()
    {
        await Club.GivenCareRuleAsync(Birthday("""{"channels":["email","post"]}"""));
        var (refuses, noAddress, suspended, muted, snoozes) = (
            await Club.GivenBirthdayAsync(),
            await Club.GivenBirthdayAsync(person => person["member"]!["address"] = null),
            await Club.GivenBirthdayAsync(),
            await Club.GivenBirthdayAsync(),
            await Club.GivenBirthdayAsync()
        );
        (await PlanAsync()).ShouldBe(5);
        await Club.ConsentAsync(refuses, granted: false);
        await Club.ConsentAsync(noAddress, granted: false, "service", "email");
        using var staff = Club.Staff();
        using var suspend = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{suspended}/suspend",
            new { reason = "looked into" }
        );
        suspend.IsSuccessStatusCode.ShouldBeTrue(await suspend.Content.ReadAsStringAsync());
        await PreferAsync(muted, one => one.Muted = [CareKind.Person]);
        await PreferAsync(snoozes, one => one.SnoozedUntil = Clock.Now.AddDays(2));

        (await SendAsync()).ShouldBe(0);

        var events = (await EventsAsync()).ToDictionary(one => one.MemberId);
        events[refuses].Reason.ShouldBe(CareReasons.NoConsent);
        events[noAddress].Reason.ShouldBe(CareReasons.NoAddress);
        events[suspended].Reason.ShouldBe(CareReasons.MemberStatus);
        events[muted].Reason.ShouldBe(CareReasons.Muted);
        events[snoozes].Reason.ShouldBe(CareReasons.Snoozed);
        events.Values.Count(one => one.Status == CareStatus.Skipped).ShouldBe(4);
        TurnTo(Today.AddDays(2));
        (await SendAsync()).ShouldBe(1);
    }

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
    public async Task Without_anybody_who_delivers_nothing_is_lost_and_nothing_is_called_sent()
    {
        await Club.GivenCareRuleAsync(Birthday());
        await Club.GivenBirthdayAsync();
        await PlanAsync();
        await Club.WithContextAsync(context => context.EventSubscriptions.ExecuteDeleteAsync());
        // A node that never knew of the subscription.
        var node = await Host.Club.StartOnAsync(Club.Database, Clock);
        (await node.Services.GetRequiredService<SendCare>().ExecuteAsync(CancellationToken.None)).ShouldBe(0);
        await node.StopAsync();

        var waits = await OnlyEventAsync();
        (waits.Status, waits.Reason).ShouldBe((CareStatus.Planned, CareReasons.NoProvider));
        waits.NextAt.ShouldBe(Clock.Now.AddHours(1));
    }

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
    public async Task A_rule_that_is_withdrawn_sends_nothing_more_and_a_change_holds_for_what_was_planned()
    {
        var rule = await Club.GivenCareRuleAsync(Birthday());
        var other = await Club.GivenCareRuleAsync(Birthday("""{"name":"other"}"""));
        await Club.GivenBirthdayAsync();
        await PlanAsync();
        await Club.StepAsync(rule, "withdraw");
        var changed = await Club.ChangeAsync(other, Birthday("""{"name":"other","channels":["phone"]}"""));

        await SendAsync();

        var events = await EventsAsync();
        events.Single(one => one.Status == CareStatus.Skipped).Reason.ShouldBe(CareReasons.RuleWithdrawn);
        var called = events.Single(one => one.Status == CareStatus.Queued);
        called.Channel.ShouldBe(ConsentChannel.Phone);
        using var staff = Club.Staff("auditor");
        var versions = (await staff.GetJsonAsync($"{changed.Path}/versions")).AsArray();
        versions.Count.ShouldBe(2);
        ((long)versions[0]!["version"]!).ShouldBe(called.RuleVersion);
        versions[0]!["definition"]!["channels"]!.ToJsonString().ShouldBe("""["phone"]""");
    }

    [Fact]
    public async Task Two_nodes_at_once_plan_and_send_each_contact_once()
    {
        await Club.GivenCareRuleAsync(Birthday());
        for (var i = 0; i < 10; i++)
        {
            await Club.GivenBirthdayAsync();
        }

        var second = await Host.Club.StartOnAsync(Club.Database, Clock);
        var nodes = new[] { Club, second };
        await Task.WhenAll(
            nodes
                .Concat(nodes)
                .Select(node =>
                    Task.Run(async () =>
                    {
                        await node.Services.GetRequiredService<PlanCare>().ExecuteAsync(CancellationToken.None);
                        await node.Services.GetRequiredService<SendCare>().ExecuteAsync(CancellationToken.None);
                    })
                )
        );
        await PlanAsync();
        await SendAsync();

        (await EventsAsync()).Count.ShouldBe(10);
        (await EventsAsync()).ShouldAllBe(one => one.Status == CareStatus.Sent);
        (
            await Club.WithContextAsync(context => context.ClubEvents.CountAsync(one => one.Type == "loyalty.care.due"))
        ).ShouldBe(10);
        await second.StopAsync();
    }

    [Fact]
    public async Task What_a_merged_account_was_sent_is_not_sent_to_the_survivor_again()
    {
        await Club.GivenCareRuleAsync(Birthday());
        var (survivor, duplicate) = (await Club.GivenWillingMemberAsync(), await Club.GivenBirthdayAsync());
        await PlanAsync();
        await SendAsync();
        using var staff = Club.Staff();
        using var merge = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{survivor}/merges",
            new { duplicate = duplicate.ToString() }
        );
        merge.IsSuccessStatusCode.ShouldBeTrue(await merge.Content.ReadAsStringAsync());
        await Club.WithContextAsync(context =>
            context
                .Members.Where(one => one.Id == survivor)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.BirthDate, new DateOnly(1990, 6, 1)))
        );
        TurnTo(Today.AddDays(1));

        (await PlanAsync()).ShouldBe(0);

        (await OnlyEventAsync()).MemberId.ShouldBe(survivor);
    }

    private Task<int> PreferAsync(MemberId member, Action<CarePreferences> wish) =>
        Club.WithContextAsync(context =>
        {
            var wishes = new CarePreferences { MemberId = member };
            wish(wishes);
            context.CarePreferences.Add(wishes);
            return context.SaveChangesAsync();
        });

    private async Task ChangeSettingsAsync(string members)
    {
        using var staff = Club.Staff();
        using var read = await staff.GetAsync("/api/admin/v1/care-settings");
        var settings = (await read.ReadAsync(HttpStatusCode.OK)).AsObject().With(members);
        using var changed = await staff.PutIfMatchAsync("/api/admin/v1/care-settings", settings, read.Headers.ETag);
        await changed.ReadAsync(HttpStatusCode.OK);
    }

    private async Task<Dictionary<string, CareEvent>> ByRuleAsync()
    {
        var names = await Club.WithContextAsync(context =>
            context.CareRules.AsNoTracking().ToDictionaryAsync(rule => rule.Id, rule => rule.Definition.Name)
        );
        return (await EventsAsync()).ToDictionary(one => names[one.RuleId], StringComparer.Ordinal);
    }

    public sealed class OnSqlite() : CareSendingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareSendingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareSendingTests(DatabaseProvider.SqlServer);
}
