using Loyalty.Application.Members;
using Loyalty.Application.Offers;
using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <param name="Guests">whom the member brings.</param>
/// <param name="IsByStaff">staff may outside the window and the audience, and never beyond the places.</param>
public sealed record SignUpRequest(GatheringId Gathering, MemberId Member, int Guests, bool IsByStaff = false);

/// <summary>
/// Signs a member up: a place while there is room for the whole party, else a turn on the waiting list where there is one. Who was
/// invited may come though the audience be another by now. Signing up again as one is signed up changes nothing.
/// </summary>
public sealed class SignUpForGathering(LoyaltyDbContext context, FindAudience audience, TimeProvider clock)
{
    public async Task<Outcome<GatheringSignUp>> ExecuteAsync(
        SignUpRequest request,
        CancellationToken cancellationToken
    ) =>
        // Before the turn, which is to be short.
        await WhyNotMemberAsync(request, cancellationToken) is { } refusal
            ? refusal
            : await context.InTurnAsync(
                request.Gathering,
                gathering => SignUpAsync(gathering, request, cancellationToken),
                cancellationToken
            );

    private async Task<Refusal?> WhyNotMemberAsync(SignUpRequest request, CancellationToken cancellationToken)
    {
        var gathering = await context
            .Gatherings.AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == request.Gathering, cancellationToken);
        if (gathering is null || (!request.IsByStaff && gathering.Status == GatheringStatus.Draft))
        {
            return new Refusal.NoSuch("gathering");
        }

        if (await context.WhyNotAddedToAsync(request.Member, cancellationToken) is { } closed)
        {
            return closed;
        }

        // Who has a place must be one to whom the club may write of it.
        var status = await context
            .Members.Where(member => member.Id == request.Member)
            .Select(member => member.Status)
            .SingleAsync(cancellationToken);
        if (!status.Allows(MemberOperation.Message))
        {
            return new PointsOperations.MemberMayNot(MemberOperation.Message, status);
        }

        if (
            request.IsByStaff
            || await context.GatheringInvitations.AnyAsync(
                row => row.GatheringId == request.Gathering && row.MemberId == request.Member,
                cancellationToken
            )
        )
        {
            return null;
        }

        var asked = gathering.Definition.Audience;
        var facts = await audience.ReadAsync(context, [asked], [request.Member], cancellationToken);
        var missing = asked.Missing(facts[request.Member]);
        return missing.Count > 0 ? new GatheringRefusal.NotForMember(missing) : null;
    }

    private async Task<Outcome<GatheringSignUp>> SignUpAsync(
        Gathering gathering,
        SignUpRequest request,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var closed = request.IsByStaff ? gathering.WhyNoStaffSignsUp(now) : gathering.WhyNoMemberSignsUp(now);
        if (closed is not null)
        {
            return closed;
        }

        var errors = new FieldErrors();
        errors.Within("guests", request.Guests, 0, gathering.Definition.GuestsMax);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        var known = await context
            .GatheringSignUps.AsTracking()
            .FirstOrDefaultAsync(
                row => row.GatheringId == request.Gathering && row.MemberId == request.Member,
                cancellationToken
            );
        if (known is { Status: not SignUpStatus.Cancelled })
        {
            return known.Guests == request.Guests ? known : new GatheringRefusal.SignedUpAlready(known.Status);
        }

        var seats = await context.SeatsOfAsync(gathering, cancellationToken);
        var seating = seats.Admit(request.Guests + 1, gathering.Definition.HasWaitingList);
        if (seating == Seating.Nothing)
        {
            return new GatheringRefusal.Full(seats.Free ?? 0);
        }

        var signUp =
            known
            ?? new GatheringSignUp
            {
                Id = Identifier.New<SignUpId>(now),
                GatheringId = gathering.Id,
                MemberId = request.Member,
            };
        if (known is null)
        {
            context.GatheringSignUps.Add(signUp);
        }

        signUp.Take(seating, request.Guests, gathering.Turn, now);
        await context
            .GatheringInvitations.Where(row =>
                row.GatheringId == gathering.Id && row.MemberId == request.Member && row.AnsweredAt == null
            )
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.AnsweredAt, now), cancellationToken);
        return signUp;
    }
}
