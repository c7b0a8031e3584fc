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
}
