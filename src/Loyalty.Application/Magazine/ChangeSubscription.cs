using Loyalty.Application.Members;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>Whose subscription, and in which version.</summary>
/// <param name="Member">the owner; null where staff ask.</param>
/// <param name="Version">that the caller read; null to change whichever stands.</param>
public sealed record SubscriptionKey(SubscriptionId Id, MemberId? Member, long? Version);

/// <summary>Changes, pauses, resumes and ends a subscription, for staff and for the member. Works within the transaction at hand.</summary>
public sealed class ChangeSubscription(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>Takes another channel or language from the next issue on. What is null stays.</summary>
    /// <param name="untilIssue">the last issue, of one that nobody has paid for.</param>
    public Task<Outcome<MagazineSubscription>> ReplaceAsync(
        SubscriptionKey key,
        MagazineChannel? channel,
        string? language,
        int? untilIssue,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            key,
            async subscription =>
            {
                if (subscription.Status is SubscriptionStatus.Ended or SubscriptionStatus.AwaitingPayment)
                {
                    return new MagazineRefusal.NotInState(subscription.Status);
                }

                var publication = await context
                    .Publications.AsNoTracking()
                    .SingleAsync(row => row.Id == subscription.PublicationId, cancellationToken);
                var errors = new FieldErrors();
                var next = await context.NextIssueAsync(publication.Id, clock.Instant(), cancellationToken);
                errors.Check(
                    untilIssue is null || subscription.Points == 0,
                    "untilIssue",
                    "cannot be changed where it was paid for"
                );
                errors.Within("untilIssue", untilIssue ?? next, next, Issue.NumberMax);
                if (channel is { } wanted)
                {
                    subscription.Channel = errors.Channel("channel", wanted, publication.Definition);
                }

                if (language is not null)
                {
                    subscription.Language = errors.Language("language", language, publication.Definition);
                }

                subscription.UntilIssue = untilIssue ?? subscription.UntilIssue;
                return errors.Refusal;
            },
            cancellationToken
        );

    public Task<Outcome<MagazineSubscription>> PauseAsync(SubscriptionKey key, CancellationToken cancellationToken) =>
        ChangeAsync(key, subscription => Task.FromResult(subscription.Pause(clock.Instant())), cancellationToken);

    /// <summary>Goes on after a pause, or after it was suspended. Issues that were missed and paid for are added at the end.</summary>
    public Task<Outcome<MagazineSubscription>> ResumeAsync(SubscriptionKey key, CancellationToken cancellationToken) =>
        ChangeAsync(
            key,
            async subscription =>
            {
                var (missed, now) = (0, clock.Instant());
                if (subscription is { RestsSince: { } since, Points: > 0 })
                {
                    missed = await context.Issues.CountAsync(
                        issue =>
                            issue.PublicationId == subscription.PublicationId
                            && issue.Status != IssueStatus.Cancelled
                            && issue.Number >= subscription.FromIssue
                            && issue.Number <= subscription.UntilIssue
                            && issue.AddressFreezeAt > since
                            && issue.AddressFreezeAt <= now,
                        cancellationToken
                    );
                }

                return subscription.Resume(missed, now);
            },
            cancellationToken
        );

    /// <summary>Ends it for good. Copies that are addressed still come; points that were paid are not given back.</summary>
    public Task<Outcome<MagazineSubscription>> EndAsync(SubscriptionKey key, CancellationToken cancellationToken) =>
        ChangeAsync(
            key,
            async subscription =>
            {
                var now = clock.Instant();
                var next = await context.NextIssueAsync(subscription.PublicationId, now, cancellationToken);
                return subscription.End(next - 1, now);
            },
            cancellationToken
        );

    private async Task<Outcome<MagazineSubscription>> ChangeAsync(
        SubscriptionKey key,
        Func<MagazineSubscription, Task<Refusal?>> change,
        CancellationToken cancellationToken
    )
    {
        var subscription = await context
            .MagazineSubscriptions.AsTracking()
            .FirstOrDefaultAsync(
                row => row.Id == key.Id && (key.Member == null || row.MemberId == key.Member),
                cancellationToken
            );
        if (subscription is null)
        {
            return new Refusal.NoSuch("magazine subscription");
        }

        if (key.Version is { } version && subscription.Version != version)
        {
            return new Refusal.StaleVersion();
        }

        if (await change(subscription) is { } refusal)
        {
            context.Forget();
            return refusal;
        }

        var saved = await context.SaveAsync(subscription, cancellationToken);
        return saved.Refusal is Refusal.StaleVersion && key.Version is null ? new MemberRefusals.TryAgain() : saved;
    }
}
