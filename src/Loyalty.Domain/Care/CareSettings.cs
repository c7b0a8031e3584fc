namespace Loyalty.Domain.Care;

/// <summary>What holds over all care rules. There is exactly one; before staff change it, its defaults.</summary>
public sealed class CareSettings : IVersioned
{
    /// <summary>The key of the only row.</summary>
    public const int OnlyId = 1;

    public const int CapContactsMax = 100;
    public const int CapDaysMax = 366;

    public int Id { get; init; } = OnlyId;

    /// <summary>A member is contacted at most so often within <see cref="CapDays"/>, over all rules.</summary>
    public int CapContacts { get; set; } = 4;

    /// <summary>Moving, up to the moment.</summary>
    public int CapDays { get; set; } = 30;

    /// <summary>Nobody is contacted from this time of the member's day on, ...</summary>
    public TimeOnly QuietFrom { get; set; } = new(20, 0);

    /// <summary>... until this one. Equal to <see cref="QuietFrom"/> for none.</summary>
    public TimeOnly QuietUntil { get; set; } = new(9, 0);

    /// <summary>How long staff have to answer a complaint.</summary>
    public int ComplaintDays { get; set; } = 3;

    public long Version { get; set; }

    /// <summary>When a contact may be made: at once, or when the quiet hours of the member's day are over.</summary>
    public DateTimeOffset Earliest(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (QuietFrom == QuietUntil || !time.IsBetween(QuietFrom, QuietUntil))
        {
            return now;
        }

        var day = DateOnly.FromDateTime(local.DateTime);
        return EndOfQuiet(time < QuietUntil ? day : day.AddDays(1), zone);
    }

    /// <summary>When quiet hours end on a day; its first instant where there are none.</summary>
    public DateTimeOffset EndOfQuiet(DateOnly day, TimeZoneInfo zone)
    {
        var end = QuietFrom == QuietUntil ? TimeOnly.MinValue : QuietUntil;
        var start = day.StartIn(zone);
        // The clocks may have been turned since midnight.
        var instant = start + end.ToTimeSpan();
        var shown = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
        return instant - (shown - day.ToDateTime(end));
    }
}
