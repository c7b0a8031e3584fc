using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Care;

/// <summary>What reports make of a contact, in whatever order they come.</summary>
public sealed class CareReportTests
{
    private static readonly DateTimeOffset Sent = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private const int GoalDays = 10;

    /// <summary>What comes back without a call.</summary>
    private static readonly CareOutcome[] Outcomes =
    [
        CareOutcome.Delivered,
        CareOutcome.Opened,
        CareOutcome.Answered,
        CareOutcome.Booked,
        CareOutcome.Failed,
        CareOutcome.Declined,
        CareOutcome.Complained,
    ];

    private static readonly Gen<(CareOutcome Outcome, int Day)[]> Reports = (
        from outcome in Gen.Elements(Outcomes)
        from day in Gen.Choose(0, 2 * GoalDays)
        select (outcome, day)
    )
        .ListOf()
        .Select(reports => reports.ToArray());

    [Fact]
    public void The_order_of_reports_makes_no_difference() =>
        Prop.ForAll(
                Arb.From(Reports),
                Arb.From(Gen.Elements(Enum.GetValues<CareGoal>())),
                (reports, goal) =>
                {
                    var forwards = Told(reports, goal);
                    var backwards = Told([.. Enumerable.Reverse(reports)], goal);
                    return (forwards.Status, forwards.Outcome) == (backwards.Status, backwards.Outcome);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Telling_it_twice_is_telling_it_once() =>
        Prop.ForAll(
                Arb.From(Reports),
                Arb.From(Gen.Elements(Enum.GetValues<CareGoal>())),
                (reports, goal) =>
                {
                    var once = Told(reports, goal);
                    var twice = Told([.. reports, .. reports], goal);
                    return (once.Status, once.Outcome) == (twice.Status, twice.Outcome);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_reaches_the_goal_in_time_counts_even_when_it_is_told_after_the_end()
    {
        var contact = Contact();
        contact.Close(isDone: false, Sent.AddDays(GoalDays));

        contact.Report(CareOutcome.Opened, CareGoal.Opened, GoalDays, Sent.AddDays(GoalDays + 1), Sent.AddDays(12));
        contact.Status.ShouldBe(CareStatus.Ended);
        contact.Report(CareOutcome.Opened, CareGoal.Opened, GoalDays, Sent.AddDays(1), Sent.AddDays(12));

        contact.Status.ShouldBe(CareStatus.Done);
    }

    private static CareEvent Told((CareOutcome Outcome, int Day)[] reports, CareGoal goal)
    {
        var contact = Contact();
        foreach (var (outcome, day) in reports)
        {
            contact.Report(outcome, goal, GoalDays, Sent.AddDays(day), Sent.AddDays(30));
        }

        return contact;
    }

    private static CareEvent Contact()
    {
        var rule = new CareRule { Id = CareRuleId.From(Guid.Empty), CreatedAt = Sent };
        rule.Change(new CareRuleDefinition { Trigger = CareTrigger.Birthday, GoalDays = GoalDays }, Sent);
        var day = DateOnly.FromDateTime(Sent.Date);
        var contact = CareEvent.Plan(
            rule,
            MemberId.From(Guid.Empty),
            "birthday/2026",
            day,
            new CareFacts(day),
            Sent,
            Sent
        );
        contact.Send(ConsentChannel.Email, contact.Facts, rule, Sent, Sent);
        return contact;
    }
}
