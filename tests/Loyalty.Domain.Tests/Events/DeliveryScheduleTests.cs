using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Events;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Events;

/// <summary>When a delivery is tried again.</summary>
public sealed class DeliveryScheduleTests
{
    private static readonly Gen<(int Failures, double Chance, TimeSpan Asked)> Cases =
        from failures in Gen.Choose(1, DeliverySchedule.Delays.Count)
        from chance in Gen.Choose(0, 1_000)
        from seconds in Gen.OneOf(Gen.Choose(-100, 100), Gen.Choose(0, 200_000))
        select (failures, chance / 1_000.0, TimeSpan.FromSeconds(seconds));

    [Fact]
    public void It_is_tried_ten_times_over_three_days()
    {
        DeliverySchedule.Delays.Count.ShouldBe(9);
        DeliverySchedule.Delays.Aggregate(TimeSpan.Zero, (sum, delay) => sum + delay).TotalHours.ShouldBe(75.58, 0.01);
    }

    [Fact]
    public void A_delay_is_moved_by_a_tenth_at_the_most() =>
        Check(one =>
        {
            var delay = DeliverySchedule.After(one.Failures, one.Chance)!.Value;
            var share = delay / DeliverySchedule.Delays[one.Failures - 1];
            share.ShouldBeInRange(1 - DeliverySchedule.Jitter - 1e-9, 1 + DeliverySchedule.Jitter + 1e-9);
        });

    [Fact]
    public void What_a_consumer_asks_for_lengthens_and_never_shortens() =>
        Check(one =>
        {
            var plain = DeliverySchedule.After(one.Failures, one.Chance)!.Value;
            var bounded = one.Asked > DeliverySchedule.RetryAfterMax ? DeliverySchedule.RetryAfterMax : one.Asked;
            var delay = DeliverySchedule.After(one.Failures, one.Chance, one.Asked)!.Value;
            delay.ShouldBe(plain > bounded ? plain : bounded);
        });

    [Fact]
    public void The_last_attempt_is_the_last_whatever_is_asked_for() =>
        Check(one => DeliverySchedule.After(DeliverySchedule.Delays.Count + 1, one.Chance, one.Asked).ShouldBeNull());

    private static void Check(Action<(int Failures, double Chance, TimeSpan Asked)> law) =>
        Prop.ForAll(Cases.ToArbitrary(), law).QuickCheckThrowOnFailure();
}
