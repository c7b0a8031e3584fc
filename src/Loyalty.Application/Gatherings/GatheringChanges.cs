using Loyalty.Application.Members;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <summary>What the changes of gatherings have in common.</summary>
internal static class GatheringChanges
{
    /// <summary>The definition, if it is sound in itself and all that it names is there.</summary>
    public static async Task<Outcome<(string Code, GatheringDefinition Definition)>> CheckAsync(
        this LoyaltyDbContext context,
        GatheringDocument document,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var read = new GatheringDocumentReader(errors).Read(document);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        await context.CheckEligibilityAsync("audience", read.Definition.Audience, errors, cancellationToken);
        return errors.Refusal is { } refusal ? refusal : read;
    }

    /// <summary>The gathering in the version that the caller read.</summary>
    public static async Task<Outcome<Gathering>> LoadGatheringAsync(
        this LoyaltyDbContext context,
        GatheringId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var gathering = await context
            .Gatherings.AsTracking()
            .FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        return gathering is null ? new Refusal.NoSuch("gathering")
            : gathering.Version != version ? new Refusal.StaleVersion()
            : gathering;
    }

    /// <summary>
    /// Changes what hangs on a gathering's places, one after another: the row is taken by the first statement of the transaction,
    /// and whoever comes at the same moment waits for its end and sees what is left. What the change leaves in the context is saved.
    /// Under an Idempotency-Key the transaction is the key's.
    /// </summary>
    /// <param name="change">decides by what is read within.</param>
    public static async Task<Outcome<T>> InTurnAsync<T>(
        this LoyaltyDbContext context,
        GatheringId id,
        Func<Gathering, Task<Outcome<T>>> change,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = context.Database.CurrentTransaction is null
            ? await context.Database.BeginTransactionAsync(cancellationToken)
            : null;
        try
        {
            var taken = await context
                .Gatherings.Where(one => one.Id == id)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Turn, one => one.Turn + 1), cancellationToken);
            if (taken == 0)
            {
                return new Refusal.NoSuch("gathering");
            }

            var gathering = await context.Gatherings.AsTracking().SingleAsync(one => one.Id == id, cancellationToken);
            var changed = await change(gathering);
            if (changed.Refusal is not null)
            {
                context.Forget();
                return changed;
            }

            await context.SaveChangesAsync(cancellationToken);
            if (transaction is not null)
            {
                await transaction.CommitAsync(cancellationToken);
            }

            return changed;
        }
        // A merge or an erasure does not wait its turn.
        catch (Exception exception) when (exception.IsOvertaken())
        {
            context.Forget();
            return new MemberRefusals.TryAgain();
        }
    }
}
