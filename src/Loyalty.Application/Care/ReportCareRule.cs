using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>What a rule has come to.</summary>
/// <param name="Planned">all contacts, whatever became of them.</param>
/// <param name="Waiting">still to be sent.</param>
/// <param name="Skipped">by the code of the reason.</param>
/// <param name="Queued">on a call list, or for the next file of letters.</param>
/// <param name="Sent">made, and how many of them reached the goal, by channel.</param>
/// <param name="Outcomes">contacts of which it was reported, by channel and outcome.</param>
/// <param name="Reached">of those made.</param>
/// <param name="Control">of those left out on purpose whose turn has come.</param>
public sealed record CareFigures(
    int Planned,
    int Waiting,
    int Queued,
    IReadOnlyDictionary<string, int> Skipped,
    IReadOnlyDictionary<ConsentChannel, GoalFigures> Sent,
    IReadOnlyDictionary<(ConsentChannel Channel, CareOutcome Outcome), int> Outcomes,
    GoalFigures Reached,
    GoalFigures Control
)
{
    /// <summary>By how many per cent points more of those who were contacted reached the goal than of those left out, to two places;
    /// null while one of the groups is empty.</summary>
    public decimal? UpliftPercent =>
        Reached.Percent is { } with && Control.Percent is { } without ? Math.Round(with - without, 2) : null;
}

/// <summary>How many contacts of a group reached the goal.</summary>
public sealed record GoalFigures(int Contacts, int Reached)
{
    /// <summary>Null for an empty group. Not rounded.</summary>
    public decimal? Percent => Contacts == 0 ? null : 100m * Reached / Contacts;
}

/// <summary>Counts what a care rule has come to.</summary>
public sealed class ReportCareRule(LoyaltyDbContext context)
{
    public async Task<Outcome<CareFigures>> ExecuteAsync(CareRuleId id, CancellationToken cancellationToken)
    {
        if (!await context.CareRules.AnyAsync(rule => rule.Id == id, cancellationToken))
        {
            return new Refusal.NoSuch("care rule");
        }

        var counted = context.CareEvents.Where(one => one.RuleId == id);
        // One look at the rows of the rule.
        var groups = await counted
            .GroupBy(one => new
            {
                one.Status,
                one.Channel,
                one.IsControl,
                one.Reason,
                IsSent = one.SentAt != null,
            })
            .Select(group => new { group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var outcomes = await (
            from report in context.CareReports
            join one in counted on report.CareEventId equals one.Id
            where one.Channel != null
            group report by new { Channel = one.Channel!.Value, report.Outcome } into told
            select new { told.Key, Count = told.Select(report => report.CareEventId).Distinct().Count() }
        ).ToListAsync(cancellationToken);
        var made = groups.FindAll(group =>
            !group.Key.IsControl
            && group.Key.IsSent
            && group.Key.Status is CareStatus.Sent or CareStatus.Done or CareStatus.Ended
        );
        var control = groups.FindAll(group =>
            group.Key.IsControl && group.Key.IsSent && group.Key.Status != CareStatus.Skipped
        );
        return new CareFigures(
            groups.Sum(group => group.Count),
            groups.Where(group => group.Key.Status == CareStatus.Planned).Sum(group => group.Count),
            groups.Where(group => group.Key.Status == CareStatus.Queued).Sum(group => group.Count),
            groups
                .Where(group => group.Key.Status == CareStatus.Skipped)
                .GroupBy(group => group.Key.Reason ?? "", StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Sum(one => one.Count), StringComparer.Ordinal),
            made.Where(group => group.Key.Channel is not null)
                .GroupBy(group => group.Key.Channel!.Value)
                .ToDictionary(
                    group => group.Key,
                    group => new GoalFigures(
                        group.Sum(one => one.Count),
                        group.Where(one => one.Key.Status == CareStatus.Done).Sum(one => one.Count)
                    )
                ),
            outcomes.ToDictionary(told => (told.Key.Channel, told.Key.Outcome), told => told.Count),
            new GoalFigures(
                made.Sum(group => group.Count),
                made.Where(group => group.Key.Status == CareStatus.Done).Sum(group => group.Count)
            ),
            new GoalFigures(
                control.Sum(group => group.Count),
                control.Where(group => group.Key.Status == CareStatus.Done).Sum(group => group.Count)
            )
        );
    }
}
