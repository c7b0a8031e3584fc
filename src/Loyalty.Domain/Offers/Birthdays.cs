namespace Loyalty.Domain.Offers;

/// <summary>On which days a birthday is celebrated.</summary>
public static class Birthdays
{
    /// <summary>The day in a year: 29 February is 28 February in a common year.</summary>
    public static DateOnly In(DateOnly born, int year) =>
        born is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year)
            ? new DateOnly(year, 2, 28)
            : new DateOnly(year, born.Month, born.Day);

    /// <summary>The year of the birthday between two days, both included and less than a year apart; null when there is none.</summary>
    public static int? YearBetween(DateOnly born, DateOnly first, DateOnly last)
    {
        for (var year = first.Year; year <= last.Year; year++)
        {
            var day = In(born, year);
            if (day >= first && day <= last && day > born)
            {
                return year;
            }
        }

        return null;
    }

    /// <summary>Month times 100 plus day of all dates of birth that may be celebrated between two days.</summary>
    public static IReadOnlyList<int> KeysBetween(DateOnly first, DateOnly last)
    {
        var keys = new List<int>();
        // Callers look at some months at the most.
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            keys.Add((day.Month * 100) + day.Day);
            if (day is { Month: 2, Day: 28 } && !DateTime.IsLeapYear(day.Year))
            {
                keys.Add(229);
            }
        }

        return keys;
    }
}
