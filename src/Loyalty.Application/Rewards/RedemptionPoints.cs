using Loyalty.Application.Points;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>What the ledger does for a redemption. Each step has a key that follows from the redemption, so that doing it again
/// after a crash changes nothing.</summary>
public sealed class RedemptionPoints(
    LoyaltyDbContext context,
    PointsOperations operations,
    SpendPoints spend,
    SpendFromHousehold household
)
{
    /// <summary>A redemption ends by itself and ends its hold with it, but never while a partner may yet deliver. So the hold
    /// itself is not to run out before.</summary>
    private const int HoldYears = 10;

    /// <summary>Spends the points at once.</summary>
    public async Task<Outcome<OperationKey>> SpendAsync(Redemption redemption, CancellationToken cancellationToken)
    {
        var operation = New(OperationKind.Redemption, redemption);
        if (redemption.Points == 0)
        {
            return operation.OperationKey;
        }

        var done =
            redemption.PointsFrom == PointSource.Household
                ? await household.RedeemAsync(
                    redemption.MemberId,
                    new SpendRequest(redemption.Currency.Value, redemption.Points, redemption.Id.ToString()),
                    Caller(redemption),
                    cancellationToken
                )
                : await operations.DoAsync(
                    new RedeemCommand
                    {
                        Member = redemption.MemberId,
                        Operation = operation,
                        Day = await TodayAsync(cancellationToken),
                        Shares = [new WalletShare(WalletOf(redemption), redemption.Points)],
                    },
                    cancellationToken
                );
        return done.Refusal is { } refusal ? refusal : done.Value.Operation.OperationKey;
    }

    /// <summary>Reserves the points until the redemption is over.</summary>
    public async Task<Outcome<HoldId>> HoldAsync(Redemption redemption, CancellationToken cancellationToken)
    {
        var operation = New(OperationKind.Hold, redemption);
        var id = new HoldId(operation.OperationKey.Value);
        if (redemption.Points == 0)
        {
            return id;
        }

        var held = await operations.DoAsync(
            new HoldCommand
            {
                Member = redemption.MemberId,
                Operation = operation,
                Day = await TodayAsync(cancellationToken),
                Wallet = WalletOf(redemption),
                Hold = id,
                Points = redemption.Points,
                ExpiresAt = redemption.RequestedAt.AddYears(HoldYears),
            },
            cancellationToken
        );
        return held.Refusal is { } refusal ? refusal : id;
    }

    /// <summary>Does what the redemption's last decision asks of the ledger.</summary>
    /// <returns>null when it is done.</returns>
    public async Task<Refusal?> SettleAsync(Redemption redemption, CancellationToken cancellationToken)
    {
        // A voucher paid all of it: the ledger has nothing to do, and knows of no hold.
        if (redemption.Points == 0)
        {
            return null;
        }

        switch (redemption.Settlement)
        {
            case RedemptionSettlement.Capture:
                var captured = await spend.CaptureAsync(
                    redemption.HoldId!.Value,
                    points: null,
                    Caller(redemption),
                    cancellationToken
                );
                if (captured.Refusal is null)
                {
                    redemption.CaptureOperation = captured.Value.Operation.OperationKey;
                }

                return captured.Refusal;
            case RedemptionSettlement.Release:
                return (
                    await spend.ReleaseAsync(redemption.HoldId!.Value, Caller(redemption), cancellationToken)
                ).Refusal;
            case RedemptionSettlement.Return:
                return (
                    await spend.ReverseAsync(
                        redemption.CaptureOperation!.Value,
                        points: null,
                        amount: null,
                        Caller(redemption),
                        cancellationToken
                    )
                ).Refusal;
            default:
                return null;
        }
    }

    /// <summary>Why there are too few points for the redemption now, or none that the member may spend.</summary>
    /// <returns>null when there are enough.</returns>
    public async Task<Refusal?> WhyNotAsync(Redemption redemption, CancellationToken cancellationToken)
    {
        long available;
        if (redemption.PointsFrom == PointSource.Household)
        {
            var pool = await household.FindPoolAsync(redemption.MemberId, redemption.Currency, cancellationToken);
            if (pool.Refusal is { } barred)
            {
                return barred;
            }

            available = pool.Value.Available;
        }
        else
        {
            available = await OwnAsync(redemption.MemberId, redemption.Currency, cancellationToken);
        }

        return RewardAvailability.WhyTooFew(available, redemption.Points);
    }

    private async Task<long> OwnAsync(MemberId member, PointCurrencyCode currency, CancellationToken cancellationToken)
    {
        var id = WalletId.Of(member, currency);
        var state = await context
            .Wallets.AsNoTracking()
            .FirstOrDefaultAsync(wallet => wallet.WalletId == id, cancellationToken);
        if (state is null)
        {
            return 0;
        }

        var day = await TodayAsync(cancellationToken);
        var lots = await context
            .Lots.AsNoTracking()
            .Where(lot => lot.WalletId == id && lot.ExpiresOn >= day)
            .ToListAsync(cancellationToken);
        return Wallet.Load(state, lots).AvailableOn(day);
    }

    private static WalletId WalletOf(Redemption redemption) => WalletId.Of(redemption.MemberId, redemption.Currency);

    private static OperationCaller Caller(Redemption redemption) =>
        new(LedgerOperation.BySystem, redemption.Id.ToString());

    private LedgerOperation New(OperationKind kind, Redemption redemption) =>
        operations.New(
            kind,
            Caller(redemption),
            redemption.MemberId,
            new { Redemption = redemption.Id.Value, redemption.Points },
            redemption.Id.ToString()
        );

    private async Task<DateOnly> TodayAsync(CancellationToken cancellationToken) =>
        operations.Now.DayIn((await operations.ClubAsync(cancellationToken)).Programme.Zone());
}
