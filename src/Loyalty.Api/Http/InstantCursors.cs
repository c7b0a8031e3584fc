using System.Globalization;
using Loyalty.Domain;

namespace Loyalty.Api.Http;

/// <summary>A place in a list that is ordered by an instant and, for those of one instant, by id: ids alone are in no order of
/// time on every database.</summary>
internal static class InstantCursors
{
    private const long MicrosecondsMax = 253_402_300_799_000_000; // the year 9999

    public static string Write<TId>(DateTimeOffset at, TId id)
        where TId : struct, IIdentifier<TId> =>
        string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMicroseconds()} {Identifier.Format(id)}");

    /// <returns>null for what is no cursor.</returns>
    public static (DateTimeOffset At, TId Id)? Read<TId>(string position)
        where TId : struct, IIdentifier<TId> =>
        position.Split(' ') is [var instant, var text]
        && long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
        && microseconds <= MicrosecondsMax
        && Identifier.TryParse<TId>(text, out var id)
            ? (Clock.FromUnixTimeMicroseconds(microseconds), id)
            : null;
}
