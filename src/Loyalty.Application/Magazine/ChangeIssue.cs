using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>Plans, changes and cancels an issue.</summary>
public sealed class ChangeIssue(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>Numbers follow one another without a gap, because what is paid for is so many numbers long.</summary>
    /// <param name="number">of the issue within the publication: any for its first, else the one after the last; null for that.</param>
    public async Task<Outcome<Issue>> PlanAsync(
        PublicationId publicationId,
        int? number,
        IssueDocument document,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var definition = new IssueDocumentReader(errors).Read(document);
        errors.Within("number", number ?? 1, 1, Issue.NumberMax);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        var publication = await context
            .Publications.AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == publicationId, cancellationToken);
        if (publication is null)
        {
            return new Refusal.NoSuch("publication");
        }

        if (publication.Status == PublicationStatus.Retired)
        {
            return new MagazineRefusal.PublicationIsRetired();
        }

        var now = clock.Instant();
        var last = await context
            .Issues.Where(one => one.PublicationId == publicationId)
            .MaxAsync(one => (int?)one.Number, cancellationToken);
        if (await WhyNotNumberAsync(publicationId, number, last, cancellationToken) is { } misnumbered)
        {
            return misnumbered;
        }

        var issue = new Issue
        {
            Id = Identifier.New<IssueId>(now),
            PublicationId = publicationId,
            Number = number ?? ((last ?? 0) + 1),
            CreatedAt = now,
        };
        if (issue.Change(definition) is { } refused)
        {
            return refused;
        }

        context.Issues.Add(issue);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return issue;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new MagazineRefusal.IssueExists();
        }
    }

    /// <param name="last">null without issues.</param>
    private async Task<Refusal?> WhyNotNumberAsync(
        PublicationId publication,
        int? number,
        int? last,
        CancellationToken cancellationToken
    )
    {
        if (number is null || number == last + 1)
        {
            return null;
        }

        if (last is not null)
        {
            return await context.Issues.AnyAsync(
                one => one.PublicationId == publication && one.Number == number,
                cancellationToken
            )
                ? new MagazineRefusal.IssueExists()
                : new Refusal.InvalidRequest("number", $"must be {last + 1}, the one after the last");
        }

        // They were sold so many issues from the first on.
        var isCounting =
            number != 1
            && await context.MagazineSubscriptions.AnyAsync(
                row => row.PublicationId == publication && row.EndedAt == null && row.UntilIssue != null,
                cancellationToken
            );
        return isCounting
            ? new Refusal.InvalidRequest("number", "must be 1, as there are subscriptions that end")
            : null;
    }

    /// <summary>Replaces what it is. Once addresses are taken the freeze stands; once copies leave the dispatch stands too.</summary>
    /// <param name="version">that the caller read.</param>
    public async Task<Outcome<Issue>> ReplaceAsync(
        IssueId id,
        IssueDocument document,
        long version,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadIssueAsync(id, version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var errors = new FieldErrors();
        var definition = new IssueDocumentReader(errors).Read(document);
        return errors.Refusal is { } unsound ? unsound
            : loaded.Value.Change(definition) is { } refused ? refused
            : await context.SaveAsync(loaded.Value, cancellationToken);
    }

    /// <summary>It does not appear. Subscriptions that were paid for get one issue more instead.</summary>
    /// <param name="version">that the caller read.</param>
    public async Task<Outcome<Issue>> CancelAsync(IssueId id, long version, CancellationToken cancellationToken)
    {
        var loaded = await context.LoadIssueAsync(id, version, cancellationToken);
        if (loaded.Refusal is not null || loaded.Value.Status == IssueStatus.Cancelled)
        {
            return loaded;
        }

        var issue = loaded.Value;
        if (issue.Cancel(clock.Instant()) is { } refused)
        {
            return refused;
        }

        // Under an Idempotency-Key the transaction is the key's.
        await using var transaction = context.Database.CurrentTransaction is null
            ? await context.Database.BeginTransactionAsync(cancellationToken)
            : null;
        var saved = await context.SaveAsync(issue, cancellationToken);
        if (saved.Refusal is not null)
        {
            return saved;
        }

        await context
            .MagazineSubscriptions.Where(subscription =>
                subscription.PublicationId == issue.PublicationId
                && subscription.EndedAt == null
                && subscription.Points > 0
                && subscription.FromIssue <= issue.Number
                && subscription.UntilIssue >= issue.Number
            )
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(
                            subscription => subscription.UntilIssue,
                            subscription => subscription.UntilIssue + 1
                        )
                        .SetProperty(subscription => subscription.Version, subscription => subscription.Version + 1),
                cancellationToken
            );
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return issue;
    }
}
