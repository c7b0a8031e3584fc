using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Partners;

/// <summary>What is looked at of an event that the partner may not have listed.</summary>
internal sealed record OurEvent(
    PartnerEventKey EventKey,
    string Source,
    string EventId,
    string Type,
    DateTimeOffset? OccurredAt,
    DateTimeOffset ReceivedAt,
    decimal? Amount,
    MoneyCurrency? AmountCurrency,
    string? Postings
);

/// <summary>One reading of a partner's day: what was listed so far, and the sums. No input and output of its own.</summary>
internal sealed class ReconciliationPass(PartnerId partner, ReconciliationId id)
{
    private readonly Dictionary<PartnerEventKey, int> listed = [];
    private readonly DaySums listedSums = new();
    private readonly DaySums oursSums = new();
    private DaySums? declaredSums;
    private int lastNumber;
    private int unlistedKept;
    private int unlistedBeyond;

    public int LinesRead { get; private set; }

    public ReconciliationTotals Totals => new(declaredSums, listedSums, oursSums, unlistedBeyond);

    public PartnerEventKey[] KeysOf(IEnumerable<UploadedLine> lines) =>
        [.. lines.OfType<UploadedLine.OfEvent>().Select(line => KeyOf(line.Event)).Distinct()];

    /// <param name="known">records of the lines' events, by key.</param>
    public IReadOnlyList<ReconciliationLine> Judge(
        IReadOnlyList<UploadedLine> lines,
        IReadOnlyDictionary<PartnerEventKey, PartnerEventRecord> known
    )
    {
        var judged = new List<ReconciliationLine>(lines.Count);
        foreach (var line in lines)
        {
            LinesRead++;
            lastNumber = Math.Max(lastNumber, line.Number);
            switch (line)
            {
                case UploadedLine.OfEvent one:
                    judged.Add(Judge(one, known));
                    break;
                case UploadedLine.OfTotals totals:
                    Declare(totals);
                    break;
                case UploadedLine.Unreadable unreadable:
                    judged.Add(Judge(unreadable));
                    break;
                default:
                    throw new InvalidOperationException($"No such line: {line.GetType().Name}.");
            }
        }

        return judged;
    }

    /// <param name="ours">of the day.</param>
    /// <returns>those that the partner did not list, as far as they are kept.</returns>
    public IReadOnlyList<ReconciliationLine> AddUnlisted(IEnumerable<OurEvent> ours)
    {
        var unlisted = new List<ReconciliationLine>();
        foreach (var record in ours.Where(IsOfMoneyOrPoints).Where(record => !listed.ContainsKey(record.EventKey)))
        {
            var moved = ReconciliationDecision.PointsOf(record.Postings).ToArray();
            oursSums.Add(record.Amount, record.AmountCurrency, moved);
            if (unlistedKept == Reconcile.UnlistedMax)
            {
                unlistedBeyond++;
                continue;
            }

            unlistedKept++;
            // Null when it moved points of none, or of several currencies.
            var only = moved is [var one] ? one : default((PointCurrencyCode Currency, long Points)?);
            unlisted.Add(
                new ReconciliationLine
                {
                    ReconciliationId = id,
                    Number = ++lastNumber,
                    Result = ReconciliationResult.Unlisted,
                    ResultNow = ReconciliationResult.Unlisted,
                    EventKey = record.EventKey,
                    Source = record.Source,
                    EventId = record.EventId,
                    Type = record.Type,
                    OccurredAt = record.OccurredAt,
                    Amount = record.Amount,
                    AmountCurrency = record.AmountCurrency,
                    Points = only?.Points,
                    PointCurrency = only?.Currency,
                }
            );
        }

        return unlisted;
    }

    /// <summary>Links and completions are no part of a day's business, nor is an interaction that did not earn.</summary>
    private static bool IsOfMoneyOrPoints(OurEvent record) =>
        record.Type
            is PartnerEvent.TransactionPosted.TypeName
                or PartnerEvent.TransactionReversed.TypeName
                or PartnerEvent.PointsGranted.TypeName
        || record is { Type: PartnerEvent.InteractionRecorded.TypeName, Amount: not null };

    private ReconciliationLine Judge(
        UploadedLine.OfEvent line,
        IReadOnlyDictionary<PartnerEventKey, PartnerEventRecord> known
    )
    {
        var key = KeyOf(line.Event);
        ReconciliationResult result;
        ReconciliationFinding? finding;
        if (listed.TryGetValue(key, out var first))
        {
            (result, finding) = (ReconciliationResult.Duplicate, new ReconciliationFinding(FirstLine: first));
        }
        else
        {
            listed.Add(key, line.Number);
            var record = known.GetValueOrDefault(key);
            (result, finding) = ReconciliationDecision.Of(line.Event, record);
            listedSums.Add(line.Event);
            if (record is { Status: PartnerEventStatus.Posted })
            {
                oursSums.Add(record);
            }
        }

        return new ReconciliationLine
        {
            ReconciliationId = id,
            Number = line.Number,
            Result = result,
            ResultNow = result,
            EventKey = key,
            Source = line.Event.Source,
            EventId = line.Event.EventId,
            Type = line.Event.Type,
            OccurredAt = line.Event.OccurredAt,
            Amount = line.Event.Amount?.Amount,
            AmountCurrency = line.Event.Amount?.Currency,
            Points = line.Event.Points,
            PointCurrency = line.Event.PointCurrency,
            Finding = finding?.ToJson(),
        };
    }

    private ReconciliationLine Judge(UploadedLine.Unreadable line) =>
        new()
        {
            ReconciliationId = id,
            Number = line.Number,
            Result = ReconciliationResult.Invalid,
            ResultNow = ReconciliationResult.Invalid,
            Source = line.Source ?? "",
            EventId = line.EventId ?? "",
            Finding = new ReconciliationFinding(Errors: line.Errors).ToJson(),
        };

    private void Declare(UploadedLine.OfTotals line)
    {
        declaredSums ??= new DaySums();
        declaredSums.Events = Math.Max(declaredSums.Events, line.Count ?? 0);
        if (line.Amount is { } amount)
        {
            declaredSums.Add(amount);
        }

        if (line.Points is { } points)
        {
            declaredSums.Add(line.PointCurrency?.Value ?? "", points);
        }
    }

    private PartnerEventKey KeyOf(ListedEvent one) => PartnerEventKey.Of(partner, one.Source, one.EventId);
}
