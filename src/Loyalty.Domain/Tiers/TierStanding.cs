namespace Loyalty.Domain.Tiers;

/// <summary>What one instant added to the basis, net of what was taken back of it; negative where staff took points away.</summary>
public readonly record struct TierContribution(DateTimeOffset At, decimal Value);

/// <summary>A member's activity in the light of a set's window.</summary>
public sealed class TierStanding
{
    private readonly TierCalendar calendar;
    private readonly TierContribution[] contributions;

    /// <param name="contributions">since <see cref="TierCalendar.KnownFrom"/>; in any order.</param>
    public TierStanding(TierCalendar calendar, IEnumerable<TierContribution> contributions)
    {
        this.calendar = calendar;
        this.contributions = [.. Net(contributions).Where(one => one.Value > 0)];
    }

    public TierCalendar Calendar => calendar;

    public decimal ValueIn(TierPeriod period) => contributions.Where(one => period.Holds(one.At)).Sum(one => one.Value);

    /// <summary>The last instant, itself not included, at which the threshold is or was reached without further activity;
    /// <see cref="DateTimeOffset.MinValue"/> for never, <see cref="DateTimeOffset.MaxValue"/> for ever (a threshold of
    /// 0).</summary>
    public DateTimeOffset QualifiedUntil(decimal threshold)
    {
        if (threshold <= 0)
        {
            return DateTimeOffset.MaxValue;
        }

        return calendar.Window.Kind == TierWindowKind.Rolling
            ? RollingUntil(threshold)
            : contributions
                .GroupBy(one => calendar.Current(one.At))
                .Where(year => year.Sum(one => one.Value) >= threshold)
                .Select(year => calendar.YearAfter(year.Key.From))
                .DefaultIfEmpty(DateTimeOffset.MinValue)
                .Max();
    }

    /// <summary>In the order of time, each loss taken off what was earned last before it.</summary>
    private static List<TierContribution> Net(IEnumerable<TierContribution> contributions)
    {
        var net = new List<TierContribution>();
        foreach (var one in contributions.OrderBy(one => one.At))
        {
            net.Add(one);
            for (var i = net.Count - 1; i > 0 && net[i].Value < 0; i--)
            {
                net[i - 1] = net[i - 1] with { Value = net[i - 1].Value + net[i].Value };
                net[i] = net[i] with { Value = 0 };
            }
        }

        return net;
    }

    /// <summary>Looks for the latest stretch of activity that reaches the threshold and lies in one window as a whole: it is reached
    /// until the first of the stretch leaves.</summary>
    private DateTimeOffset RollingUntil(decimal threshold)
    {
        var (first, sum) = (contributions.Length, 0m);
        for (var last = contributions.Length - 1; last >= 0; last--)
        {
            while (first > 0 && sum < threshold)
            {
                sum += contributions[--first].Value;
            }

            if (sum < threshold)
            {
                break;
            }

            var until = calendar.CountsUntil(contributions[first].At);
            if (until > contributions[last].At)
            {
                return until;
            }

            sum -= contributions[last].Value;
        }

        return DateTimeOffset.MinValue;
    }
}
