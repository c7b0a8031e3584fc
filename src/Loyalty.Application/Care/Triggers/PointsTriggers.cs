using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Domain.Tiers;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care.Triggers;

/// <summary>What is due about a member's points and tier.</summary>
public sealed class PointsTriggers(ClubTiers clubTiers, FindMemberTiers findTiers, TimeProvider clock)
{
    /// <summary>Points that are held for a redemption do not lapse.</summary>
    internal static async Task<IEnumerable<CareCandidate>> PointsLapsingAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (first, last, currency) = (look.FirstOccasion, look.LastOccasion, look.Rule.Currency!.Value);
        var rows = await Wallets(look, currency)
            .Join(
                look.Context.Lots.Where(lot =>
                    lot.ExpiresOn >= first && lot.ExpiresOn <= last && lot.Points > lot.Held
                ),
                wallet => wallet.WalletId,
                lot => lot.WalletId,
                (wallet, lot) =>
                    new
                    {
                        wallet.MemberId,
                        lot.ExpiresOn,
                        Points = lot.Points - lot.Held,
                    }
            )
            .GroupBy(row => new { row.MemberId, row.ExpiresOn })
            .Select(group => new
            {
                group.Key.MemberId,
                group.Key.ExpiresOn,
                Points = group.Sum(row => row.Points),
            })
            .ToListAsync(cancellationToken);
        return rows.Where(row => row.Points >= look.Rule.PointsMin)
            .Select(row =>
                look.Due(
                    row.MemberId,
                    $"lapse/{currency}/{CareLook.Written(row.ExpiresOn)}",
                    new CareFacts(row.ExpiresOn) { Points = row.Points, Currency = currency.Value }
                )
            );
    }

    /// <summary>Once for a reward: the price that everybody pays, in points alone.</summary>
    internal async Task<IEnumerable<CareCandidate>> RewardWithinReachAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (id, currency, today) = (look.Rule.Reward!.Value, look.Rule.Currency!.Value, look.Today);
        var reward = await look.Context.Rewards.AsNoTracking().FirstAsync(one => one.Id == id, cancellationToken);
        var price = reward
            .Definition.Prices.Where(one => one.Currency == currency && one.Tiers.Count == 0 && one.Money is null)
            .Select(one => (long?)one.Points)
            .Min();
        var now = clock.Instant();
        if (
            price is not { } points
            || reward.Status != RewardStatus.Published
            || now < reward.Definition.RedeemableFrom
            || now >= reward.Definition.RedeemableUntil
        )
        {
            return [];
        }

        var rows = await Wallets(look, currency)
            .Where(wallet => wallet.Balance >= points)
            .Join(
                look.Context.Lots.Where(lot => lot.ActivatesOn <= today && lot.ExpiresOn >= today),
                wallet => wallet.WalletId,
                lot => lot.WalletId,
                (wallet, lot) => new { wallet.MemberId, Points = lot.Points - lot.Held }
            )
            .GroupBy(row => row.MemberId)
            .Select(group => new { Member = group.Key, Points = group.Sum(row => row.Points) })
            .Where(row => row.Points >= points)
            .ToListAsync(cancellationToken);
        return rows.Select(row =>
            look.DueToday(
                row.Member,
                $"reach/{id}",
                new CareFacts(today)
                {
                    Points = row.Points,
                    Currency = currency.Value,
                    Reward = id.ToString(),
                }
            )
        );
    }

    /// <summary>The day before it can be lost without further activity, or before what staff gave is over. The lowest tier is
    /// nothing to lose.</summary>
    internal static async Task<IEnumerable<CareCandidate>> TierEndingAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        // A tier that ends with the first instant of a day is held through the day before.
        var (begin, end) = (look.OccasionsBegin, look.OccasionsEnd);
        var rows = await look
            .Context.MemberTiers.Where(row =>
                look.Members.Any(member => member.Id == row.MemberId)
                && row.Tier != null
                && row.Rank > 0
                && (row.IsManual ? row.Until : row.NextCheckAt) > begin
                && (row.IsManual ? row.Until : row.NextCheckAt) <= end
                && (row.IsManual || row.Until == null)
            )
            .Select(row => new
            {
                row.MemberId,
                row.Id,
                row.Tier,
                End = (row.IsManual ? row.Until : row.NextCheckAt)!.Value,
            })
            .ToListAsync(cancellationToken);
        return rows.Select(row =>
        {
            var day = row.End.AddMicroseconds(-1).DayIn(look.Zone);
            return look.Due(
                row.MemberId,
                $"tier/{row.Id}/{CareLook.Written(day)}",
                new CareFacts(day) { Tier = row.Tier!.Value.Value }
            );
        });
    }

    /// <summary>Once for a tier and a window of its set.</summary>
    internal async Task<IEnumerable<CareCandidate>> TierWithinReachAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var sets = await clubTiers.ActiveAsync(cancellationToken);
        if (sets.Count == 0)
        {
            return [];
        }

        var members = await look.Members.AsNoTracking().ToListAsync(cancellationToken);
        var stretches = await look
            .Context.MemberTiers.AsNoTracking()
            .Where(row =>
                look.Members.Any(member => member.Id == row.MemberId) && row.Until == null
                || (row.IsManual && look.Members.Any(member => member.Id == row.MemberId))
            )
            .ToListAsync(cancellationToken);
        var held = stretches.ToLookup(row => row.MemberId);
        var now = clock.Instant();
        var found = new List<CareCandidate>();
        foreach (var some in members.Chunk(TierEvaluation.MembersMax))
        {
            var records = sets.SelectMany(set =>
                    some.Select(member => new TierRecord(
                        member,
                        set,
                        look.Zone,
                        [.. held[member.Id].Where(row => row.TierSet == set.Code)],
                        now
                    ))
                )
                .ToArray();
            var progress = await findTiers.ProgressAsync(look.Context, records, cancellationToken);
            found.AddRange(progress.Where(one => IsNear(one, look.Rule.Percent)).Select(one => Near(look, one)));
        }

        return found;
    }

    private static bool IsNear(TierProgress progress, int percent) =>
        progress is { Next.Threshold: > 0, Missing: > 0, Value: > 0 }
        && progress.Missing <= progress.Next.Threshold * percent / 100;

    private static CareCandidate Near(CareLook look, TierProgress progress) =>
        look.DueToday(
            progress.Record.Member.Id,
            $"tier-near/{progress.Next!.Code}/{CareLook.Written(Window(look, progress))}",
            new CareFacts(look.Today)
            {
                Tier = progress.Next.Code.Value,
                // Spending counts in money, and points are whole: what is missing, rounded up.
                Points = (long)Math.Ceiling(progress.Missing!.Value),
                Percent = (int)Math.Ceiling(100 * progress.Missing.Value / progress.Next.Threshold),
            }
        );

    /// <summary>A rolling window begins anew each day: once a year is enough.</summary>
    private static DateOnly Window(CareLook look, TierProgress progress) =>
        progress.Record.Set.Definition!.Window.Kind == TierWindowKind.Rolling
            ? new DateOnly(look.Today.Year, 1, 1)
            : progress.WindowFrom;

    private static IQueryable<WalletState> Wallets(CareLook look, PointCurrencyCode currency) =>
        look.Context.Wallets.Where(wallet =>
            wallet.Currency == currency && look.Members.Any(member => member.Id == wallet.MemberId)
        );
}
