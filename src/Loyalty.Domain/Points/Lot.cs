namespace Loyalty.Domain.Points;

/// <summary>
/// What makes points of one wallet alike: the last day on which they can be spent, the first one, and who funds them. Both
/// days are days of the programme's time zone.
/// </summary>
/// <param name="ExpiresOn">usable to the end of this day; <see cref="Never"/> for points that do not lapse.</param>
/// <param name="ActivatesOn">pending before this day; <see cref="AtOnce"/> for points that were never pending.</param>
public readonly record struct LotKey(DateOnly ExpiresOn, DateOnly ActivatesOn, Funder Funder) : IComparable<LotKey>
{
    public static DateOnly Never => DateOnly.MaxValue;

    public static DateOnly AtOnce => DateOnly.MinValue;

    /// <summary>The activation day of points that stay pending until an event of the partner activates them.</summary>
    public static DateOnly ByEvent => DateOnly.MaxValue;

    public bool IsPendingOn(DateOnly day) => ActivatesOn > day && !IsLapsedOn(day);

    public bool IsLapsedOn(DateOnly day) => ExpiresOn < day;

    /// <summary>Whether the points can be spent on the day.</summary>
    public bool IsValidOn(DateOnly day) => ActivatesOn <= day && day <= ExpiresOn;

    /// <summary>First expiring first; the rest only makes the order the same everywhere.</summary>
    public int CompareTo(LotKey other)
    {
        var byExpiry = ExpiresOn.CompareTo(other.ExpiresOn);
        if (byExpiry != 0)
        {
            return byExpiry;
        }

        var byActivation = ActivatesOn.CompareTo(other.ActivatesOn);
        return byActivation != 0 ? byActivation : Funder.Value.CompareTo(other.Funder.Value);
    }

    public static bool operator <(LotKey left, LotKey right) => left.CompareTo(right) < 0;

    public static bool operator >(LotKey left, LotKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(LotKey left, LotKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LotKey left, LotKey right) => left.CompareTo(right) >= 0;
}

/// <summary>The points of a lot that are left.</summary>
public sealed class Lot
{
    public required WalletId WalletId { get; init; }

    public required DateOnly ExpiresOn { get; init; }

    public required DateOnly ActivatesOn { get; init; }

    public required Funder Funder { get; init; }

    /// <summary>At least 0. A lot that was used up stays as a row of 0.</summary>
    public required long Points { get; set; }

    /// <summary>How many of the points are held for redemptions: at least 0, at most <see cref="Points"/>. They do not lapse
    /// while they are held.</summary>
    public long Held { get; set; }

    public LotKey Key => new(ExpiresOn, ActivatesOn, Funder);
}

/// <summary>What is in a lot.</summary>
/// <param name="Points">all of them, held ones too.</param>
/// <param name="Held">those that are reserved.</param>
public readonly record struct LotBalance(long Points, long Held)
{
    /// <summary>Points that a command may take.</summary>
    public long Free => Points - Held;
}

/// <summary>A lot with what is in it after a command.</summary>
public readonly record struct LotState(LotKey Lot, LotBalance Balance);

/// <summary>How an entry changed one lot.</summary>
/// <param name="Points">positive into the lot, negative out of it.</param>
public readonly record struct LotMove(LotKey Lot, long Points);

/// <summary>Points that lapse together.</summary>
/// <param name="Day">the last day on which they can be spent, in the programme's time zone.</param>
/// <param name="Points">how many of them are left.</param>
public readonly record struct LapsingPoints(DateOnly Day, long Points);
