using Loyalty.Identity.Clients;
using Loyalty.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Scopes;

/// <summary>Decides which of the scopes asked for are granted.</summary>
internal sealed class ScopeCatalog(LoyaltyIdentityDbContext db)
{
    public async Task<IReadOnlyList<Scope>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel) =>
        await db.Scopes.AsNoTracking().Where(s => names.Contains(s.Name)).OrderBy(s => s.Name).ToListAsync(cancel);

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancel) =>
        await db.Scopes.Select(s => s.Name).OrderBy(n => n).ToListAsync(cancel);

    /// <summary>Null when one of them does not exist or is not the client's to ask for.</summary>
    public async Task<IReadOnlyList<Scope>?> ResolveAsync(
        IReadOnlyCollection<string> names,
        Client client,
        CancellationToken cancel
    )
    {
        if (names.Any(n => !ScopeNames.IsToken(n) || !IsAllowed(client, n)))
        {
            return null;
        }
        var scopes = await FindAsync(names, cancel);
        return scopes.Count == names.Count ? scopes : null;
    }

    private static bool IsAllowed(Client client, string name) =>
        name == StandardScopes.OfflineAccess ? client.AllowOfflineAccess : client.AllowedScopes.Contains(name);
}
