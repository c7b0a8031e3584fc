namespace Loyalty.Domain.Points;

/// <summary>When points lapse, counted from the day on which they were earned; <see cref="ExpiryForm"/> is its form as JSON.
/// All days are days of the programme's time zone.</summary>
public abstract record ExpiryModel
{
    /// <summary>The greatest count of months, quarters or years.</summary>
    public const int CountMax = 600;

    /// <summary>The greatest number of days: a hundred years.</summary>
    public const int DaysMax = 36_525;

    /// <summary>The most dates of a year.</summary>
    public const int DatesMax = 366;

    private ExpiryModel() { }

    /// <summary>The last day on which points that were earned on a day can be spent; <see cref="LotKey.Never"/> where they do
    /// not lapse, and where the calendar ends before they would.</summary>
    public abstract DateOnly ExpiryOf(DateOnly earned);

    /// <summary>At the end of a month: of that in which they are earned for 0, of the next one for 1.</summary>
    public sealed record EndOfMonth(int Months) : ExpiryModel
    {
        public override DateOnly ExpiryOf(DateOnly earned) => LastDayOf(MonthOf(earned) + Months);
    }

    /// <summary>At the end of a quarter of the year: of that in which they are earned for 0, of the next one for 1.</summary>
    public sealed record EndOfQuarter(int Quarters) : ExpiryModel
    {
        private const int MonthsOfQuarter = 3;

        public override DateOnly ExpiryOf(DateOnly earned)
        {
            var month = MonthOf(earned);
            var lastOfQuarter = month - (month % MonthsOfQuarter) + MonthsOfQuarter - 1;
            return LastDayOf(lastOfQuarter + (Quarters * MonthsOfQuarter));
        }
    }

    /// <summary>On 31 December: of the year in which they are earned for 0, of the next one for 1.</summary>
    public sealed record EndOfYear(int Years) : ExpiryModel
    {
        public override DateOnly ExpiryOf(DateOnly earned) =>
            LastDayOf(((earned.Year + Years) * MonthsOfYear) + MonthsOfYear - 1);
    }

    /// <summary>So many days after the day on which they are earned.</summary>
    public sealed record RollingDays(int Days) : ExpiryModel
    {
        public override DateOnly ExpiryOf(DateOnly earned) => After(earned, Days);
    }

    /// <summary>On the next of some dates that is at least so many days away. 29 February is the 28th in other years.</summary>
    /// <param name="Dates">at least one.</param>
    /// <param name="DaysMin">0 lets points lapse on the day on which they are earned.</param>
    public sealed record FixedDates(IReadOnlyList<MonthDay> Dates, int DaysMin) : ExpiryModel
    {
        public override DateOnly ExpiryOf(DateOnly earned)
        {
            var earliest = After(earned, DaysMin);
            var expiry = LotKey.Never;
            // The date of this year may have passed; that of the next one never has.
            for (var year = earliest.Year; year <= Math.Min(earliest.Year + 1, DateOnly.MaxValue.Year); year++)
            {
                foreach (var date in Dates)
                {
                    var day = date.In(year);
                    expiry = day >= earliest && day < expiry ? day : expiry;
                }
            }

            return expiry;
        }

        public bool Equals(FixedDates? other) =>
            other is not null && DaysMin == other.DaysMin && Dates.SequenceEqual(other.Dates);

        public override int GetHashCode() => HashCode.Combine(DaysMin, Dates.Count);
    }

    /// <summary>So many months after the member's last activity, of which earning is one: what comes later moves the day, see
    /// the activity of the wallet. This is the day when nothing does.</summary>
    public sealed record Inactivity(int Months) : ExpiryModel
    {
        public override DateOnly ExpiryOf(DateOnly earned) =>
            MonthOf(earned) + Months > LastMonth ? LotKey.Never : earned.AddMonths(Months);
    }

    public sealed record Never : ExpiryModel
    {
        public override DateOnly ExpiryOf(DateOnly earned) => LotKey.Never;
    }

    private const int MonthsOfYear = 12;

    private static readonly int LastMonth = MonthOf(DateOnly.MaxValue);

    /// <summary>Months since the year 0.</summary>
    private static int MonthOf(DateOnly day) => (day.Year * MonthsOfYear) + day.Month - 1;

    private static DateOnly LastDayOf(int month)
    {
        if (month >= LastMonth)
        {
            return LotKey.Never;
        }

        var (year, index) = (month / MonthsOfYear, month % MonthsOfYear);
        return new DateOnly(year, index + 1, DateTime.DaysInMonth(year, index + 1));
    }

    private static DateOnly After(DateOnly day, int days) =>
        DateOnly.MaxValue.DayNumber - day.DayNumber < days ? LotKey.Never : day.AddDays(days);
}

/// <summary>A day that comes every year.</summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to the month's last in a leap year.</param>
public readonly record struct MonthDay(int Month, int Day)
{
    private const int LeapYear = 2000;

    public static bool TryParse(string? text, out MonthDay date)
    {
        date = default;
        if (
            text is not { Length: 5 }
            || text[2] != '-'
            || text.AsSpan(0, 2).ContainsAnyExceptInRange('0', '9')
            || text.AsSpan(3, 2).ContainsAnyExceptInRange('0', '9')
        )
        {
            return false;
        }

        var month = ((text[0] - '0') * 10) + text[1] - '0';
        var day = ((text[3] - '0') * 10) + text[4] - '0';
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(LeapYear, month))
        {
            return false;
        }

        date = new MonthDay(month, day);
        return true;
    }

    public DateOnly In(int year) => new(year, Month, Math.Min(Day, DateTime.DaysInMonth(year, Month)));

    /// <summary><c>03-31</c>.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Month:00}-{Day:00}");
}
