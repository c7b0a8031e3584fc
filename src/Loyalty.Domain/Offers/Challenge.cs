using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Offers;

/// <summary>What a challenge counts.</summary>
public enum ChallengeCount
{
    /// <summary>Posted transactions, as far as they were not reversed.</summary>
    Transactions,

    /// <summary>Interactions that the club recorded, such as service visits.</summary>
    Interactions,
}

/// <summary>Within what time it must be done.</summary>
public enum ChallengeWindow
{
    /// <summary>From 1 January to 31 December, each year anew.</summary>
    CalendarYear,

    /// <summary>Within any so many days; after each completion the count begins anew.</summary>
    RollingDays,

    /// <summary>While the offer lasts, once.</summary>
    Offer,

    /// <summary>At least once in each of so many months in a row; after each completion the count begins anew.</summary>
    MonthlyStreak,
}

/// <summary>Something to be done so often within a time. Nothing before the offer's begin counts.</summary>
public sealed record Challenge
{
    public const int GoalMax = 1_000;
    public const int DaysMax = 3_660;
    public const int CodeLengthMax = 100;

    public ChallengeCount Counts { get; init; }

    /// <summary>Of transactions: only at this partner.</summary>
    public PartnerId? Partner { get; init; }

    /// <summary>Of transactions: only with the partner's code of the category.</summary>
    public string? Category { get; init; }

    /// <summary>Of transactions: only with the partner's code of the operation.</summary>
    public string? Operation { get; init; }

    /// <summary>Of transactions: only of at least this amount, in its currency, net of reversals.</summary>
    public Money? AmountMin { get; init; }

    /// <summary>Of interactions: only of this kind.</summary>
    public InteractionKind? Interaction { get; init; }

    /// <summary>How often, or how many months in a row: at least 1.</summary>
    public int Goal { get; init; } = 1;

    public ChallengeWindow Window { get; init; }

    /// <summary>Of rolling days.</summary>
    public int? Days { get; init; }
}

/// <summary>A time at which the goal was reached.</summary>
/// <param name="Window">see <see cref="Occasions.Challenge"/>.</param>
/// <param name="On">the day of what completed it.</param>
public sealed record ChallengeCompletion(int Window, DateOnly On);

/// <summary>How far a member is.</summary>
/// <param name="Count">what counts in the window at hand.</param>
/// <param name="From">the first day of the window at hand.</param>
/// <param name="Until">its last day, as far as it is known; null for no end.</param>
/// <param name="Completions">all since the offer's begin, in their order.</param>
public sealed record ChallengeStanding(
    int Count,
    int Goal,
    DateOnly From,
    DateOnly? Until,
    IReadOnlyList<ChallengeCompletion> Completions
)
{
    public int Missing => Math.Max(0, Goal - Count);
}

/// <summary>Judges a challenge by the days of what counts.</summary>
public static class ChallengeJudge
{
    /// <param name="days">one for each thing that counts, in whatever order.</param>
    /// <param name="begin">of the offer.</param>
    /// <param name="end">the last day of the offer; null for no end.</param>
    public static ChallengeStanding Judge(
        this Challenge challenge,
        IEnumerable<DateOnly> days,
        DateOnly begin,
        DateOnly? end,
        DateOnly today
    )
    {
        var last = end < today ? end.Value : today;
        DateOnly[] counted = [.. days.Where(day => day >= begin && day <= last).Order()];
        return challenge.Window switch
        {
            ChallengeWindow.CalendarYear => ByYear(challenge.Goal, counted, today, begin, end),
            ChallengeWindow.RollingDays => Rolling(challenge.Goal, challenge.Days ?? 1, counted, today, end),
            ChallengeWindow.MonthlyStreak => Streak(challenge.Goal, counted, today, end),
            _ => Once(challenge.Goal, counted, begin, end),
        };
    }

    private static ChallengeStanding Once(int goal, DateOnly[] days, DateOnly begin, DateOnly? end) =>
        new(days.Length, goal, begin, end, days.Length < goal ? [] : [new(1, days[goal - 1])]);

    private static ChallengeStanding ByYear(int goal, DateOnly[] days, DateOnly today, DateOnly begin, DateOnly? end)
    {
        var years = days.GroupBy(day => day.Year).ToDictionary(year => year.Key, year => year.ToArray());
        var (first, last) = (new DateOnly(today.Year, 1, 1), new DateOnly(today.Year, 12, 31));
        return new ChallengeStanding(
            years.TryGetValue(today.Year, out var own) ? own.Length : 0,
            goal,
            first > begin ? first : begin,
            end < last ? end : last,
            [
                .. years
                    .Where(year => year.Value.Length >= goal)
                    .OrderBy(year => year.Key)
                    .Select(year => new ChallengeCompletion(year.Key, year.Value[goal - 1])),
            ]
        );
    }

    /// <summary>The earliest end first: no other way completes it more often.</summary>
    private static ChallengeStanding Rolling(int goal, int length, DateOnly[] days, DateOnly today, DateOnly? end)
    {
        var completions = new List<ChallengeCompletion>();
        var open = new Queue<DateOnly>();
        foreach (var day in days)
        {
            Forget(day);
            open.Enqueue(day);
            if (open.Count == goal)
            {
                completions.Add(new(completions.Count + 1, day));
                open.Clear();
            }
        }

        Forget(today);
        var from = open.Count > 0 ? open.Peek() : today;
        var until = from.AddDays(length - 1);
        return new ChallengeStanding(open.Count, goal, from, end < until ? end : until, completions);

        void Forget(DateOnly now)
        {
            while (open.Count > 0 && open.Peek().DayNumber <= now.DayNumber - length)
            {
                open.Dequeue();
            }
        }
    }

    private static ChallengeStanding Streak(int goal, DateOnly[] days, DateOnly today, DateOnly? end)
    {
        var completions = new List<ChallengeCompletion>();
        var (run, before) = (0, int.MinValue);
        foreach (var month in days.GroupBy(MonthOf))
        {
            run = month.Key == before + 1 ? run + 1 : 1;
            before = month.Key;
            if (run == goal)
            {
                completions.Add(new(completions.Count + 1, month.First()));
                run = 0;
            }
        }

        // What is left out last month is over; what is not yet done this month may still be.
        var now = MonthOf(today);
        run = before >= now - 1 ? run : 0;
        var first = run == 0 ? (before == now ? now + 1 : now) : before - run + 1;
        var until = FirstOf(first + goal).AddDays(-1);
        return new ChallengeStanding(run, goal, FirstOf(first), end < until ? end : until, completions);
    }

    private static int MonthOf(DateOnly day) => (day.Year * 12) + day.Month - 1;

    private static DateOnly FirstOf(int month) => new(month / 12, (month % 12) + 1, 1);
}
