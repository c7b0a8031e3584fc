using Loyalty.Application.Care.Triggers;
using Loyalty.Application.Events;
using Loyalty.Application.Jobs;
using Loyalty.Application.Offers;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>
/// Makes the contacts whose time has come, the most important first, after looking once more whether each still is due and wanted. One
/// process does it at a time, so that contacts under a cap are counted one after the other; what is handed over is written in the
/// transaction that makes the contact.
/// </summary>
public sealed class SendCare(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    ProgrammeSettings settings,
    FindCareCandidates find,
    FindAudience audience,
    EventOutbox outbox,
    TimeProvider clock
)
{
    private const string JobName = "care-contacts";
    private const int EventsPerPage = 500;

    /// <summary>A service comes earlier or later than was expected when the member drives more or less.</summary>
    private const int ForecastDays = 60;

    /// <returns>how many contacts were made; null when another process is at it.</returns>
    public async Task<int?> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var lease = await leases.TakeAsync(JobName, cancellationToken);
        if (lease is null)
        {
            return null;
        }

        var sent = 0;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
            if (await PageAsync(context, cancellationToken) is not { } page)
            {
                return sent;
            }

            sent += page;
            lease.Job.Processed = sent;
            if (!await lease.NoteAsync(cancellationToken))
            {
                return sent;
            }
        }
    }

    /// <returns>how many were sent; null when nothing was due.</returns>
    private async Task<int?> PageAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var due = context.CareEvents.Where(one => one.Status == CareStatus.Planned && one.NextAt <= now);
        var members = await due.OrderBy(one => one.NextAt)
            .ThenBy(one => one.Id)
            .Select(one => one.MemberId)
            .Take(EventsPerPage)
            .ToListAsync(cancellationToken);
        if (members.Count == 0)
        {
            return null;
        }

        // All that is due to these members, so that the most important goes first.
        var ids = members.Distinct().ToArray();
        var events = await due.Where(one => ids.Contains(one.MemberId)).ToListAsync(cancellationToken);
        var round = await RoundAsync(context, events, ids, now, cancellationToken);
        var sent = 0;
        foreach (
            var one in events.OrderByDescending(one => one.Priority).ThenBy(one => one.DueOn).ThenBy(one => one.Id)
        )
        {
            sent += await JudgeAsync(context, one, round, cancellationToken) ? 1 : 0;
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The member was merged or staff changed something meanwhile: nothing of the page was written, and it is judged anew.
            return 0;
        }

        return sent;
    }

    private async Task<bool> JudgeAsync(
        LoyaltyDbContext context,
        CareEvent one,
        Round round,
        CancellationToken cancellationToken
    )
    {
        var rule = round.Rules[one.RuleId];
        if (rule.Status == CareRuleStatus.Withdrawn)
        {
            one.Skip(CareReasons.RuleWithdrawn, round.Now);
            return false;
        }

        var still = round.Due.GetValueOrDefault(one.Id);
        if (still is null)
        {
            one.Skip(CareReasons.NoLongerDue, round.Now);
            return false;
        }

        if (still.DueOn > round.Today && still.DueOn > one.DueOn)
        {
            one.Postpone(still.DueOn, round.Settings.EndOfQuiet(still.DueOn, round.Zone));
            return false;
        }

        if (!round.Meant[rule.Id].Contains(one.MemberId))
        {
            one.Skip(CareReasons.NotInAudience, round.Now);
            return false;
        }

        var standing = round.Standings[one.MemberId];
        var verdict = CareVerdict.Judge(
            rule.Definition,
            standing,
            round.Settings,
            one.DueOn.AddDays(rule.Definition.LateDays + 1).StartIn(round.Zone),
            round.CanHandOver,
            round.Now
        );
        switch (verdict)
        {
            case CareVerdict.Skip skip:
                one.Skip(skip.Reason, round.Now);
                return false;
            case CareVerdict.Wait wait:
                one.Wait(wait.Until, wait.Reason);
                return false;
            case CareVerdict.Send send:
                await SendAsync(context, one, rule, send.Channel, still.Facts, round.Now, cancellationToken);
                if (one.IsCounted)
                {
                    standing.Contacts.Add(round.Now);
                }

                return !one.IsControl;
            default:
                throw new InvalidOperationException($"Unknown verdict {verdict}.");
        }
    }

    private async Task SendAsync(
        LoyaltyDbContext context,
        CareEvent one,
        CareRule rule,
        ConsentChannel channel,
        CareFacts facts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        one.Send(channel, facts, rule, now);
        if (!one.IsControl && channel.NeedsProvider())
        {
            await outbox.AddAsync(
                context,
                ClubEventType.CareDue,
                one.MemberId,
                now,
                () => ClubEventData.Of(one),
                cancellationToken
            );
        }
    }

    /// <summary>All that the judgements of a page need.</summary>
    private async Task<Round> RoundAsync(
        LoyaltyDbContext context,
        List<CareEvent> events,
        MemberId[] members,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var today = now.DayIn(zone);
        var named = events.Select(one => one.RuleId).Distinct().ToArray();
        var rules = await context
            .CareRules.AsNoTracking()
            .Where(rule => named.Contains(rule.Id))
            .ToDictionaryAsync(rule => rule.Id, cancellationToken);
        var care = await context.CareSettingsAsync(cancellationToken);
        var due = new Dictionary<CareEventId, CareCandidate>();
        var meant = new Dictionary<CareRuleId, HashSet<MemberId>>();
        foreach (var same in events.GroupBy(one => one.RuleId))
        {
            var rule = rules[same.Key];
            var theirs = same.Select(one => one.MemberId).Distinct().ToArray();
            meant[rule.Id] = await audience.MeantAsync(context, rule.Definition.Audience, theirs, cancellationToken);
            foreach (var day in same.GroupBy(one => one.DueOn))
            {
                var found = await StillDueAsync(context, rule, day, today, zone, cancellationToken);
                foreach (var one in day.Where(one => found.ContainsKey((one.MemberId, one.Occasion))))
                {
                    due[one.Id] = found[(one.MemberId, one.Occasion)];
                }
            }
        }

        return new Round(
            rules,
            due,
            meant,
            await context.StandingsAsync(members, care, zone, now, cancellationToken),
            care,
            zone,
            today,
            now,
            await outbox.IsAskedForAsync(ClubEventType.CareDue, cancellationToken)
        );
    }

    /// <summary>What the planner would find now for the members and the day.</summary>
    private async Task<Dictionary<(MemberId, string), CareCandidate>> StillDueAsync(
        LoyaltyDbContext context,
        CareRule rule,
        IGrouping<DateOnly, CareEvent> day,
        DateOnly today,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        var members = day.Select(one => one.MemberId).Distinct().ToArray();
        var slack = rule.Definition.Trigger == CareTrigger.ServiceDue ? ForecastDays : 0;
        var look = new CareLook(
            context,
            // The member's status is judged beside, so that the reason is named.
            context.Members.AsNoTracking().Where(member => members.Contains(member.Id)),
            rule.Definition,
            day.Key.AddDays(-slack),
            day.Key.AddDays(slack),
            today,
            zone
        );
        return (await find.ExecuteAsync(look, cancellationToken))
            .DistinctBy(one => (one.Member, one.Occasion))
            .ToDictionary(one => (one.Member, one.Occasion));
    }

    private sealed record Round(
        Dictionary<CareRuleId, CareRule> Rules,
        Dictionary<CareEventId, CareCandidate> Due,
        Dictionary<CareRuleId, HashSet<MemberId>> Meant,
        Dictionary<MemberId, CareStanding> Standings,
        CareSettings Settings,
        TimeZoneInfo Zone,
        DateOnly Today,
        DateTimeOffset Now,
        bool CanHandOver
    );
}
