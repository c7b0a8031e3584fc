using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Points.Ledger;

/// <summary>What is asked of the ledger for one event of a partner. The writer decides, in one transaction with everything
/// else of its batch, whether the event is new.</summary>
public abstract record LedgerCommand
{
    /// <summary>The event as it will be kept when it is posted.</summary>
    public required PartnerEventRecord Event { get; init; }

    /// <summary>Whose wallets it touches; commands of one member are done in the order in which they were handed in.</summary>
    public required MemberId Member { get; init; }

    /// <summary>Points in. None when the event is worth no point: it is then recorded all the same, because its id is
    /// used.</summary>
    public sealed record Earn : LedgerCommand
    {
        public required IReadOnlyList<Accrual> Accruals { get; init; }

        /// <summary>Why there are no accruals.</summary>
        public Explanation? WhyNone { get; init; }
    }

    /// <summary>Takes an earlier event's points back.</summary>
    public sealed record Reverse : LedgerCommand
    {
        public required PartnerEventKey Original { get; init; }

        public required string OriginalEventId { get; init; }

        /// <summary>Of the original's amount; null for points that the partner granted.</summary>
        public MoneyCurrency? OriginalCurrency { get; init; }

        /// <summary>The entries of the original.</summary>
        public required IReadOnlyList<Posting> Entries { get; init; }

        /// <summary>Null for all that is left.</summary>
        public Money? Amount { get; init; }

        public required ReturnPolicy Policy { get; init; }

        /// <summary>Today in the programme's zone.</summary>
        public required DateOnly Day { get; init; }

        public required Explanation Explanation { get; init; }
    }
}

/// <summary>Points of one currency that an event gives.</summary>
/// <param name="Points">at least 1, before the daily cap.</param>
/// <param name="DailyCap">a limit that needs the count of what came before; null for none.</param>
/// <param name="Explanation">without what only the writer knows.</param>
public sealed record Accrual(
    PointCurrencyCode Currency,
    long Points,
    LotKey Lot,
    DailyCap? DailyCap,
    Explanation Explanation
);

/// <param name="CapId">what the counter is kept under.</param>
/// <param name="Day">of the event, in the programme's zone.</param>
public sealed record DailyCap(string Name, Guid CapId, DateOnly Day, long Limit);

/// <summary>What became of a command.</summary>
public abstract record LedgerOutcome
{
    private LedgerOutcome() { }

    /// <param name="Entries">empty when the event was worth no point.</param>
    public sealed record Posted(Postings Postings, IReadOnlyList<Entry> Entries) : LedgerOutcome;

    /// <summary>The event was posted before; this is how.</summary>
    public sealed record Duplicate(PartnerEventRecord Event) : LedgerOutcome;

    public sealed record Refused(Refusal Reason) : LedgerOutcome;
}
