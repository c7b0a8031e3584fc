using System.Globalization;
using Loyalty.Domain;

namespace Loyalty.Api.Members;

/// <summary>Positions in lists that are ordered by an instant or a day, then by id.</summary>
internal static class MemberCursors
{
    public static Refusal Unknown { get; } = new Refusal.InvalidRequest("after", "is not a cursor of this list");

    public static string Write<TId>(long number, TId id)
        where TId : struct, IIdentifier<TId> =>
        $"{number.ToString(CultureInfo.InvariantCulture)}/{Identifier.Format(id)}";

    public static bool TryRead<TId>(string position, out long number, out TId id)
        where TId : struct, IIdentifier<TId>
    {
        (number, id) = (0, default);
        var slash = position.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && long.TryParse(
                position.AsSpan(0, slash),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out number
            )
            && Identifier.TryParse(position.AsSpan(slash + 1), out id);
    }

    /// <summary>The instant of a position, when it is one that can be.</summary>
    public static bool TryInstant(long microseconds, out DateTimeOffset instant)
    {
        // Year 1 to 9999.
        var sound = microseconds is > -62_135_596_800_000_000 and < 253_402_300_800_000_000;
        instant = sound ? Clock.FromUnixTimeMicroseconds(microseconds) : default;
        return sound;
    }

    public static bool TryDay(long dayNumber, out DateOnly day)
    {
        var sound = dayNumber >= 0 && dayNumber <= DateOnly.MaxValue.DayNumber;
        day = sound ? DateOnly.FromDayNumber((int)dayNumber) : default;
        return sound;
    }
}
