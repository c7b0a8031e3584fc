using System.Text.Json;

namespace Loyalty.Domain.Points;

/// <summary>What a posted event left in the ledger; kept with the event, so that a repeat gets the first answer.</summary>
/// <param name="Entries">empty when the event was worth no point.</param>
/// <param name="Explanation">why it was worth none; the entries hold theirs.</param>
public sealed record Postings(IReadOnlyList<Posting> Entries, Explanation? Explanation)
{
    public string ToJson() => JsonSerializer.Serialize(this, ExplanationJson.Default.Postings);

    /// <exception cref="JsonException">the text is none.</exception>
    public static Postings Parse(string json) =>
        JsonSerializer.Deserialize(json, ExplanationJson.Default.Postings) ?? throw new JsonException();
}

/// <summary>One entry of an event.</summary>
/// <param name="Wallet">the wallet's UUID.</param>
public sealed record Posting(Guid Wallet, long Sequence, string Currency, long Points)
{
    /// <summary>Of points that wait for an event: the day from which they are available without it, see
    /// <see cref="LotKey.ActivatesOn"/>. Null of all others.</summary>
    public DateOnly? WaitsUntil { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public EntryId EntryId => new(new WalletId(Wallet), Sequence);

    /// <param name="waitsUntil">see <see cref="WaitsUntil"/>.</param>
    public static Posting Of(Entry entry, PointCurrencyCode currency, DateOnly? waitsUntil = null) =>
        new(entry.WalletId.Value, entry.Sequence, currency.Value, entry.Points) { WaitsUntil = waitsUntil };
}
