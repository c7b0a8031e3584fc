using Loyalty.Application.Jobs;
using Loyalty.Application.Offers;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>
/// Subscribes members to what they are entitled to, once a day for each publication, page by page in the order of their ids. A member
/// who ever had a subscription of it is left alone, so that nobody gets again what they have ended.
/// </summary>
public sealed class EnrolEntitled(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    FindAudience audience,
    ProgrammeSettings settings,
    TimeProvider clock
)
{
    private const string JobPrefix = "magazine-enrol/";
    private const int PageSize = 200;
    private const int TriesMax = 5;

    /// <returns>how many subscriptions were made.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        List<Publication> publications;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            publications = await context
                .Publications.AsNoTracking()
                .Where(one => one.Status == PublicationStatus.Published)
                .OrderBy(one => one.Id)
                .ToListAsync(cancellationToken);
        }

        var today = clock.Instant().DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        var enrolled = 0;
        foreach (var publication in publications.Where(one => one.Definition.EnrolsEntitled))
        {
            if ((await leases.FindAsync(JobPrefix + publication.Id, cancellationToken))?.DoneThrough >= today)
            {
                continue;
            }

            enrolled += await RunAsync(publication, today, cancellationToken);
        }

        return enrolled;
    }

    private async Task<int> RunAsync(Publication publication, DateOnly today, CancellationToken cancellationToken)
    {
        await using var lease = await leases.TakeAsync(JobPrefix + publication.Id, cancellationToken);
        if (lease is null || lease.Job.DoneThrough >= today)
        {
            return 0;
        }

        var (job, made) = (lease.Job, 0);
        if (job.Cursor is null)
        {
            (job.StartedAt, job.FinishedAt, job.Processed) = (clock.Instant(), null, 0);
        }

        var after = Identifier.TryParse<MemberId>(job.Cursor, out var noted) ? noted : default;
        while (true)
        {
            var (last, enrolled) = await PageAsync(publication, after, cancellationToken);
            made += enrolled;
            job.Processed += enrolled;
            if (last is { } position)
            {
                after = position;
                job.Cursor = after.ToString();
            }
            else
            {
                (job.Cursor, job.DoneThrough, job.FinishedAt) = (null, today, clock.Instant());
            }

            if (!await lease.NoteAsync(cancellationToken) || job.Cursor is null)
            {
                return made;
            }
        }
    }

    /// <returns>the last member that was looked at, null after the last of all; and how many were subscribed.</returns>
    private async Task<(MemberId? Last, int Enrolled)> PageAsync(
        Publication publication,
        MemberId after,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 1; ; tries++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var id = publication.Id;
            var members = await context
                .Members.Where(member =>
                    member.Id > after
                    && member.Status == MemberStatus.Active
                    && !context.MagazineSubscriptions.Any(row => row.MemberId == member.Id && row.PublicationId == id)
                )
                .OrderBy(member => member.Id)
                .Select(member => member.Id)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            var made = await MakeAsync(context, publication, members, cancellationToken);
            context.MagazineSubscriptions.AddRange(made);
            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return (members.Count < PageSize ? null : members[^1], made.Count);
            }
            catch (DbUpdateException exception) when (exception.IsUniqueViolation() && tries < TriesMax)
            {
                // One of them subscribed at this moment, and is left alone from now on.
            }
        }
    }

    private async Task<List<MagazineSubscription>> MakeAsync(
        LoyaltyDbContext context,
        Publication publication,
        List<MemberId> members,
        CancellationToken cancellationToken
    )
    {
        if (members.Count == 0)
        {
            return [];
        }

        var (definition, now) = (publication.Definition, clock.Instant());
        var facts = await audience.ReadAsync(context, [definition.Audience], members, cancellationToken);
        var reach = await context.ReadReachAsync(members, cancellationToken);
        var from = await context.NextIssueAsync(publication.Id, now, cancellationToken);
        var made = new List<MagazineSubscription>();
        foreach (var member in members.Where(one => definition.Audience.Missing(facts[one]).Count == 0))
        {
            // Whom no channel reaches is looked at again tomorrow.
            if (!reach.TryGetValue(member, out var known) || FirstOf(definition, known) is not { } channel)
            {
                continue;
            }

            made.Add(
                new MagazineSubscription
                {
                    Id = Identifier.New<SubscriptionId>(now),
                    PublicationId = publication.Id,
                    MemberId = member,
                    Source = SubscriptionSource.Entitlement,
                    Channel = channel,
                    Language = definition.LanguageFor(known.PreferredLanguage),
                    FromIssue = from,
                    CreatedAt = now,
                }
            );
        }

        return made;
    }

    private static MagazineChannel? FirstOf(PublicationDefinition definition, MagazineReach reach) =>
        definition
            .Channels.Where(channel => reach.WhyNot(channel) is null)
            .Select(channel => (MagazineChannel?)channel)
            .FirstOrDefault();
}
