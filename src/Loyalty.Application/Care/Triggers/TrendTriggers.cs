using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care.Triggers;

/// <summary>The trend in what a member buys, against the member's own past; what counts is what <see cref="Behaviour"/> counts.</summary>
internal static class TrendTriggers
{
    /// <summary>Months differ in length, and a fixed window begins with the next month.</summary>
    private const int SlackDays = 62;

    private const int FrequencyMin = 2;

    public static async Task<IEnumerable<CareCandidate>> NoActivityAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var begin = look.FirstOccasion.AddMonths(-look.Rule.Months).AddDays(-SlackDays).StartIn(look.Zone);
        var end = look.LastOccasion.AddMonths(-look.Rule.Months).AddDays(1).StartIn(look.Zone);
        // What comes later than the end has been asked for too: there must be none of it.
        var rows = await Activities(look)
            // What is given back is no activity.
            .Where(one => one.OccurredAt >= begin && !(one.Amount < 0))
            .GroupBy(one => one.MemberId)
            .Select(group => new { Member = group.Key, Last = group.Max(one => one.OccurredAt) })
            .Where(row => row.Last < end)
            .ToListAsync(cancellationToken);
        return from row in rows
            let last = row.Last.DayIn(look.Zone)
            let day = SilenceOf(last, look.Rule)
            where look.Holds(day)
            select look.Due(row.Member, $"quiet/{CareLook.Written(last)}", new CareFacts(day));
    }

    /// <summary>On the first of each month, and once a year.</summary>
    public static async Task<IEnumerable<CareCandidate>> ChangedAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var found = new List<CareCandidate>();
        foreach (var day in FirstsOfMonths(look))
        {
            var now = day.StartIn(look.Zone);
            var begin = now.AddMonths(-Behaviour.Months);
            var rows = await Activities(look)
                .Where(one => one.OccurredAt > begin && one.OccurredAt <= now)
                .Select(one => new Interaction
                {
                    Id = one.Id,
                    MemberId = one.MemberId,
                    Kind = one.Kind,
                    OccurredAt = one.OccurredAt,
                    Channel = one.Channel,
                    Subject = "",
                    Amount = one.Amount,
                    Currency = one.Currency,
                    RecordedAt = one.RecordedAt,
                })
                .ToListAsync(cancellationToken);
            found.AddRange(
                from member in rows.GroupBy(one => one.MemberId)
                let change = ChangeOf(Behaviour.At(now, [.. member], lastActivityAt: null), look.Rule.Trigger)
                where change >= look.Rule.Percent
                select look.Due(
                    member.Key,
                    $"trend/{day.Year}",
                    new CareFacts(day) { Percent = (int)Math.Min(change.Value, CareRuleDefinition.PercentMax) }
                )
            );
        }

        return found;
    }

    /// <summary>The day on which the months are full.</summary>
    private static DateOnly SilenceOf(DateOnly last, CareRuleDefinition rule) =>
        rule.Window == CareWindow.Moving
            ? last.AddMonths(rule.Months)
            : new DateOnly(last.Year, last.Month, 1).AddMonths(rule.Months + 1);

    private static IEnumerable<DateOnly> FirstsOfMonths(CareLook look)
    {
        for (var day = look.FirstOccasion; day <= look.LastOccasion; day = day.AddDays(1))
        {
            if (day.Day == 1)
            {
                yield return day;
            }
        }
    }

    /// <summary>In per cent, in the direction that is asked for; null where there is nothing to compare.</summary>
    private static decimal? ChangeOf(Behaviour behaviour, CareTrigger trigger) =>
        trigger == CareTrigger.FrequencyDown
            ? behaviour.YearBefore.Activities < FrequencyMin
                ? null
                : Math.Floor(Down(behaviour.YearBefore.Activities, behaviour.Year.Activities))
            : behaviour
                .YearBefore.Spent.Where(one => one.Amount > 0)
                .Select(before =>
                {
                    var now = behaviour.Year.Spent.FirstOrDefault(one => one.Currency == before.Currency).Amount;
                    var down = Down(before.Amount, now);
                    return (decimal?)Math.Floor(trigger == CareTrigger.SpendingDown ? down : -down);
                })
                .Max();

    private static decimal Down(decimal before, decimal now) => 100 * (before - now) / before;

    private static IQueryable<Interaction> Activities(CareLook look) =>
        look.Context.Interactions.Where(one =>
            look.Members.Any(member => member.Id == one.MemberId)
            && (one.Kind == InteractionKind.Purchase || one.Kind == InteractionKind.ServiceVisit)
        );
}
