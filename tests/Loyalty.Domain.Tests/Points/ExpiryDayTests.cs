using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

/// <summary>When points lapse, by each model; the zone decides only which day it is.</summary>
public sealed class ExpiryDayTests
{
    private static Arbitrary<(ExpiryModel Model, DateOnly Day)> Cases { get; } =
        Arb.From(
            from kind in Gen.Choose(0, 6)
            from count in Gen.Choose(1, 60)
            from month in Gen.Choose(1, 12)
            from day in Gen.Choose(1, 28)
            from earned in Gen.Choose(0, 60 * 365)
            select (Model(kind, count, new MonthDay(month, day)), new DateOnly(1999, 1, 1).AddDays(earned))
        );

    [Fact]
    public void Pain22_No_model_lets_points_lapse_before_the_end_of_the_day_on_which_they_were_earned() =>
        Prop.ForAll(Cases, one => one.Model.ExpiryOf(one.Day) >= one.Day).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_earned_later_never_lapses_earlier() =>
        Prop.ForAll(Cases, one => one.Model.ExpiryOf(one.Day.AddDays(1)) >= one.Model.ExpiryOf(one.Day))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_form_gives_the_model_back() =>
        Prop.ForAll(
                Cases,
                one =>
                    one.Model.Equals(
                        ExpiryForm.Of(one.Model).Read((field, error) => throw new ArgumentException(error, field))
                    )
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2024-02-29", "endOfMonth", 12, "2025-02-28")]
    [InlineData("2023-02-28", "endOfMonth", 12, "2024-02-29")]
    [InlineData("2026-11-22", "endOfMonth", 0, "2026-11-30")]
    [InlineData("2026-11-22", "endOfQuarter", 0, "2026-12-31")]
    [InlineData("2026-12-31", "endOfQuarter", 1, "2027-03-31")]
    [InlineData("2026-01-01", "endOfYear", 2, "2028-12-31")]
    [InlineData("2024-02-28", "rollingDays", 1, "2024-02-29")]
    [InlineData("2023-12-01", "rollingDays", 90, "2024-02-29")]
    [InlineData("2024-02-29", "inactivity", 12, "2025-02-28")]
    [InlineData("2026-08-31", "inactivity", 6, "2027-02-28")]
    [InlineData("9999-06-01", "rollingDays", 36525, "9999-12-31")]
    [InlineData("9999-06-01", "endOfYear", 600, "9999-12-31")]
    [InlineData("9999-06-01", "inactivity", 600, "9999-12-31")]
    public void Pain22_The_last_day_is_that_of_the_calendar(string earned, string kind, int count, string expected)
    {
        var form = kind == "rollingDays" ? new ExpiryForm { Days = count } : new ExpiryForm { Count = count };
        form = form with { Kind = Enum.Parse<ExpiryKind>(kind, ignoreCase: true) };

        form.Read((field, error) => throw new ArgumentException(error, field))!
            .ExpiryOf(Day(earned))
            .ShouldBe(Day(expected));
    }

    [Theory]
    [InlineData("2026-03-31", 0, "2026-03-31")]
    [InlineData("2026-04-01", 0, "2026-09-30")]
    [InlineData("2026-10-01", 0, "2027-02-28")]
    [InlineData("2027-10-01", 0, "2028-02-29")]
    [InlineData("2026-09-01", 60, "2027-02-28")]
    public void Pain22_Fixed_dates_come_every_year_and_29_February_is_the_28th_in_most(
        string earned,
        int daysMin,
        string expected
    )
    {
        var model = new ExpiryModel.FixedDates([new(3, 31), new(9, 30), new(2, 29)], daysMin);

        model.ExpiryOf(Day(earned)).ShouldBe(Day(expected));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ExpiryModel Model(int kind, int count, MonthDay date) =>
        kind switch
        {
            0 => new ExpiryModel.EndOfMonth(count),
            1 => new ExpiryModel.EndOfQuarter(count),
            2 => new ExpiryModel.EndOfYear(count),
            3 => new ExpiryModel.RollingDays(count),
            4 => new ExpiryModel.FixedDates([date, new MonthDay(2, 29)], count),
            5 => new ExpiryModel.Inactivity(count),
            _ => new ExpiryModel.Never(),
        };
}
