using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Magazine;

/// <summary>Reads what staff wrote.</summary>
/// <param name="errors">told what is wrong, by the field's path.</param>
internal sealed class IssueDocumentReader(FieldErrors errors)
{
    /// <returns>a stand-in where something is wrong.</returns>
    public IssueDefinition Read(IssueDocument document)
    {
        errors.Check(document.AddressFreezeAt is not null, "addressFreezeAt", "is required");
        errors.Check(document.DispatchAt is not null, "dispatchAt", "is required");
        errors.Check(
            !(document.EditorialCloseAt > document.AddressFreezeAt),
            "editorialCloseAt",
            "must not be after the address freeze"
        );
        errors.Check(
            !(document.AddressFreezeAt > document.DispatchAt),
            "addressFreezeAt",
            "must not be after the dispatch"
        );
        return new IssueDefinition
        {
            Texts = errors.Texts("texts", document.Texts),
            EditorialCloseAt = document.EditorialCloseAt?.ToStoredInstant(),
            AddressFreezeAt = (document.AddressFreezeAt ?? default).ToStoredInstant(),
            DispatchAt = (document.DispatchAt ?? default).ToStoredInstant(),
            Contents = Contents(document.Contents),
            Costs = document.Costs is { } costs ? Costs(costs) : null,
        };
    }

    private List<IssueContent> Contents(IReadOnlyList<IssueContentDocument>? documents)
    {
        var contents = new List<IssueContent>();
        foreach (var (i, document) in errors.List("contents", documents, IssueDefinition.ContentsMax).Index())
        {
            var path = $"contents[{i}]";
            var language = LanguageTag.Canonical(document.Language ?? "");
            errors.Check(language is not null, $"{path}.language", "must be a language tag of BCP 47, such as zh-Hans");
            errors.Check(
                contents.TrueForAll(other => other.Language != language),
                $"{path}.language",
                "is the language of another one"
            );
            var url = errors.Required($"{path}.url", document.Url, IssueDefinition.UrlLengthMax);
            errors.Check(
                url.Length == 0
                    || (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps),
                $"{path}.url",
                "must be an absolute address that begins with https"
            );
            contents.Add(new IssueContent(language ?? "", url));
        }

        return contents;
    }

    private IssueCosts Costs(IssueCostsDocument document)
    {
        (string Path, CostPartDocument? Part)[] parts =
        [
            ("costs.addressUse", document.AddressUse),
            ("costs.print", document.Print),
            ("costs.envelope", document.Envelope),
            ("costs.postage", document.Postage),
        ];
        var priced = parts.Where(one => one.Part?.Price is not null).ToArray();
        errors.Check(priced.Length > 0, "costs", "must have at least one part");
        var currency = priced.Length > 0 ? priced[0].Part!.Price!.Value.Currency : default;
        foreach (var one in priced.Where(one => one.Part!.Price!.Value.Currency != currency))
        {
            errors.Add($"{one.Path}.price", "must be in the currency of the other parts");
        }

        var read = parts.Select(one => Part(one.Path, one.Part)).ToArray();
        return new IssueCosts(currency, read[0], read[1], read[2], read[3]);
    }

    private CostPart Part(string path, CostPartDocument? document)
    {
        if (document is null)
        {
            return CostPart.Free;
        }

        errors.Check(document.Price is not null, $"{path}.price", "is required");
        var price = document.Price?.Amount ?? 0;
        errors.Check(price is >= 0 and <= CostPart.PriceMax, $"{path}.price", "must be between 0 and 1000000");
        errors.Check(decimal.Round(price, 4) == price, $"{path}.price", "must have at most four decimal places");
        var discounts = new List<QuantityDiscount>();
        foreach (var (i, one) in errors.List($"{path}.discounts", document.Discounts, CostPart.DiscountsMax).Index())
        {
            var field = $"{path}.discounts[{i}]";
            var from = errors.RequiredWithin($"{field}.from", one.From, QuantityDiscount.FromMax);
            errors.Check(
                discounts.Count == 0 || from > discounts[^1].From,
                $"{field}.from",
                "must be greater than that of the one before"
            );
            errors.Check(one.Percent is > 0 and <= 100, $"{field}.percent", "must be above 0 and at most 100");
            discounts.Add(new QuantityDiscount(from, one.Percent is > 0 and <= 100 ? one.Percent.Value : 1));
        }

        return new CostPart(price, discounts);
    }
}
