using Loyalty.Application.Care.Triggers;
using Loyalty.Application.Jobs;
using Loyalty.Application.Offers;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Care;

/// <summary>
/// Writes down which contacts are due, today's and tomorrow's, once a day for each published rule: page by page over the members, so that
/// memory does not grow with them. Each rule is one job under a lease, and another process goes on where one stopped. A contact's
/// id follows from rule, member and occasion: looking twice writes nothing twice. As many days back as a contact may be late are
/// looked at again each time, for what was missed and for what became known late.
/// </summary>
public sealed partial class PlanCare(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    ProgrammeSettings settings,
    FindCareCandidates find,
    FindAudience audience,
    TimeProvider clock,
    ILogger<PlanCare> logger
)
{
    private const string JobPrefix = "care/";

    /// <summary>Members a page; what is due to them is written in one transaction or some.</summary>
    private const int MembersPerPage = 2_000;

    private const int EventsPerWrite = 500;
    private const int AttemptsMax = 5;

    /// <summary>All rules that were not looked at today.</summary>
    /// <returns>how many contacts were planned.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        List<CareRule> rules;
        Dictionary<string, Job> jobs;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            rules = await context
                .CareRules.AsNoTracking()
                .Where(rule => rule.Status == CareRuleStatus.Published)
                .OrderBy(rule => rule.Id)
                .ToListAsync(cancellationToken);
            jobs = await context
                .Jobs.AsNoTracking()
                .Where(job => job.Name.StartsWith(JobPrefix))
                .ToDictionaryAsync(job => job.Name, StringComparer.Ordinal, cancellationToken);
        }

        var club = await settings.CurrentAsync(cancellationToken);
        var today = clock.Instant().DayIn(club.Programme.Zone());
        var planned = 0;
        foreach (var rule in rules.Where(rule => !IsDone(jobs.GetValueOrDefault(JobPrefix + rule.Id), rule, today)))
        {
            try
            {
                planned += await RunAsync(rule, club, today, cancellationToken);
            }
#pragma warning disable CA1031 // One rule that fails must not keep the others from being planned; the next round tries again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception, rule.Id);
            }
        }

        return planned;
    }

    private static bool IsDone(Job? job, CareRule rule, DateOnly today) =>
        job is not null && job.DoneThrough >= today && job.StartedAt >= rule.ChangedAt;

    private async Task<int> RunAsync(
        CareRule rule,
        ClubSettings club,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        await using var lease = await leases.TakeAsync(JobPrefix + rule.Id, cancellationToken);
        if (lease is null)
        {
            return 0;
        }

        var (job, zone) = (lease.Job, club.Programme.Zone());
        if (IsDone(job, rule, today))
        {
            return 0;
        }

        var now = clock.Instant();
        // A run of another day, or of what the rule was before, looked at other days.
        if (job.Cursor is null || job.StartedAt?.DayIn(zone) != today || job.StartedAt < rule.ChangedAt)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            (job.StartedAt, job.FinishedAt, job.Processed, job.Cursor) = (now, null, 0, null);
            job.Total = await Writable(context).CountAsync(cancellationToken);
        }

        var published = rule.PublishedAt!.Value.DayIn(zone);
        var earliest = today.AddDays(-rule.Definition.LateDays);
        var (first, last) = (published > earliest ? published : earliest, today.AddDays(1));
        var planned = 0;
        var after = Identifier.TryParse<MemberId>(job.Cursor, out var noted) ? noted : default;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await PageAsync(context, after, cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            var (from, until) = (after, page[^1]);
            var look = new CareLook(
                context,
                Writable(context).Where(member => member.Id > from && member.Id <= until),
                rule.Definition,
                first,
                last,
                today,
                zone
            );
            var due = await find.ExecuteAsync(look, cancellationToken);
            foreach (var some in due.Chunk(EventsPerWrite))
            {
                planned += await WriteAsync(rule, some, zone, cancellationToken);
            }

            (after, job.Cursor, job.Processed) = (until, until.ToString(), job.Processed + page.Count);
            if (!await lease.NoteAsync(cancellationToken))
            {
                return planned;
            }
        }

        (job.DoneThrough, job.Cursor, job.FinishedAt) = (today, null, clock.Instant());
        await lease.NoteAsync(cancellationToken);
        return planned;
    }

    /// <summary>A page of members in the order of their ids; empty at the end.</summary>
    internal static Task<List<MemberId>> PageAsync(
        LoyaltyDbContext context,
        MemberId after,
        CancellationToken cancellationToken
    ) =>
        Writable(context)
            .Where(member => member.Id > after)
            .OrderBy(member => member.Id)
            .Select(member => member.Id)
            .Take(MembersPerPage)
            .ToListAsync(cancellationToken);

    /// <summary>Whose accounts may be written to; see <see cref="MemberStatusRules.Allows"/>.</summary>
    internal static IQueryable<Member> Writable(LoyaltyDbContext context) =>
        context.Members.Where(member => member.Status == MemberStatus.Active);

    private async Task<int> WriteAsync(
        CareRule rule,
        IReadOnlyCollection<CareCandidate> due,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var rest = await NewAsync(context, rule, due, cancellationToken);
            var hours = (await context.CareSettingsAsync(cancellationToken)).Hours;
            var now = clock.Instant();
            foreach (var (one, known) in rest)
            {
                var nextAt = hours.End(one.DueOn, zone);
                if (known is null)
                {
                    context.CareEvents.Add(
                        CareEvent.Plan(rule, one.Member, one.Occasion, one.DueOn, one.Facts, nextAt, now)
                    );
                }
                else
                {
                    known.PlanAgain(rule, one.DueOn, one.Facts, nextAt);
                }
            }

            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return rest.Count;
            }
            catch (DbUpdateException exception) when (exception.IsOvertaken() && attempt < AttemptsMax)
            {
                // Another process plans the same at this moment: looked at anew.
            }
        }
    }

    /// <summary>Those that are not planned yet, whose members are meant, each with the contact that was given up because it did not hold
    /// when its time came.</summary>
    private async Task<List<(CareCandidate Due, CareEvent? Known)>> NewAsync(
        LoyaltyDbContext context,
        CareRule rule,
        IReadOnlyCollection<CareCandidate> due,
        CancellationToken cancellationToken
    )
    {
        // By member too: a merge moves a contact to another member, and its id stays.
        var ids = due.Select(one => CareEventId.Of(rule.Id, one.Member, one.Occasion)).ToArray();
        var members = due.Select(one => one.Member).Distinct().ToArray();
        var occasions = due.Select(one => one.Occasion).Distinct(StringComparer.Ordinal).ToArray();
        var known = context.CareEvents.Where(one =>
            ids.Contains(one.Id)
            || (one.RuleId == rule.Id && members.Contains(one.MemberId) && occasions.Contains(one.Occasion))
        );
        var final = await known
            .Where(one => one.Status != CareStatus.Skipped || one.Reason != CareReasons.NoLongerDue)
            .Select(one => new
            {
                one.Id,
                one.MemberId,
                one.Occasion,
            })
            .ToListAsync(cancellationToken);
        var givenUp = await known
            .AsTracking()
            .Where(one => one.Status == CareStatus.Skipped && one.Reason == CareReasons.NoLongerDue)
            .ToListAsync(cancellationToken);
        var taken = final.Select(one => one.Id).ToHashSet();
        var planned = final.Select(one => (one.MemberId, one.Occasion)).ToHashSet();
        var again = givenUp.ToDictionary(one => (one.MemberId, one.Occasion));
        // Of one that has moved to another member the id is taken.
        taken.UnionWith(
            givenUp.Where(one => one.Id != CareEventId.Of(rule.Id, one.MemberId, one.Occasion)).Select(one => one.Id)
        );
        var rest = due.DistinctBy(one => (one.Member, one.Occasion))
            .Where(one =>
                !planned.Contains((one.Member, one.Occasion))
                && (
                    again.ContainsKey((one.Member, one.Occasion))
                    || !taken.Contains(CareEventId.Of(rule.Id, one.Member, one.Occasion))
                )
            )
            .ToList();
        var meant = await audience.MeantAsync(
            context,
            rule.Definition.Audience,
            [.. rest.Select(one => one.Member).Distinct()],
            cancellationToken
        );
        return
        [
            .. rest.Where(one => meant.Contains(one.Member))
                .Select(one => (one, again.GetValueOrDefault((one.Member, one.Occasion)))),
        ];
    }

    [LoggerMessage(LogLevel.Error, "Care rule {Rule} could not be planned. It is tried again.")]
    private partial void LogFailed(Exception exception, CareRuleId rule);
}

internal static class CareAudience
{
    /// <param name="members">a thousand at the most.</param>
    /// <returns>those of them who are in the audience.</returns>
    public static async Task<HashSet<MemberId>> MeantAsync(
        this FindAudience audience,
        LoyaltyDbContext context,
        RewardEligibility asked,
        IReadOnlyCollection<MemberId> members,
        CancellationToken cancellationToken
    )
    {
        if (members.Count == 0)
        {
            return [];
        }

        var facts = await audience.ReadAsync(context, [asked], members, cancellationToken);
        return [.. members.Where(member => RewardOffer.Missing(asked, facts[member]).Count == 0)];
    }
}
