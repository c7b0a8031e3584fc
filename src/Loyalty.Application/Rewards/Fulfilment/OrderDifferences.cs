using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>Keeps what a partner sees otherwise than we do, once an order, until somebody has looked at it.</summary>
internal static class OrderDifferences
{
    /// <returns>whether it is new.</returns>
    public static async Task<bool> KeepDifferenceAsync(
        this LoyaltyDbContext context,
        PartnerId partner,
        string orderId,
        RedemptionStatus? ours,
        OrderStatus theirs,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        context.ChangeTracker.Clear();
        context.OrderDifferences.Add(
            new OrderDifference
            {
                Id = Identifier.New<OrderDifferenceId>(now),
                PartnerId = partner,
                OrderId = orderId,
                Ours = ours,
                Theirs = theirs,
                FoundAt = now,
            }
        );
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // It is open already.
            return false;
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }
}

/// <summary>Staff have looked at a difference and done something about it.</summary>
public sealed class ResolveDifference(LoyaltyDbContext context, TimeProvider clock)
{
    /// <param name="note">what was done; nothing personal.</param>
    public async Task<Outcome<OrderDifference>> ExecuteAsync(
        OrderDifferenceId id,
        string by,
        string? note,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        note = errors.Required("note", note, OrderDifference.NoteLengthMax);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        var now = clock.Instant();
        await context
            .OrderDifferences.Where(row => row.Id == id && row.ResolvedAt == null)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(r => r.ResolvedAt, now)
                        .SetProperty(r => r.ResolvedBy, by)
                        .SetProperty(r => r.Note, note),
                cancellationToken
            );
        return
            await context.OrderDifferences.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken)
                is { } found
            ? found
            : new Refusal.NoSuch("difference");
    }
}
