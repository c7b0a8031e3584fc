using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Keeps people from referring themselves: whether two accounts are of one person or one household. What it is that they share
/// is not told, because it is the other one's.</summary>
internal static class ReferralKinship
{
    /// <returns>null when they may refer each other.</returns>
    public static async Task<Refusal?> WhyNotReferAsync(
        this LoyaltyDbContext context,
        Member referred,
        MemberId referrer,
        CancellationToken cancellationToken
    )
    {
        var me = referred.Id;
        if (me == referrer)
        {
            return new ReferralRefusal.OwnCode();
        }

        // Whoever left it yesterday lived in it all the same.
        var isHousehold = await context.HouseholdPlaces.AnyAsync(
            place =>
                place.MemberId == me
                && context.HouseholdPlaces.Any(other =>
                    other.MemberId == referrer && other.HouseholdId == place.HouseholdId
                ),
            cancellationToken
        );
        if (isHousehold)
        {
            return new ReferralRefusal.SameHousehold();
        }

        var isSame =
            await context.ContactPoints.AnyAsync(
                point =>
                    point.MemberId == me
                    && context.ContactPoints.Any(other =>
                        other.MemberId == referrer && other.NormalizedValue == point.NormalizedValue
                    ),
                cancellationToken
            )
            || await context.VehicleOwnerships.AnyAsync(
                owned =>
                    owned.MemberId == me
                    && context.VehicleOwnerships.Any(other =>
                        other.MemberId == referrer && other.VehicleId == owned.VehicleId
                    ),
                cancellationToken
            )
            || await context.MemberMerges.AnyAsync(
                merge =>
                    (merge.SurvivorId == me && merge.DuplicateId == referrer)
                    || (merge.SurvivorId == referrer && merge.DuplicateId == me),
                cancellationToken
            )
            || await HasAddressOfAsync(context, referred, referrer, cancellationToken);
        return isSame ? new ReferralRefusal.SamePerson() : null;
    }

    private static async Task<bool> HasAddressOfAsync(
        LoyaltyDbContext context,
        Member referred,
        MemberId referrer,
        CancellationToken cancellationToken
    )
    {
        if (referred.Address is not { } own)
        {
            return false;
        }

        var other = await context.Members.AsNoTracking().SingleAsync(row => row.Id == referrer, cancellationToken);
        return other.Address is { } theirs && Folded(own) == Folded(theirs);
    }

    /// <summary>Letters and digits alone, so that spaces and commas make no difference.</summary>
    private static string Folded(PostalAddress address) =>
        string.Join(
            '|',
            new[] { string.Concat(address.Street), address.PostalCode ?? "", address.City, address.Country }.Select(
                part => string.Concat(part.Where(char.IsLetterOrDigit)).ToUpperInvariant()
            )
        );
}
