using Loyalty.Identity.Keys;
using Loyalty.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Loyalty.Identity.Administration;

/// <summary>Removes what has ended. For the host to schedule, say hourly, on any number of nodes.</summary>
public sealed class IdentityCleanup(
    LoyaltyIdentityDbContext db,
    IOptions<LoyaltyIdentityOptions> options,
    TimeProvider clock
)
{
    // Replay of a spent code is still noticed for a while; afterwards the code is simply unknown.
    private static readonly TimeSpan KeepEnded = TimeSpan.FromDays(1);

    /// <summary>Removes up to <paramref name="rowsMax"/> rows of each kind, oldest first, and returns how many went in all.</summary>
    public async Task<int> RunAsync(int rowsMax = 1000, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow();
        var before = now - KeepEnded;
        var codes = db
            .AuthorizationCodes.Where(c => c.ExpiresAt < before)
            .OrderBy(c => c.ExpiresAt)
            .Take(rowsMax)
            .Select(c => c.Hash);
        var tokens = db
            .RefreshTokens.Where(t => t.ExpiresAt < before)
            .OrderBy(t => t.ExpiresAt)
            .Take(rowsMax)
            .Select(t => t.Hash);
        // Spent refresh tokens stay until they would have ended: they are how a stolen one is noticed.
        var grants = db
            .Grants.Where(g => g.ExpiresAt < before || g.RevokedAt < before)
            .OrderBy(g => g.ExpiresAt)
            .Take(rowsMax)
            .Select(g => g.Id);
        var attempts = db
            .SignInAttempts.Where(a => a.WindowEndsAt < now)
            .OrderBy(a => a.WindowEndsAt)
            .Take(rowsMax)
            .Select(a => a.Key);

        var gone = await db.AuthorizationCodes.Where(c => codes.Contains(c.Hash)).ExecuteDeleteAsync(cancel);
        gone += await db.RefreshTokens.Where(t => tokens.Contains(t.Hash)).ExecuteDeleteAsync(cancel);
        gone += await db.Grants.Where(g => grants.Contains(g.Id)).ExecuteDeleteAsync(cancel);
        gone += await db.SignInAttempts.Where(a => attempts.Contains(a.Key)).ExecuteDeleteAsync(cancel);
        return gone + await RemoveKeysAsync(now, cancel);
    }

    private async Task<int> RemoveKeysAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var keys = await db.SigningKeys.AsNoTracking().OrderBy(k => k.Sequence).ToListAsync(cancel);
        var ended = keys.Where(k => KeySchedule.EndsAt(keys, k, options.Value) < now).Select(k => k.Id).ToList();
        return ended.Count == 0 ? 0 : await db.SigningKeys.Where(k => ended.Contains(k.Id)).ExecuteDeleteAsync(cancel);
    }
}
