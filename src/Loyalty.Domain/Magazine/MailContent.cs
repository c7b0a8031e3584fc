using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Magazine;

/// <summary>What a mail says to one member about them.</summary>
/// <param name="Points">of each redeemable currency, as they can be spent now.</param>
/// <param name="Offers">that are open to the member.</param>
public sealed record MailContent(IReadOnlyList<MailPoints> Points, IReadOnlyList<Offer> Offers);

public sealed record MailPoints(PointCurrencyCode Currency, long Points);
