using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;

namespace Loyalty.Tests.Rewards;

/// <summary>What must agree once nothing is under way: redemptions, points, stock and codes.</summary>
internal static class RedemptionBooks
{
    /// <summary>Until no redemption has a step to take by itself.</summary>
    public static async Task WhenSettledAsync(this Club club)
    {
        var open = await WaitFor.Async(
            () =>
                club.WithContextAsync(context =>
                    context.Redemptions.CountAsync(row =>
                        row.Settlement != RedemptionSettlement.None
                        || row.Status == RedemptionStatus.Requested
                        || row.Status == RedemptionStatus.Reserved
                        || (row.Status == RedemptionStatus.Ordered && row.Method == FulfilmentMethod.Partner)
                    )
                ),
            count => count == 0
        );
        open.ShouldBe(0);
    }

    /// <param name="pointsEach">what each of the members had before.</param>
    public static async Task<List<Redemption>> ShouldAgreeAsync(
        this Club club,
        IReadOnlyList<MemberId> members,
        long pointsEach,
        IReadOnlyList<RewardId> rewards
    )
    {
        var all = await club.WithContextAsync(context => context.Redemptions.AsNoTracking().ToListAsync());
        var rows = all.Where(row => rewards.Contains(row.RewardId)).ToList();
        foreach (var member in members)
        {
            var theirs = rows.Where(row => row.MemberId == member).ToList();
            var spent = theirs.Where(row => row.Status == RedemptionStatus.Fulfilled).Sum(row => row.Points);
            var held = theirs.Where(row => row.Status == RedemptionStatus.Ordered).Sum(row => row.Points);
            (await club.CountAsync(member)).ShouldBe((pointsEach - spent - held, held, pointsEach - spent));
        }

        foreach (var reward in rewards)
        {
            (await club.TakenAsync(reward)).ShouldBe(
                rows.Count(row => row.RewardId == reward && row.Status != RedemptionStatus.Cancelled)
            );
        }

        var given = await club.WithContextAsync(context =>
            context
                .RewardCodes.Where(code => code.RedemptionId != null && rewards.Contains(code.RewardId))
                .Select(code => code.RedemptionId)
                .ToListAsync()
        );
        given
            .Select(id => id!.Value)
            .Order()
            .ShouldBe(rows.Where(row => row.Method == FulfilmentMethod.Code).Select(row => row.Id).Order());
        (await club.VerifyAsync()).Faults.ShouldBeEmpty();
        return rows;
    }
}
