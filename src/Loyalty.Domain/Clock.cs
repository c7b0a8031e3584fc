namespace Loyalty.Domain;

/// <summary>Instants as the ledger keeps them: UTC, in whole microseconds, because that is the finest step that every
/// database stores and a hash over an instant must come out the same after a round trip.</summary>
public static class Clock
{
    public static DateTimeOffset Instant(this TimeProvider clock) => clock.GetUtcNow().ToStoredInstant();

    public static DateTimeOffset ToStoredInstant(this DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public static long ToUnixTimeMicroseconds(this DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromUnixTimeMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The day that an instant falls on in a zone, by which expiry, caps and birthdays are decided.</summary>
    public static DateOnly DayIn(this DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The first instant of a day in a zone. Where the clocks skip midnight it is the first that there is; where midnight
    /// comes twice, the earlier.</summary>
    public static DateTimeOffset StartIn(this DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        // A zone's clocks skip at most a day.
        for (var i = 0; i < 24 * 4 && zone.IsInvalidTime(local); i++)
        {
            local = local.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
