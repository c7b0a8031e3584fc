using Loyalty.Domain;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Points;

/// <summary>An order that was paid with points, wholly or in part.</summary>
/// <param name="PaidWithPoints">what of it points paid.</param>
/// <param name="Due">what remained to be paid in money: the order less what points paid.</param>
/// <param name="ValuePerPoint">what one point paid then.</param>
/// <param name="Difference">what the points that are still spent are worth beyond what they still pay, because they are rounded
/// up to whole ones: less than one point.</param>
/// <param name="Refunded">what of the order was refunded since, in points and money.</param>
/// <param name="RefundedInPoints">what of it was refunded in points.</param>
public sealed record PaymentView(
    Money OrderAmount,
    Money PaidWithPoints,
    Money Due,
    Money ValuePerPoint,
    Money Difference,
    Money Refunded,
    Money RefundedInPoints
)
{
    internal static PaymentView? Of(LedgerOperation operation)
    {
        if (operation is not { Kind: OperationKind.Redemption, Payment: { } json })
        {
            return null;
        }

        var payment = PointPayment.Parse(json);
        Money Money(decimal amount) => new Money(amount, payment.Currency).InPlainForm();
        return new PaymentView(
            Money(payment.OrderAmount),
            Money(payment.PaidWithPoints),
            Money(payment.Due),
            Money(payment.ValuePerPoint),
            Money(payment.Difference),
            Money(payment.Refunded),
            Money(payment.RefundedInPoints)
        );
    }
}

/// <summary>How a part of an order is refunded: <c>pointsValue</c> + <c>money</c> = <c>amount</c>, exactly.</summary>
/// <param name="Amount">what of the order is refunded.</param>
/// <param name="Points">how many points are given back.</param>
/// <param name="PointsValue">what they had paid of the order.</param>
/// <param name="Money">what is to be refunded in money.</param>
/// <param name="Difference">the payment's difference after it: <c>pointsValue</c> = points x value of a point + what the difference
/// grew by.</param>
public sealed record RefundView(Money Amount, long Points, Money PointsValue, Money Money, Money Difference)
{
    internal static RefundView? Of(LedgerOperation operation)
    {
        if (operation is not { Kind: OperationKind.RedemptionReversal, Payment: { } json })
        {
            return null;
        }

        var refund = PointRefund.Parse(json);
        Money InMoney(decimal amount) => new Money(amount, refund.Currency).InPlainForm();
        return new RefundView(
            InMoney(refund.Amount),
            refund.Points,
            InMoney(refund.PointsValue),
            InMoney(refund.Money),
            InMoney(refund.Difference)
        );
    }
}
