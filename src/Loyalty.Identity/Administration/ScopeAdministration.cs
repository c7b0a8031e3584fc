using Loyalty.Identity.Scopes;
using Loyalty.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Administration;

/// <summary>Scopes, for the host's seeding.</summary>
public sealed class ScopeAdministration(LoyaltyIdentityDbContext db)
{
    /// <summary>Makes the scope or brings it to the definition.</summary>
    /// <exception cref="IdentityRefusedException">The name is not a scope token (RFC 6749, section 3.3).</exception>
    public async Task UpsertAsync(Scope scope, CancellationToken cancel = default)
    {
        if (!ScopeNames.IsToken(scope.Name))
        {
            throw new IdentityRefusedException(["Name is not a scope token."]);
        }
        var present = await db.Scopes.SingleOrDefaultAsync(s => s.Name == scope.Name, cancel);
        if (present is null)
        {
            present = new Scope { Name = scope.Name };
            db.Scopes.Add(present);
        }
        db.Entry(present).CurrentValues.SetValues(scope);
        await db.SaveChangesAsync(cancel);
    }
}
