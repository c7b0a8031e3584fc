using Loyalty.Application.Events;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>Settings that would lose an order or an event stop the start.</summary>
public sealed class EventSettingsTests
{
    [Theory]
    [InlineData(15, 120, null)]
    [InlineData(15, 20, null)]
    [InlineData(1, 6, null)]
    [InlineData(15, 19.9, "Events:LeaseSeconds must be at least 5 more than Events:CallSeconds (15)")]
    [InlineData(60, 64, "Events:LeaseSeconds must be at least 5 more than Events:CallSeconds (60)")]
    [InlineData(15, 3601, "Events:LeaseSeconds")]
    [InlineData(15, double.NaN, "Events:LeaseSeconds")]
    [InlineData(0.1, 120, "Events:CallSeconds must be between 0.5 and 60")]
    public void No_call_outlives_its_lease(double callSeconds, double leaseSeconds, string? said)
    {
        var settings = new EventSettings { CallSeconds = callSeconds, LeaseSeconds = leaseSeconds };

        if (said is null)
        {
            settings.WhyInvalid().ShouldBeNull();
        }
        else
        {
            settings.WhyInvalid().ShouldNotBeNull().ShouldStartWith(said);
        }
    }
}
