using System.Numerics;

namespace Loyalty.Domain.Points;

/// <summary>What changed the points of one currency and funder over a period, in points or in money. What wallets gain is
/// positive, what they lose negative, so that opening + all of it = closing.</summary>
public sealed record AccountMovements<T>
    where T : struct, INumber<T>
{
    /// <summary>Accruals.</summary>
    public T Issued { get; init; }

    /// <summary>Accruals taken back.</summary>
    public T Reversed { get; init; }

    /// <summary>Redemptions.</summary>
    public T Redeemed { get; init; }

    /// <summary>Redemptions given back.</summary>
    public T GivenBack { get; init; }

    public T Lapsed { get; init; }

    /// <summary>Given up because an account was closed.</summary>
    public T Forfeited { get; init; }

    /// <summary>Corrections by staff, up and down.</summary>
    public T Adjusted { get; init; }

    /// <summary>Between members. Over all funders and arrears together it is 0.</summary>
    public T Transferred { get; init; }

    /// <summary>Arrears repaid from points that had been held. Over all funders and arrears together it is 0.</summary>
    public T ArrearsRepaid { get; init; }

    public T Sum =>
        checked(Issued + Reversed + Redeemed + GivenBack + Lapsed + Forfeited + Adjusted + Transferred + ArrearsRepaid);

    /// <summary>Each of them as something else, such as points as money.</summary>
    public AccountMovements<TOther> Select<TOther>(Func<T, TOther> map)
        where TOther : struct, INumber<TOther> =>
        new()
        {
            Issued = map(Issued),
            Reversed = map(Reversed),
            Redeemed = map(Redeemed),
            GivenBack = map(GivenBack),
            Lapsed = map(Lapsed),
            Forfeited = map(Forfeited),
            Adjusted = map(Adjusted),
            Transferred = map(Transferred),
            ArrearsRepaid = map(ArrearsRepaid),
        };

    /// <summary>With what entries of one kind moved.</summary>
    public AccountMovements<T> With(EntryKind kind, T moved) =>
        kind switch
        {
            EntryKind.Accrual => this with { Issued = Issued + moved },
            EntryKind.AccrualReversal => this with { Reversed = Reversed + moved },
            EntryKind.Redemption => this with { Redeemed = Redeemed + moved },
            EntryKind.RedemptionReversal => this with { GivenBack = GivenBack + moved },
            EntryKind.Expiry => this with { Lapsed = Lapsed + moved },
            EntryKind.Forfeiture => this with { Forfeited = Forfeited + moved },
            EntryKind.Adjustment => this with { Adjusted = Adjusted + moved },
            EntryKind.TransferOut or EntryKind.TransferIn => this with { Transferred = Transferred + moved },
            EntryKind.ArrearsRepayment => this with { ArrearsRepaid = ArrearsRepaid + moved },
            // It moves points within a wallet.
            EntryKind.Activation => this,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No account for entries of this kind."),
        };
}
