using Loyalty.Domain.Members;

namespace Loyalty.Domain.Points;

/// <summary>The stored row of a wallet. It sums up the wallet's entries, so that no read has to.</summary>
public sealed class WalletState
{
    public required WalletId WalletId { get; init; }

    public required MemberId MemberId { get; init; }

    public required PointCurrencyCode Currency { get; init; }

    /// <summary>Sum of all entries = sum of all lots - arrears. Lots that lapsed count until the expiry job has written
    /// their entry: show <see cref="Wallet.BalanceOn"/>.</summary>
    public long Balance { get; set; }

    /// <summary>What clawbacks could not take because it was spent. At least 0.</summary>
    public long Arrears { get; set; }

    /// <summary>Points that open holds reserve. At least 0.</summary>
    public long Held { get; set; }

    /// <summary>The number of the last entry; 0 before the first.</summary>
    public long Sequence { get; set; }

    /// <summary>The hash of the last entry.</summary>
    public required byte[] Hash { get; set; }

    public required DateTimeOffset OpenedAt { get; init; }
}
