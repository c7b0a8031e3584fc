using Loyalty.Application.Events;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <param name="Reason">for the history; kept with the member's record and erased with it.</param>
/// <param name="ChangedBy">the staff account, as its token's subject.</param>
public sealed record ChangeMemberStatusRequest(MemberId Id, MemberStatus To, string Reason, string ChangedBy);

/// <summary>
/// Suspends, reactivates or closes an account, and keeps the step in its history. Closing blocks the cards, ends the
/// ownership of vehicles, leaves the household and lets the verified addresses go, so that the person can enrol again. Closing what
/// is closed changes nothing. Points are another matter: see <see cref="CloseAccount"/>.
/// </summary>
public sealed class ChangeMemberStatus(LoyaltyDbContext context, EventOutbox outbox, TimeProvider clock)
{
    /// <summary>Longer than anything takes that was let through before the account was closed.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(1);

    public Task<Outcome<Member>> ExecuteAsync(ChangeMemberStatusRequest request, CancellationToken cancellationToken) =>
        context.OnLostRacesAsync(() => TryAsync(request, cancellationToken));

    private async Task<Outcome<Member>> TryAsync(ChangeMemberStatusRequest request, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var reason = errors.Required("reason", request.Reason);
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var member = await context.Members.FirstOrDefaultAsync(m => m.Id == request.Id, cancellationToken);
        if (member is null)
        {
            return MemberRefusals.NoSuchMember;
        }

        if ((member.Status, request.To) == (MemberStatus.Closed, MemberStatus.Closed))
        {
            return member;
        }

        // Merging and undoing it are operations of their own.
        if (member.Status == MemberStatus.Merged || !member.Status.CanBecome(request.To))
        {
            return new IllegalTransition(member.Status, request.To);
        }

        var now = clock.Instant();
        context.AddStatusChange(member, request.To, reason, request.ChangedBy, now);
        if (request.To == MemberStatus.Closed)
        {
            member.SettleAfter = now + SettlingTime;
            await LetGoAsync(member.Id, now, cancellationToken);
            await context.EndFlagsAsync(outbox, member.Id, now, cancellationToken);
            await outbox.AddAsync(
                context,
                ClubEventType.MemberClosed,
                member.Id,
                now,
                () => new ClubEventData.OfMember(member.Id.ToString()),
                cancellationToken
            );
        }

        await context.SaveChangesAsync(cancellationToken);
        return member;
    }

    private async Task LetGoAsync(MemberId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cards = await context
            .Cards.Where(card => card.MemberId == id && card.Status == CardStatus.Active)
            .ToListAsync(cancellationToken);
        cards.ForEach(card => card.Block("account closed", now));
        var points = await context
            .ContactPoints.Where(point => point.MemberId == id && point.ClaimedValue != null)
            .ToListAsync(cancellationToken);
        points.ForEach(point => point.Release());
        var ownerships = await context
            .VehicleOwnerships.Where(owned => owned.MemberId == id && owned.OwnedUntil == null)
            .ToListAsync(cancellationToken);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        ownerships.ForEach(owned => owned.OwnedUntil = today > owned.OwnedFrom ? today : owned.OwnedFrom);
        await context.EndHouseholdPlacesAsync(id, HouseholdEnding.Closed, now, cancellationToken);
    }

    /// <summary>There is no such step; see docs/members.md.</summary>
    public sealed record IllegalTransition(MemberStatus From, MemberStatus To)
        : Refusal(
            "illegal-status-transition",
            RefusalKind.Conflict,
            "A member's account cannot go from its present status to that one."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("from", From), new("to", To)];
    }
}
