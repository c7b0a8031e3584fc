using Loyalty.Identity.Clients;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tokens;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Administration;

/// <summary>Clients and their secrets, for the host's seeding and staff pages.</summary>
public sealed class ClientAdministration(LoyaltyIdentityDbContext db, TimeProvider clock)
{
    private const int SecretsMax = 10;

    /// <summary>With secrets (hashes only) and claims; null when there is none.</summary>
    public Task<Client?> FindAsync(string clientId, CancellationToken cancel = default) =>
        db
            .Clients.AsNoTracking()
            .Include(c => c.ClientSecrets)
            .Include(c => c.Claims)
            .AsSplitQuery()
            .SingleOrDefaultAsync(c => c.ClientId == clientId, cancel);

    /// <summary>Makes the client or brings it to the definition. Its secrets are left alone: they have methods of their own.</summary>
    /// <exception cref="IdentityRefusedException">The registration breaks a rule; each problem names the member.</exception>
    public async Task UpsertAsync(Client client, CancellationToken cancel = default)
    {
        if (ClientRules.Problems(client).ToList() is { Count: > 0 } problems)
        {
            throw new IdentityRefusedException(problems);
        }
        var present = await db
            .Clients.Include(c => c.Claims)
            .SingleOrDefaultAsync(c => c.ClientId == client.ClientId, cancel);
        if (present is null)
        {
            present = new Client { ClientId = client.ClientId };
            db.Clients.Add(present);
        }
        db.Entry(present).CurrentValues.SetValues(client);
        present.Claims.RemoveAll(c => !client.Claims.Exists(w => w.Type == c.Type && w.Value == c.Value));
        foreach (
            var claim in client.Claims.Where(w => !present.Claims.Exists(c => c.Type == w.Type && c.Value == w.Value))
        )
        {
            present.Claims.Add(
                new ClientClaim
                {
                    ClientId = client.ClientId,
                    Type = claim.Type,
                    Value = claim.Value,
                }
            );
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Makes a secret of 256 random bits and returns it, the only time that it can be seen.</summary>
    /// <param name="expiresAt">Null: until it is removed.</param>
    public async Task<(string SecretId, string Secret)> AddGeneratedSecretAsync(
        string clientId,
        string description,
        DateTimeOffset? expiresAt = null,
        CancellationToken cancel = default
    )
    {
        var secret = OpaqueToken.Create();
        return (await AddSecretAsync(clientId, description, SecretHash.OfGenerated(secret), expiresAt, cancel), secret);
    }

    /// <summary>
    /// Sees to it that a secret chosen elsewhere is accepted. Stretched when checked, which makes each token request dearer than with a
    /// generated one.
    /// </summary>
    public async Task EnsureSecretAsync(
        string clientId,
        string secret,
        string description,
        CancellationToken cancel = default
    )
    {
        if (secret.Length < 16)
        {
            throw new IdentityRefusedException(["A secret needs 16 characters or more."]);
        }
        if (!await HasSecretAsync(clientId, secret, cancel))
        {
            await AddSecretAsync(clientId, description, SecretHash.OfChosen(secret), expiresAt: null, cancel);
        }
    }

    /// <summary>For a host that refuses to start while a demo secret is in use.</summary>
    public async Task<bool> HasSecretAsync(string clientId, string secret, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow();
        var secrets = await db.ClientSecrets.AsNoTracking().Where(s => s.ClientId == clientId).ToListAsync(cancel);
        return secrets.Exists(s => (s.ExpiresAt is null || s.ExpiresAt > now) && SecretHash.Matches(s.Hash, secret));
    }

    /// <summary>Lets a secret end, at once or after an overlap. False when the client has no such secret.</summary>
    public async Task<bool> ExpireSecretAsync(
        string clientId,
        string secretId,
        DateTimeOffset at,
        CancellationToken cancel = default
    )
    {
        DateTimeOffset? end = at.ToUniversalTime();
        return await db
                .ClientSecrets.Where(s => s.ClientId == clientId && s.Id == secretId)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, end), cancel) == 1;
    }

    private async Task<string> AddSecretAsync(
        string clientId,
        string description,
        string hash,
        DateTimeOffset? expiresAt,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        if (!await db.Clients.AnyAsync(c => c.ClientId == clientId && c.RequireClientSecret, cancel))
        {
            throw new IdentityRefusedException(["There is no such client, or it is public and has no secrets."]);
        }
        // Each live one is tried at every request.
        if (
            await db.ClientSecrets.CountAsync(
                s => s.ClientId == clientId && (s.ExpiresAt == null || s.ExpiresAt > now),
                cancel
            ) >= SecretsMax
        )
        {
            throw new IdentityRefusedException([$"A client has at most {SecretsMax} secrets at a time."]);
        }
        var secret = new ClientSecret
        {
            Id = OpaqueToken.Id("sec", now),
            ClientId = clientId,
            Description = description,
            Hash = hash,
            CreatedAt = now,
            ExpiresAt = expiresAt?.ToUniversalTime(),
        };
        db.ClientSecrets.Add(secret);
        await db.SaveChangesAsync(cancel);
        return secret.Id;
    }
}
