using System.Collections.Concurrent;
using System.Security.Cryptography;
using Loyalty.Application.Notices;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Partners;

/// <summary>A partner with the keys that it may sign with.</summary>
public sealed class PartnerAccess(Partner partner, IReadOnlyList<PartnerAccess.LiveKey> keys)
{
    /// <param name="ExpiresAt">looked at on every use, because it may pass while the key is kept here.</param>
    public sealed record LiveKey(byte[] Key, DateTimeOffset? ExpiresAt);

    public Partner Partner { get; } = partner;

    /// <summary>At most <see cref="PartnerSecret.LiveMax"/>, the newest first.</summary>
    public IReadOnlyList<LiveKey> Keys { get; } = keys;
}

/// <summary>
/// All partners with their decrypted keys, kept in memory. A known and an unknown partner take the same path and the same time,
/// and an unknown one costs no query. A change on this node counts at once, a change on another within
/// <see cref="AgeMax"/>, and at once too when its notice comes.
/// </summary>
public sealed partial class PartnerDirectory(
    IDbContextFactory<LoyaltyDbContext> contexts,
    PartnerKeyProtector protector,
    ClubNotices notices,
    TimeProvider clock,
    ILogger<PartnerDirectory> logger
) : IDisposable
{
    /// <summary>From this age on one request reads anew while the others go on with what there is.</summary>
    public static readonly TimeSpan FreshMax = TimeSpan.FromSeconds(5);

    /// <summary>Nothing older is used.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(10);

    /// <summary>How soon after the last reading a request that matched no key may cause another: it may be signed with a key
    /// that was made on another node this moment.</summary>
    private static readonly TimeSpan SecondLookMin = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim reading = new(1);

    /// <summary>Decrypted once; a secret never changes its key.</summary>
    private readonly ConcurrentDictionary<PartnerSecretId, byte[]> decrypted = new();

    private volatile Snapshot? current;

    /// <summary>Counts the changes on this node. A snapshot counts only within the one that it began in, so that a reading which a
    /// change overtook is not kept.</summary>
    private long generation;

    /// <param name="idOrSlug">of the partner, as it stands in a path.</param>
    public async ValueTask<PartnerAccess?> FindAsync(string idOrSlug, CancellationToken cancellationToken)
    {
        var snapshot = Current();
        if (snapshot is null || Age(snapshot) > AgeMax)
        {
            await reading.WaitAsync(cancellationToken);
            snapshot = await ReadUnlessFreshAsync(FreshMax, cancellationToken);
        }
        else if (Age(snapshot) > FreshMax && await reading.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            snapshot = await ReadUnlessFreshAsync(FreshMax, cancellationToken);
        }

        return snapshot.Partners.GetValueOrDefault(idOrSlug);
    }

    /// <summary>Another look for a request that no key fitted; null when there is nothing newer to be had.</summary>
    public async ValueTask<PartnerAccess?> FindAgainAsync(string idOrSlug, CancellationToken cancellationToken)
    {
        if (Current() is { } snapshot && Age(snapshot) < SecondLookMin)
        {
            return null;
        }

        await reading.WaitAsync(cancellationToken);
        snapshot = await ReadUnlessFreshAsync(SecondLookMin, cancellationToken);
        return snapshot.Partners.GetValueOrDefault(idOrSlug);
    }

    /// <summary>Forgets what is kept, after a change; the other nodes do likewise.</summary>
    public void Invalidate()
    {
        Forget();
        notices.Publish(NoticedChanges.Partners);
    }

    /// <summary>Forgets what is kept, after a change on some node.</summary>
    internal void Forget() => Interlocked.Increment(ref generation);

    public void Dispose() => reading.Dispose();

    /// <summary>Called with the semaphore taken; gives it back.</summary>
    private async ValueTask<Snapshot> ReadUnlessFreshAsync(TimeSpan freshMax, CancellationToken cancellationToken)
    {
        try
        {
            if (Current() is { } other && Age(other) < freshMax)
            {
                return other;
            }

            var read = await ReadAsync(cancellationToken);
            current = read;
            return read;
        }
        finally
        {
            reading.Release();
        }
    }

    private Snapshot? Current() =>
        current is { } snapshot && snapshot.Generation == Interlocked.Read(ref generation) ? snapshot : null;

    private TimeSpan Age(Snapshot snapshot) => clock.GetElapsedTime(snapshot.ReadAt);

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var began = Interlocked.Read(ref generation);
        var readAt = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var partners = await context
            .Partners.AsNoTracking()
            .Where(partner => partner.Status == PartnerStatus.Active)
            .ToListAsync(cancellationToken);
        var secrets = await context
            .PartnerSecrets.AsNoTracking()
            .Where(secret => secret.RevokedAt == null && (secret.ExpiresAt == null || secret.ExpiresAt > now))
            .OrderByDescending(secret => secret.CreatedAt)
            .ToListAsync(cancellationToken);
        var keys = secrets.ToLookup(secret => secret.PartnerId);
        var byName = new Dictionary<string, PartnerAccess>(partners.Count * 2, StringComparer.Ordinal);
        foreach (var partner in partners)
        {
            var access = new PartnerAccess(
                partner,
                [.. keys[partner.Id].Select(Decrypt).OfType<PartnerAccess.LiveKey>().Take(PartnerSecret.LiveMax)]
            );
            byName[partner.Slug] = access;
            byName[partner.Id.ToString()] = access;
        }

        foreach (var gone in decrypted.Keys.Except(secrets.Select(secret => secret.Id)))
        {
            decrypted.TryRemove(gone, out _);
        }

        return new Snapshot(byName, readAt, began);
    }

    private PartnerAccess.LiveKey? Decrypt(PartnerSecret secret)
    {
        try
        {
            var key = decrypted.GetOrAdd(
                secret.Id,
                static (_, s) => s.protector.Unprotect(s.secret),
                (protector, secret)
            );
            return new PartnerAccess.LiveKey(key, secret.ExpiresAt);
        }
        catch (CryptographicException exception)
        {
            // One partner's unreadable secret must not shut the others out.
            LogUnreadable(exception, secret.Id);
            return null;
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The webhook secret {SecretId} cannot be decrypted: the data protection keys it was made with are not there."
    )]
    private partial void LogUnreadable(Exception exception, PartnerSecretId secretId);

    private sealed record Snapshot(IReadOnlyDictionary<string, PartnerAccess> Partners, long ReadAt, long Generation);
}
