using Loyalty.Application.Events;
using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Magazine;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>What became of a copy that came back.</summary>
/// <param name="IsNew">whether it was not told before.</param>
/// <param name="IsSuspended">whether the subscription is suspended now.</param>
public sealed record ReturnedCopy(MagazineCopy Copy, bool IsNew, bool IsSuspended);

/// <summary>
/// Takes one copy that came back: marks the address, tells whoever asks the member to correct it, and suspends the subscription after as
/// many in a row as the publication says. Copies that left before the subscription was last resumed do not count, nor does one suspend
/// it that went to an address which the member has corrected since. Told again it changes nothing.
/// </summary>
public sealed class TakeReturnedCopy(
    LoyaltyDbContext context,
    ProgrammeSettings settings,
    EventOutbox outbox,
    TimeProvider clock
)
{
    private static readonly DateOnly DayMin = new(2000, 1, 1);

    /// <param name="reason">a code of the post or the mail provider, such as <c>moved</c> or <c>mailbox-full</c>.</param>
    /// <param name="on">the day on which it came back; null for today.</param>
    public async Task<Outcome<ReturnedCopy>> ExecuteAsync(
        CopyId id,
        string? reason,
        DateOnly? on,
        CancellationToken cancellationToken
    )
    {
        var today = clock.Instant().DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        var errors = new FieldErrors();
        var code = errors.Required("reason", reason, MagazineCopy.ReasonLengthMax);
        errors.Check(
            code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
            "reason",
            "must have small letters, digits and hyphens"
        );
        errors.Day("returnedOn", on, DayMin, today);
        return errors.Refusal is { } unsound
            ? unsound
            : await context.OnLostRacesAsync(() => TryAsync(id, code, on ?? today, cancellationToken));
    }

    private async Task<Outcome<ReturnedCopy>> TryAsync(
        CopyId id,
        string reason,
        DateOnly on,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var taken = await context
            .MagazineCopies.Where(row => row.Id == id && row.Status == CopyStatus.Sent)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(one => one.Status, CopyStatus.Returned)
                        .SetProperty(one => one.ReturnedOn, (DateOnly?)on)
                        .SetProperty(one => one.ReturnReason, reason),
                cancellationToken
            );
        var copy = await context
            .MagazineCopies.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (copy is null)
        {
            return new Refusal.NoSuch("copy");
        }

        if (copy.Status != CopyStatus.Returned)
        {
            return new MagazineRefusal.CopyNotSent(copy.Status);
        }

        var subscription = await context
            .MagazineSubscriptions.AsTracking()
            .SingleAsync(row => row.Id == copy.SubscriptionId, cancellationToken);
        if (taken == 0)
        {
            return new ReturnedCopy(copy, IsNew: false, subscription.Status == SubscriptionStatus.Suspended);
        }

        var now = clock.Instant();
        await CountAsync(copy, subscription, now, cancellationToken);
        await MarkAsync(copy, subscription, reason, now, cancellationToken);
        var isSuspended = subscription.Status == SubscriptionStatus.Suspended;
        await outbox.AddAsync(
            context,
            ClubEventType.MagazineCopyReturned,
            subscription.MemberId,
            now,
            () => ClubEventData.Of(copy, subscription, reason, isSuspended),
            cancellationToken
        );
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ReturnedCopy(copy, IsNew: true, isSuspended);
    }

    /// <summary>Late returns are the rule: what left before the subscription was resumed says nothing of the time since.</summary>
    private async Task CountAsync(
        MagazineCopy copy,
        MagazineSubscription subscription,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var since = subscription.ResumedAt;
        if (since >= copy.SentAt)
        {
            return;
        }

        var sent = await context
            .MagazineCopies.Where(row =>
                row.SubscriptionId == subscription.Id
                && (since == null || row.SentAt > since)
                && (row.Status == CopyStatus.Sent || row.Status == CopyStatus.Returned)
            )
            .Join(
                context.Issues,
                row => row.IssueId,
                issue => issue.Id,
                (row, issue) =>
                    new
                    {
                        issue.Number,
                        row.Status,
                        issue.Id,
                    }
            )
            .OrderBy(one => one.Number)
            .ToListAsync(cancellationToken);
        var number = sent.Single(one => one.Id == copy.IssueId).Number;
        var run = ReturnRun.LengthAround(
            sent.ConvertAll(one => (one.Number, one.Status == CopyStatus.Returned)),
            number
        );
        var suspendAfter = (
            await context
                .Publications.AsNoTracking()
                .SingleAsync(row => row.Id == subscription.PublicationId, cancellationToken)
        )
            .Definition
            .SuspendAfterReturns;
        var reach = (await context.ReadReachAsync([subscription.MemberId], cancellationToken))[subscription.MemberId];
        var isPresentAddress =
            copy.AddressFingerprint is { } fingerprint
            && reach.FingerprintOf(copy.Channel) is { } present
            && present.AsSpan().SequenceEqual(fingerprint);
        subscription.TakeReturn(run, suspendAfter, isPresentAddress, now);
    }

    /// <summary>Of whoever would get the next one: after a merge, the survivor.</summary>
    private async Task MarkAsync(
        MagazineCopy copy,
        MagazineSubscription subscription,
        string reason,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (copy.AddressFingerprint is not { } fingerprint)
        {
            return;
        }

        var known = await context
            .ReturnedAddresses.AsTracking()
            .FirstOrDefaultAsync(
                row =>
                    row.MemberId == subscription.MemberId
                    && row.Channel == copy.Channel
                    && row.Fingerprint == fingerprint,
                cancellationToken
            );
        if (known is not null)
        {
            (known.ReturnedAt, known.Reason) = (now, reason);
            return;
        }

        context.ReturnedAddresses.Add(
            new ReturnedAddress
            {
                MemberId = subscription.MemberId,
                Channel = copy.Channel,
                Fingerprint = fingerprint,
                ReturnedAt = now,
                Reason = reason,
            }
        );
    }
}
