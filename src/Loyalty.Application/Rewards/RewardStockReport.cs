using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>What was taken of a reward and what is left.</summary>
/// <param name="TakenTotal">pieces.</param>
/// <param name="TakenToday">pieces, on <paramref name="Day"/>.</param>
/// <param name="Day">today in the programme's zone.</param>
/// <param name="CodesFree">null for a reward without codes.</param>
/// <param name="CodesTaken">null for a reward without codes.</param>
/// <param name="Claims">redemptions by their status; a status that none has is left out.</param>
public sealed record RewardStockReport(
    RewardStock Limits,
    long TakenTotal,
    long TakenToday,
    DateOnly Day,
    int? CodesFree,
    int? CodesTaken,
    IReadOnlyDictionary<RedemptionStatus, int> Claims
);

/// <summary>Counts a reward for staff.</summary>
public sealed class ReportRewardStock(LoyaltyDbContext context, ProgrammeSettings settings, TimeProvider clock)
{
    public async Task<Outcome<RewardStockReport>> ExecuteAsync(RewardId id, CancellationToken cancellationToken)
    {
        var reward = await context.Rewards.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (reward is null)
        {
            return new Refusal.NoSuch("reward");
        }

        var day = clock.Instant().DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        string[] keys = [RewardCount.Total, RewardCount.OfDay(day)];
        var taken = await context
            .RewardCounts.AsNoTracking()
            .Where(count => count.RewardId == id && keys.Contains(count.Key))
            .GroupBy(count => count.Key)
            .Select(group => new { group.Key, Taken = group.Sum(count => count.Taken) })
            .ToDictionaryAsync(count => count.Key, count => count.Taken, StringComparer.Ordinal, cancellationToken);
        var claims = await context
            .Redemptions.Where(redemption => redemption.RewardId == id)
            .GroupBy(redemption => redemption.Status)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var hasCodes = reward.Definition.Fulfilment.Method == FulfilmentMethod.Code;
        var codes = context.RewardCodes.Where(code => code.RewardId == id);
        return new RewardStockReport(
            reward.Definition.Stock,
            taken.GetValueOrDefault(keys[0]),
            taken.GetValueOrDefault(keys[1]),
            day,
            hasCodes ? await codes.CountAsync(code => code.RedemptionId == null, cancellationToken) : null,
            hasCodes ? await codes.CountAsync(code => code.RedemptionId != null, cancellationToken) : null,
            claims
        );
    }
}
