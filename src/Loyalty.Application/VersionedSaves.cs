using Loyalty.Domain;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application;

internal static class VersionedSaves
{
    /// <summary>Saves what was changed on the version that the caller read; refused as stale when somebody was faster.</summary>
    public static async Task<Outcome<T>> SaveAsync<T>(
        this LoyaltyDbContext context,
        T changed,
        CancellationToken cancellationToken
    )
        where T : class, IVersioned
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return changed;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }
    }
}
