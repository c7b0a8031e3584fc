using Loyalty.Application.Points;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Rewards;

/// <summary>Reads what staff wrote; whether tiers and partners are there is asked afterwards.</summary>
/// <param name="errors">told what is wrong, by the field's path.</param>
/// <param name="club">whose point currencies there are.</param>
internal sealed class RewardDocumentReader(FieldErrors errors, ClubSettings club)
{
    /// <returns>a stand-in where something is wrong.</returns>
    public RewardDefinition Read(RewardDocument document)
    {
        errors.Check(document.Kind is not null, "kind", "is required");
        errors.Within("displayOrder", document.DisplayOrder, 0, RewardDefinition.DisplayOrderMax);
        errors.Within("quantityPerRedemptionMax", document.QuantityPerRedemptionMax, 1, RewardDefinition.QuantityMax);
        var parts = new RewardPartsReader(errors);
        var fulfilment = parts.Fulfilment(document.Fulfilment);
        var amount = Amount(document.Amount);
        CheckCost(fulfilment.Cost, document.QuantityPerRedemptionMax * (amount?.Max ?? 1));
        errors.Check(
            amount is null || fulfilment.Method != FulfilmentMethod.Code,
            "amount",
            "must be left out where codes are given out: each is worth the same"
        );
        return new RewardDefinition
        {
            Kind = document.Kind ?? default,
            Texts = errors.Texts("texts", document.Texts),
            Pictures = Pictures(document.Pictures),
            Category = Category(document.Category),
            DisplayOrder = document.DisplayOrder,
            Prices = Prices(document, amount),
            Amount = amount,
            QuantityPerRedemptionMax = document.QuantityPerRedemptionMax,
            Stock = parts.Stock(document.Stock),
            VisibleFrom = Begin("visibleFrom", document.VisibleFrom, document.VisibleUntil),
            VisibleUntil = document.VisibleUntil?.ToStoredInstant(),
            RedeemableFrom = Begin("redeemableFrom", document.RedeemableFrom, document.RedeemableUntil),
            RedeemableUntil = document.RedeemableUntil?.ToStoredInstant(),
            Eligibility = parts.Eligibility(document.Eligibility),
            Fulfilment = fulfilment,
            Cancellation = parts.Cancellation(document.Cancellation),
        };
    }

    private DateTimeOffset? Begin(string field, DateTimeOffset? from, DateTimeOffset? until)
    {
        errors.Check(!(from >= until), field, "must lie before the window's end");
        return from?.ToStoredInstant();
    }

    private List<string> Pictures(IReadOnlyList<string>? addresses)
    {
        var pictures = new List<string>();
        foreach (var (i, address) in errors.List("pictures", addresses, RewardDefinition.PicturesMax).Index())
        {
            var text = errors.Required($"pictures[{i}]", address, RewardDefinition.PictureLengthMax);
            errors.Check(
                text.Length == 0 || IsPicture(text),
                $"pictures[{i}]",
                "must be an absolute address with https, without a user"
            );
            pictures.Add(text);
        }

        return pictures;
    }

    private static bool IsPicture(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private string Category(string? code)
    {
        var isCode =
            code is { Length: > 0 and <= RewardDefinition.CategoryLengthMax }
            && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        errors.Check(
            isCode,
            "category",
            $"must have 1 to {RewardDefinition.CategoryLengthMax} small letters, digits and hyphens"
        );
        return code ?? "";
    }

    private VariableAmount? Amount(RewardAmountDocument? document)
    {
        if (document is null)
        {
            return null;
        }

        MoneyCurrency? unit = null;
        if (document.Unit is not null)
        {
            errors.Check(
                MoneyCurrency.TryParse(document.Unit, out var currency),
                "amount.unit",
                "must be a currency code of ISO 4217"
            );
            unit = currency.Code is null ? null : currency;
        }

        var step = errors.RequiredWithin("amount.step", document.Step, RewardDefinition.AmountMax);
        var min = errors.RequiredWithin("amount.min", document.Min, RewardDefinition.AmountMax);
        var max = errors.RequiredWithin("amount.max", document.Max, RewardDefinition.AmountMax);
        errors.Check(min <= max, "amount.max", "must not be less than amount.min");
        errors.Check(min % step == 0, "amount.min", "must be a multiple of amount.step");
        errors.Check(max % step == 0, "amount.max", "must be a multiple of amount.step");
        return new VariableAmount(min, max, step, unit);
    }

    private List<RewardPrice> Prices(RewardDocument document, VariableAmount? amount)
    {
        var prices = new List<RewardPrice>();
        foreach (var (i, price) in errors.List("prices", document.Prices, RewardDefinition.PricesMax).Index())
        {
            var path = $"prices[{i}]";
            var read = new RewardPrice(
                errors.RedeemableCurrency($"{path}.currency", price.Currency, club),
                errors.RequiredWithin($"{path}.points", price.Points, RewardDefinition.PointsMax),
                price.Money,
                errors.Tiers($"{path}.tiers", price.Tiers),
                price.PerUnits
            );
            CheckPrice(path, read, amount, document.QuantityPerRedemptionMax);
            errors.Check(
                !prices.Exists(other => IsSamePlace(other, read)),
                path,
                "has the currency and the tiers of another price"
            );
            prices.Add(read);
        }

        errors.Check(document.Prices is { Count: > 0 }, "prices", "must have at least one price");
        return prices;
    }

    private void CheckPrice(string path, RewardPrice price, VariableAmount? amount, int quantityMax)
    {
        errors.Within($"{path}.perUnits", price.PerUnits, 1, RewardDefinition.AmountMax);
        var perUnits = Math.Max(1, price.PerUnits);
        errors.Check(
            amount is not null || perUnits == 1,
            $"{path}.perUnits",
            "must be left out where the amount does not vary"
        );
        errors.Check(
            amount is null || (Int128)amount.Step * price.Points % perUnits == 0,
            $"{path}.perUnits",
            "must divide the points of each step of the amount, so that every amount costs whole points"
        );
        errors.Check(
            (Int128)price.Points * (amount?.Max ?? 1) / perUnits * quantityMax <= RewardDefinition.CostMax,
            $"{path}.points",
            $"must not make the largest redemption cost more than {RewardDefinition.CostMax} points"
        );
        if (price.Money is not { } money)
        {
            return;
        }

        errors.Check(
            money.Amount > 0 && money.Amount <= (decimal)RewardDefinition.CostMax / RewardDefinition.QuantityMax,
            $"{path}.money.amount",
            $"must be greater than 0 and at most {RewardDefinition.CostMax / RewardDefinition.QuantityMax}"
        );
        errors.Check(
            decimal.Round(money.Amount, money.Currency.Decimals) == money.Amount,
            $"{path}.money.amount",
            $"must have at most {money.Currency.Decimals} decimal places in {money.Currency}"
        );
    }

    /// <param name="unitsMax">of the largest redemption.</param>
    private void CheckCost(Money? cost, decimal unitsMax)
    {
        if (cost is not { } known)
        {
            return;
        }

        errors.Check(
            known.Amount > 0 && known.Amount <= RewardDefinition.CostMax / Math.Max(1, unitsMax),
            "fulfilment.cost.amount",
            $"must be greater than 0, and must not make the largest redemption cost more than {RewardDefinition.CostMax}"
        );
        errors.Check(
            decimal.Round(known.Amount, RewardFulfilment.CostDecimals) == known.Amount,
            "fulfilment.cost.amount",
            $"must have at most {RewardFulfilment.CostDecimals} decimal places"
        );
    }

    /// <summary>Of two such prices the dearer one would never be paid.</summary>
    private static bool IsSamePlace(RewardPrice one, RewardPrice other) =>
        one.Currency == other.Currency && one.Tiers.ToHashSet().SetEquals(other.Tiers);
}
