using Loyalty.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Grants;

internal sealed class GrantRevocation(LoyaltyIdentityDbContext db, TimeProvider clock)
{
    public Task<int> RevokeAsync(string grantId, CancellationToken cancel) =>
        RevokeAsync(db.Grants.Where(g => g.Id == grantId), cancel);

    public Task<int> RevokeAllOfUserAsync(string userId, CancellationToken cancel) =>
        RevokeAsync(db.Grants.Where(g => g.UserId == userId), cancel);

    private Task<int> RevokeAsync(IQueryable<Grant> grants, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return grants
            .Where(g => g.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(g => g.RevokedAt, now), cancel);
    }
}
