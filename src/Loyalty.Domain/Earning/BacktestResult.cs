namespace Loyalty.Domain.Earning;

/// <summary>What a backtest found: what the rules with the draft would have given, against what was really posted.</summary>
/// <param name="Events">transactions that were looked at.</param>
/// <param name="EventsSkipped">of currencies or partners that are not there any more.</param>
/// <param name="Costs">by point currency.</param>
/// <param name="Partners">of the draft's point currency.</param>
/// <param name="Tiers">of the draft's point currency, by the tiers held at the event; a member with several counts in each.</param>
/// <param name="Members">of the draft's point currency.</param>
/// <param name="MembersShare">which share of the members <paramref name="Members"/> and <paramref name="PointsPerMember"/> were
/// taken from; 1 unless there are too many to keep in memory.</param>
/// <param name="CountsAreComplete">false when there were more counts for limits than are kept; the oldest were forgotten then.</param>
public sealed record BacktestResult(
    long Events,
    long EventsSkipped,
    IReadOnlyList<BacktestCost> Costs,
    IReadOnlyList<BacktestDifference> Partners,
    IReadOnlyList<BacktestDifference> Tiers,
    BacktestDifference Members,
    double MembersShare,
    PointDistribution PointsPerEvent,
    PointDistribution PointsPerMember,
    bool CountsAreComplete
);

/// <param name="PointCurrency">its code.</param>
/// <param name="PointsPosted">what was really given.</param>
/// <param name="PointsTried">what would have been.</param>
/// <param name="PointsOfDraft">how much of that by the draft itself.</param>
/// <param name="CostDifference">what the difference costs; null where no cost of a point is known.</param>
public sealed record BacktestCost(
    string PointCurrency,
    long PointsPosted,
    long PointsTried,
    long PointsOfDraft,
    BacktestMoney? CostPosted,
    BacktestMoney? CostTried,
    BacktestMoney? CostDifference
);

/// <param name="Amount">in major units, as a decimal number in text.</param>
public sealed record BacktestMoney(string Amount, string Currency);

/// <summary>Who would have got more, and who less.</summary>
/// <param name="Name">the partner's id, or the tier's code; empty for all.</param>
/// <param name="Winners">events (of <see cref="BacktestResult.Members"/>: members) that would have got more.</param>
/// <param name="Losers">that would have got less.</param>
/// <param name="Same">that would have got the same.</param>
/// <param name="PointsMore">what the winners would have got more, together.</param>
/// <param name="PointsLess">what the losers would have got less, together.</param>
public sealed record BacktestDifference(
    string Name,
    long Winners,
    long Losers,
    long Same,
    long PointsMore,
    long PointsLess
);

/// <summary>How points spread over those that got any chance of them.</summary>
/// <param name="P50">half of them get at most so many; percentiles are at most a sixteenth too great.</param>
public sealed record PointDistribution(
    long Count,
    decimal Mean,
    long P50,
    long P90,
    long P99,
    long Max,
    IReadOnlyList<DistributionBucket> Buckets
)
{
    public static PointDistribution Of(PointHistogram points) =>
        new(
            points.Count,
            points.Mean,
            points.Percentile(0.5),
            points.Percentile(0.9),
            points.Percentile(0.99),
            points.Max,
            [.. points.ByPowersOfTen().Select(one => new DistributionBucket(one.From, one.To, one.Count))]
        );
}

/// <param name="To">belongs to it.</param>
public sealed record DistributionBucket(long From, long To, long Count);
