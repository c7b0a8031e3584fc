using System.Globalization;

namespace Loyalty.Domain.Care;

/// <summary>On which days festivals fall.</summary>
public static class CareFestivals
{
    /// <summary>The lunar calendar is known for these years of it.</summary>
    private const int LunarYearMin = 1901;
    private const int LunarYearMax = 2100;

    private static readonly ChineseLunisolarCalendar Lunar = new();

    /// <summary>The festival's days between two others, both included.</summary>
    public static IEnumerable<DateOnly> Between(CareFestival festival, DateOnly first, DateOnly last)
    {
        // The twelfth month of a lunar year lies in the next solar one.
        for (var year = first.Year - 1; year <= last.Year; year++)
        {
            if (In(festival, year) is { } day && day >= first && day <= last)
            {
                yield return day;
            }
        }
    }

    /// <summary>In a year of the festival's calendar; null outside the years for which the lunar calendar is known (1901 to 2100, as
    /// <see cref="ChineseLunisolarCalendar"/> has it).</summary>
    public static DateOnly? In(CareFestival festival, int year) =>
        festival.Calendar == CareCalendar.Solar
            ? new DateOnly(year, festival.Month, Math.Min(festival.Day, DateTime.DaysInMonth(year, festival.Month)))
        : year is < LunarYearMin or > LunarYearMax ? null
        : InLunarYear(festival, year);

    private static DateOnly InLunarYear(CareFestival festival, int year)
    {
        // The leap month follows the month whose name it has, and counts as the next one from then on.
        var leap = Lunar.GetLeapMonth(year);
        var month = leap > 0 && festival.Month >= leap ? festival.Month + 1 : festival.Month;
        var day = Math.Min(festival.Day, Lunar.GetDaysInMonth(year, month));
        return DateOnly.FromDateTime(Lunar.ToDateTime(year, month, day, 0, 0, 0, 0));
    }
}
