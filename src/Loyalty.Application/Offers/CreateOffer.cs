using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Loyalty.Storage;

namespace Loyalty.Application.Offers;

/// <summary>Makes an offer that grants nothing until it is published.</summary>
public sealed class CreateOffer(LoyaltyDbContext context, ProgrammeSettings settings, TimeProvider clock)
{
    public async Task<Outcome<Offer>> ExecuteAsync(OfferDocument document, CancellationToken cancellationToken)
    {
        var club = await settings.CurrentAsync(cancellationToken);
        var definition = await context.CheckAsync(document, club, cancellationToken);
        if (definition.Refusal is { } refusal)
        {
            return refusal;
        }

        var now = clock.Instant();
        var offer = new Offer { Id = Identifier.New<OfferId>(now), CreatedAt = now };
        offer.Change(definition.Value);
        context.Offers.Add(offer);
        await context.SaveChangesAsync(cancellationToken);
        return offer;
    }
}
