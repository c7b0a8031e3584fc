using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>What enrolment and the later operations add to a member in the same way.</summary>
internal static class MemberAdditions
{
    public static void AddSearchNames(this LoyaltyDbContext context, Member member) =>
        context.MemberSearchNames.AddRange(
            member.Name.SearchKeys().Select(key => new MemberSearchName { MemberId = member.Id, NameKey = key })
        );

    /// <summary>Takes the step and writes it into the history.</summary>
    public static void AddStatusChange(
        this LoyaltyDbContext context,
        Member member,
        MemberStatus to,
        string reason,
        string by,
        DateTimeOffset now
    )
    {
        context.MemberStatusChanges.Add(
            new MemberStatusChange
            {
                Id = Identifier.New<StatusChangeId>(now),
                MemberId = member.Id,
                FromStatus = member.Status,
                ToStatus = to,
                Reason = reason,
                ChangedBy = by,
                ChangedAt = now,
            }
        );
        member.Status = to;
    }

    /// <summary>Nothing is added to a closed account, or to one that is not there.</summary>
    public static async Task<Refusal?> WhyNotAddedToAsync(
        this LoyaltyDbContext context,
        MemberId id,
        CancellationToken cancellationToken
    )
    {
        var status = await context
            .Members.Where(member => member.Id == id)
            .Select(member => (MemberStatus?)member.Status)
            .FirstOrDefaultAsync(cancellationToken);
        return status switch
        {
            null => MemberRefusals.NoSuchMember,
            MemberStatus.Closed or MemberStatus.Merged => new MemberRefusals.MemberClosed(),
            _ => null,
        };
    }

    /// <summary>Makes the member the vehicle's owner from a day on, unless somebody owns it now.</summary>
    public static async Task<Outcome<VehicleOwnership>> AddOwnershipAsync(
        this LoyaltyDbContext context,
        MemberId member,
        Vin vin,
        VehicleFacts facts,
        DateOnly from,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var vehicle = await context.Vehicles.FirstOrDefaultAsync(known => known.Vin == vin, cancellationToken);
        if (vehicle is null)
        {
            vehicle = new Vehicle { Id = Identifier.New<VehicleId>(now), Vin = vin };
            context.Vehicles.Add(vehicle);
        }
        else if (
            await context.VehicleOwnerships.AnyAsync(
                owned => owned.VehicleId == vehicle.Id && owned.OwnedUntil == null,
                cancellationToken
            )
        )
        {
            return new MemberRefusals.DuplicateMember(DuplicateKind.Vin);
        }

        facts.FillBlanks(vehicle);
        var ownership = new VehicleOwnership
        {
            Id = Identifier.New<OwnershipId>(now),
            VehicleId = vehicle.Id,
            MemberId = member,
            OwnedFrom = from,
            PurchasedOn = facts.PurchasedOn,
            Dealer = facts.Dealer,
            InsuranceEndsOn = facts.InsuranceEndsOn,
        };
        context.VehicleOwnerships.Add(ownership);
        return ownership;
    }

    /// <summary>Writes the decisions of a member into the history, and the newest of each into what holds now.</summary>
    /// <param name="current">the member's present consents; none for a new member.</param>
    public static void AddConsents(
        this LoyaltyDbContext context,
        IReadOnlyList<ConsentChange> changes,
        IReadOnlyList<Consent>? current = null
    )
    {
        context.ConsentChanges.AddRange(changes);
        var known = (current ?? []).ToDictionary(consent => (consent.Purpose, consent.Channel));
        foreach (var change in changes)
        {
            if (!known.TryGetValue((change.Purpose, change.Channel), out var consent))
            {
                consent = new Consent
                {
                    MemberId = change.MemberId,
                    Purpose = change.Purpose,
                    Channel = change.Channel,
                };
                known.Add((change.Purpose, change.Channel), consent);
                context.Consents.Add(consent);
            }

            consent.Apply(change);
        }
    }
}
