using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>Keeps what the ledger did for a redemption from being undone behind its back: its points move with the redemption alone.</summary>
public static class RedemptionOwnership
{
    /// <returns>null when no redemption reserved these points.</returns>
    public static Task<Refusal?> WhyNotEndAsync(
        this LoyaltyDbContext context,
        HoldId hold,
        CancellationToken cancellationToken
    ) => context.WhyNotReverseAsync(new OperationKey(hold.Value), cancellationToken);

    /// <returns>null when it spent nothing for a redemption of a reward.</returns>
    public static async Task<Refusal?> WhyNotReverseAsync(
        this LoyaltyDbContext context,
        OperationKey operation,
        CancellationToken cancellationToken
    )
    {
        if (await ReferenceAsync(context, operation, cancellationToken) is not { } reference)
        {
            return null;
        }

        // A capture names the hold, whose own operation names the redemption.
        if (Identifier.TryParse<HoldId>(reference, out var hold))
        {
            reference = await ReferenceAsync(context, new OperationKey(hold.Value), cancellationToken);
        }

        return
            Identifier.TryParse<RedemptionId>(reference, out var id)
            && await context.Redemptions.AnyAsync(row => row.Id == id, cancellationToken)
            ? new BelongsToRedemption(id)
            : null;
    }

    /// <summary>What others do may refer to whatever they like: it counts only where the platform did it by itself.</summary>
    private static Task<string?> ReferenceAsync(
        LoyaltyDbContext context,
        OperationKey operation,
        CancellationToken cancellationToken
    ) =>
        context
            .Operations.Where(row => row.OperationKey == operation && row.Actor == LedgerOperation.BySystem)
            .Select(row => row.Reference)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The points are those of a reward's redemption, which would not know what became of them.</summary>
    public sealed record BelongsToRedemption(RedemptionId Redemption)
        : Refusal(
            "points-of-redemption",
            RefusalKind.Conflict,
            "The points belong to the redemption of a reward. Cancel, fail or fulfil the redemption instead."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("redemptionId", Redemption.ToString())];
    }
}
