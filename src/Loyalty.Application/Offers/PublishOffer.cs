using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <param name="Version">the offer's version that the caller read.</param>
public sealed record PublishOfferRequest(OfferId Offer, long Version);

/// <summary>Lets an offer grant from now on.</summary>
public sealed class PublishOffer(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>Offers that are published at a time. Whoever publishes at the same moment may go over it by one.</summary>
    public const int PublishedMax = 100;

    public async Task<Outcome<Offer>> ExecuteAsync(PublishOfferRequest request, CancellationToken cancellationToken)
    {
        var loaded = await context.LoadOfferAsync(request.Offer, request.Version, cancellationToken);
        if (loaded.Refusal is not null || loaded.Value.Status == OfferStatus.Published)
        {
            return loaded;
        }

        var published = await context.Offers.CountAsync(one => one.Status == OfferStatus.Published, cancellationToken);
        return published >= PublishedMax ? new OfferRefusal.TooMany(PublishedMax)
            : loaded.Value.Publish(clock.Instant()) is { } refused ? refused
            : await context.SaveAsync(loaded.Value, cancellationToken);
    }
}

/// <summary>Ends an offer for good. What was granted stays, and vouchers can be used.</summary>
public sealed class WithdrawOffer(LoyaltyDbContext context, TimeProvider clock)
{
    public async Task<Outcome<Offer>> ExecuteAsync(PublishOfferRequest request, CancellationToken cancellationToken)
    {
        var loaded = await context.LoadOfferAsync(request.Offer, request.Version, cancellationToken);
        if (loaded.Refusal is not null || loaded.Value.Status == OfferStatus.Withdrawn)
        {
            return loaded;
        }

        loaded.Value.Withdraw(clock.Instant());
        return await context.SaveAsync(loaded.Value, cancellationToken);
    }
}
