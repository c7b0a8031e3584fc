using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

/// <summary>An event as a partner lists it.</summary>
/// <param name="Amount">null where the partner lists points only; so with <paramref name="Points"/>.</param>
/// <param name="PointCurrency">null for the sum over all.</param>
public sealed record ListedEvent(
    string Source,
    string EventId,
    string? Type,
    DateTimeOffset OccurredAt,
    Money? Amount,
    long? Points,
    PointCurrencyCode? PointCurrency
);

/// <summary>What there is to say of a line beside its result.</summary>
/// <param name="Differences">of a line that differs.</param>
/// <param name="EventStatus">of a missing one that came and was not posted.</param>
/// <param name="Reason">the problem's code, of the same.</param>
/// <param name="FirstLine">of a duplicate: where it was listed first.</param>
/// <param name="Errors">of a line that could not be read: what is wrong, by field.</param>
public sealed record ReconciliationFinding(
    IReadOnlyList<ReconciliationFinding.Difference>? Differences = null,
    PartnerEventStatus? EventStatus = null,
    string? Reason = null,
    int? FirstLine = null,
    IReadOnlyDictionary<string, string[]>? Errors = null
)
{
    /// <param name="Field">of the line.</param>
    public sealed record Difference(string Field, string? Listed, string? Ours);

    public string ToJson() => JsonSerializer.Serialize(this, ReconciliationJson.Default.ReconciliationFinding);

    /// <exception cref="JsonException">the text is none.</exception>
    public static ReconciliationFinding Parse(string json) =>
        JsonSerializer.Deserialize(json, ReconciliationJson.Default.ReconciliationFinding) ?? throw new JsonException();
}

/// <summary>Holds a listed event against the record that the club has of it.</summary>
public static class ReconciliationDecision
{
    // Partners may write instants without fractions.
    private static readonly TimeSpan TimeTolerance = TimeSpan.FromSeconds(1);

    /// <param name="known">null when there is none under the source and id.</param>
    public static (ReconciliationResult Result, ReconciliationFinding? Finding) Of(
        ListedEvent listed,
        PartnerEventRecord? known
    )
    {
        if (known is not { Status: PartnerEventStatus.Posted })
        {
            return (
                ReconciliationResult.Missing,
                known is null ? null : new ReconciliationFinding(EventStatus: known.Status, Reason: known.Reason)
            );
        }

        var differences = Differences(listed, known).ToArray();
        return differences.Length > 0
            ? (ReconciliationResult.Different, new ReconciliationFinding(differences))
            : (known.Late ? ReconciliationResult.Late : ReconciliationResult.Matched, null);
    }

    /// <summary>What an event moved, by point currency; empty when no points moved.</summary>
    /// <param name="postings">its entries as JSON; null for none.</param>
    public static IEnumerable<(PointCurrencyCode Currency, long Points)> PointsOf(string? postings) =>
        postings is { } json
            ? Postings
                .Parse(json)
                .Entries.GroupBy(entry => entry.Currency, StringComparer.Ordinal)
                .Select(group => (PointCurrencyCode.Parse(group.Key), group.Sum(entry => entry.Points)))
            : [];

    private static IEnumerable<ReconciliationFinding.Difference> Differences(
        ListedEvent listed,
        PartnerEventRecord known
    )
    {
        if (listed.Type is { } type && type != known.Type)
        {
            yield return new("type", type, known.Type);
        }

        if (known.OccurredAt is { } occurredAt && (listed.OccurredAt - occurredAt).Duration() >= TimeTolerance)
        {
            yield return new("occurredAt", Text(listed.OccurredAt), Text(occurredAt));
        }

        // Of events other than transactions no amount is kept.
        if (listed.Amount is { } amount && known is { Amount: { } ours, AmountCurrency: { } currency })
        {
            if (amount.Currency != currency)
            {
                yield return new("currency", amount.Currency.Code, currency.Code);
            }
            else if (amount.Amount != ours)
            {
                yield return new("amount", Text(amount.Amount), Text(ours));
            }
        }

        if (listed.Points is { } points)
        {
            var moved = PointsOf(known.Postings)
                .Where(one => listed.PointCurrency is null || one.Currency == listed.PointCurrency)
                .Sum(one => one.Points);
            if (moved != points)
            {
                yield return new("points", Text(points), Text(moved));
            }
        }
    }

    private static string Text(IFormattable value) =>
        value.ToString(
            value switch
            {
                DateTimeOffset => "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz",
                decimal => "0.00##",
                _ => null,
            },
            CultureInfo.InvariantCulture
        );
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(ReconciliationFinding))]
[JsonSerializable(typeof(ReconciliationTotals))]
internal sealed partial class ReconciliationJson : JsonSerializerContext;
