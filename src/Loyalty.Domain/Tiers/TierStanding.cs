namespace Loyalty.Domain.Tiers;

/// <summary>What one instant added to the basis, net of what was taken back of it.</summary>
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
        this.contributions = [.. contributions.Where(one => one.Value > 0).OrderBy(one => one.At)];
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
