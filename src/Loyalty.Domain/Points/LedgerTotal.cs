namespace Loyalty.Domain.Points;

/// <summary>
/// What the entries of one accounting day moved, by kind, counter-account and funder of the lots. It is written with the
/// entries, in the same transaction, so that the books of the whole club are a sum over few rows.
/// </summary>
public sealed record LedgerTotal
{
    /// <summary>The funder of what went into arrears or repaid them, and hence into no lot.</summary>
    public static readonly Funder Arrears = new(Guid.AllBitsSet);

    /// <summary>The day of recording in the programme's time zone; the first open one when that day was closed.</summary>
    public required DateOnly Day { get; init; }

    public required PointCurrencyCode Currency { get; init; }

    public required EntryKind Kind { get; init; }

    public required string CounterAccount { get; init; }

    public required Funder Funder { get; init; }

    /// <summary>Writers add to rows of their own, so that they do not wait for each other. It has no other meaning.</summary>
    public required int Slot { get; init; }

    /// <summary>What wallets gained; negative for what they lost.</summary>
    public required long Points { get; init; }

    /// <summary>How many entries moved them; an entry over lots of two funders counts for each.</summary>
    public required long Entries { get; init; }
}
