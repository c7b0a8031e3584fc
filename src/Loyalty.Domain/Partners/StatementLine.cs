using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Partners;

public enum StatementMovement
{
    /// <summary>Points that the partner funds were given.</summary>
    Issued,

    /// <summary>Points that the partner funds were taken back.</summary>
    Reversed,

    /// <summary>What staff agreed to after a dispute of an earlier statement.</summary>
    Correction,

    /// <summary>The partner delivered a redemption, for which it is paid.</summary>
    Fulfilled,

    /// <summary>What it delivered came back, and it is not paid.</summary>
    Returned,
}

/// <summary>One line of what a partner owes or is owed: what an event moved of points that the partner funds, or a redemption that
/// the partner delivered.</summary>
/// <param name="EventKey">null of a line that stands for what other partners' events and late entries moved.</param>
/// <param name="PointCurrency">null of a redemption's line.</param>
/// <param name="Points">positive is owed to the club.</param>
/// <param name="Elsewhere">points of the event that went into arrears, or came from them or from others' points, and are not
/// charged.</param>
/// <param name="Cost">of one point, or of one unit of a redemption, in major units; null while nobody has said.</param>
/// <param name="Money">points x cost, not rounded; of a redemption units x cost, rounded, below 0 because the partner is owed it; of
/// a correction what was agreed.</param>
/// <param name="Dispute">of a correction.</param>
/// <param name="Redemption">of a redemption's line.</param>
/// <param name="Units">pieces of the redemption, or units of an amount that varies.</param>
public sealed record StatementLine(
    StatementMovement Movement,
    Guid? EventKey,
    string? Source,
    string? EventId,
    string? Type,
    DateTimeOffset? OccurredAt,
    DateTimeOffset? RecordedAt,
    string? PointCurrency,
    long Points,
    long Elsewhere,
    decimal? Cost,
    decimal? Money,
    string? MoneyCurrency,
    Guid? Dispute = null,
    Guid? Redemption = null,
    string? Reference = null,
    string? Product = null,
    long? Units = null
)
{
    /// <summary>By which a dispute names it.</summary>
    [JsonIgnore]
    public StatementLineName Name => new(Movement, Dispute ?? Redemption ?? EventKey, PointCurrency);

    /// <summary>Of a redemption that the partner is paid for.</summary>
    /// <param name="movement">fulfilled or returned.</param>
    public static StatementLine Of(StatementMovement movement, Redemption redemption) =>
        new(
            movement,
            EventKey: null,
            Source: null,
            EventId: null,
            Type: null,
            redemption.RequestedAt,
            movement == StatementMovement.Returned ? redemption.TakenBackAt : redemption.FulfilledAt,
            PointCurrency: null,
            Points: 0,
            Elsewhere: 0,
            redemption.UnitCost,
            movement == StatementMovement.Returned ? redemption.Cost : -redemption.Cost,
            redemption.CostCurrency?.Code,
            Dispute: null,
            redemption.Id.Value,
            redemption.Reference,
            redemption.Product,
            redemption.Units
        );

    /// <summary>Of an entry of the partner's event.</summary>
    /// <returns>null when the entry is neither an accrual nor takes one back.</returns>
    public static StatementLine? Of(PartnerEventRecord record, Entry entry, string pointCurrency, Money? cost)
    {
        StatementMovement? movement = entry.Kind switch
        {
            EntryKind.Accrual => StatementMovement.Issued,
            EntryKind.AccrualReversal => StatementMovement.Reversed,
            _ => null,
        };
        if (movement is not { } known)
        {
            return null;
        }

        var funder = Funder.Of(record.PartnerId);
        var own = LotMoves.Read(entry.LotMoves).Where(move => move.Lot.Funder == funder).Sum(move => move.Points);
        return new StatementLine(
            known,
            record.EventKey.Value,
            record.Source,
            record.EventId,
            record.Type,
            record.OccurredAt,
            entry.RecordedAt,
            pointCurrency,
            own,
            entry.Points - own,
            cost?.Amount,
            own * cost?.Amount,
            cost?.Currency.Code
        );
    }

    /// <summary>What is in the books and in no event of the partner.</summary>
    public static StatementLine Other(
        StatementMovement movement,
        PointCurrencyCode currency,
        long points,
        Money? cost
    ) =>
        new(
            movement,
            EventKey: null,
            Source: null,
            EventId: null,
            Type: null,
            OccurredAt: null,
            RecordedAt: null,
            currency.Value,
            points,
            Elsewhere: 0,
            cost?.Amount,
            points * cost?.Amount,
            cost?.Currency.Code
        );

    public static byte[] Pack(IReadOnlyList<StatementLine> lines)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, lines, StatementJson.Default.IReadOnlyListStatementLine);
        }

        return packed.ToArray();
    }

    /// <exception cref="JsonException">the content is none.</exception>
    public static IReadOnlyList<StatementLine> Unpack(byte[] content)
    {
        using var brotli = new BrotliStream(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(brotli, StatementJson.Default.IReadOnlyListStatementLine)
            ?? throw new JsonException();
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(IReadOnlyList<StatementLine>))]
[JsonSerializable(typeof(StatementFigures))]
internal sealed partial class StatementJson : JsonSerializerContext;
