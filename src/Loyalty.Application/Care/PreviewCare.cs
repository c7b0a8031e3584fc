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

namespace Loyalty.Application.Care;

/// <param name="Verdict">null when the member is not in the audience.</param>
/// <param name="IsControl">left out on purpose.</param>
public sealed record CarePreviewed(
    MemberId Member,
    string Occasion,
    DateOnly DueOn,
    CareFacts Facts,
    CareVerdict? Verdict,
    bool IsControl
);

/// <param name="Looked">at how many members.</param>
/// <param name="IsComplete">false when there are more members than a preview looks at, or more contacts than it shows.</param>
public sealed record CarePreview(DateOnly Day, int Looked, bool IsComplete, IReadOnlyList<CarePreviewed> Contacts);

/// <summary>Shows who would get a contact on a day, over which channel, and why not; nothing is written. A draft can be tried too.</summary>
public sealed class PreviewCare(
    LoyaltyDbContext context,
    ProgrammeSettings settings,
    FindCareCandidates find,
    FindAudience audience,
    EventOutbox outbox,
    TimeProvider clock
)
{
    /// <summary>Contacts that are shown.</summary>
    public const int ContactsMax = 100;

    private const int CandidatesPerLook = 500;

    /// <summary>Members that are looked at.</summary>
    public const int MembersMax = 100_000;

    /// <param name="day">null for tomorrow.</param>
    /// <param name="member">null for all.</param>
    public async Task<Outcome<CarePreview>> ExecuteAsync(
        CareRuleId id,
        DateOnly? day,
        MemberId? member,
        CancellationToken cancellationToken
    )
    {
        var rule = await context.CareRules.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (rule is null)
        {
            return new Refusal.NoSuch("care rule");
        }

        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var today = clock.Instant().DayIn(zone);
        var asked = day ?? today.AddDays(1);
        if (asked < today || asked > today.AddDays(CareRuleDefinition.DaysMax))
        {
            return new Refusal.InvalidRequest("day", $"must be within {CareRuleDefinition.DaysMax} days from today on");
        }

        var look = new CareLook(context, context.Members.AsNoTracking(), rule.Definition, asked, asked, asked, zone);
        if (member is { } one)
        {
            if (!await context.Members.AnyAsync(row => row.Id == one, cancellationToken))
            {
                return new Refusal.InvalidRequest("member", "is not a member");
            }

            var own = await find.ExecuteAsync(
                look with
                {
                    Members = look.Members.Where(row => row.Id == one),
                },
                cancellationToken
            );
            return new CarePreview(asked, 1, true, await JudgeAsync(rule, look, [.. own], cancellationToken));
        }

        return await AllAsync(rule, look, cancellationToken);
    }

    private async Task<CarePreview> AllAsync(CareRule rule, CareLook look, CancellationToken cancellationToken)
    {
        var found = new List<CareCandidate>();
        var (looked, after) = (0, default(MemberId));
        while (true)
        {
            var page = await PlanCare.PageAsync(context, after, cancellationToken);
            var isOver = page.Count == 0;
            if (!isOver)
            {
                var (from, until) = (after, page[^1]);
                var members = PlanCare.Writable(context).Where(row => row.Id > from && row.Id <= until);
                var due = await find.ExecuteAsync(look with { Members = members }, cancellationToken);
                foreach (var some in due.Chunk(CandidatesPerLook).TakeWhile(_ => found.Count <= ContactsMax))
                {
                    var known = await KnownAsync(rule, some, cancellationToken);
                    found.AddRange(some.Where(one => !known.GetValueOrDefault((one.Member, one.Occasion)).IsMade));
                }

                (after, looked) = (until, looked + page.Count);
            }

            if (isOver || looked >= MembersMax || found.Count > ContactsMax)
            {
                var shown = await JudgeAsync(rule, look, found.Take(ContactsMax).ToArray(), cancellationToken);
                return new CarePreview(look.Today, looked, isOver && found.Count <= ContactsMax, shown);
            }
        }
    }

    /// <summary>As of the end of quiet hours on the day.</summary>
    private async Task<IReadOnlyList<CarePreviewed>> JudgeAsync(
        CareRule rule,
        CareLook look,
        CareCandidate[] due,
        CancellationToken cancellationToken
    )
    {
        var care = await context.CareSettingsAsync(cancellationToken);
        var now = clock.Instant();
        var begin = care.Hours.End(look.Today, look.Zone);
        var at = begin > now ? begin : now;
        var members = due.Select(one => one.Member).Distinct().ToArray();
        var standings = await context.StandingsAsync(
            new CareStandingsAsked(members, care, new Dictionary<CareRuleId, CareRule> { [rule.Id] = rule }, []),
            look.Zone,
            at,
            cancellationToken
        );
        var meant = await audience.MeantAsync(context, rule.Definition.Audience, members, cancellationToken);
        var known = await KnownAsync(rule, due, cancellationToken);
        var canHandOver = await outbox.IsAskedForAsync(ClubEventType.CareDue, cancellationToken);
        return
        [
            .. due.Select(one => new CarePreviewed(
                one.Member,
                one.Occasion,
                one.DueOn,
                one.Facts,
                known.GetValueOrDefault((one.Member, one.Occasion)).Reason is { } reason ? new CareVerdict.Skip(reason)
                    : meant.Contains(one.Member)
                        ? CareVerdict.Judge(
                            rule.Id,
                            rule.Definition,
                            standings[one.Member],
                            care,
                            one.DueOn.AddDays(rule.Definition.LateDays + 1).StartIn(look.Zone),
                            canHandOver,
                            at
                        )
                    : null,
                CareEvent.IsLeftOut(CareEventId.Of(rule.Id, one.Member, one.Occasion), rule.Definition.ControlPercent)
            )),
        ];
    }

    /// <summary>Contacts that were made or given up, each with why it is not made again.</summary>
    private async Task<Dictionary<(MemberId, string), (bool IsMade, string? Reason)>> KnownAsync(
        CareRule rule,
        IReadOnlyCollection<CareCandidate> due,
        CancellationToken cancellationToken
    )
    {
        var (id, members) = (rule.Id, due.Select(one => one.Member).Distinct().ToArray());
        var occasions = due.Select(one => one.Occasion).Distinct(StringComparer.Ordinal).ToArray();
        var rows = await context
            .CareEvents.Where(one =>
                one.RuleId == id
                && members.Contains(one.MemberId)
                && occasions.Contains(one.Occasion)
                && one.Status != CareStatus.Planned
                && !(one.Status == CareStatus.Skipped && one.Reason == CareReasons.NoLongerDue)
            )
            .Select(one => new
            {
                one.MemberId,
                one.Occasion,
                one.Status,
                one.Reason,
            })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => (row.MemberId, row.Occasion),
            row =>
                row.Status == CareStatus.Skipped ? (false, row.Reason) : (true, (string?)CareReasons.AlreadyContacted)
        );
    }
}
