using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <param name="Version">that the change was made on.</param>
public sealed record UpdatePartnerRequest(string Name, PartnerContract Contract, long Version);

/// <summary>Changes a partner's name and contract. The contract counts for what arrives from then on.</summary>
public sealed class UpdatePartner(LoyaltyDbContext context, PartnerDirectory directory)
{
    public async Task<Outcome<Partner>> ExecuteAsync(
        string idOrSlug,
        UpdatePartnerRequest request,
        CancellationToken cancellationToken
    )
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        CreatePartner.CheckName(request.Name, errors);
        ContractCheck.Check(request.Contract, errors);
        if (errors.Count > 0)
        {
            return new Refusal.InvalidRequest(errors);
        }

        if (await context.FindPartnerAsync(idOrSlug, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        if (partner.Version != request.Version)
        {
            return new Refusal.StaleVersion();
        }

        partner.Name = request.Name;
        partner.Contract = request.Contract;
        return await context.SavePartnerAsync(partner, directory, cancellationToken);
    }
}

/// <summary>Suspends a partner or takes it back.</summary>
public sealed class SetPartnerStatus(LoyaltyDbContext context, PartnerDirectory directory)
{
    private const int AttemptsMax = 3;

    public async Task<Outcome<Partner>> ExecuteAsync(
        string idOrSlug,
        PartnerStatus status,
        CancellationToken cancellationToken
    )
    {
        if (await context.FindPartnerAsync(idOrSlug, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        var attempt = 1;
        while (true)
        {
            partner.Status = status;
            var saved = await context.SavePartnerAsync(partner, directory, cancellationToken);
            if (saved.Refusal is not Refusal.StaleVersion || attempt == AttemptsMax)
            {
                return saved;
            }

            // Whatever else was changed meanwhile, the status is what is asked for.
            await context.Entry(partner).ReloadAsync(cancellationToken);
            attempt++;
        }
    }
}

public static class PartnerQueries
{
    /// <param name="idOrSlug">as it stands in a path.</param>
    public static Task<Partner?> FindPartnerAsync(
        this LoyaltyDbContext context,
        string idOrSlug,
        CancellationToken cancellationToken
    )
    {
        if (Identifier.TryParse<PartnerId>(idOrSlug, out var id))
        {
            return context.Partners.FirstOrDefaultAsync(partner => partner.Id == id, cancellationToken);
        }

        return Partner.IsSlug(idOrSlug)
            ? context.Partners.FirstOrDefaultAsync(partner => partner.Slug == idOrSlug, cancellationToken)
            : Task.FromResult<Partner?>(null);
    }

    /// <summary>Saves under the version that was read.</summary>
    internal static async Task<Outcome<Partner>> SavePartnerAsync(
        this LoyaltyDbContext context,
        Partner partner,
        PartnerDirectory directory,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }

        directory.Invalidate();
        return partner;
    }
}
