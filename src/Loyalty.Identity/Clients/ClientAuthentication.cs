using System.Text;
using Loyalty.Identity.Endpoints;
using Loyalty.Identity.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Clients;

/// <summary>Who calls the token and revocation endpoints (RFC 6749, sections 2.3 and 3.2.1).</summary>
internal sealed class ClientAuthentication(LoyaltyIdentityDbContext db, TimeProvider clock)
{
    private static readonly OAuthError Failed = new("invalid_client", "Client authentication failed.", 401);

    // Compared with when there is no such client, so that the answer takes about as long.
    private static readonly string NobodysHash = SecretHash.OfGenerated("nobody");

    public async Task<Outcome> AuthenticateAsync(HttpRequest request, OAuthParameters form, CancellationToken cancel)
    {
        var (id, secret) = (form["client_id"], form["client_secret"]);
        if (request.Headers.Authorization.Count > 0)
        {
            if (Basic(request.Headers.Authorization.ToString()) is not { } basic)
            {
                return new Outcome.Refused(Failed);
            }
            if (secret is not null || (id is not null && id != basic.Id))
            {
                return new Outcome.Refused(OAuthError.InvalidRequest("The client authenticates in more than one way."));
            }
            (id, secret) = basic;
        }
        if (id is null)
        {
            return new Outcome.Refused(Failed);
        }
        var client = await db
            .Clients.AsNoTracking()
            .Include(c => c.ClientSecrets)
            .Include(c => c.Claims)
            .AsSplitQuery()
            .SingleOrDefaultAsync(c => c.ClientId == id && c.Enabled, cancel);
        var known = client is { RequireClientSecret: false } ? secret is null : HasSecret(client, secret);
        return known ? new Outcome.Known(client!) : new Outcome.Refused(Failed);
    }

    private bool HasSecret(Client? client, string? secret)
    {
        if (client is null || secret is null)
        {
            SecretHash.Matches(NobodysHash, secret ?? "");
            return false;
        }
        var now = clock.GetUtcNow();
        var matches = false;
        foreach (var candidate in client.ClientSecrets.Where(s => s.ExpiresAt is null || s.ExpiresAt > now))
        {
            matches |= SecretHash.Matches(candidate.Hash, secret);
        }
        return matches;
    }

    private static (string Id, string? Secret)? Basic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length))
        {
            return null;
        }
        var pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        if (pair is not [var id, var secret] || id.Length == 0)
        {
            return null;
        }
        var decoded = (Id: FormDecoded(id), Secret: FormDecoded(secret));
        return OAuthParameters.IsSafe(decoded.Id) && OAuthParameters.IsSafe(decoded.Secret) ? decoded : null;
    }

    private static string FormDecoded(string value) => Uri.UnescapeDataString(value.Replace('+', ' '));

    /// <summary>Who it is, or the one answer for every failure.</summary>
    public abstract record Outcome
    {
        public sealed record Known(Client Client) : Outcome;

        public sealed record Refused(OAuthError Error) : Outcome;
    }
}
