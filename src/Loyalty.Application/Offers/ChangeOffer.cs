using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Loyalty.Storage;

namespace Loyalty.Application.Offers;

/// <param name="Version">the offer's version that the caller read.</param>
public sealed record ChangeOfferRequest(OfferId Offer, long Version, OfferDocument Definition);

/// <summary>Replaces what an offer is. It holds at once for what is granted from then on; what was granted stays as it is.</summary>
public sealed class ChangeOffer(LoyaltyDbContext context, ProgrammeSettings settings)
{
    public async Task<Outcome<Offer>> ExecuteAsync(ChangeOfferRequest request, CancellationToken cancellationToken)
    {
        var loaded = await context.LoadOfferAsync(request.Offer, request.Version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var club = await settings.CurrentAsync(cancellationToken);
        var definition = await context.CheckAsync(request.Definition, club, cancellationToken);
        return definition.Refusal is { } unsound ? unsound
            : loaded.Value.Change(definition.Value) is { } refused ? refused
            : await context.SaveAsync(loaded.Value, cancellationToken);
    }
}
