using System.Security.Cryptography;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <param name="Text"><c>whsec_…</c>, which nobody can read again.</param>
public sealed record NewSecret(PartnerSecret Secret, string Text);

/// <summary>Makes the first or the next secret of a partner. Those that were live before go on for the overlap, so that the
/// partner can change over without a gap.</summary>
public sealed class CreateSecret(
    LoyaltyDbContext context,
    PartnerDirectory directory,
    PartnerKeyProtector protector,
    TimeProvider clock
)
{
    public const int OverlapHoursDefault = 24;
    public const int OverlapHoursMax = 30 * 24;

    /// <summary>Two are live already.</summary>
    /// <param name="ExpiresAt">when the first of them ends by itself, if one does.</param>
    public sealed record TooManySecrets(DateTimeOffset? ExpiresAt)
        : Refusal(
            "too-many-secrets",
            RefusalKind.Conflict,
            $"{PartnerSecret.LiveMax} secrets are live. Revoke one, or wait until one ends."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("expiresAt", ExpiresAt)];
    }

    public async Task<Outcome<NewSecret>> ExecuteAsync(
        string idOrSlug,
        int? overlapHours,
        CancellationToken cancellationToken
    )
    {
        if (overlapHours is < 0 or > OverlapHoursMax)
        {
            return new Refusal.InvalidRequest("overlapHours", $"must be between 0 and {OverlapHoursMax}");
        }

        if (await context.FindPartnerAsync(idOrSlug, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        var now = clock.Instant();
        var end = now.AddHours(overlapHours ?? OverlapHoursDefault);
        var live = await context
            .PartnerSecrets.Where(secret =>
                secret.PartnerId == partner.Id
                && secret.RevokedAt == null
                && (secret.ExpiresAt == null || secret.ExpiresAt > now)
            )
            .ToListAsync(cancellationToken);
        // With no overlap they end now, and make room.
        if (end > now && live.Count >= PartnerSecret.LiveMax)
        {
            return new TooManySecrets(live.Min(secret => secret.ExpiresAt));
        }

        foreach (var secret in live.Where(secret => secret.ExpiresAt is null || secret.ExpiresAt > end))
        {
            secret.ExpiresAt = end;
        }

        var key = RandomNumberGenerator.GetBytes(PartnerSecret.KeyBytes);
        var id = Identifier.New<PartnerSecretId>(now);
        var created = new PartnerSecret
        {
            Id = id,
            PartnerId = partner.Id,
            EncryptedKey = protector.Protect(partner.Id, id, key),
            CreatedAt = now,
        };
        context.PartnerSecrets.Add(created);
        // Counts as a change of the partner, so that of two at once only one can make the second secret.
        context.Entry(partner).Property(p => p.Version).IsModified = true;
        var saved = await context.SavePartnerAsync(partner, directory, cancellationToken);
        return saved.Refusal is { } refusal ? refusal : new NewSecret(created, WebhookSignature.Format(key));
    }
}

/// <summary>Ends a secret at once.</summary>
public sealed class RevokeSecret(LoyaltyDbContext context, PartnerDirectory directory, TimeProvider clock)
{
    public async Task<Outcome<PartnerSecret>> ExecuteAsync(
        string idOrSlug,
        PartnerSecretId id,
        CancellationToken cancellationToken
    )
    {
        var partner = await context.FindPartnerAsync(idOrSlug, cancellationToken);
        var secret = partner is null
            ? null
            : await context.PartnerSecrets.FirstOrDefaultAsync(
                secret => secret.Id == id && secret.PartnerId == partner.Id,
                cancellationToken
            );
        if (secret is null)
        {
            return new Refusal.NoSuch("secret");
        }

        secret.RevokedAt ??= clock.Instant();
        await context.SaveChangesAsync(cancellationToken);
        directory.Invalidate();
        return secret;
    }
}
