using Loyalty.Application.Jobs;
using Loyalty.Application.Offers;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Magazine;

/// <summary>
/// Writes the copies of issues whose address freeze has come: one for each subscription that the issue belongs to, with the address, or
/// with what keeps it from the member. Page by page in the order of the subscriptions' ids, noted after each, so that another process goes
/// on from there; a copy's id follows from issue and subscription, so that nobody gets two.
/// </summary>
public sealed partial class AddressIssues(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    FindAudience audience,
    TimeProvider clock,
    ILogger<AddressIssues> logger
)
{
    public const string JobPrefix = "magazine-address/";

    private const int PageSize = 200;
    private const int TriesMax = 5;

    /// <returns>how many copies were written.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        List<IssueId> due;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var now = clock.Instant();
            due = await context
                .Issues.Where(issue =>
                    (issue.Status == IssueStatus.Planned || issue.Status == IssueStatus.Addressing)
                    && issue.AddressFreezeAt <= now
                    && context.Publications.Any(one =>
                        one.Id == issue.PublicationId && one.Status == PublicationStatus.Published
                    )
                )
                .OrderBy(issue => issue.AddressFreezeAt)
                .Select(issue => issue.Id)
                .ToListAsync(cancellationToken);
        }

        var written = 0;
        foreach (var issue in due)
        {
            try
            {
                written += await RunAsync(issue, cancellationToken);
            }
#pragma warning disable CA1031 // One issue that fails must not keep the others; the next round goes on with it.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception, issue);
            }
        }

        return written;
    }

    private async Task<int> RunAsync(IssueId id, CancellationToken cancellationToken)
    {
        await using var lease = await leases.TakeAsync(JobPrefix + id, cancellationToken);
        if (lease is null || await BeginAsync(id, cancellationToken) is not var (publication, issue))
        {
            return 0;
        }

        var (job, written) = (lease.Job, 0);
        if (job.Cursor is null)
        {
            (job.StartedAt, job.FinishedAt, job.Processed) = (clock.Instant(), null, 0);
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            job.Total = await Due(context, issue).CountAsync(cancellationToken);
        }

        var after = Identifier.TryParse<SubscriptionId>(job.Cursor, out var noted) ? noted : default;
        while (true)
        {
            var (last, looked, made) = await PageAsync(publication, issue, after, cancellationToken);
            written += made;
            job.Processed += looked;
            if (last is null)
            {
                await EndAsync(id, cancellationToken);
                (job.Cursor, job.FinishedAt) = (null, clock.Instant());
                await lease.NoteAsync(cancellationToken);
                return written;
            }

            after = last.Value;
            job.Cursor = after.ToString();
            if (!await lease.NoteAsync(cancellationToken))
            {
                return written;
            }
        }
    }

    /// <returns>null when it is not, or no longer, to be addressed, or has to wait.</returns>
    private async Task<(Publication, Issue)?> BeginAsync(IssueId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var issue = await context.Issues.AsTracking().SingleAsync(one => one.Id == id, cancellationToken);
        // Who pays at this moment gets a copy too, and pays or is gone within minutes.
        var isPaying = await context.MagazineSubscriptions.AnyAsync(
            row =>
                row.PublicationId == issue.PublicationId
                && row.Status == SubscriptionStatus.AwaitingPayment
                && row.FromIssue <= issue.Number,
            cancellationToken
        );
        if (isPaying || !issue.BeginAddressing(clock.Instant()))
        {
            return null;
        }

        var saved = await context.SaveAsync(issue, cancellationToken);
        return saved.Refusal is not null
            ? null
            : (
                await context
                    .Publications.AsNoTracking()
                    .SingleAsync(one => one.Id == issue.PublicationId, cancellationToken),
                issue
            );
    }

    /// <summary>Staff may have cancelled it meanwhile.</summary>
    private async Task EndAsync(IssueId id, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var issue = await context.Issues.AsTracking().SingleAsync(one => one.Id == id, cancellationToken);
            if (issue.Status != IssueStatus.Addressing)
            {
                return;
            }

            issue.EndAddressing(clock.Instant());
            if ((await context.SaveAsync(issue, cancellationToken)).Refusal is null)
            {
                return;
            }
        }
    }

    /// <summary>Those that had a right to the issue at its freeze, whatever has become of them since.</summary>
    private static IQueryable<MagazineSubscription> Due(LoyaltyDbContext context, Issue issue)
    {
        var (publication, number, freeze) = (issue.PublicationId, issue.Number, issue.AddressFreezeAt);
        return context
            .MagazineSubscriptions.AsNoTracking()
            .Where(row =>
                row.PublicationId == publication
                && row.FromIssue <= number
                && (row.UntilIssue == null || row.UntilIssue >= number)
                && (row.EndedAt == null || row.EndedAt > freeze)
                && (row.RestsSince == null || row.RestsSince > freeze)
                && row.Status != SubscriptionStatus.AwaitingPayment
            );
    }

    /// <returns>the last subscription that was looked at, null after the last of all; how many were looked at; how many copies were
    /// written.</returns>
    private async Task<(SubscriptionId? Last, int Looked, int Made)> PageAsync(
        Publication publication,
        Issue issue,
        SubscriptionId after,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 1; ; tries++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await Due(context, issue)
                .Where(row => row.Id > after)
                .OrderBy(row => row.Id)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            var made = await WriteAsync(context, publication, issue, page, cancellationToken);
            try
            {
                context.MagazineCopies.AddRange(made);
                await context.SaveChangesAsync(cancellationToken);
                return (page.Count < PageSize ? null : page[^1].Id, page.Count, made.Count);
            }
            catch (DbUpdateException exception) when (exception.IsUniqueViolation() && tries < TriesMax)
            {
                // A process whose lease has ended did a little more; what it wrote is seen now.
            }
        }
    }

    private async Task<List<MagazineCopy>> WriteAsync(
        LoyaltyDbContext context,
        Publication publication,
        Issue issue,
        List<MagazineSubscription> page,
        CancellationToken cancellationToken
    )
    {
        var ids = page.Select(row => CopyId.Of(issue.Id, row.Id)).ToArray();
        var there = await context
            .MagazineCopies.Where(copy => ids.Contains(copy.Id))
            .Select(copy => copy.Id)
            .ToListAsync(cancellationToken);
        page = page.FindAll(row => !there.Contains(CopyId.Of(issue.Id, row.Id)));
        if (page.Count == 0)
        {
            return [];
        }

        var members = page.Select(row => row.MemberId).Distinct().ToArray();
        var definition = publication.Definition;
        var reach = await context.ReadReachAsync(members, cancellationToken);
        var facts = await audience.ReadAsync(context, [definition.Audience], members, cancellationToken);
        var households = await HouseholdCopies.ReadAsync(context, definition, issue.Id, members, cancellationToken);
        var (now, made) = (clock.Instant(), new List<MagazineCopy>(page.Count));
        foreach (var row in page)
        {
            var known = reach[row.MemberId];
            var obstacle =
                !definition.Channels.Contains(row.Channel) ? CopyObstacle.ChannelClosed
                : AsksAudience(row) && definition.Audience.Missing(facts[row.MemberId]).Count > 0
                    ? CopyObstacle.NotEntitled
                : known.WhyNot(row.Channel);
            (HouseholdId Household, int Place)? share = null;
            if (obstacle is null && row.Channel == MagazineChannel.Post && !households.Take(row.MemberId, out share))
            {
                obstacle = CopyObstacle.HouseholdServed;
            }

            made.Add(Copy(row, issue.Id, known, obstacle, share, definition.PostedIn, now));
        }

        return made;
    }

    /// <summary>What was paid for, or given, is not taken away.</summary>
    private static bool AsksAudience(MagazineSubscription row) =>
        row.Source == SubscriptionSource.Entitlement || row is { Source: SubscriptionSource.Choice, Points: 0 };

    private static MagazineCopy Copy(
        MagazineSubscription row,
        IssueId issue,
        MagazineReach reach,
        CopyObstacle? obstacle,
        (HouseholdId Household, int Place)? share,
        string postedIn,
        DateTimeOffset now
    )
    {
        var address = obstacle is null && row.Channel == MagazineChannel.Post ? reach.Address : null;
        return new MagazineCopy
        {
            Id = CopyId.Of(issue, row.Id),
            IssueId = issue,
            SubscriptionId = row.Id,
            MemberId = row.MemberId,
            Channel = row.Channel,
            Language = row.Language,
            Status = obstacle is null ? CopyStatus.Ready : CopyStatus.Skipped,
            Obstacle = obstacle,
            HouseholdId = share?.Household,
            HouseholdPlace = share?.Place,
            Region = address is null ? "" : MagazineCopy.RegionOf(address),
            PostalCode = address is null ? "" : MagazineCopy.SortingCodeOf(address),
            Country = address?.Country ?? "",
            Recipient =
                address is not null ? string.Join('\n', address.ToLabel(reach.Name, postedIn))
                : obstacle is null && row.Channel == MagazineChannel.Email ? reach.Email
                : null,
            AddressFingerprint = obstacle is null ? reach.FingerprintOf(row.Channel) : null,
            CreatedAt = now,
        };
    }

    [LoggerMessage(LogLevel.Error, "The copies of issue {Issue} could not be written. It is tried again.")]
    private partial void LogFailed(Exception exception, IssueId issue);
}
