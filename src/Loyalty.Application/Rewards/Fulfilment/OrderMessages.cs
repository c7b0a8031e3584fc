using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>What a redemption partner is asked for; api-specs/redemption-partner.openapi.json has its meaning.</summary>
internal sealed record OrderMessage(
    string OrderId,
    string Product,
    int Quantity,
    long? Amount,
    MoneyMessage? MoneyDue,
    DeliveryData? Delivery,
    DateTimeOffset RequestedAt,
    DateTimeOffset Deadline
);

internal sealed record MoneyMessage(string Amount, string Currency);

/// <summary>How a partner says that an order stands, in an answer or in a message of its own.</summary>
/// <param name="Reference">the partner's own id of it.</param>
/// <param name="Content">what the member gets, such as codes.</param>
/// <param name="Reason">why it is rejected, as the partner's code.</param>
public sealed record OrderReport(
    string OrderId,
    OrderStatus Status,
    string? Reference,
    IReadOnlyList<string> Content,
    string? Reason
)
{
    public const int ContentMax = 100;
    public const int ContentLengthMax = 1_000;
    public const int ReasonLengthMax = RedemptionTransition.DetailLengthMax;

    internal static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Reads what a partner says; nothing of it is believed before it is sound.</summary>
    /// <param name="json">of any kind.</param>
    /// <returns>the report, or the fields that are wrong.</returns>
    public static Outcome<OrderReport> Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return new Refusal.InvalidRequest("body", "must be a JSON object");
        }

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var orderId = Text("orderId", 200, isRequired: true);
        var reference = Text("reference", Redemption.ReferenceLengthMax, isRequired: false);
        var reason = Text("reason", ReasonLengthMax, isRequired: false);
        if (reason is not null && !reason.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            errors["reason"] = ["must be a code of letters, digits, hyphen, underscore and full stop"];
        }

        OrderStatus? status = Text("status", 20, isRequired: true) switch
        {
            "accepted" => OrderStatus.Accepted,
            "fulfilled" => OrderStatus.Fulfilled,
            "rejected" => OrderStatus.Rejected,
            "cancelled" => OrderStatus.Cancelled,
            _ => null,
        };
        if (status is null && !errors.ContainsKey("status"))
        {
            errors["status"] = ["must be accepted, fulfilled, rejected or cancelled"];
        }

        var content = Content();
        return errors.Count > 0
            ? new Refusal.InvalidRequest(errors)
            : new OrderReport(orderId!, status!.Value, reference, content, reason);

        string? Text(string name, int lengthMax, bool isRequired)
        {
            if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (isRequired)
                {
                    errors[name] = ["is required"];
                }

                return null;
            }

            if (TextOf(value) is { } text && IsPlain(text, lengthMax))
            {
                return text;
            }

            errors[name] = [$"must be a text of 1 to {lengthMax} characters on one line"];
            return null;
        }

        string[] Content()
        {
            if (!json.TryGetProperty("content", out var list) || list.ValueKind == JsonValueKind.Null)
            {
                return [];
            }

            if (
                list.ValueKind == JsonValueKind.Array
                && list.GetArrayLength() <= ContentMax
                && list.EnumerateArray().All(item => TextOf(item) is { } text && IsPlain(text, ContentLengthMax))
            )
            {
                return [.. list.EnumerateArray().Select(item => item.GetString()!)];
            }

            errors["content"] = [$"must be at most {ContentMax} texts of 1 to {ContentLengthMax} characters"];
            return [];
        }
    }

    /// <returns>null for what is no text, such as an escaped half of a surrogate pair.</returns>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsPlain(string text, int lengthMax) => PlainText.WhyNot(text, lengthMax) is null;
}
