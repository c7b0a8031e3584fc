namespace Loyalty.Tests.Host;

/// <summary>A clock that stands where a test puts it. Timers and measured durations stay the machine's.</summary>
internal sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
