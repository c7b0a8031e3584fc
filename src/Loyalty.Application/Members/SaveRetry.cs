using Loyalty.Domain;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Runs an operation again that lost a race, on what the winner left.</summary>
internal static class SaveRetry
{
    private const int TriesMax = 5;

    /// <summary>
    /// <paramref name="attempt"/> reads, decides and saves. When the save meets a row that another wrote meanwhile (a unique
    /// key, a version), it starts over and reads the other's row; the decision is then the right one.
    /// </summary>
    public static async Task<Outcome<T>> OnLostRacesAsync<T>(
        this LoyaltyDbContext context,
        Func<Task<Outcome<T>>> attempt
    )
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            try
            {
                return await attempt();
            }
            catch (DbUpdateException exception)
                when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
            {
                context.Forget();
            }
        }

        return new MemberRefusals.TryAgain();
    }

    /// <summary>Forgets what was read and not saved. The note on the request's Idempotency-Key is not the operation's, and
    /// stays.</summary>
    public static void Forget(this LoyaltyDbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries().Where(entry => entry.Entity is not IdempotentRequest))
        {
            entry.State = EntityState.Detached;
        }
    }
}
