using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>What a redemption does with a voucher, within its own transactions.</summary>
internal static class VoucherUses
{
    public static Task<Voucher?> FindVoucherAsync(
        this LoyaltyDbContext context,
        MemberId member,
        VoucherId id,
        CancellationToken cancellationToken
    ) =>
        context
            .Vouchers.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == id && row.MemberId == member, cancellationToken);

    /// <summary>What the voucher of a request takes off: 0 without one.</summary>
    /// <param name="points">what the redemption costs without it.</param>
    public static async Task<Outcome<long>> PointsOffAsync(
        this LoyaltyDbContext context,
        MemberId member,
        RedeemRewardRequest request,
        Reward reward,
        long points,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (request.Voucher is not { } id)
        {
            return 0;
        }

        if (request.Quantity > 1)
        {
            return new Refusal.InvalidRequest("quantity", "must be 1 with a voucher");
        }

        var voucher = await context.FindVoucherAsync(member, id, cancellationToken);
        return voucher is null ? new Refusal.NoSuch("voucher")
            : voucher.WhyNot(reward.Id, reward.Definition, now) is { } refusal ? refusal
            : voucher.PointsOff(points);
    }

    /// <summary>One conditional statement, so that of two redemptions at once one gets it.</summary>
    /// <returns>false when it cannot be used any more; nothing is changed then.</returns>
    public static async Task<bool> UseVoucherAsync(
        this LoyaltyDbContext context,
        Redemption redemption,
        CancellationToken cancellationToken
    )
    {
        if (redemption.VoucherId is not { } id)
        {
            return true;
        }

        var (member, now) = (redemption.MemberId, redemption.RequestedAt);
        return await context
                .Vouchers.Where(row =>
                    row.Id == id
                    && row.MemberId == member
                    && row.RedemptionId == null
                    && row.WithdrawnAt == null
                    && row.ValidUntil > now
                )
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.RedemptionId, redemption.Id), cancellationToken)
            == 1;
    }

    /// <summary>A redemption came to nothing: what is left of the voucher's days can be used again.</summary>
    public static async Task GiveVoucherBackAsync(
        this LoyaltyDbContext context,
        Redemption redemption,
        CancellationToken cancellationToken
    )
    {
        if (redemption.VoucherId is not null)
        {
            var id = redemption.Id;
            await context
                .Vouchers.Where(row => row.RedemptionId == id)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(one => one.RedemptionId, (RedemptionId?)null),
                    cancellationToken
                );
        }
    }
}
