namespace Loyalty.Application.Events;

/// <summary>Keeps a pump from beginning anything for a while. A change of the subscription ends it: that may be what staff made it for.</summary>
internal sealed class EventHold(TimeProvider clock)
{
    /// <summary>What a consumer may ask for as a whole; a single event may be put off for longer.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private DateTimeOffset until;
    private long ofVersion;

    /// <param name="version">of the subscription as it is now.</param>
    public bool Is(long version)
    {
        lock (gate)
        {
            return version == ofVersion && clock.GetUtcNow() < until;
        }
    }

    /// <param name="time">cut to <see cref="Max"/>; a longer one that holds already stays.</param>
    /// <param name="version">of the subscription as the call was made from which this follows.</param>
    /// <returns>when it ends.</returns>
    public DateTimeOffset For(TimeSpan time, long version)
    {
        var end = clock.GetUtcNow() + (time < Max ? time : Max);
        lock (gate)
        {
            if (version > ofVersion || (version == ofVersion && end > until))
            {
                (until, ofVersion) = (end, version);
            }
        }

        return end;
    }
}
