using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

/// <summary>A partner's statement of a month that was closed, or is being closed. One that is open has no row: it follows from
/// the ledger.</summary>
public sealed class ClearingStatement
{
    public const int ClosedByLengthMax = 200;

    public required PartnerId PartnerId { get; init; }

    /// <summary>The first day of the month.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>When whoever closes it began; whoever finds this long ago may begin anew.</summary>
    public required DateTimeOffset ClaimedAt { get; set; }

    /// <summary>Null while it is being closed.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The subject of the member of staff.</summary>
    public required string ClosedBy { get; set; }

    public int Lines { get; set; }

    /// <summary>The <see cref="StatementFigures"/> as JSON; null while it is being closed.</summary>
    public string? Figures { get; set; }

    public AccountingMonth Month => new(FirstDay);
}

/// <summary>Lines of a closed statement, which are never written again.</summary>
public sealed class ClearingPage
{
    /// <summary>Each page but the last has as many.</summary>
    public const int LinesMax = 500;

    public required PartnerId PartnerId { get; init; }

    public required DateOnly FirstDay { get; init; }

    /// <summary>From 0.</summary>
    public required int Number { get; init; }

    /// <summary>The <see cref="StatementLine"/>s as JSON, compressed by Brotli.</summary>
    public required byte[] Content { get; init; }
}
