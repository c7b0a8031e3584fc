namespace Loyalty.Domain.Care;

/// <summary>What an odometer showed on a day.</summary>
public readonly record struct OdometerReading(DateOnly Day, int Kilometres);

/// <summary>When a vehicle's next service is due.</summary>
/// <param name="Day">the first of the two that comes.</param>
/// <param name="Kilometres">that the odometer will show, where mileage decides; null where time does.</param>
public readonly record struct ServiceDue(DateOnly Day, int? Kilometres);

public static class ServiceForecast
{
    /// <summary>Readings that are further apart say more about the past than about the days to come.</summary>
    private const int MonthsLookedAt = 24;

    /// <summary>What lies further off, either way, is no date that anybody plans by.</summary>
    private const int DaysMax = 36_500;

    /// <summary>A slower or a shorter drive than this tells nothing about the days to come.</summary>
    private const int DaysMin = 14;

    /// <summary>
    /// By time: months after the last service. By mileage: a straight line through the oldest and the newest reading of the last two
    /// years, continued until the kilometres since the last service are driven. Whichever comes first.
    /// </summary>
    /// <param name="lastService">or, before the first one, when the vehicle was bought or built.</param>
    /// <param name="kilometres">between two services; null for by time alone.</param>
    /// <param name="readings">in the order of days, without those before a correction.</param>
    public static ServiceDue Next(
        DateOnly lastService,
        int months,
        int? kilometres,
        IReadOnlyList<OdometerReading> readings
    )
    {
        var byTime = lastService.AddMonths(months);
        return
            kilometres is { } interval
            && ByMileage(lastService, interval, readings) is { } byMileage
            && byMileage.Day < byTime
            ? byMileage
            : new ServiceDue(byTime, Kilometres: null);
    }

    private static ServiceDue? ByMileage(DateOnly lastService, int interval, IReadOnlyList<OdometerReading> readings)
    {
        if (readings.Count == 0)
        {
            return null;
        }

        var newest = readings[^1];
        var oldest = readings.First(one => one.Day >= newest.Day.AddMonths(-MonthsLookedAt));
        var days = newest.Day.DayNumber - oldest.Day.DayNumber;
        var driven = newest.Kilometres - oldest.Kilometres;
        if (days < DaysMin || driven <= 0)
        {
            return null;
        }

        var perDay = (decimal)driven / days;
        var atService = At(lastService, readings, newest, perDay);
        var due = atService + interval;
        var missing = due - newest.Kilometres;
        var ahead = (int)Math.Clamp(Math.Ceiling(missing / perDay), -DaysMax, DaysMax);
        return new ServiceDue(newest.Day.AddDays(ahead), (int)due);
    }

    /// <summary>What the odometer showed on the day of the service: read, else on the line between its neighbours.</summary>
    private static decimal At(
        DateOnly day,
        IReadOnlyList<OdometerReading> readings,
        OdometerReading newest,
        decimal perDay
    )
    {
        var before = readings.LastOrDefault(one => one.Day <= day);
        var after = readings.FirstOrDefault(one => one.Day >= day);
        if (before != default && after != default)
        {
            return before.Day == after.Day
                ? before.Kilometres
                : before.Kilometres
                    + (
                        (decimal)(after.Kilometres - before.Kilometres)
                        * (day.DayNumber - before.Day.DayNumber)
                        / (after.Day.DayNumber - before.Day.DayNumber)
                    );
        }

        return Math.Max(0, newest.Kilometres - (perDay * (newest.Day.DayNumber - day.DayNumber)));
    }
}
