namespace Loyalty.Domain.Points;

/// <summary>How many points a wallet got under one cap in one period. A clawback gives no room back, so that buying and
/// returning cannot move a limit.</summary>
public sealed class CapCounter
{
    public required WalletId WalletId { get; init; }

    /// <summary>What set the cap: a partner's contract (the partner's UUID).</summary>
    public required Guid CapId { get; init; }

    /// <summary>The first day of the period in the programme's time zone.</summary>
    public required DateOnly PeriodStart { get; init; }

    public required long Points { get; set; }
}
