using System.Buffers;
using System.Globalization;

namespace Loyalty.Domain.Points;

/// <summary>A period of the books: a calendar month of the programme's time zone, written <c>2026-11</c>.</summary>
/// <param name="FirstDay">the first day of a month.</param>
public readonly record struct AccountingMonth(DateOnly FirstDay) : IComparable<AccountingMonth>
{
    private const string Form = "yyyy-MM";

    public DateOnly LastDay => new(FirstDay.Year, FirstDay.Month, DateTime.DaysInMonth(FirstDay.Year, FirstDay.Month));

    /// <summary>Not of the calendar's last month.</summary>
    public AccountingMonth Next => new(FirstDay.AddMonths(1));

    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789-");

    public static AccountingMonth Of(DateOnly day) => new(new DateOnly(day.Year, day.Month, 1));

    public static bool TryParse(string? text, out AccountingMonth month)
    {
        // The parser takes other digits and signs than these.
        var sound =
            text is { Length: 7 }
            && !text.AsSpan().ContainsAnyExcept(Allowed)
            && DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        month = sound ? new(DateOnly.ParseExact(text!, Form, CultureInfo.InvariantCulture)) : default;
        return sound;
    }

    public int CompareTo(AccountingMonth other) => FirstDay.CompareTo(other.FirstDay);

    public static bool operator <(AccountingMonth left, AccountingMonth right) => left.CompareTo(right) < 0;

    public static bool operator >(AccountingMonth left, AccountingMonth right) => left.CompareTo(right) > 0;

    public static bool operator <=(AccountingMonth left, AccountingMonth right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AccountingMonth left, AccountingMonth right) => left.CompareTo(right) >= 0;

    public override string ToString() => FirstDay.ToString(Form, CultureInfo.InvariantCulture);
}
