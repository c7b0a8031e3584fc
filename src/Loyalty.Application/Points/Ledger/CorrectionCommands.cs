using System.Globalization;
using System.Text;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>A correction by staff.</summary>
public sealed record AdjustCommand : OperationCommand
{
    public required PointCurrencyCode Currency { get; init; }

    /// <summary>Not 0. Negative ones are taken from what is available.</summary>
    public required long Points { get; init; }

    /// <summary>Where points go that are added.</summary>
    public required LotKey Lot { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Wallets.Add(WalletId.Of(Member, Currency));
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var wallet = batch.WalletOf(Member, Currency);
        var context = Context(batch, CounterAccounts.Adjustments);
        Outcome<Entry> entry =
            Points > 0 ? wallet.AdjustUp(Points, Lot, context) : wallet.AdjustDown(-Points, Day, context);
        if (entry.Refusal is { } refusal)
        {
            return new LedgerOutcome.Refused(refusal);
        }

        var written = new Written(1);
        batch.Keep(wallet, entry.Value, written);
        return batch.Done(Operation, written);
    }
}

/// <summary>Moves points from one member's wallet to another's.</summary>
public sealed record TransferCommand : OperationCommand
{
    public required MemberId To { get; init; }

    public required PointCurrencyCode Currency { get; init; }

    /// <summary>At least 1.</summary>
    public required long Points { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Wallets.Add(WalletId.Of(Member, Currency));
        needs.Wallets.Add(WalletId.Of(To, Currency));
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var from = batch.WalletOf(Member, Currency);
        var to = batch.WalletOf(To, Currency);
        // Before anything moves: after the debit it would be too late to refuse.
        _ = checked(to.State.Balance + Points);
        var taken = from.TransferOut(Points, Day, Context(batch, CounterAccounts.Transfers));
        if (taken.Refusal is { } refusal)
        {
            return new LedgerOutcome.Refused(refusal);
        }

        var written = new Written(2);
        batch.Keep(from, taken.Value, written);
        var given = to.TransferIn(taken.Value.NewMoves!, Context(batch, CounterAccounts.Transfers));
        batch.Keep(to, given, written);
        return batch.Done(Operation, written);
    }
}

/// <summary>Gives up all points that are not held, in all wallets of a member.</summary>
public sealed record ForfeitCommand : OperationCommand
{
    public required IReadOnlyList<WalletId> Wallets { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Wallets.UnionWith(Wallets);
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var written = new Written(Wallets.Count);
        foreach (var wallet in Wallets.Select(batch.Wallet))
        {
            if (wallet.Forfeit(Context(batch, CounterAccounts.Breakage)) is { } entry)
            {
                batch.Keep(wallet, entry, written);
            }
        }

        return batch.Done(Operation, written);
    }
}

/// <summary>Writes down what lapsed in one wallet before a day. Asked twice, it does nothing the second time.</summary>
public sealed record ExpireCommand : LedgerCommand
{
    public required WalletId Wallet { get; init; }

    /// <summary>Today in the programme's zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The cause of the entry. It follows from the wallet and the entry's place, so no row is kept for it.</summary>
    public static PartnerEventKey CauseOf(WalletId wallet, long sequence) =>
        new(
            Identifier.Derive(
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"expiry\0{wallet}\0{sequence}"))
            )
        );

    internal override void AddNeeds(LedgerNeeds needs) => needs.Wallets.Add(Wallet);

    internal override LedgerOutcome Apply(LedgerBatch batch)
    {
        var wallet = batch.Wallet(Wallet);
        var written = new Written(1);
        var context = new EntryContext(
            CauseOf(Wallet, wallet.State.Sequence + 1),
            CounterAccounts.Breakage,
            batch.RecordedAt,
            batch.RecordedAt,
            _ => Explanation.OfExpiry(Day).ToJson()
        );
        if (wallet.Expire(Day, context) is { } entry)
        {
            batch.Keep(wallet, entry, written);
        }

        return new LedgerOutcome.Posted(new Postings(written.Postings, Explanation: null), written.Entries);
    }
}
