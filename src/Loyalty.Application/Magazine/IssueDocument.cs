using Loyalty.Application.Offers;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;

namespace Loyalty.Application.Magazine;

/// <summary>An issue as staff write it.</summary>
/// <param name="Texts">1 to 20: its title and what it is about, each in a language of its own.</param>
/// <param name="EditorialCloseAt">until then articles are taken; left out where nobody needs to know.</param>
/// <param name="AddressFreezeAt">the addresses and consents of this instant count.</param>
/// <param name="DispatchAt">copies leave, and the issue can be read in the app; not before the freeze.</param>
/// <param name="Contents">where it can be read, up to 20, each in a language of its own.</param>
/// <param name="Costs">what a printed copy costs, for the report.</param>
public sealed record IssueDocument(
    IReadOnlyList<RewardTextDocument>? Texts = null,
    DateTimeOffset? EditorialCloseAt = null,
    DateTimeOffset? AddressFreezeAt = null,
    DateTimeOffset? DispatchAt = null,
    IReadOnlyList<IssueContentDocument>? Contents = null,
    IssueCostsDocument? Costs = null
)
{
    public static IssueDocument Of(IssueDefinition definition) =>
        new(
            OfferDocument.Written(definition.Texts),
            definition.EditorialCloseAt,
            definition.AddressFreezeAt,
            definition.DispatchAt,
            [.. definition.Contents.Select(content => new IssueContentDocument(content.Language, content.Url))],
            IssueCostsDocument.Of(definition.Costs)
        );
}

/// <param name="Language">a tag of BCP 47.</param>
/// <param name="Url">an absolute address that begins with https.</param>
public sealed record IssueContentDocument(string? Language = null, string? Url = null);

/// <summary>What one printed copy costs, all parts in one currency.</summary>
/// <param name="AddressUse">what the owner of the address, or whoever checks it, is paid.</param>
public sealed record IssueCostsDocument(
    CostPartDocument? AddressUse = null,
    CostPartDocument? Print = null,
    CostPartDocument? Envelope = null,
    CostPartDocument? Postage = null
)
{
    internal static IssueCostsDocument? Of(IssueCosts? costs) =>
        costs is null
            ? null
            : new IssueCostsDocument(
                CostPartDocument.Of(costs.AddressUse, costs.Currency),
                CostPartDocument.Of(costs.Print, costs.Currency),
                CostPartDocument.Of(costs.Envelope, costs.Currency),
                CostPartDocument.Of(costs.Postage, costs.Currency)
            );
}

/// <param name="Price">of a piece, without discount.</param>
/// <param name="Discounts">up to 20, by rising quantity.</param>
public sealed record CostPartDocument(Money? Price = null, IReadOnlyList<QuantityDiscountDocument>? Discounts = null)
{
    internal static CostPartDocument Of(CostPart part, MoneyCurrency currency) =>
        new(
            new Money(part.Price, currency),
            [.. part.Discounts.Select(discount => new QuantityDiscountDocument(discount.From, discount.Percent))]
        );
}

/// <param name="From">so many pieces or more.</param>
/// <param name="Percent">off the price of every piece, above 0, at most 100.</param>
public sealed record QuantityDiscountDocument(long? From = null, decimal? Percent = null);
