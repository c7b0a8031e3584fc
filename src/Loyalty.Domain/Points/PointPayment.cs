using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loyalty.Domain.Points;

/// <summary>
/// An order that was paid with points, wholly or in part, and what of it was refunded since. Whole points pay money to the
/// smallest unit of its currency: they are rounded up once, and what they are worth beyond the amount is the
/// <see cref="Difference"/>. All amounts are in major units of <see cref="Currency"/>.
/// </summary>
public sealed record PointPayment
{
    /// <summary>The largest order: its products with points stay exact.</summary>
    public const decimal AmountMax = 1_000_000_000_000m;

    /// <summary>What was bought.</summary>
    public required decimal OrderAmount { get; init; }

    /// <summary>What of it points paid: at least the smallest unit, at most the order.</summary>
    public required decimal PaidWithPoints { get; init; }

    public required MoneyCurrency Currency { get; init; }

    /// <summary>What one point paid then.</summary>
    public required decimal ValuePerPoint { get; init; }

    /// <summary>What was spent: <see cref="PaidWithPoints"/> / <see cref="ValuePerPoint"/>, rounded up.</summary>
    public required long Points { get; init; }

    /// <summary>What of the order was refunded so far.</summary>
    public decimal Refunded { get; init; }

    /// <summary>What of <see cref="Refunded"/> was refunded in points.</summary>
    public decimal RefundedInPoints { get; init; }

    /// <summary>What remained to be paid in money.</summary>
    [JsonIgnore]
    public decimal Due => OrderAmount - PaidWithPoints;

    /// <summary>How many of the points were given back.</summary>
    [JsonIgnore]
    public long PointsReturned => Points - PointsFor(PaidWithPoints - RefundedInPoints, ValuePerPoint);

    /// <summary>What the points that are still spent are worth beyond what they still pay: at least 0, less than a point, and 0
    /// once all is refunded.</summary>
    [JsonIgnore]
    public decimal Difference => ((Points - PointsReturned) * ValuePerPoint) - (PaidWithPoints - RefundedInPoints);

    /// <summary>What can still be refunded.</summary>
    [JsonIgnore]
    public decimal Left => OrderAmount - Refunded;

    /// <summary>How many points pay the amount.</summary>
    /// <param name="amount">at least 0; at most 10^12 points are worth it.</param>
    public static long PointsFor(decimal amount, decimal valuePerPoint) =>
        (long)decimal.Ceiling(amount / valuePerPoint);

    /// <param name="amount">what points are to pay of the order; null for as much as those available reach.</param>
    /// <param name="available">points that can be spent.</param>
    /// <returns>refused with <see cref="PointsRefusal.InsufficientPoints"/> when there are too few for the amount, or for the
    /// smallest unit of the currency.</returns>
    public static Outcome<PointPayment> Pay(Money order, decimal? amount, decimal valuePerPoint, long available)
    {
        var paid = amount ?? Math.Min(order.Amount, Down(available * valuePerPoint, order.Currency));
        var points = PointsFor(Math.Max(paid, Unit(order.Currency)), valuePerPoint);
        return paid == 0 || points > available
            ? new PointsRefusal.InsufficientPoints(available, points)
            : new PointPayment
            {
                OrderAmount = order.Amount,
                PaidWithPoints = paid,
                Currency = order.Currency,
                ValuePerPoint = valuePerPoint,
                Points = points,
            };
    }

    /// <summary>
    /// Splits a refund as the order was paid: in proportion, in whole points, the rest in money. What goes back in points
    /// follows the proportion to less than one point's value and the smallest unit; never more money goes back than was
    /// paid; and whatever the parts, all of the order gives back all points and all money.
    /// </summary>
    /// <param name="amount">greater than 0, at most <see cref="Left"/>, a multiple of the smallest unit.</param>
    /// <returns>the payment afterwards and the split.</returns>
    public (PointPayment After, PointRefund Refund) Refund(decimal amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, Left);
        var refunded = Refunded + amount;
        var fair = Math.Min(PaidWithPoints, PaidWithPoints * refunded / OrderAmount);
        // As many whole points as the fair part holds and this refund has room for; never a whole point behind it; and what
        // was not paid in money cannot go back in money.
        var whole = decimal.Floor(Math.Min(fair, RefundedInPoints + amount) / ValuePerPoint) * ValuePerPoint;
        var inPoints = Math.Max(
            Math.Max(RefundedInPoints, Down(whole, Currency)),
            Math.Max(Math.Min(Down(fair - ValuePerPoint, Currency), RefundedInPoints + amount), refunded - Due)
        );
        var after = this with { Refunded = refunded, RefundedInPoints = inPoints };
        var value = inPoints - RefundedInPoints;
        return (
            after,
            new PointRefund
            {
                Amount = amount,
                Currency = Currency,
                Points = after.PointsReturned - PointsReturned,
                PointsValue = value,
                Money = amount - value,
                Difference = after.Difference,
            }
        );
    }

    public string ToJson() => JsonSerializer.Serialize(this, PaymentJson.Default.PointPayment);

    /// <exception cref="JsonException">the text is none.</exception>
    public static PointPayment Parse(string json) =>
        JsonSerializer.Deserialize(json, PaymentJson.Default.PointPayment) ?? throw new JsonException();

    private static decimal Unit(MoneyCurrency currency) => new(1, 0, 0, isNegative: false, (byte)currency.Decimals);

    /// <summary>To the smallest unit.</summary>
    private static decimal Down(decimal amount, MoneyCurrency currency) =>
        decimal.Round(amount, currency.Decimals, MidpointRounding.ToNegativeInfinity);
}

/// <summary>How a part of an order goes back: <see cref="PointsValue"/> + <see cref="Money"/> = <see cref="Amount"/>, exactly.
/// All amounts are in major units of <see cref="Currency"/>.</summary>
public sealed record PointRefund
{
    public required decimal Amount { get; init; }

    public required MoneyCurrency Currency { get; init; }

    /// <summary>How many points are given back.</summary>
    public required long Points { get; init; }

    /// <summary>What they paid of the order: their value less what the payment's difference shrank by, or more by what it
    /// grew.</summary>
    public required decimal PointsValue { get; init; }

    /// <summary>What is to be refunded in money.</summary>
    public required decimal Money { get; init; }

    /// <summary>See <see cref="PointPayment.Difference"/>, after it.</summary>
    public required decimal Difference { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, PaymentJson.Default.PointRefund);

    /// <exception cref="JsonException">the text is none.</exception>
    public static PointRefund Parse(string json) =>
        JsonSerializer.Deserialize(json, PaymentJson.Default.PointRefund) ?? throw new JsonException();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(CurrencyCodeJson)]
)]
[JsonSerializable(typeof(PointPayment))]
[JsonSerializable(typeof(PointRefund))]
internal sealed partial class PaymentJson : JsonSerializerContext;

internal sealed class CurrencyCodeJson : JsonConverter<MoneyCurrency>
{
    public override MoneyCurrency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MoneyCurrency.TryParse(reader.GetString(), out var currency) ? currency : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, MoneyCurrency value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code);
}
