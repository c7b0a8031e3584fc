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
    /// <param name="number">of the issue within the publication; null for the one after the last.</param>
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
        var numbers = context.Issues.Where(one => one.PublicationId == publicationId);
        var issue = new Issue
        {
            Id = Identifier.New<IssueId>(now),
            PublicationId = publicationId,
            Number = number ?? ((await numbers.MaxAsync(one => (int?)one.Number, cancellationToken) ?? 0) + 1),
            CreatedAt = now,
        };
        if (issue.Change(definition) is { } refused)
        {
            return refused;
        }

        if (await numbers.AnyAsync(one => one.Number == issue.Number, cancellationToken))
        {
            return new MagazineRefusal.IssueExists();
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

    /// <summary>Replaces what it is. Once addresses are taken the freeze stands; once copies have left the dispatch stands too.</summary>
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
