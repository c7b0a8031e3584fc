using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>What a member does with a household: found one, invite others and be invited, say what the others may spend, leave. Nobody
/// is put into a household without having accepted, and a share is changed by whose points it is.</summary>
public sealed class LiveInHousehold(LoyaltyDbContext context, TimeProvider clock)
{
    public Task<Outcome<Household>> FoundAsync(MemberId me, string? name, CancellationToken cancellationToken) =>
        context.OnLostRacesAsync(async () =>
        {
            var errors = new FieldErrors();
            var clean = errors.Required("name", name, Household.NameLengthMax);
            if ((errors.Refusal ?? await WhyNotJoinAsync(me, cancellationToken)) is { } refusal)
            {
                return refusal;
            }

            var household = Household.Found(clean, me, me.ToString(), clock.Instant());
            context.Households.Add(household);
            await context.SaveChangesAsync(cancellationToken);
            return (Outcome<Household>)household;
        });

    /// <summary>Invites whoever holds the card.</summary>
    public async Task<Outcome<Household>> InviteCardAsync(
        MemberId me,
        string cardNumber,
        CancellationToken cancellationToken
    )
    {
        var card = CardNumber.TryParse(cardNumber, out var number)
            ? await context.Cards.AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellationToken)
            : null;
        return card is null || card.WhyRefused() is not null
            ? Unknown("cardNumber")
            : await InviteAsync(me, card.MemberId, cancellationToken, "cardNumber");
    }

    /// <param name="field">what the request calls whom to invite.</param>
    public Task<Outcome<Household>> InviteAsync(
        MemberId me,
        MemberId member,
        CancellationToken cancellationToken,
        string field = "member"
    ) =>
        AsOrganiserAsync(
            me,
            async household =>
            {
                if (member == me)
                {
                    return new Refusal.InvalidRequest(field, "must be another member");
                }

                var isThere = await context.Members.AnyAsync(
                    row => row.Id == member && row.Status == MemberStatus.Active,
                    cancellationToken
                );
                return isThere ? household.Invite(member, me.ToString(), clock.Instant()).Refusal : Unknown(field);
            },
            cancellationToken
        );

    /// <param name="sharePercent">what the others may spend of the member's points.</param>
    public Task<Outcome<Household>> AcceptAsync(
        MemberId me,
        HouseholdPlaceId invitation,
        int sharePercent,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            if (Check(sharePercent) is { } invalid)
            {
                return invalid;
            }

            // The organiser may take it back, and not accept it for the other.
            if (
                await LoadInvitedAsync(invitation, me, cancellationToken) is not var (household, place)
                || place.MemberId != me
            )
            {
                return NoSuchInvitation;
            }

            if (await WhyNotJoinAsync(me, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            place.Join(sharePercent, clock.Instant());
            await context.SaveHouseholdAsync(household, cancellationToken);
            return (Outcome<Household>)household;
        });

    /// <summary>Ends an invitation: the invited member declines it, the organiser takes it back.</summary>
    public Task<Outcome<Household>> EndInvitationAsync(
        MemberId me,
        HouseholdPlaceId invitation,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            if (await LoadInvitedAsync(invitation, me, cancellationToken) is not var (household, place))
            {
                return NoSuchInvitation;
            }

            household.End(
                place,
                place.MemberId == me ? HouseholdEnding.Declined : HouseholdEnding.Withdrawn,
                clock.Instant()
            );
            await context.SaveHouseholdAsync(household, cancellationToken);
            return (Outcome<Household>)household;
        });

    public Task<Outcome<Household>> LeaveAsync(MemberId me, CancellationToken cancellationToken) =>
        AsMemberAsync(
            me,
            (household, place) =>
            {
                household.End(place, HouseholdEnding.Left, clock.Instant());
                return Task.FromResult<Refusal?>(null);
            },
            cancellationToken
        );

    public Task<Outcome<Household>> SetShareAsync(MemberId me, int sharePercent, CancellationToken cancellationToken) =>
        AsMemberAsync(
            me,
            (_, place) =>
            {
                if (Check(sharePercent) is { } invalid)
                {
                    return Task.FromResult<Refusal?>(invalid);
                }

                place.SharePercent = sharePercent;
                return Task.FromResult<Refusal?>(null);
            },
            cancellationToken
        );

    /// <summary>The organiser may set it for every member, the organiser included.</summary>
    public Task<Outcome<Household>> SetMaySpendAsync(
        MemberId me,
        MemberId member,
        bool maySpend,
        CancellationToken cancellationToken
    ) =>
        AsOrganiserAsync(
            me,
            household =>
            {
                if (household.PlaceOf(member) is not { } place)
                {
                    return Task.FromResult<Refusal?>(NotInIt);
                }

                place.MaySpend = maySpend;
                return Task.FromResult<Refusal?>(null);
            },
            cancellationToken
        );

    /// <summary>The organiser takes another member out.</summary>
    public Task<Outcome<Household>> RemoveAsync(MemberId me, MemberId member, CancellationToken cancellationToken) =>
        AsOrganiserAsync(
            me,
            household =>
            {
                if (member == me)
                {
                    return Task.FromResult<Refusal?>(
                        new Refusal.InvalidRequest("member", "must be another member; to go yourself, leave")
                    );
                }

                if (household.PlaceOf(member) is not { } place)
                {
                    return Task.FromResult<Refusal?>(NotInIt);
                }

                household.End(place, HouseholdEnding.Removed, clock.Instant());
                return Task.FromResult<Refusal?>(null);
            },
            cancellationToken
        );

    private Task<Outcome<Household>> AsOrganiserAsync(
        MemberId me,
        Func<Household, Task<Refusal?>> change,
        CancellationToken cancellationToken
    ) =>
        AsMemberAsync(
            me,
            (household, _) =>
                household.OrganiserId == me
                    ? change(household)
                    : Task.FromResult<Refusal?>(new HouseholdRefusal.NotOrganiser()),
            cancellationToken
        );

    private Task<Outcome<Household>> AsMemberAsync(
        MemberId me,
        Func<Household, HouseholdPlace, Task<Refusal?>> change,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            if (
                await context.HouseholdOfAsync(me, cancellationToken) is not { } id
                || await context.LoadHouseholdAsync(id, cancellationToken) is not { } household
                || household.PlaceOf(me) is not { } place
            )
            {
                return new HouseholdRefusal.InNoHousehold();
            }

            if (await change(household, place) is { } refusal)
            {
                return refusal;
            }

            await context.SaveHouseholdAsync(household, cancellationToken);
            return (Outcome<Household>)household;
        });

    /// <summary>An open invitation of the member, or one that the member can take back.</summary>
    private async Task<(Household Household, HouseholdPlace Place)?> LoadInvitedAsync(
        HouseholdPlaceId invitation,
        MemberId me,
        CancellationToken cancellationToken
    )
    {
        var id = await context
            .HouseholdPlaces.Where(place => place.Id == invitation && place.JoinedAt == null && place.EndedAt == null)
            .Join(
                context.Households,
                place => place.HouseholdId,
                household => household.Id,
                (place, household) =>
                    new
                    {
                        place.MemberId,
                        household.OrganiserId,
                        household.Id,
                    }
            )
            .Where(one => one.MemberId == me || one.OrganiserId == me)
            .Select(one => (HouseholdId?)one.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return
            id is { } found
            && await context.LoadHouseholdAsync(found, cancellationToken) is { } household
            && household.Places.Find(place => place.Id == invitation && place is { IsOpen: true, IsIn: false })
                is { } place
            ? (household, place)
            : null;
    }

    private async Task<Refusal?> WhyNotJoinAsync(MemberId me, CancellationToken cancellationToken) =>
        await context.WhyNotAddedToAsync(me, cancellationToken) is { } closed ? closed
        : await context.HouseholdOfAsync(me, cancellationToken) is not null
            ? new HouseholdRefusal.InHouseholdAlready(me)
        : null;

    private static Refusal? Check(int sharePercent)
    {
        var errors = new FieldErrors();
        errors.SharePercent("sharePercent", sharePercent);
        return errors.Refusal;
    }

    private static Refusal NoSuchInvitation => new Refusal.InvalidRequest("invitation", "is not an open invitation");

    private static Refusal NotInIt => new Refusal.InvalidRequest("member", "is not a member of the household");

    // The same whether there is no such card, or its member is suspended: that is nobody's business here.
    private static Refusal.InvalidRequest Unknown(string field) =>
        new Refusal.InvalidRequest(field, "does not name a member who can be invited");
}

internal static class HouseholdFields
{
    public static void SharePercent(this FieldErrors errors, string field, int sharePercent) =>
        errors.Check(
            sharePercent is >= 0 and <= HouseholdPlace.SharePercentMax,
            field,
            $"must be between 0 and {HouseholdPlace.SharePercentMax}"
        );
}
