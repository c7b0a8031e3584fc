using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Points;

/// <param name="OrderAmount">what is bought.</param>
/// <param name="Amount">what points are to pay of it; null for as much as those available reach.</param>
public sealed record PaymentRequest(Money OrderAmount, Money? Amount);

/// <summary>Checks of orders that points pay for.</summary>
internal static class PaymentFields
{
    /// <summary>The value of a point with which the order can be paid; 1 of nothing where a field is wrong.</summary>
    /// <param name="currency">null when the request names none.</param>
    public static Money Payment(this FieldErrors errors, PaymentRequest payment, PointCurrency? currency)
    {
        if (currency is not { ValuePerPoint: { } value })
        {
            if (currency is { Kind: PointCurrencyKind.Redeemable })
            {
                errors.Add("currency", "is a currency whose points have no value with which they could pay");
            }

            return new Money(1, payment.OrderAmount.Currency);
        }

        errors.Money("payment.orderAmount", payment.OrderAmount, value.Currency);
        if (payment.Amount is not { } amount)
        {
            return value;
        }

        errors.Money("payment.amount", amount, value.Currency);
        errors.Check(
            amount.Amount <= payment.OrderAmount.Amount,
            "payment.amount.amount",
            "must not be greater than payment.orderAmount.amount"
        );
        errors.Check(
            amount.Amount / value.Amount <= PointsOperations.PointsMax,
            "payment.amount.amount",
            $"must not be worth more than {PointsOperations.PointsMax} points"
        );
        return value;
    }

    /// <summary>An amount above 0 that can be paid in the currency.</summary>
    public static void Money(this FieldErrors errors, string field, Money money, MoneyCurrency currency)
    {
        errors.Check(money.Currency == currency, $"{field}.currency", $"must be {currency}, in which points pay");
        errors.Check(
            money.Amount > 0 && money.Amount <= PointPayment.AmountMax,
            $"{field}.amount",
            $"must be greater than 0 and at most {PointPayment.AmountMax:0}"
        );
        errors.Check(
            decimal.Round(money.Amount, currency.Decimals) == money.Amount,
            $"{field}.amount",
            $"must have at most {currency.Decimals} decimal places in {currency}"
        );
    }
}
