using Loyalty.Application.Earning;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Judges whether members meet what is asked of them: as many statements for a thousand as for one, none for what nobody
/// asks.</summary>
public sealed class FindAudience(FindMemberFacts findFacts, ProgrammeSettings settings, TimeProvider clock)
{
    /// <param name="asked">each must be judged for each member.</param>
    /// <param name="members">a thousand at the most.</param>
    public async Task<IReadOnlyDictionary<MemberId, RewardFacts>> ReadAsync(
        LoyaltyDbContext context,
        IReadOnlyCollection<RewardEligibility> asked,
        IReadOnlyCollection<MemberId> members,
        CancellationToken cancellationToken
    )
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var now = clock.Instant();
        var day = now.DayIn(zone);
        var known = await findFacts.ReadAsync(
            context,
            KindsOf(asked),
            partner: default,
            [.. members.Select(member => (member, now))],
            zone,
            cancellationToken
        );
        HashSet<MemberId> owners = asked.Any(one => one.NeedsVehicle)
            ?
            [
                .. await context
                    .VehicleOwnerships.Where(owned =>
                        members.Contains(owned.MemberId)
                        && owned.OwnedFrom <= day
                        && (owned.OwnedUntil == null || owned.OwnedUntil >= day)
                    )
                    .Select(owned => owned.MemberId)
                    .Distinct()
                    .ToListAsync(cancellationToken),
            ]
            : [];
        var links = await LinksAsync(context, asked, members, cancellationToken);
        return members
            .Distinct()
            .ToDictionary(
                member => member,
                member => new RewardFacts
                {
                    Now = now,
                    Day = day,
                    Tiers = known.TiersOf(member, now),
                    Member = known.Of(member, now) ?? MemberFacts.None,
                    HasVehicle = owners.Contains(member),
                    LinkedTo = [.. links[member]],
                }
            );
    }

    private static async Task<ILookup<MemberId, PartnerId>> LinksAsync(
        LoyaltyDbContext context,
        IReadOnlyCollection<RewardEligibility> asked,
        IReadOnlyCollection<MemberId> members,
        CancellationToken cancellationToken
    )
    {
        if (asked.All(one => one.LinkedTo is null))
        {
            return Array.Empty<MemberId>().ToLookup(member => member, _ => default(PartnerId));
        }

        var rows = await context
            .MemberLinks.Where(link => members.Contains(link.MemberId))
            .Select(link => new { link.MemberId, link.PartnerId })
            .Distinct()
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.MemberId, row => row.PartnerId);
    }

    private static FactKinds KindsOf(IReadOnlyCollection<RewardEligibility> asked)
    {
        var kinds = FactKinds.None;
        foreach (var one in asked)
        {
            kinds |= one.Tiers.Count > 0 ? FactKinds.Tiers : FactKinds.None;
            kinds |= one.Attributes.Count > 0 ? FactKinds.Attributes : FactKinds.None;
            kinds |= one.VehicleModels.Count > 0 ? FactKinds.VehicleModels : FactKinds.None;
            kinds |= one is { AgeMin: null, AgeMax: null } ? FactKinds.None : FactKinds.BirthDate;
        }

        return kinds;
    }
}
