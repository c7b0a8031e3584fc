using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Points;

/// <summary>What an entry is told from outside the wallet.</summary>
/// <param name="EventKey">what causes it, see <see cref="Entry.EventKey"/>.</param>
/// <param name="CounterAccount">see <see cref="CounterAccounts"/>.</param>
/// <param name="Explain">gives the explanation's JSON, told what the wallet made of the command.</param>
public sealed record EntryContext(
    PartnerEventKey EventKey,
    string CounterAccount,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    Func<EntryEffect, string> Explain
)
{
    /// <summary>Set for an activity in a currency whose points lapse by inactivity.</summary>
    public ExpiryExtension? Extension { get; init; }
}

/// <summary>An activity of the member moves the end of all points that have not lapsed.</summary>
/// <param name="Today">in the programme's time zone.</param>
/// <param name="Until">the new last day of points that would lapse earlier.</param>
public readonly record struct ExpiryExtension(DateOnly Today, DateOnly Until);

/// <summary>What only the wallet knows of an entry.</summary>
/// <param name="ArrearsRepaid">points that went into repaying arrears.</param>
/// <param name="ArrearsAdded">points that had been spent and are owed now.</param>
/// <param name="LetGo">points that had been spent and are not asked back.</param>
public readonly record struct EntryEffect(long ArrearsRepaid, long ArrearsAdded, long LetGo)
{
    /// <summary>Points that became available.</summary>
    public long Activated { get; init; }
}
