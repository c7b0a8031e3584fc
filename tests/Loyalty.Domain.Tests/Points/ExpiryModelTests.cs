using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

public sealed class ExpiryModelTests
{
    private static readonly Gen<DateOnly> Days = Gen.Choose(0, 200_000)
        .Select(day => new DateOnly(1900, 1, 1).AddDays(day));

    private static readonly Gen<MonthDay> Dates =
        from month in Gen.Choose(1, 12)
        from day in Gen.Choose(1, DateTime.DaysInMonth(2000, month))
        select new MonthDay(month, day);

    private static readonly Gen<ExpiryModel> Models = Gen.OneOf<ExpiryModel>(
        Gen.Choose(0, 600).Select(count => (ExpiryModel)new ExpiryModel.EndOfMonth(count)),
        Gen.Choose(0, 600).Select(count => (ExpiryModel)new ExpiryModel.EndOfQuarter(count)),
        Gen.Choose(0, 600).Select(count => (ExpiryModel)new ExpiryModel.EndOfYear(count)),
        Gen.Choose(1, 36_525).Select(days => (ExpiryModel)new ExpiryModel.RollingDays(days)),
        Gen.Choose(1, 600).Select(count => (ExpiryModel)new ExpiryModel.Inactivity(count)),
        from dates in Dates.NonEmptyListOf()
        from min in Gen.Choose(0, 366)
        select (ExpiryModel)new ExpiryModel.FixedDates([.. dates], min),
        Gen.Constant((ExpiryModel)new ExpiryModel.Never())
    );

    [Theory]
    [InlineData("endOfMonth 0", "2026-02-28", "2026-02-28")]
    [InlineData("endOfMonth 1", "2026-01-31", "2026-02-28")]
    [InlineData("endOfMonth 1", "2028-01-31", "2028-02-29")]
    [InlineData("endOfMonth 12", "2026-12-31", "2027-12-31")]
    [InlineData("endOfMonth 1", "2026-12-01", "2027-01-31")]
    [InlineData("endOfQuarter 0", "2026-03-31", "2026-03-31")]
    [InlineData("endOfQuarter 0", "2026-04-01", "2026-06-30")]
    [InlineData("endOfQuarter 1", "2026-11-30", "2027-03-31")]
    [InlineData("endOfQuarter 4", "2028-02-29", "2029-03-31")]
    [InlineData("endOfYear 0", "2026-12-31", "2026-12-31")]
    [InlineData("endOfYear 1", "2026-12-31", "2027-12-31")]
    [InlineData("endOfYear 2", "2028-02-29", "2030-12-31")]
    [InlineData("rollingDays 1", "2026-12-31", "2027-01-01")]
    [InlineData("rollingDays 365", "2028-02-29", "2029-02-28")]
    [InlineData("rollingDays 366", "2027-03-01", "2028-03-01")]
    [InlineData("inactivity 12", "2028-02-29", "2029-02-28")]
    [InlineData("inactivity 1", "2026-01-31", "2026-02-28")]
    [InlineData("never", "2026-01-31", "9999-12-31")]
    [InlineData("fixedDates 03-31", "2026-03-31", "2026-03-31")]
    [InlineData("fixedDates 03-31", "2026-04-01", "2027-03-31")]
    [InlineData("fixedDates 03-31,09-30", "2026-04-01", "2026-09-30")]
    [InlineData("fixedDates 12-31 30", "2026-12-01", "2026-12-31")]
    [InlineData("fixedDates 12-31 30", "2026-12-02", "2027-12-31")]
    [InlineData("fixedDates 01-01 1", "2026-12-31", "2027-01-01")]
    [InlineData("fixedDates 02-29", "2027-01-01", "2027-02-28")]
    [InlineData("fixedDates 02-29", "2028-01-01", "2028-02-29")]
    [InlineData("fixedDates 02-29 365", "2027-03-01", "2028-02-29")]
    public void Points_lapse_on_the_day_that_the_model_says(string model, string earned, string expected) =>
        Model(model).ExpiryOf(Day(earned)).ShouldBe(Day(expected));

    [Fact]
    public void Points_never_lapse_before_they_are_earned_and_later_ones_not_sooner() =>
        Holds(
            from model in Models
            from day in Days
            select (model, day),
            given =>
            {
                var expiry = given.model.ExpiryOf(given.day);
                return expiry >= given.day && given.model.ExpiryOf(given.day.AddDays(1)) >= expiry;
            }
        );

    [Fact]
    public void A_fixed_date_is_the_next_one_that_is_far_enough_away() =>
        Holds(
            from dates in Dates.NonEmptyListOf()
            from min in Gen.Choose(0, 366)
            from day in Days
            select (dates, min, day),
            given =>
            {
                var expiry = new ExpiryModel.FixedDates([.. given.dates], given.min).ExpiryOf(given.day);
                var earliest = given.day.AddDays(given.min);
                bool IsOne(DateOnly day) => given.dates.Exists(date => date.In(day.Year) == day);
                return expiry >= earliest
                    && IsOne(expiry)
                    && Enumerable.Range(0, expiry.DayNumber - earliest.DayNumber).All(i => !IsOne(earliest.AddDays(i)));
            }
        );

    [Fact]
    public void The_end_of_the_calendar_stands_for_never()
    {
        foreach (var model in Models.Sample(200).Where(model => model is not ExpiryModel.FixedDates))
        {
            model.ExpiryOf(DateOnly.MaxValue).ShouldBe(LotKey.Never);
        }

        Model("fixedDates 03-31 366").ExpiryOf(DateOnly.MaxValue).ShouldBe(LotKey.Never);
    }

    [Fact]
    public void The_form_reads_back_as_the_model_that_it_was_made_of() =>
        Holds(
            Models,
            model =>
                model.Equals(
                    ExpiryForm.Of(model).Read((field, error) => throw new InvalidOperationException(field + error))
                )
        );

    [Theory]
    [InlineData(null, null, null, null, null, "kind")]
    [InlineData(ExpiryKind.EndOfMonth, null, null, null, null, "count")]
    [InlineData(ExpiryKind.EndOfMonth, 601, null, null, null, "count")]
    [InlineData(ExpiryKind.EndOfYear, -1, null, null, null, "count")]
    [InlineData(ExpiryKind.Inactivity, 0, null, null, null, "count")]
    [InlineData(ExpiryKind.RollingDays, null, 0, null, null, "days")]
    [InlineData(ExpiryKind.RollingDays, 1, 1, null, null, "count")]
    [InlineData(ExpiryKind.FixedDates, null, null, "", null, "dates")]
    [InlineData(ExpiryKind.FixedDates, null, null, "02-30", null, "dates[0]")]
    [InlineData(ExpiryKind.FixedDates, null, null, "03-31,13-01", null, "dates[1]")]
    [InlineData(ExpiryKind.FixedDates, null, null, "03-31", 367, "daysMin")]
    [InlineData(ExpiryKind.Never, null, null, null, 5, "daysMin")]
    [InlineData(ExpiryKind.Never, null, 5, null, null, "days")]
    [InlineData(ExpiryKind.EndOfQuarter, 5, null, "03-31", null, "dates")]
    public void Pain34_A_field_that_is_wrong_or_would_do_nothing_is_named(
        ExpiryKind? kind,
        int? count,
        int? days,
        string? dates,
        int? daysMin,
        string field
    )
    {
        var form = new ExpiryForm
        {
            Kind = kind,
            Count = count,
            Days = days,
            Dates = dates?.Split(',', StringSplitOptions.RemoveEmptyEntries),
            DaysMin = daysMin,
        };
        var wrong = new List<string>();

        form.Read((name, _) => wrong.Add(name)).ShouldBeNull();

        wrong.ShouldContain(field);
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static ExpiryModel Model(string text)
    {
        var parts = text.Split(' ');
        int Number(int index) => int.Parse(parts[index], CultureInfo.InvariantCulture);
        return parts[0] switch
        {
            "endOfMonth" => new ExpiryModel.EndOfMonth(Number(1)),
            "endOfQuarter" => new ExpiryModel.EndOfQuarter(Number(1)),
            "endOfYear" => new ExpiryModel.EndOfYear(Number(1)),
            "rollingDays" => new ExpiryModel.RollingDays(Number(1)),
            "inactivity" => new ExpiryModel.Inactivity(Number(1)),
            "fixedDates" => new ExpiryModel.FixedDates(
                [.. parts[1].Split(',').Select(date => MonthDay.TryParse(date, out var one) ? one : default)],
                parts.Length > 2 ? Number(2) : 0
            ),
            _ => new ExpiryModel.Never(),
        };
    }

    private static void Holds<T>(Gen<T> given, Func<T, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(given.ToArbitrary(), law));
}
