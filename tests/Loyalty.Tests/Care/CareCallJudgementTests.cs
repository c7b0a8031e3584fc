using Loyalty.Domain.Care;
using Loyalty.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Care;

/// <summary>A call is looked at once more when it is made: days may have passed since it was put on the list.</summary>
public abstract class CareCallJudgementTests(DatabaseProvider provider) : CareCallClubTests(provider)
{
    [Fact]
    public async Task A_call_is_judged_once_more_when_it_is_to_be_made()
    {
        var (rule, withdrawn, brief) = (
            await CallRuleAsync(),
            await CallRuleAsync(),
            await CallRuleAsync(change: one => one with { LateDays = 2 })
        );
        var (made, _, late, gone) = (
            await CallAsync(rule),
            await CallAsync(withdrawn),
            await CallAsync(brief),
            await CallAsync(rule)
        );
        using (var agent = Agent("a"))
        {
            await ReportedAsync(agent, late, """{"outcome":"noAnswer"}""");
        }

        await Club.WithContextAsync(context =>
            context
                .CareRules.Where(one => one.Id == withdrawn.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Status, CareRuleStatus.Withdrawn))
        );
        // The visit turned out to be another member's.
        await Club.WithContextAsync(context =>
            context.Interactions.Where(one => one.MemberId == gone.MemberId).ExecuteDeleteAsync()
        );
        Clock.Now = Clock.Now.AddDays(4);
        using var later = Agent("a");

        await RefusedAsync(later, gone, "take", "{}", "care-out-of-reach");
        (await NextAsync(later))!["id"]!.ToString().ShouldBe($"{made.Id}");
        await ReportAsync(later, made, """{"outcome":"answered"}""");
        (await NextAsync(later)).ShouldBeNull();

        (await Club.SkippedReasonsAsync()).ShouldBe([
            CareReasons.NoLongerDue,
            CareReasons.RuleWithdrawn,
            CareReasons.TooLate,
        ]);
        (await Club.ReadContactAsync(made.Id)).SentAt.ShouldBe(Clock.Now, "the call was made then");
    }

    [Fact]
    public async Task A_call_that_the_member_asked_for_is_made_whatever_has_become_of_its_occasion()
    {
        var call = await CallAsync(await CallRuleAsync(change: one => one with { LateDays = 1 }));
        using (var agent = Agent("a"))
        {
            await ReportedAsync(agent, call, """{"outcome":"callBack","callBackAt":"2026-06-08T12:00:00Z"}""");
        }

        Clock.Now = new DateTimeOffset(2026, 6, 8, 12, 0, 0, TimeSpan.Zero);
        using var then = Agent("b");
        (await NextAsync(then))!["id"]!.ToString().ShouldBe($"{call.Id}");
    }

    [Fact]
    public async Task Under_the_cap_a_call_counts_from_when_it_is_made()
    {
        await Club.WithContextAsync(async context =>
        {
            context.CareSettings.Add(new CareSettings { CapContacts = 1, CapDays = 7 });
            return await context.SaveChangesAsync();
        });
        var member = await Club.GivenReachableAsync();
        var (first, second) = (
            await CallAsync(await CallRuleAsync(priority: 9), member),
            await CallAsync(await CallRuleAsync(), member)
        );
        Clock.Now = Clock.Now.AddDays(7);
        using (var agent = Agent("a"))
        {
            (await NextAsync(agent))!["id"]!.ToString().ShouldBe($"{first.Id}");
            await ReportAsync(agent, first, """{"outcome":"answered"}""");
            (await NextAsync(agent)).ShouldBeNull();
        }

        Clock.Now = Clock.Now.AddDays(7);
        using var later = Agent("a");
        (await NextAsync(later))!["id"]!.ToString().ShouldBe($"{second.Id}");
    }

    public sealed class OnSqlite() : CareCallJudgementTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareCallJudgementTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareCallJudgementTests(DatabaseProvider.SqlServer);
}
