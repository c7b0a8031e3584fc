using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Reads offers for staff.</summary>
public sealed class FindOffers(LoyaltyDbContext context)
{
    /// <param name="status">null for all.</param>
    /// <param name="after">the last offer of the page before; null for the first page.</param>
    /// <returns>up to one more than the limit, which tells that there is a next page.</returns>
    public Task<List<Offer>> ListAsync(
        OfferStatus? status,
        OfferId? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var offers = context.Offers.AsNoTracking();
        if (status is { } wanted)
        {
            offers = offers.Where(offer => offer.Status == wanted);
        }

        if (after is { } position)
        {
            offers = offers.Where(offer => offer.Id > position);
        }

        return offers.OrderBy(offer => offer.Id).Take(limit + 1).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<Offer>> OneAsync(OfferId id, CancellationToken cancellationToken) =>
        await context.Offers.AsNoTracking().FirstOrDefaultAsync(offer => offer.Id == id, cancellationToken) is { } offer
            ? offer
            : new Refusal.NoSuch("offer");
}
