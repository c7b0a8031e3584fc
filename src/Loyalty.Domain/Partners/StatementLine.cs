using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

public enum StatementMovement
{
    /// <summary>Points that the partner funds were given.</summary>
    Issued,

    /// <summary>Points that the partner funds were taken back.</summary>
    Reversed,

    /// <summary>What staff agreed to after a dispute of an earlier statement.</summary>
    Correction,
}

/// <summary>One line of what a partner owes: what an event moved of points that the partner funds.</summary>
/// <param name="EventKey">null of a line that stands for what other partners' events and late entries moved.</param>
/// <param name="Points">positive is owed.</param>
/// <param name="Elsewhere">points of the event that went into arrears, or came from them or from others' points, and are not
/// charged.</param>
/// <param name="Cost">of one point, in major units; null while nobody has said.</param>
/// <param name="Money">points x cost, not rounded; of a correction what was agreed.</param>
/// <param name="Dispute">of a correction.</param>
public sealed record StatementLine(
    StatementMovement Movement,
    Guid? EventKey,
    string? Source,
    string? EventId,
    string? Type,
    DateTimeOffset? OccurredAt,
    DateTimeOffset? RecordedAt,
    string PointCurrency,
    long Points,
    long Elsewhere,
    decimal? Cost,
    decimal? Money,
    string? MoneyCurrency,
    Guid? Dispute = null
)
{
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

/// <summary>A statement added up, by point currency.</summary>
public sealed record StatementFigures(IReadOnlyList<StatementFigures.OfCurrency> Currencies)
{
    /// <summary>Issued and reversed are those of the accounting period for this funder, in points and in money.</summary>
    /// <param name="Cost">of one point, in major units; null while nobody has said. Then there is no money.</param>
    /// <param name="MoneyCurrency">of all amounts.</param>
    /// <param name="Prepaid">null when the partner never bought points beforehand. Else only what goes beyond them is due.</param>
    public sealed record OfCurrency(
        string PointCurrency,
        decimal? Cost,
        string? MoneyCurrency,
        long IssuedPoints,
        decimal? IssuedMoney,
        long ReversedPoints,
        decimal? ReversedMoney,
        long CorrectionPoints,
        decimal? CorrectionMoney,
        PrepaidFigures? Prepaid = null
    )
    {
        /// <summary>What the blocks of prepaid points pay for; below 0 when more came back to them.</summary>
        public long CoveredPoints => Prepaid is { } prepaid ? prepaid.Drawn - prepaid.Charged : 0;

        /// <summary>The rest is charged at the cost of a point, rounded once.</summary>
        public decimal? CoveredMoney =>
            Prepaid is { } prepaid && IssuedMoney is not null
                ? IssuedMoney + ReversedMoney - AccountMoney.Worth(prepaid.Charged, CostOfPoint)
                : null;

        public long DuePoints => IssuedPoints + ReversedPoints - CoveredPoints + CorrectionPoints;

        public decimal? DueMoney =>
            IssuedMoney is null && CorrectionMoney is null
                ? null
                : (IssuedMoney ?? 0) + (ReversedMoney ?? 0) - (CoveredMoney ?? 0) + (CorrectionMoney ?? 0);

        private Money CostOfPoint => new(Cost!.Value, Domain.MoneyCurrency.Parse(MoneyCurrency!));
    }

    /// <param name="prepaid">of the month, by point currency.</param>
    public StatementFigures WithPrepaid(IReadOnlyDictionary<string, PrepaidFigures> prepaid)
    {
        var known = Currencies.ToDictionary(one => one.PointCurrency, StringComparer.Ordinal);
        foreach (var (currency, figures) in prepaid)
        {
            var before =
                known.GetValueOrDefault(currency) ?? new OfCurrency(currency, null, null, 0, null, 0, null, 0, null);
            known[currency] = before with { Prepaid = figures };
        }

        return new([.. known.Values.OrderBy(one => one.PointCurrency, StringComparer.Ordinal)]);
    }

    /// <summary>The figures of a funder's accounts.</summary>
    public static StatementFigures Of(PeriodFigures period, Funder funder) =>
        new([
            .. period
                .Accounts.Where(account => account.Funder == funder)
                .Select(account => new OfCurrency(
                    account.Currency.Value,
                    account.Money?.Cost.Amount,
                    account.Money?.Cost.Currency.Code,
                    account.Movements.Issued,
                    account.Money?.Movements.Issued,
                    account.Movements.Reversed,
                    account.Money?.Movements.Reversed,
                    CorrectionPoints: 0,
                    CorrectionMoney: null
                )),
        ]);

    /// <param name="corrections">lines of corrections.</param>
    public StatementFigures With(IReadOnlyList<StatementLine> corrections)
    {
        var known = Currencies.ToDictionary(one => one.PointCurrency, StringComparer.Ordinal);
        foreach (var group in corrections.GroupBy(line => line.PointCurrency, StringComparer.Ordinal))
        {
            var before =
                known.GetValueOrDefault(group.Key)
                ?? new OfCurrency(group.Key, null, group.First().MoneyCurrency, 0, null, 0, null, 0, null);
            known[group.Key] = before with
            {
                MoneyCurrency = before.MoneyCurrency ?? group.First().MoneyCurrency,
                CorrectionPoints = group.Sum(line => line.Points),
                CorrectionMoney = group.Any(line => line.Money is not null) ? group.Sum(line => line.Money ?? 0) : null,
            };
        }

        return new([.. known.Values.OrderBy(one => one.PointCurrency, StringComparer.Ordinal)]);
    }

    public string ToJson() => JsonSerializer.Serialize(this, StatementJson.Default.StatementFigures);

    /// <exception cref="JsonException">the text is none.</exception>
    public static StatementFigures Parse(string json) =>
        JsonSerializer.Deserialize(json, StatementJson.Default.StatementFigures) ?? throw new JsonException();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(IReadOnlyList<StatementLine>))]
[JsonSerializable(typeof(StatementFigures))]
internal sealed partial class StatementJson : JsonSerializerContext;
