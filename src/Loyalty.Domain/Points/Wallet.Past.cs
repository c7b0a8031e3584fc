namespace Loyalty.Domain.Points;

public sealed partial class Wallet
{
    /// <summary>The wallet as the ledger had it after one of its entries.</summary>
    /// <param name="state">of the wallet at any time: its id, owner and currency are taken from it.</param>
    /// <param name="last">the last entry that counts; null for none.</param>
    /// <param name="moves">the lot moves of all entries to the last one, in any order.</param>
    /// <param name="reserving">the holds that were open.</param>
    public static Wallet After(
        WalletState state,
        Entry? last,
        IEnumerable<IReadOnlyList<LotMove>> moves,
        IEnumerable<Hold> reserving
    )
    {
        var lots = new Dictionary<LotKey, LotBalance>();
        foreach (var (lot, points) in moves.SelectMany(entry => entry))
        {
            var before = lots.GetValueOrDefault(lot);
            lots[lot] = before with { Points = before.Points + points };
        }

        long held = 0;
        foreach (var (lot, points) in reserving.SelectMany(hold => LotMoves.Read(hold.Lots)))
        {
            var before = lots.GetValueOrDefault(lot);
            lots[lot] = before with { Held = before.Held + points };
            held += points;
        }

        return Load(
            new WalletState
            {
                WalletId = state.WalletId,
                MemberId = state.MemberId,
                Currency = state.Currency,
                OpenedAt = state.OpenedAt,
                Balance = last?.BalanceAfter ?? 0,
                Arrears = last?.ArrearsAfter ?? 0,
                Held = held,
                Sequence = last?.Sequence ?? 0,
                Hash = last?.Hash ?? EntryHash.Origin,
            },
            lots.Where(lot => lot.Value != default)
                .Select(lot => new Lot
                {
                    WalletId = state.WalletId,
                    ExpiresOn = lot.Key.ExpiresOn,
                    ActivatesOn = lot.Key.ActivatesOn,
                    Funder = lot.Key.Funder,
                    Points = lot.Value.Points,
                    Held = lot.Value.Held,
                })
        );
    }

    /// <summary>The lots that are not used up, the first to lapse first.</summary>
    public IEnumerable<LotState> OpenLots =>
        lots.Where(lot => lot.Value != default).Select(lot => new LotState(lot.Key, lot.Value));
}
