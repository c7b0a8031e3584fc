using System.Security.Cryptography;
using Loyalty.Identity.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Loyalty.Identity.Keys;

/// <summary>
/// The keys of the installation as this node sees them, read again every minute. Makes the next key in good time; the database
/// lets only one node do so.
/// </summary>
internal sealed class SigningKeyRing(
    IServiceScopeFactory scopes,
    IDataProtectionProvider protection,
    IOptions<LoyaltyIdentityOptions> options,
    TimeProvider clock,
    ILogger<SigningKeyRing> logger
) : IDisposable
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);

    private readonly IDataProtector protector = protection.CreateProtector("Loyalty.Identity.SigningKeys.v1");
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile KeySet? current;

    /// <summary>Published keys, oldest first.</summary>
    public async ValueTask<KeySet> CurrentAsync(CancellationToken cancel)
    {
        if (current is { } fresh && IsFresh(fresh))
        {
            return fresh;
        }
        await gate.WaitAsync(cancel);
        try
        {
            if (current is { } raced && IsFresh(raced))
            {
                return raced;
            }
            return current = await ReadAsync(cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask<SigningCredentials> SigningCredentialsAsync(CancellationToken cancel) =>
        (await CurrentAsync(cancel)).Signing;

    public void Dispose() => gate.Dispose();

    private bool IsFresh(KeySet keys)
    {
        var age = clock.GetUtcNow() - keys.ReadAt;
        return age >= TimeSpan.Zero && age < ReadAgainAfter;
    }

    private async Task<KeySet> ReadAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LoyaltyIdentityDbContext>();
        // At most two keys can be missing: one that signs now, and the next.
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var now = clock.GetUtcNow();
            var keys = await db.SigningKeys.AsNoTracking().OrderBy(k => k.Sequence).ToListAsync(cancel);
            var signing = Signing(keys, now);
            var due = KeySchedule.NextKey(keys, signing?.Key, now, options.Value);
            if (due is null)
            {
                return new KeySet(now, signing!.Value.Credentials, KeySchedule.Published(keys, now, options.Value));
            }
            await AddAsync(
                db,
                KeyMaterial.Create(options.Value.SigningAlgorithm, due.Sequence, now, due.ActivatesAt, protector),
                cancel
            );
        }
        throw new InvalidOperationException("No signing key could be made.");
    }

    private (SigningKey Key, SigningCredentials Credentials)? Signing(List<SigningKey> keys, DateTimeOffset now)
    {
        if (keys.FindLast(k => k.ActivatesAt <= now) is not { } key)
        {
            return null;
        }
        if (current?.Signing is { } open && open.Key.KeyId == key.Id)
        {
            return (key, open);
        }
        try
        {
            return (key, KeyMaterial.Open(key, protector));
        }
        catch (CryptographicException e)
        {
            logger.LogError(
                e,
                "Signing key {KeyId} cannot be decrypted: the key ring that protected it is missing",
                key.Id
            );
            return null;
        }
    }

    private async Task AddAsync(LoyaltyIdentityDbContext db, SigningKey key, CancellationToken cancel)
    {
        db.SigningKeys.Add(key);
        try
        {
            await db.SaveChangesAsync(cancel);
            logger.LogInformation("Signing key {KeyId} made, signs from {ActivatesAt}", key.Id, key.ActivatesAt);
        }
        catch (DbUpdateException) when (db.SigningKeys.AsNoTracking().Any(k => k.Sequence == key.Sequence))
        {
            // Another node was quicker; its key is read in the next round.
        }
        db.ChangeTracker.Clear();
    }
}

/// <summary>The keys at one moment.</summary>
/// <param name="PublishedJson">Public halves as JSON Web Keys, oldest first.</param>
internal sealed record KeySet(DateTimeOffset ReadAt, SigningCredentials Signing, IReadOnlyList<string> PublishedJson)
{
    public IReadOnlyList<JsonWebKey> Published { get; } = [.. PublishedJson.Select(json => new JsonWebKey(json))];
}
