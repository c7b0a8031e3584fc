using System.Text.Json.Nodes;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareContactActions;

namespace Loyalty.Tests.Care;

/// <summary>What a rule has come to, and its effect against those who were left out.</summary>
public abstract class CareFiguresTests(DatabaseProvider provider) : CareContactClubTests(provider)
{
    [Fact]
    public async Task Figures_count_what_went_out_what_came_back_and_the_difference_to_the_control_group()
    {
        var rule = await Club.GivenCareRuleAsync(definition =>
            definition with
            {
                ControlPercent = 50,
                Goal = CareGoal.Purchase,
            }
        );
        var figures = await FiguresAsync(rule);
        (figures["planned"]!.GetValue<int>(), figures["upliftPercent"]).ShouldBe((0, null));

        var (sent, control) = await GroupsAsync(rule, sent: 4, control: 3);
        using var support = Club.Staff("support");
        foreach (
            var (contact, outcome) in new[]
            {
                (sent[0], "delivered"),
                (sent[0], "opened"),
                (sent[1], "opened"),
                (sent[2], "failed"),
            }
        )
        {
            using var told = await support.PostJsonAsync(
                $"{Admin}/care-events/{contact.Id}/outcomes",
                $$"""{"outcome":"{{outcome}}"}"""
            );
            told.EnsureSuccessStatusCode();
        }

        await CloseAsync(sent[0], isDone: true);
        await CloseAsync(sent[1], isDone: true);
        await CloseAsync(control[0], isDone: true);
        await CloseAsync(control[1], isDone: false);
        var member = await Club.GivenReachableAsync();
        await Club.GivenPlannedAsync(rule, member);
        await Club.GivenPlannedAsync(rule, member, then: one => one.Skip(CareReasons.NoConsent, Clock.Now));
        await Club.GivenPlannedAsync(rule, member, then: one => one.Skip(CareReasons.Muted, Clock.Now));
        await Club.GivenPlannedAsync(rule, member, then: one => one.Skip(CareReasons.NoConsent, Clock.Now));

        figures = await FiguresAsync(rule);

        figures["planned"]!.GetValue<int>().ShouldBe(11);
        figures["waiting"]!.GetValue<int>().ShouldBe(1);
        figures["queued"]!.GetValue<int>().ShouldBe(0);
        figures["skipped"]!
            .AsArray()
            .Select(one => $"{one!["reason"]} {one["count"]}")
            .ShouldBe(["no-consent 2", "muted 1"]);
        var channel = figures["sent"]!.AsArray().ShouldHaveSingleItem()!;
        (channel["channel"]!.ToString(), channel["sent"]!.GetValue<int>()).ShouldBe(("email", 4));
        channel["outcomes"]!
            .AsArray()
            .Select(one => $"{one!["outcome"]} {one["count"]}")
            .ShouldBe(["delivered 1", "opened 2", "failed 1"]);
        Group(figures["reached"]!).ShouldBe((4, 2, 50m));
        Group(figures["control"]!).ShouldBe((3, 1, 33.33m));
        figures["upliftPercent"]!.GetValue<decimal>().ShouldBe(16.67m);
    }

    [Fact]
    public async Task Without_a_control_group_there_is_no_uplift_and_calls_that_wait_are_not_made()
    {
        var rule = await Club.GivenCareRuleAsync();
        var member = await Club.GivenReachableAsync();
        await Club.GivenContactAsync(rule, member);
        await Club.GivenContactAsync(rule, member, ConsentChannel.Phone);

        var figures = await FiguresAsync(rule);

        figures["queued"]!.GetValue<int>().ShouldBe(1);
        Group(figures["reached"]!).ShouldBe((1, 0, 0m));
        figures["control"]!["percent"].ShouldBeNull();
        figures["upliftPercent"].ShouldBeNull();
    }

    /// <summary>Chance says who is in which group: contacts are made until there are enough of both, and the others forgotten.</summary>
    private async Task<(CareEvent[] Sent, CareEvent[] Control)> GroupsAsync(CareRule rule, int sent, int control)
    {
        var (made, left) = (new List<CareEvent>(), new List<CareEvent>());
        var member = await Club.GivenReachableAsync();
        var day = DateOnly.FromDateTime(Clock.Now.UtcDateTime);
        for (var i = 0; made.Count < sent || left.Count < control; i++)
        {
            var contact = CareEvent.Plan(rule, member, $"group/{i}", day, new CareFacts(day), Clock.Now, Clock.Now);
            var group = contact.IsControl ? left : made;
            if (group.Count < (contact.IsControl ? control : sent))
            {
                contact.Send(ConsentChannel.Email, contact.Facts, rule, Clock.Now, Clock.Now);
                group.Add(contact);
            }
        }

        await Club.WithContextAsync(async context =>
        {
            context.CareEvents.AddRange([.. made, .. left]);
            return await context.SaveChangesAsync();
        });
        return ([.. made], [.. left]);
    }

    private Task<int> CloseAsync(CareEvent contact, bool isDone) =>
        Club.WithContextAsync(async context =>
        {
            var row = (await context.CareEvents.FindAsync(contact.Id))!;
            row.Close(isDone, Clock.Now);
            context.Update(row);
            return await context.SaveChangesAsync();
        });

    private static (int, int, decimal) Group(JsonNode group) =>
        (group["contacts"]!.GetValue<int>(), group["reached"]!.GetValue<int>(), group["percent"]!.GetValue<decimal>());

    private async Task<JsonNode> FiguresAsync(CareRule rule)
    {
        using var staff = Club.Staff("auditor");
        return await staff.GetJsonAsync($"{Admin}/care-rules/{rule.Id}/figures");
    }

    public sealed class OnSqlite() : CareFiguresTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareFiguresTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareFiguresTests(DatabaseProvider.SqlServer);
}
