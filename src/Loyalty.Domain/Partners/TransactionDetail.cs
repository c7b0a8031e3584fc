using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain.Earning;

namespace Loyalty.Domain.Partners;

/// <summary>
/// What earning rules looked at in a posted transaction beside its amount, kept as JSON with the event, so that rules can be
/// tried on what really happened. Codes of the partner only, nothing of the member.
/// </summary>
public sealed record TransactionDetail(
    string? Operation,
    string? Category,
    string? Channel,
    IReadOnlyList<TransactionDetail.Line>? Lines
)
{
    private static readonly TransactionDetail Nothing = new(null, null, null, null);

    /// <param name="Kind">null for an item.</param>
    /// <param name="Voided">null for no.</param>
    public sealed record Line(decimal Amount, string? Category, string? Product, LineKind? Kind, bool? Voided);

    /// <summary>Null when there is nothing beside the amount.</summary>
    public static string? ToJson(Spending posted)
    {
        if (posted is { Operation: null, Category: null, Channel: null, Lines.Count: 0 })
        {
            return null;
        }

        var lines = posted.Lines.Select(line => new Line(
            line.Amount,
            line.Category,
            line.Product,
            line.Kind == LineKind.Item ? null : line.Kind,
            line.IsVoided ? true : null
        ));
        return JsonSerializer.Serialize(
            new TransactionDetail(
                posted.Operation,
                posted.Category,
                posted.Channel,
                posted.Lines.Count == 0 ? null : [.. lines]
            ),
            TransactionDetailJson.Default.TransactionDetail
        );
    }

    /// <exception cref="JsonException">the text is none.</exception>
    public static TransactionDetail Parse(string? json) =>
        json is null
            ? Nothing
            : JsonSerializer.Deserialize(json, TransactionDetailJson.Default.TransactionDetail)
                ?? throw new JsonException();

    public IReadOnlyList<TransactionLine> ToLines() =>
        [
            .. (Lines ?? []).Select(line => new TransactionLine(line.Amount, line.Category)
            {
                Product = line.Product,
                Kind = line.Kind ?? LineKind.Item,
                IsVoided = line.Voided ?? false,
            }),
        ];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(TransactionDetail))]
internal sealed partial class TransactionDetailJson : JsonSerializerContext;
