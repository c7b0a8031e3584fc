using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>Where a partner is called, with its secret in the clear.</summary>
public sealed record CallTarget(RedemptionEndpoint Endpoint, byte[] Secret);

/// <summary>Finds where partners are called, and encrypts their secrets for the database.</summary>
public sealed class CallTargets(IDbContextFactory<LoyaltyDbContext> contexts, IDataProtectionProvider provider)
{
    /// <returns>null when staff have not said where.</returns>
    public async Task<CallTarget?> FindAsync(PartnerId partner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var endpoint = await context
            .RedemptionEndpoints.AsNoTracking()
            .FirstOrDefaultAsync(row => row.PartnerId == partner, cancellationToken);
        return endpoint is null
            ? null
            : new CallTarget(endpoint, Protector(partner).Unprotect(endpoint.EncryptedSecret));
    }

    public byte[] Protect(PartnerId partner, byte[] secret) => Protector(partner).Protect(secret);

    private IDataProtector Protector(PartnerId partner) =>
        provider.CreateProtector("Loyalty.Rewards.RedemptionEndpoint", "v1", partner.ToString());
}
