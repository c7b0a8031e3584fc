using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>Why members cannot have a reward at this moment, whoever they are.</summary>
public enum RewardWarning
{
    /// <summary>No code is free: import some.</summary>
    NoFreeCodes,

    /// <summary>As many were taken as there are.</summary>
    SoldOut,

    /// <summary>The windows are over, or do not meet.</summary>
    WindowOver,

    /// <summary>The partner that fulfils it is suspended.</summary>
    PartnerSuspended,

    /// <summary>Nobody has said where the partner is called: orders would wait until their deadline.</summary>
    PartnerWithoutAddress,
}

/// <summary>Looks for what staff should know of rewards that are not retired; as many statements for a page as for one.</summary>
public sealed class FindRewardWarnings(LoyaltyDbContext context, ProgrammeSettings settings, TimeProvider clock)
{
    public async Task<ILookup<RewardId, RewardWarning>> ReadAsync(
        IReadOnlyCollection<Reward> rewards,
        CancellationToken cancellationToken
    )
    {
        var open = rewards.Where(reward => reward.Status != RewardStatus.Retired).ToArray();
        var now = clock.Instant();
        var day = now.DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        var left = await context.StockLeftAsync(member: null, day, open, cancellationToken);
        var partners = open.Select(reward => reward.Definition.Fulfilment.Partner).OfType<PartnerId>().ToArray();
        PartnerId[] suspended =
            partners.Length == 0
                ? []
                : await context
                    .Partners.Where(partner =>
                        partners.Contains(partner.Id) && partner.Status == PartnerStatus.Suspended
                    )
                    .Select(partner => partner.Id)
                    .ToArrayAsync(cancellationToken);
        PartnerId[] addressed =
            partners.Length == 0
                ? []
                : await context
                    .RedemptionEndpoints.Where(endpoint => partners.Contains(endpoint.PartnerId))
                    .Select(endpoint => endpoint.PartnerId)
                    .ToArrayAsync(cancellationToken);
        return open.SelectMany(reward => Warnings(reward).Select(warning => (reward.Id, warning)))
            .ToLookup(one => one.Id, one => one.warning);

        IEnumerable<RewardWarning> Warnings(Reward reward)
        {
            if (left[reward.Id].Contains(new StockLeft(StockLimit.Codes, 0)))
            {
                yield return RewardWarning.NoFreeCodes;
            }

            if (left[reward.Id].Contains(new StockLeft(StockLimit.Total, 0)))
            {
                yield return RewardWarning.SoldOut;
            }

            if (PublishReward.IsOver(reward.Definition, now))
            {
                yield return RewardWarning.WindowOver;
            }

            if (reward.Definition.Fulfilment.Partner is { } partner && suspended.Contains(partner))
            {
                yield return RewardWarning.PartnerSuspended;
            }

            if (reward.Definition.Fulfilment.Partner is { } called && !addressed.Contains(called))
            {
                yield return RewardWarning.PartnerWithoutAddress;
            }
        }
    }
}
