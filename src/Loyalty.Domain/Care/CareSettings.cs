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

    public QuietHours Hours => new(QuietFrom, QuietUntil);

    public CareCap Cap => new(CapContacts, CapDays);
}

/// <summary>A time of the member's day at which nobody is contacted.</summary>
/// <param name="From">from this time on, ...</param>
/// <param name="Until">... until this one, the next morning where it is earlier. The same for never.</param>
public readonly record struct QuietHours(TimeOnly From, TimeOnly Until)
{
    /// <summary>Several hold at once; more changes of their minds than this mean that they leave no time free.</summary>
    private const int RoundsMax = 4;

    /// <summary>When a contact may be made: at once, or when the quiet hours of the member's day are over.</summary>
    public DateTimeOffset Earliest(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (From == Until || !time.IsBetween(From, Until))
        {
            return now;
        }

        var day = DateOnly.FromDateTime(local.DateTime);
        return End(time < Until ? day : day.AddDays(1), zone);
    }

    /// <summary>As <see cref="Earliest(DateTimeOffset, TimeZoneInfo)"/>, where others hold beside these.</summary>
    public DateTimeOffset Earliest(QuietHours? others, DateTimeOffset now, TimeZoneInfo zone)
    {
        var earliest = Earliest(now, zone);
        for (var round = 0; others is { } beside && round < RoundsMax; round++)
        {
            var later = Earliest(beside.Earliest(earliest, zone), zone);
            if (later == earliest)
            {
                break;
            }

            earliest = later;
        }

        return earliest;
    }

    /// <summary>When quiet hours end on a day; its first instant where there are none.</summary>
    public DateTimeOffset End(DateOnly day, TimeZoneInfo zone)
    {
        var end = From == Until ? TimeOnly.MinValue : Until;
        var start = day.StartIn(zone);
        // The clocks may have been turned since midnight.
        var instant = start + end.ToTimeSpan();
        var shown = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
        return instant - (shown - day.ToDateTime(end));
    }
}

/// <summary>A member is contacted at most so often within some days, moving, up to the moment.</summary>
public readonly record struct CareCap(int Contacts, int Days)
{
    /// <param name="contacts">when contacts were made; sorted, the oldest first.</param>
    /// <returns>when one more may be made; null for now.</returns>
    public DateTimeOffset? FreeAgainAt(IEnumerable<DateTimeOffset> contacts, DateTimeOffset now)
    {
        var begin = now.AddDays(-Days);
        var counted = contacts.Where(at => at > begin).ToList();
        return counted.Count < Contacts ? null : counted[^Contacts].AddDays(Days);
    }
}
