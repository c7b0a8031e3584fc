using Loyalty.Application.Tiers;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Seeding;

/// <summary>The demo club's status: three tiers by the points of the last twelve months.</summary>
public sealed class DemoTiers(LoyaltyDbContext context, CreateTierSet create, ActivateTierSet activate)
{
    private static readonly TierSetCode Status = TierSetCode.Parse("STATUS");

    public async Task ExecuteAsync(PointCurrencyCode points, CancellationToken cancellationToken)
    {
        var set = await context
            .TierSets.AsNoTracking()
            .FirstOrDefaultAsync(set => set.Code == Status, cancellationToken);
        if (set is null)
        {
            var definition = new TierSetDocument(
                new TierBasisDocument(TierBasisKind.QualifyingPoints, points.Value),
                new TierWindowDocument(TierWindowKind.Rolling, Months: 12),
                GraceDays: 30,
                TierDowngrade.OneLevel,
                [
                    Level("BLUE", "Blue", "蓝卡", "Blau", "0"),
                    Level("SILVER", "Silver", "银卡", "Silber", "50"),
                    Level("GOLD", "Gold", "金卡", "Gold", "500"),
                ]
            );
            var request = new CreateTierSetRequest(Status.Value, "Club status", DisplayOrder: 0, definition);
            set = (await create.ExecuteAsync(request, cancellationToken)).Value;
        }

        if (set.Status == TierSetStatus.Draft)
        {
            var request = new ActivateTierSetRequest(Status, set.Version, "demo club");
            _ = (await activate.ExecuteAsync(request, cancellationToken)).Value;
        }
    }

    private static TierLevelDocument Level(string code, string name, string chinese, string german, string threshold) =>
        new(
            code,
            name,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["zh-Hans"] = chinese, ["de"] = german },
            threshold
        );
}
