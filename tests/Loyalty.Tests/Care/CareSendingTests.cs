using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Care;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Members;
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
    public async Task A_rule_whose_look_fails_keeps_no_other_rules_contacts()
    {
        // A reward that is not there: no API leaves a rule so.
        var broken = await CareContactActions.GivenCareRuleAsync(
            Club,
            rule =>
                rule with
                {
                    Trigger = CareTrigger.RewardWithinReach,
                    Reward = Identifier.New<RewardId>(Clock.Now),
                    Currency = PointCurrencyCode.Parse("POINTS"),
                    Priority = 90,
                }
        );
        await Club.GivenCareRuleAsync(Birthday());
        var member = await Club.GivenBirthdayAsync();
        var stuck = await Club.GivenPlannedAsync(broken, member);
        await PlanAsync();

        (await SendAsync()).ShouldBe(1);

        var events = await EventsAsync();
        events.Single(one => one.RuleId != broken.Id).Status.ShouldBe(CareStatus.Sent);
        var waits = events.Single(one => one.Id == stuck.Id);
        (waits.Status, waits.Reason, waits.NextAt).ShouldBe(
            (CareStatus.Planned, CareReasons.NotJudged, Clock.Now.AddHours(1))
        );
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

    public sealed class OnSqlite() : CareSendingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareSendingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareSendingTests(DatabaseProvider.SqlServer);
}
