namespace Loyalty.Domain.Tiers;

/// <summary>From an instant on, until just before another.</summary>
public readonly record struct TierPeriod(DateTimeOffset From, DateTimeOffset To)
{
    public bool Holds(DateTimeOffset instant) => From <= instant && instant < To;
}

/// <summary>When activity of one member counts.</summary>
/// <param name="EnrolledOn">begins the member's years.</param>
public sealed record TierCalendar(TierWindow Window, TimeZoneInfo Zone, DateOnly EnrolledOn)
{
    public static TierCalendar Of(TierWindow window, TimeZoneInfo zone, DateTimeOffset enrolledAt) =>
        new(window, zone, enrolledAt.DayIn(zone));

    private int Months => Window.Months ?? 12;

    private bool IsRolling => Window.Kind == TierWindowKind.Rolling;

    /// <summary>What counts on the day of an instant: to the end of the period, or of the day.</summary>
    public TierPeriod Current(DateTimeOffset at)
    {
        var day = at.DayIn(Zone);
        var first = IsRolling ? FirstCounted(day) : YearOf(day);
        return new TierPeriod(first.StartIn(Zone), (IsRolling ? day.AddDays(1) : NextYear(first)).StartIn(Zone));
    }

    /// <summary>The year before, whose tier holds through this one; null where the window rolls.</summary>
    public TierPeriod? Previous(DateTimeOffset at)
    {
        if (IsRolling)
        {
            return null;
        }

        var first = YearOf(at.DayIn(Zone));
        return new TierPeriod(YearOf(first.AddDays(-1)).StartIn(Zone), first.StartIn(Zone));
    }

    /// <summary>When what happened at an instant stops counting by itself: it leaves the window, or its year ends.</summary>
    public DateTimeOffset CountsUntil(DateTimeOffset occurredAt)
    {
        var day = occurredAt.DayIn(Zone);
        return (IsRolling ? day.AddMonths(Months) : NextYear(YearOf(day))).StartIn(Zone);
    }

    /// <summary>How long a tier holds that was reached at an instant or renewed in its year: to the end of the next. Only where the
    /// window does not roll.</summary>
    public DateTimeOffset YearAfter(DateTimeOffset at) => NextYear(NextYear(YearOf(at.DayIn(Zone)))).StartIn(Zone);

    /// <summary>How long a tier holds to which somebody fell by one step.</summary>
    public DateTimeOffset SoftLanding(DateTimeOffset at) =>
        IsRolling ? at.DayIn(Zone).AddMonths(Months).StartIn(Zone) : Current(at).To;

    /// <summary>The instant so many days later; without days the instant itself.</summary>
    public DateTimeOffset After(DateTimeOffset instant, int days) =>
        days == 0 ? instant : instant.DayIn(Zone).AddDays(days).StartIn(Zone);

    /// <summary>From when on activity must be known to judge at an instant, looking back over the grace time.</summary>
    public DateTimeOffset KnownFrom(DateTimeOffset at, int graceDays) =>
        IsRolling ? FirstCounted(at.DayIn(Zone).AddDays(-graceDays)).StartIn(Zone) : Previous(at)!.Value.From;

    // A day counts until the same day N months later; the end of a short month makes several days of a longer one end together.
    private DateOnly FirstCounted(DateOnly day)
    {
        var first = day.AddMonths(-Months);
        while (first.AddMonths(Months) <= day)
        {
            first = first.AddDays(1);
        }

        return first;
    }

    private DateOnly YearOf(DateOnly day)
    {
        if (Window.Kind == TierWindowKind.CalendarYear)
        {
            return new DateOnly(day.Year, 1, 1);
        }

        var years = day.Year - EnrolledOn.Year;
        return EnrolledOn.AddYears(years) <= day ? EnrolledOn.AddYears(years) : EnrolledOn.AddYears(years - 1);
    }

    // Counted from the enrolment, so that who enrolled on 29 February has it back every fourth year.
    private DateOnly NextYear(DateOnly first) =>
        Window.Kind == TierWindowKind.CalendarYear
            ? first.AddYears(1)
            : EnrolledOn.AddYears(first.Year - EnrolledOn.Year + 1);
}
