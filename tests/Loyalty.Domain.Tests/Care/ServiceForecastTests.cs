using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Care;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Care;

/// <summary>When a service is due by time or by mileage.</summary>
public sealed class ServiceForecastTests
{
    private static readonly DateOnly Service = new(2026, 1, 1);

    [Fact]
    public void Without_readings_time_decides() =>
        ServiceForecast
            .Next(Service, 12, 15_000, [])
            .ShouldBe(new ServiceDue(new DateOnly(2027, 1, 1), Kilometres: null));

    [Fact]
    public void Who_drives_a_hundred_kilometres_a_day_comes_after_a_hundred_and_fifty_days() =>
        ServiceForecast
            .Next(Service, 12, 15_000, [new(Service, 20_000), new(Service.AddDays(50), 25_000)])
            .ShouldBe(new ServiceDue(Service.AddDays(150), 35_000));

    [Fact]
    public void Who_drives_little_comes_when_the_time_is_over() =>
        ServiceForecast
            .Next(Service, 12, 15_000, [new(Service, 20_000), new(Service.AddDays(100), 21_000)])
            .ShouldBe(new ServiceDue(Service.AddMonths(12), Kilometres: null));

    [Fact]
    public void What_the_odometer_showed_at_the_service_lies_between_its_neighbours() =>
        ServiceForecast
            .Next(Service, 24, 10_000, [new(Service.AddDays(-50), 10_000), new(Service.AddDays(50), 20_000)])
            .ShouldBe(new ServiceDue(Service.AddDays(100), 25_000));

    [Theory]
    [InlineData(13, 5_000)]
    [InlineData(60, 0)]
    public void Readings_that_tell_nothing_are_passed_over(int days, int driven) =>
        ServiceForecast
            .Next(Service, 12, 1_000, [new(Service, 20_000), new(Service.AddDays(days), 20_000 + driven)])
            .Kilometres.ShouldBeNull();

    [Fact]
    public void Whatever_the_readings_are_it_is_a_day_and_not_later_than_by_time() =>
        Prop.ForAll(
                Arb.From(
                    from gaps in Gen.Choose(0, 1_500).ListOf()
                    from driven in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, 200_000)).ListOf()
                    from serviceAt in Gen.Choose(-4_000, 4_000)
                    from interval in Gen.Choose(1, CareRuleDefinition.KilometresMax)
                    select (gaps, driven, serviceAt, interval)
                ),
                one =>
                {
                    var (day, kilometres) = (Service.AddDays(-2_000), 0);
                    var readings = new List<OdometerReading>();
                    foreach (var (gap, more) in one.gaps.Zip(one.driven))
                    {
                        (day, kilometres) = (day.AddDays(gap), kilometres + more);
                        readings.Add(new OdometerReading(day, kilometres));
                    }

                    var service = Service.AddDays(one.serviceAt);
                    return ServiceForecast.Next(service, 12, one.interval, readings).Day <= service.AddMonths(12);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_car_that_hardly_moved_since_it_drove_too_far_is_long_overdue() =>
        ServiceForecast
            .Next(
                new DateOnly(2021, 3, 1),
                24,
                15_000,
                [
                    new(new DateOnly(2021, 3, 1), 20_000),
                    new(new DateOnly(2024, 2, 1), 60_000),
                    new(new DateOnly(2026, 1, 15), 60_010),
                ]
            )
            .Day.ShouldBeLessThan(new DateOnly(2021, 3, 1));

    [Fact]
    public void It_is_never_later_than_by_time_and_more_driving_never_delays_it() =>
        Prop.ForAll(
                Arb.From(
                    from months in Gen.Choose(1, 36)
                    from interval in Gen.Choose(1_000, 50_000)
                    from days in Gen.Choose(14, 700)
                    from driven in Gen.Choose(0, 100_000)
                    from more in Gen.Choose(0, 100_000)
                    select (months, interval, days, driven, more)
                ),
                one =>
                {
                    var less = Next(one.months, one.interval, one.days, one.driven);
                    var more = Next(one.months, one.interval, one.days, one.driven + one.more);
                    return less.Day <= Service.AddMonths(one.months) && more.Day <= less.Day;
                }
            )
            .QuickCheckThrowOnFailure();

    private static ServiceDue Next(int months, int interval, int days, int driven) =>
        ServiceForecast.Next(
            Service,
            months,
            interval,
            [new(Service, 50_000), new(Service.AddDays(days), 50_000 + driven)]
        );
}
