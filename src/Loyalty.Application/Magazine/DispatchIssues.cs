using Loyalty.Application.Events;
using Loyalty.Application.Jobs;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Magazine;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Magazine;

/// <summary>
/// Sends the copies of issues whose dispatch has come. A page of copies becomes sent in one transaction with the events that tell the mail
/// provider of its mails, so that each mail is told once; the issue is dispatched when no copy is left. What is not printed is judged once
/// more before it leaves.
/// </summary>
public sealed partial class DispatchIssues(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    FindMailContents contents,
    EventOutbox outbox,
    TimeProvider clock,
    ILogger<DispatchIssues> logger
)
{
    public const string JobPrefix = "magazine-send/";

    private const int PageSize = 200;

    /// <returns>how many copies were sent.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        List<IssueId> due;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var now = clock.Instant();
            due = await context
                .Issues.Where(issue =>
                    (issue.Status == IssueStatus.Addressed || issue.Status == IssueStatus.Dispatching)
                    && issue.DispatchAt <= now
                )
                .OrderBy(issue => issue.DispatchAt)
                .Select(issue => issue.Id)
                .ToListAsync(cancellationToken);
        }

        var sent = 0;
        foreach (var issue in due)
        {
            try
            {
                sent += await RunAsync(issue, cancellationToken);
            }
#pragma warning disable CA1031 // One issue that fails must not keep the others; the next round goes on with it.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception, issue);
            }
        }

        return sent;
    }

    private async Task<int> RunAsync(IssueId id, CancellationToken cancellationToken)
    {
        await using var lease = await leases.TakeAsync(JobPrefix + id, cancellationToken);
        if (lease is null || await BeginAsync(id, cancellationToken) is not { } issue)
        {
            return 0;
        }

        var (job, sent) = (lease.Job, 0);
        if (job.StartedAt is null)
        {
            job.StartedAt = clock.Instant();
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            job.Total = await context.MagazineCopies.CountAsync(
                copy => copy.IssueId == id && copy.Status == CopyStatus.Ready,
                cancellationToken
            );
        }

        var after = default(CopyId);
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await context
                .MagazineCopies.AsNoTracking()
                .Where(copy => copy.IssueId == id && copy.Status == CopyStatus.Ready && copy.Id > after)
                .OrderBy(copy => copy.Id)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            // From the beginning once more: another process may have given way.
            if (page.Count == 0 && after != default)
            {
                after = default;
                continue;
            }

            if (page.Count == 0)
            {
                await EndAsync(context, id, cancellationToken);
                job.FinishedAt = clock.Instant();
                await lease.NoteAsync(cancellationToken);
                return sent;
            }

            if (await SendAsync(context, issue, page, cancellationToken) is { } left)
            {
                sent += left;
                job.Processed += page.Count;
            }

            after = page[^1].Id;

            if (!await lease.NoteAsync(cancellationToken))
            {
                return sent;
            }
        }
    }

    /// <summary>Before the first copy leaves: who cancels the issue at this moment is either first, or refused.</summary>
    /// <returns>null when it is not, or no longer, to be sent.</returns>
    private async Task<Issue?> BeginAsync(IssueId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var issue = await context.Issues.AsTracking().SingleAsync(one => one.Id == id, cancellationToken);
        return
            issue.BeginDispatch(clock.Instant()) && (await context.SaveAsync(issue, cancellationToken)).Refusal is null
            ? issue
            : null;
    }

    /// <returns>how many have left; null when another process has sent some of them.</returns>
    private async Task<int?> SendAsync(
        LoyaltyDbContext context,
        Issue issue,
        List<MagazineCopy> page,
        CancellationToken cancellationToken
    )
    {
        var judged = await context.JudgeAsync(page, cancellationToken);
        var leaving = page.FindAll(copy => !judged.Barred.ContainsKey(copy.Id));
        var mails = leaving.FindAll(copy => copy.Channel == MagazineChannel.Email);
        var values =
            mails.Count > 0 && await outbox.IsAskedForAsync(ClubEventType.MagazineMailDue, cancellationToken)
                ? await contents.ReadAsync(context, [.. mails.Select(copy => copy.MemberId)], cancellationToken)
                : null;
        var (ids, now) = (leaving.ConvertAll(copy => copy.Id), clock.Instant());
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var taken = await context
            .MagazineCopies.Where(copy => ids.Contains(copy.Id) && copy.Status == CopyStatus.Ready)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(copy => copy.Status, CopyStatus.Sent)
                        .SetProperty(copy => copy.SentAt, (DateTimeOffset?)now),
                cancellationToken
            );
        taken += await context.SkipAsync(judged, cancellationToken);
        if (taken < page.Count)
        {
            return null;
        }

        await context.ReaddressAsync(judged, cancellationToken);

        foreach (var copy in values is null ? [] : mails)
        {
            await outbox.AddAsync(
                context,
                ClubEventType.MagazineMailDue,
                copy.MemberId,
                now,
                () => ClubEventData.Of(copy, issue.PublicationId, values![copy.MemberId]),
                cancellationToken
            );
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return leaving.Count;
    }

    private async Task EndAsync(LoyaltyDbContext context, IssueId id, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var issue = await context.Issues.AsTracking().SingleAsync(one => one.Id == id, cancellationToken);
        if (issue.Status != IssueStatus.Dispatching)
        {
            return;
        }

        var now = clock.Instant();
        issue.Dispatch(now);
        var copies = await context.MagazineCopies.CountAsync(
            copy => copy.IssueId == id && copy.Status != CopyStatus.Skipped,
            cancellationToken
        );
        await outbox.AddAsync(
            context,
            ClubEventType.MagazineIssueDispatched,
            member: null,
            now,
            () => new ClubEventData.OfIssue(issue.PublicationId.ToString(), id.ToString(), issue.Number, copies),
            cancellationToken
        );
        if ((await context.SaveAsync(issue, cancellationToken)).Refusal is not null)
        {
            // Staff changed it at this moment; the next round ends it.
            return;
        }

        await context
            .MagazineSubscriptions.Where(row =>
                row.PublicationId == issue.PublicationId
                && row.EndedAt == null
                && row.UntilIssue <= issue.Number
                && row.Status != SubscriptionStatus.AwaitingPayment
                && (row.Points == 0 || row.Status == SubscriptionStatus.Active)
            )
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(one => one.Status, SubscriptionStatus.Ended)
                        .SetProperty(one => one.EndedAt, (DateTimeOffset?)now)
                        .SetProperty(one => one.Version, one => one.Version + 1),
                cancellationToken
            );
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The copies of issue {Issue} could not be sent. It is tried again.")]
    private partial void LogFailed(Exception exception, IssueId issue);
}
