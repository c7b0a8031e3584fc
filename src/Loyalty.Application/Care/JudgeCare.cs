using Loyalty.Application.Care.Triggers;
using Loyalty.Application.Events;
using Loyalty.Application.Offers;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Care;

/// <summary>Looks once more whether contacts are due and wanted, at the moment at which they are made: sent or put on a list, taken from
/// the call list, printed. A handful of statements for however many.</summary>
public sealed partial class JudgeCare(
    ProgrammeSettings settings,
    FindCareCandidates find,
    FindAudience audience,
    EventOutbox outbox,
    TimeProvider clock,
    ILogger<JudgeCare> logger
)
{
    /// <summary>A service comes earlier or later than was expected when the member drives more or less.</summary>
    private const int ForecastDays = 60;

    /// <param name="events">of a thousand members at the most.</param>
    internal async Task<CareRound> BeginAsync(
        LoyaltyDbContext context,
        IReadOnlyCollection<CareEvent> events,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var today = now.DayIn(zone);
        var named = events.Select(one => one.RuleId).Distinct().ToArray();
        var rules = await context
            .CareRules.AsNoTracking()
            .Where(rule => named.Contains(rule.Id))
            .ToDictionaryAsync(rule => rule.Id, cancellationToken);
        var care = await context.CareSettingsAsync(cancellationToken);
        var round = new CareRound(care, zone, today, now)
        {
            Rules = rules,
            Standings = await context.StandingsAsync(
                new CareStandingsAsked(
                    [.. events.Select(one => one.MemberId).Distinct()],
                    care,
                    rules,
                    [.. events.Select(one => one.Id)]
                ),
                zone,
                now,
                cancellationToken
            ),
            CanHandOver = await outbox.IsAskedForAsync(ClubEventType.CareDue, cancellationToken),
        };
        foreach (var same in events.GroupBy(one => one.RuleId))
        {
            try
            {
                await AddAsync(context, round, same, cancellationToken);
            }
#pragma warning disable CA1031 // One rule that fails must not keep the contacts of the others; its own are looked at again later.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                round.Unjudged.Add(same.Key);
                LogFailed(exception, same.Key);
            }
        }

        return round;
    }

    private async Task AddAsync(
        LoyaltyDbContext context,
        CareRound round,
        IGrouping<CareRuleId, CareEvent> same,
        CancellationToken cancellationToken
    )
    {
        var rule = round.Rules[same.Key];
        var theirs = same.Select(one => one.MemberId).Distinct().ToArray();
        round.Meant[rule.Id] = await audience.MeantAsync(context, rule.Definition.Audience, theirs, cancellationToken);
        foreach (var day in same.GroupBy(one => one.DueOn))
        {
            var found = await StillDueAsync(context, rule, day, round, cancellationToken);
            foreach (var one in day.Where(one => found.ContainsKey((one.MemberId, one.Occasion))))
            {
                round.Due[one.Id] = found[(one.MemberId, one.Occasion)];
            }
        }
    }

    /// <summary>What the planner would find now for the members and the day.</summary>
    private async Task<Dictionary<(MemberId, string), CareCandidate>> StillDueAsync(
        LoyaltyDbContext context,
        CareRule rule,
        IGrouping<DateOnly, CareEvent> day,
        CareRound round,
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
            round.Today,
            round.Zone
        );
        return (await find.ExecuteAsync(look, cancellationToken))
            .DistinctBy(one => (one.Member, one.Occasion))
            .ToDictionary(one => (one.Member, one.Occasion));
    }

    [LoggerMessage(LogLevel.Error, "Contacts of care rule {Rule} could not be judged. They are looked at again later.")]
    private partial void LogFailed(Exception exception, CareRuleId rule);
}

/// <summary>All that the judgements of some contacts need.</summary>
internal sealed class CareRound(CareSettings settings, TimeZoneInfo zone, DateOnly today, DateTimeOffset now)
{
    private static readonly TimeSpan FailurePause = TimeSpan.FromHours(1);

    public required IReadOnlyDictionary<CareRuleId, CareRule> Rules { get; init; }

    public required IReadOnlyDictionary<MemberId, CareStanding> Standings { get; init; }

    public required bool CanHandOver { get; init; }

    public Dictionary<CareEventId, CareCandidate> Due { get; } = [];

    public Dictionary<CareRuleId, HashSet<MemberId>> Meant { get; } = [];

    /// <summary>Rules whose look failed.</summary>
    public HashSet<CareRuleId> Unjudged { get; } = [];

    public TimeZoneInfo Zone => zone;

    public DateOnly Today => today;

    public DateTimeOffset Now => now;

    /// <summary>Of one that stands on a list the channel is settled.</summary>
    public CareVerdict Judge(CareEvent one)
    {
        var rule = Rules[one.RuleId];
        var definition =
            one.Status == CareStatus.Queued
                ? rule.Definition with
                {
                    Channels = [one.Channel!.Value],
                }
                : rule.Definition;
        // The member has asked for this call: what it was about first does not matter any more.
        if (one.Outcome == CareOutcome.CallBack)
        {
            definition = definition with { IsAboveCap = true, Cap = null };
            return CareVerdict.Judge(
                rule.Id,
                definition,
                Standings[one.MemberId],
                settings,
                DateTimeOffset.MaxValue,
                CanHandOver,
                now
            );
        }

        if (rule.Status == CareRuleStatus.Withdrawn)
        {
            return new CareVerdict.Skip(CareReasons.RuleWithdrawn);
        }

        if (Unjudged.Contains(rule.Id))
        {
            return new CareVerdict.Wait(now + FailurePause, CareReasons.NotJudged);
        }

        var still = Due.GetValueOrDefault(one.Id);
        if (still is null)
        {
            return new CareVerdict.Skip(CareReasons.NoLongerDue);
        }

        if (still.DueOn > today && still.DueOn > one.DueOn)
        {
            return new CareVerdict.Postpone(still.DueOn);
        }

        return Meant[rule.Id].Contains(one.MemberId)
            ? CareVerdict.Judge(
                rule.Id,
                definition,
                Standings[one.MemberId],
                settings,
                LastInstant(one),
                CanHandOver,
                now
            )
            : new CareVerdict.Skip(CareReasons.NotInAudience);
    }

    /// <summary>What it is about at this moment.</summary>
    public CareFacts FactsOf(CareEvent one) => Due.GetValueOrDefault(one.Id)?.Facts ?? one.Facts;

    /// <summary>The end of the last day on which it may go out.</summary>
    public DateTimeOffset LastInstant(CareEvent one) =>
        one.DueOn.AddDays(Rules[one.RuleId].Definition.LateDays + 1).StartIn(zone);

    public void Postpone(CareEvent one, DateOnly dueOn) => one.Postpone(dueOn, settings.Hours.End(dueOn, zone));

    /// <summary>The contact was made: it counts for those that are judged after it.</summary>
    public void Count(CareEvent one)
    {
        var standing = Standings[one.MemberId];
        if (one.IsCounted)
        {
            standing.Contacts.Add(now);
        }

        if (!one.IsControl && standing.ByRule.TryGetValue(one.RuleId, out var contacts))
        {
            contacts.Add(now);
        }
    }
}
