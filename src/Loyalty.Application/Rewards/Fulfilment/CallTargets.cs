using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>Where a partner is called, with its secret in the clear.</summary>
/// <param name="IsSuspended">it gets nothing new, and is asked about what it has.</param>
public sealed record CallTarget(RedemptionEndpoint Endpoint, byte[] Secret, bool IsSuspended);

/// <summary>Finds where partners are called, and encrypts their secrets for the database.</summary>
public sealed class CallTargets(IDbContextFactory<LoyaltyDbContext> contexts, IDataProtectionProvider provider)
{
    /// <returns>null when staff have not said where.</returns>
    public async Task<CallTarget?> FindAsync(PartnerId partner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context
            .RedemptionEndpoints.AsNoTracking()
            .Where(row => row.PartnerId == partner)
            .Join(
                context.Partners,
                endpoint => endpoint.PartnerId,
                row => row.Id,
                (endpoint, row) => new { Endpoint = endpoint, row.Status }
            )
            .FirstOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new CallTarget(
                found.Endpoint,
                Protector(partner).Unprotect(found.Endpoint.EncryptedSecret),
                found.Status == PartnerStatus.Suspended
            );
    }

    public byte[] Protect(PartnerId partner, byte[] secret) => Protector(partner).Protect(secret);

    private IDataProtector Protector(PartnerId partner) =>
        provider.CreateProtector("Loyalty.Rewards.RedemptionEndpoint", "v1", partner.ToString());
}
