using System.Security.Cryptography;
using Loyalty.Application.Care;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>The tables that docs/members.md names as holding the record, one statement each.</summary>
internal static class ErasedRecord
{
    /// <summary>Stands where something was said in free text.</summary>
    private const string Emptied = "erased";

    public static async Task EraseRecordAsync(
        this LoyaltyDbContext context,
        MemberId[] ids,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await context.EraseCareContactsAsync(ids, now, cancellationToken);
        await context.Interactions.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.MemberFlags.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.MemberAttributes.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context
            .MemberTiers.Where(row => ids.Contains(row.MemberId) && row.Note != null)
            .ExecuteUpdateAsync(row => row.SetProperty(tier => tier.Note, (string?)null), cancellationToken);
        await EraseRedemptionsAsync(context, ids, now, cancellationToken);
        await EraseMagazineAsync(context, ids, now, cancellationToken);
        // Who brought whom is of both; what was granted for it stays, and names nobody else.
        await context
            .Referrals.Where(row => ids.Contains(row.ReferrerId) || ids.Contains(row.ReferredId))
            .ExecuteDeleteAsync(cancellationToken);
        await context.ReferralCodes.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        // What they were contacted about tells of their lives.
        await context.CareEvents.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.CarePreferences.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        // Where they went, and with whom. What their sign-ups held is given on soon.
        await context.GatheringSignUps.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context
            .GatheringInvitations.Where(row => ids.Contains(row.MemberId))
            .ExecuteDeleteAsync(cancellationToken);
        await EraseVehiclesAsync(context, ids, cancellationToken);
        await context
            .BusinessRelations.Where(row =>
                ids.Contains(row.MemberId) || (row.OtherMemberId != null && ids.Contains(row.OtherMemberId.Value))
            )
            .ExecuteDeleteAsync(cancellationToken);
        await context.Consents.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.ConsentChanges.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.ContactPoints.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.MemberSearchNames.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.MemberSignIns.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.ExternalIds.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.MemberLinks.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context.Cards.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context
            .MemberStatusChanges.Where(row => ids.Contains(row.MemberId))
            .ExecuteUpdateAsync(row => row.SetProperty(change => change.Reason, Emptied), cancellationToken);
        await context
            .MemberMerges.Where(row => ids.Contains(row.SurvivorId) || ids.Contains(row.DuplicateId))
            .ExecuteUpdateAsync(row => row.SetProperty(merge => merge.Moved, "{}"), cancellationToken);
        await EraseHouseholdsAsync(context, ids, cancellationToken);
        await context
            .Adjustments.Where(row => ids.Contains(row.MemberId) && row.Note != null)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Note, (string?)null), cancellationToken);
    }

    /// <summary>With whom the member lived is nobody's business any more. A household that goes on without the member keeps the name
    /// that it has.</summary>
    private static async Task EraseHouseholdsAsync(
        LoyaltyDbContext context,
        MemberId[] ids,
        CancellationToken cancellationToken
    )
    {
        var households = await context
            .HouseholdPlaces.Where(row => ids.Contains(row.MemberId))
            .Select(row => row.HouseholdId)
            .Distinct()
            .ToListAsync(cancellationToken);
        await context.HouseholdPlaces.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        await context
            .Households.Where(row => households.Contains(row.Id) && row.EndedAt != null)
            .ExecuteUpdateAsync(row => row.SetProperty(household => household.Name, Emptied), cancellationToken);
    }

    /// <summary>A vehicle that others owned, or had to do with, is in their record too and stays; the rest goes with its
    /// owner.</summary>
    private static async Task EraseVehiclesAsync(
        LoyaltyDbContext context,
        MemberId[] ids,
        CancellationToken cancellationToken
    )
    {
        var owned = await context
            .VehicleOwnerships.Where(row => ids.Contains(row.MemberId))
            .Select(row => row.VehicleId)
            .Distinct()
            .ToListAsync(cancellationToken);
        await context.VehicleOwnerships.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        var gone = await context
            .Vehicles.Where(vehicle =>
                owned.Contains(vehicle.Id)
                && !context.VehicleOwnerships.Any(other => other.VehicleId == vehicle.Id)
                && !context.Interactions.Any(other => other.VehicleId == vehicle.Id)
            )
            .Select(vehicle => vehicle.Id)
            .ToListAsync(cancellationToken);
        await context.MileageReadings.Where(row => gone.Contains(row.VehicleId)).ExecuteDeleteAsync(cancellationToken);
        await context.Vehicles.Where(row => gone.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Where rewards went, and what came of them. What is still under way cannot be delivered any more: its time is over.</summary>
    private static async Task EraseRedemptionsAsync(
        LoyaltyDbContext context,
        MemberId[] ids,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var theirs = context.Redemptions.Where(row => ids.Contains(row.MemberId));
        await theirs
            .Where(row =>
                row.Status == RedemptionStatus.Requested
                || row.Status == RedemptionStatus.Reserved
                || row.Status == RedemptionStatus.Ordered
            )
            .ExecuteUpdateAsync(
                row => row.SetProperty(r => r.Deadline, now).SetProperty(r => r.NextAttemptAt, now),
                cancellationToken
            );
        // Addresses and numbers went into the hash, and could be found again by trying.
        var nothing = new byte[SHA256.HashSizeInBytes];
        await theirs.ExecuteUpdateAsync(
            row =>
                row.SetProperty(r => r.ContentHash, nothing)
                    .SetProperty(r => r.EncryptedDelivery, (byte[]?)null)
                    .SetProperty(r => r.EncryptedContent, (byte[]?)null),
            cancellationToken
        );
    }

    /// <summary>Where copies went, and who gave the member a subscription. That there was one stays, and it has ended.</summary>
    private static async Task EraseMagazineAsync(
        LoyaltyDbContext context,
        MemberId[] ids,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await context
            .MagazineCopies.Where(row => ids.Contains(row.MemberId))
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(copy => copy.Recipient, (string?)null)
                        .SetProperty(copy => copy.PostalCode, "")
                        .SetProperty(copy => copy.AddressFingerprint, (byte[]?)null),
                cancellationToken
            );
        await context.ReturnedAddresses.Where(row => ids.Contains(row.MemberId)).ExecuteDeleteAsync(cancellationToken);
        // Without its giver a gift that is not paid yet would be paid by who gets it. It ends before its first issue.
        await context
            .MagazineSubscriptions.Where(row =>
                row.Status == SubscriptionStatus.AwaitingPayment
                && (ids.Contains(row.MemberId) || (row.GiverId != null && ids.Contains(row.GiverId.Value)))
            )
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(subscription => subscription.Status, SubscriptionStatus.Ended)
                        .SetProperty(subscription => subscription.EndedAt, now)
                        .SetProperty(
                            subscription => subscription.UntilIssue,
                            subscription => subscription.FromIssue - 1
                        )
                        .SetProperty(subscription => subscription.Version, subscription => subscription.Version + 1),
                cancellationToken
            );
        await context
            .MagazineSubscriptions.Where(row => row.GiverId != null && ids.Contains(row.GiverId.Value))
            .ExecuteUpdateAsync(
                row => row.SetProperty(subscription => subscription.GiverId, (MemberId?)null),
                cancellationToken
            );
        await context
            .MagazineSubscriptions.Where(row => ids.Contains(row.MemberId) && row.EndedAt == null)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(subscription => subscription.Status, SubscriptionStatus.Ended)
                        .SetProperty(subscription => subscription.EndedAt, now)
                        .SetProperty(subscription => subscription.Version, subscription => subscription.Version + 1),
                cancellationToken
            );
    }
}
