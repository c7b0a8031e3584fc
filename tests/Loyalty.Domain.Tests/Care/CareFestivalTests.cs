using Loyalty.Domain.Care;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Care;

/// <summary>Days of festivals against almanacs: Hong Kong Observatory, "Gregorian-Lunar Calendar Conversion Table".</summary>
public sealed class CareFestivalTests
{
    [Theory]
    // New Year, Lantern, Dragon Boat, Mid-Autumn.
    [InlineData(1, 1, 2024, "2024-02-10")]
    [InlineData(1, 1, 2025, "2025-01-29")]
    [InlineData(1, 1, 2026, "2026-02-17")]
    [InlineData(1, 15, 2026, "2026-03-03")]
    [InlineData(5, 5, 2026, "2026-06-19")]
    [InlineData(8, 15, 2026, "2026-09-25")]
    // 2025 has a second sixth month before the eighth, 2023 a second month before the fifth.
    [InlineData(8, 15, 2025, "2025-10-06")]
    [InlineData(5, 5, 2023, "2023-06-22")]
    // New Year's Eve, whether the last month has 29 days or 30.
    [InlineData(12, 30, 2024, "2025-01-28")]
    [InlineData(12, 30, 2023, "2024-02-09")]
    public void Lunar_days_are_those_of_the_almanac(int month, int day, int year, string expected) =>
        CareFestivals
            .In(new CareFestival(CareCalendar.ChineseLunar, month, day), year)
            .ShouldBe(DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Every_lunar_year_has_each_festival_once_and_the_window_finds_it()
    {
        var festival = new CareFestival(CareCalendar.ChineseLunar, 12, 30);
        var all = CareFestivals.Between(festival, new DateOnly(1902, 1, 1), new DateOnly(2101, 12, 31)).ToList();

        all.Count.ShouldBe(200);
        all.ShouldBeInOrder();
        all.ShouldAllBe(day => day.Month == 1 || day.Month == 2);
        foreach (var day in all)
        {
            CareFestivals.Between(festival, day, day).ShouldHaveSingleItem();
            CareFestivals.Between(festival, day.AddDays(1), day.AddDays(300)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_solar_day_that_a_year_lacks_is_the_last_of_its_month()
    {
        var leap = new CareFestival(CareCalendar.Solar, 2, 29);
        CareFestivals.In(leap, 2027).ShouldBe(new DateOnly(2027, 2, 28));
        CareFestivals.In(leap, 2028).ShouldBe(new DateOnly(2028, 2, 29));
        CareFestivals
            .Between(
                new CareFestival(CareCalendar.Solar, 12, 25),
                new DateOnly(2026, 12, 24),
                new DateOnly(2027, 12, 25)
            )
            .ShouldBe([new DateOnly(2026, 12, 25), new DateOnly(2027, 12, 25)]);
    }
}
