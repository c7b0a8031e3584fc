using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Moves all points of a member to another one who is the same person, and what is owed with them. Lots keep their
/// days.</summary>
public sealed record MergeCommand : OperationCommand
{
    public required MemberId Survivor { get; init; }

    /// <summary>Those of the duplicate's wallets.</summary>
    public required IReadOnlyList<PointCurrencyCode> Currencies { get; init; }

    /// <summary>The operation that undoes the merge: once it is done nothing moves any more.</summary>
    public required OperationKey Undo { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Operations.Add(Undo);
        foreach (var currency in Currencies)
        {
            needs.Wallets.Add(WalletId.Of(Member, currency));
            needs.Wallets.Add(WalletId.Of(Survivor, currency));
        }
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        if (batch.FindOperation(Undo) is not null)
        {
            return batch.Done(Operation, new Written(0));
        }

        // Before anything moves: afterwards it would be too late to refuse.
        foreach (var currency in Currencies)
        {
            var from = batch.WalletOf(Member, currency).State;
            if (from.Held > 0)
            {
                return new LedgerOutcome.Refused(new PointsRefusal.MergeHasHolds(from.Held));
            }

            _ = checked(batch.WalletOf(Survivor, currency).State.Balance + from.Balance + from.Arrears);
        }

        var written = new Written(4 * Currencies.Count);
        foreach (var currency in Currencies)
        {
            var (from, to) = (batch.WalletOf(Member, currency), batch.WalletOf(Survivor, currency));
            if (from.TransferAllOut(Day, Context(batch, CounterAccounts.Transfers)) is { } taken)
            {
                batch.Keep(from, taken, written);
                batch.Keep(to, to.TransferIn(taken.NewMoves!, Context(batch, CounterAccounts.Transfers)), written);
            }

            if (from.State.Arrears is > 0 and var owed)
            {
                batch.Keep(to, to.TakeOver(owed, Day, Context(batch, CounterAccounts.Transfers)), written);
                batch.Keep(from, from.BeRelieved(owed, Context(batch, CounterAccounts.Transfers)), written);
            }
        }

        return batch.Done(Operation, written);
    }
}

/// <summary>Moves the points of a merge back, as far as they have not lapsed, and what was owed with them.</summary>
public sealed record UndoMergeCommand : OperationCommand
{
    public required MemberId Survivor { get; init; }

    /// <summary>What the merge wrote, in pairs: what left one wallet and what came into the other.</summary>
    public required IReadOnlyList<Posting> Entries { get; init; }

    /// <summary>Where points go that repay what is not owed any more, by currency.</summary>
    public required IReadOnlyDictionary<string, LotKey> Lots { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        foreach (var posting in Entries)
        {
            needs.Wallets.Add(posting.EntryId.Wallet);
            needs.Originals.Add(posting.EntryId);
        }
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var pairs = Entries.Chunk(2).Select(pair => (Out: pair[0], In: pair[1])).ToArray();
        var takenOver = pairs.Where(pair => batch.Wallet(pair.In.EntryId.Wallet).State.MemberId != Survivor).ToArray();
        var moved = pairs
            .Except(takenOver)
            .GroupBy(pair => (From: pair.Out.EntryId.Wallet, To: pair.In.EntryId.Wallet))
            .Select(group => new Moved(
                batch.Wallet(group.Key.From),
                batch.Wallet(group.Key.To),
                [
                    .. group
                        .SelectMany(pair => batch.Original(pair.Out.EntryId).Lots)
                        .Select(move => move with { Points = -move.Points }),
                ],
                group.Sum(pair => pair.In.Points - batch.Original(pair.In.EntryId).Lots.Sum(move => move.Points))
            ))
            .ToArray();
        // Before anything moves: afterwards it would be too late to refuse.
        foreach (var one in moved)
        {
            var taken = takenOver.Where(pair => pair.Out.EntryId.Wallet == one.To.State.WalletId).ToArray();
            var lapsing = taken
                .SelectMany(pair => batch.Original(pair.Out.EntryId).Lots)
                .Where(move => move.Points < 0 && move.Lot.IsLapsedOn(Day))
                .Sum(move => -move.Points);
            var returning = taken.Sum(pair => pair.In.Points);
            if (one.To.WhyNotGivenBack(one.Lots, one.Repaid, returning, lapsing, Day) is { } refusal)
            {
                return new LedgerOutcome.Refused(refusal);
            }
        }

        var written = new Written(Entries.Count);
        foreach (var (taking, relieved) in takenOver)
        {
            // The survivor took over what the duplicate owed; it is handed back.
            var (from, to) = (batch.Wallet(relieved.EntryId.Wallet), batch.Wallet(taking.EntryId.Wallet));
            var lots = batch.Original(taking.EntryId).Lots;
            var context = Context(batch, CounterAccounts.Transfers);
            batch.Keep(from, from.TakeOver(relieved.Points, Day, context), written);
            batch.Keep(to, to.HandBack(relieved.Points, lots, Lots[relieved.Currency], context), written);
            // The days of what comes back may be over: nobody would look at them again.
            if (to.Expire(Day, Context(batch, CounterAccounts.Breakage)) is { } lapsed)
            {
                batch.Keep(to, lapsed, written);
            }
        }

        foreach (var one in moved)
        {
            var context = Context(batch, CounterAccounts.Transfers);
            if (one.To.GiveBack(one.Lots, Day, context) is { } given)
            {
                batch.Keep(one.To, given, written);
                var valid = one.Lots.Where(move => !move.Lot.IsLapsedOn(Day)).ToArray();
                batch.Keep(one.From, one.From.ComeBack(given.NewMoves!, -given.Points, valid, context), written);
            }
        }

        return batch.Done(Operation, written);
    }

    /// <param name="Lots">what went from one to the other, as positive counts.</param>
    /// <param name="Repaid">how much of it repaid arrears there.</param>
    private sealed record Moved(Wallet From, Wallet To, IReadOnlyList<LotMove> Lots, long Repaid);
}
