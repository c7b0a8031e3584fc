using System.Globalization;
using Loyalty.Domain;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Partners;

/// <summary>In which order the lines of a statement stand.</summary>
public enum StatementPart
{
    /// <summary>Events that were taken up again in the month, by that instant.</summary>
    Replayed,

    /// <summary>Events that arrived in it.</summary>
    Arrived,

    /// <summary>Redemptions that the partner delivered in it.</summary>
    Fulfilled,

    /// <summary>Those that came back in it.</summary>
    Returned,
}

/// <summary>A place in the lines of an open statement: after one event or redemption.</summary>
public readonly record struct StatementPlace(StatementPart Part, DateTimeOffset At, Guid Id)
{
    private const long MicrosecondsMax = 253_402_300_799_000_000; // the year 9999
    private const string Letters = "rafb";

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Letters[(int)Part]} {At.ToUnixTimeMicroseconds()} {Id:N}");

    /// <returns>null for what is no place.</returns>
    public static StatementPlace? Parse(string text) =>
        text.Split(' ') is [[var letter], var instant, var id]
        && Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var part
        && long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
        && microseconds <= MicrosecondsMax
        && Guid.TryParseExact(id, "N", out var key)
            ? new StatementPlace((StatementPart)part, Clock.FromUnixTimeMicroseconds(microseconds), key)
            : null;
}

/// <summary>The lines of one event or redemption.</summary>
public readonly record struct StatementGroup(StatementPlace Place, IReadOnlyList<StatementLine> Lines);
