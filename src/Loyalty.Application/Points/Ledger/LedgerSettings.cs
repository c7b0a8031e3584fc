namespace Loyalty.Application.Points.Ledger;

/// <summary>Configuration section <c>Ledger</c>.</summary>
public sealed class LedgerSettings
{
    public const string SectionName = "Ledger";

    /// <summary>Commands that one transaction takes at the most.</summary>
    public const int BatchMax = 512;

    /// <summary>Writers in this process. Unset: what suits the database (SQLite 1, others 2).</summary>
    public int? Writers { get; set; }

    /// <summary>Commands that wait for a writer at the most; more are answered "too busy".</summary>
    public int QueueCapacity { get; set; } = 16_384;
}
