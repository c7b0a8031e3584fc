using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests;

public sealed class ClockTests
{
    [Theory]
    // The day ends at midnight there, whatever the caller's offset.
    [InlineData("2026-12-31T22:59:59.999999Z", "Europe/Prague", "2026-12-31")]
    [InlineData("2026-12-31T23:00:00Z", "Europe/Prague", "2027-01-01")]
    [InlineData("2026-12-31T16:00:00Z", "Asia/Shanghai", "2027-01-01")]
    [InlineData("2027-01-01T05:30:00+13:00", "Asia/Shanghai", "2027-01-01")]
    // Summer time begins and ends: the day is 23 and then 25 hours long.
    [InlineData("2026-03-28T23:00:00Z", "Europe/Prague", "2026-03-29")]
    [InlineData("2026-03-29T21:59:59Z", "Europe/Prague", "2026-03-29")]
    [InlineData("2026-03-29T22:00:00Z", "Europe/Prague", "2026-03-30")]
    [InlineData("2026-10-24T22:00:00Z", "Europe/Prague", "2026-10-25")]
    [InlineData("2026-10-25T22:59:59Z", "Europe/Prague", "2026-10-25")]
    [InlineData("2026-10-25T23:00:00Z", "Europe/Prague", "2026-10-26")]
    // Here the clock jumps over midnight: the day begins at one.
    [InlineData("2026-04-24T00:00:00+02:00", "Africa/Cairo", "2026-04-24")]
    [InlineData("2028-02-29T12:00:00Z", "UTC", "2028-02-29")]
    public void A_day_is_the_zones(string instant, string zone, string day) =>
        DateTimeOffset
            .Parse(instant, System.Globalization.CultureInfo.InvariantCulture)
            .DayIn(TimeZoneInfo.FindSystemTimeZoneById(zone))
            .ShouldBe(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_stored_instant_comes_back_the_same() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                (
                    from days in Gen.Choose(0, 3_000_000)
                    from ticks in Gen.Choose(0, int.MaxValue)
                    from hours in Gen.Choose(-14, 14)
                    select new DateTimeOffset(1, 1, 3, 0, 0, 0, TimeSpan.Zero)
                        .AddDays(days)
                        .AddTicks(ticks)
                        .ToOffset(TimeSpan.FromHours(hours))
                ).ToArbitrary(),
                instant =>
                {
                    var stored = instant.ToStoredInstant();
                    return Clock.FromUnixTimeMicroseconds(instant.ToUnixTimeMicroseconds()).Offset == TimeSpan.Zero
                        && Clock.FromUnixTimeMicroseconds(stored.ToUnixTimeMicroseconds()) == stored
                        && stored <= instant
                        && instant - stored < TimeSpan.FromMicroseconds(1);
                }
            )
        );
}
