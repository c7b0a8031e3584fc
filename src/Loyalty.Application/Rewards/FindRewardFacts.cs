using Loyalty.Application.Earning;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>Finds what rewards ask of a member: one statement for each kind of fact that they do ask for, none where they ask for
/// nothing.</summary>
public sealed class FindRewardFacts(FindMemberFacts findFacts, ProgrammeSettings settings, TimeProvider clock)
{
    /// <param name="rewards">those that are looked at.</param>
    public async Task<RewardFacts> ReadAsync(
        LoyaltyDbContext context,
        MemberId member,
        IReadOnlyCollection<RewardDefinition> rewards,
        CancellationToken cancellationToken
    )
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var now = clock.Instant();
        var day = now.DayIn(zone);
        var known = await findFacts.ReadAsync(
            context,
            KindsOf(rewards),
            partner: default,
            [(member, now)],
            zone,
            cancellationToken
        );
        var partners = rewards.Select(reward => reward.Fulfilment.Partner).OfType<PartnerId>().Distinct().ToArray();
        return new RewardFacts
        {
            Now = now,
            Day = day,
            Tiers = known.TiersOf(member, now),
            Member = known.Of(member, now) ?? MemberFacts.None,
            HasVehicle =
                rewards.Any(reward => reward.Eligibility.NeedsVehicle)
                && await context.VehicleOwnerships.AnyAsync(
                    owned =>
                        owned.MemberId == member
                        && owned.OwnedFrom <= day
                        && (owned.OwnedUntil == null || owned.OwnedUntil >= day),
                    cancellationToken
                ),
            LinkedTo = rewards.Any(reward => reward.Eligibility.LinkedTo is not null)
                ? await context
                    .MemberLinks.Where(link => link.MemberId == member)
                    .Select(link => link.PartnerId)
                    .Distinct()
                    .ToListAsync(cancellationToken)
                : [],
            Suspended =
                partners.Length > 0
                    ? await context
                        .Partners.Where(partner =>
                            partners.Contains(partner.Id) && partner.Status == PartnerStatus.Suspended
                        )
                        .Select(partner => partner.Id)
                        .ToListAsync(cancellationToken)
                    : [],
        };
    }

    private static FactKinds KindsOf(IReadOnlyCollection<RewardDefinition> rewards)
    {
        var kinds = FactKinds.None;
        foreach (var (eligibility, prices) in rewards.Select(reward => (reward.Eligibility, reward.Prices)))
        {
            kinds |=
                eligibility.Tiers.Count > 0 || prices.Any(price => price.Tiers.Count > 0)
                    ? FactKinds.Tiers
                    : FactKinds.None;
            kinds |= eligibility.Attributes.Count > 0 ? FactKinds.Attributes : FactKinds.None;
            kinds |= eligibility.VehicleModels.Count > 0 ? FactKinds.VehicleModels : FactKinds.None;
            kinds |= eligibility is { AgeMin: null, AgeMax: null } ? FactKinds.None : FactKinds.BirthDate;
        }

        return kinds;
    }
}
