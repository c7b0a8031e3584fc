using System.Text.Json;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Points;

/// <summary>A broken promise of the ledger.</summary>
/// <param name="Promise">its number in docs/ledger.md.</param>
/// <param name="Entry">the first entry that breaks it; null when no single one does.</param>
public sealed record LedgerFault(int Promise, string Wallet, string? Entry, string Problem);

/// <summary>Follows one wallet from its first entry to its stored state.</summary>
internal sealed class WalletAudit(WalletState wallet, Action<LedgerFault> report)
{
    private readonly Dictionary<LotKey, long> lots = [];
    private byte[] hash = EntryHash.Origin;
    private long sequence;
    private long balance;
    private long arrears;
    private bool broken;

    public void Take(Entry entry)
    {
        if (broken)
        {
            return; // what follows a broken entry is broken by it
        }

        if (entry.Sequence != sequence + 1)
        {
            Fail(3, entry.Id, $"follows entry {sequence} of the wallet: one is missing or added");
            return;
        }

        sequence = entry.Sequence;
        balance += entry.Points;
        if (!EntryHash.Compute(hash, entry).AsSpan().SequenceEqual(entry.Hash))
        {
            Fail(6, entry.Id, "its content does not give its hash: it, or the one before, was changed");
            return;
        }

        hash = entry.Hash;
        if (entry.BalanceAfter != balance)
        {
            Fail(3, entry.Id, $"says {entry.BalanceAfter} points after it; the entries so far sum to {balance}");
            return;
        }

        if (string.IsNullOrEmpty(entry.CounterAccount))
        {
            Fail(1, entry.Id, "has no counter-account");
            return;
        }

        TakeLots(entry);
    }

    public void Finish(IEnumerable<Lot> stored, IEnumerable<Hold> holds)
    {
        if (broken)
        {
            return;
        }

        if (wallet.Sequence != sequence)
        {
            var first = new EntryId(wallet.WalletId, Math.Min(wallet.Sequence, sequence) + 1);
            Fail(3, first, $"the wallet counts {wallet.Sequence} entries; there are {sequence}");
        }
        else if (wallet.Balance != balance)
        {
            Fail(3, entry: null, $"the wallet says {wallet.Balance} points; its entries sum to {balance}");
        }
        else if (wallet.Arrears != arrears)
        {
            Fail(3, entry: null, $"the wallet says {wallet.Arrears} points of arrears; its entries left {arrears}");
        }
        else if (!wallet.Hash.AsSpan().SequenceEqual(hash))
        {
            EntryId? last = sequence == 0 ? null : new EntryId(wallet.WalletId, sequence);
            Fail(6, last, "the wallet's hash is not that of this, its last entry");
        }
        else
        {
            Compare([.. stored], holds);
        }
    }

    /// <summary>Promise 5: an entry and what caused it name each other.</summary>
    /// <param name="postings">what the cause says that it left in the ledger; null when there is no such cause.</param>
    public void Match(EntryId entry, long points, IReadOnlyList<Posting>? postings)
    {
        if (broken)
        {
            return;
        }

        var named = postings?.Where(posting => posting.EntryId == entry).ToArray();
        if (named is not [var posting])
        {
            Fail(
                5,
                entry,
                named is { Length: > 1 } ? "its cause names it twice" : "no posted event or operation names it"
            );
        }
        else if (posting.Points != points)
        {
            Fail(5, entry, $"its cause was answered with {posting.Points} points; it moved {points}");
        }
    }

    /// <summary>What a posted event says that it left in the ledger; null when it is not posted or cannot be read.</summary>
    public static IReadOnlyList<Posting>? PostingsOf(PartnerEventRecord record) =>
        record.Status == PartnerEventStatus.Posted ? Read(record.Postings) : null;

    /// <summary>What an operation says that it left in the ledger; null when it cannot be read.</summary>
    public static IReadOnlyList<Posting>? PostingsOf(LedgerOperation operation) => Read(operation.Postings);

    private static IReadOnlyList<Posting>? Read(string? postings)
    {
        try
        {
            return postings is null ? null : Postings.Parse(postings).Entries;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<LotMove>? MovesOf(Entry entry)
    {
        try
        {
            return LotMoves.Read(entry.LotMoves);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }

    private void TakeLots(Entry entry)
    {
        if (MovesOf(entry) is not { } moves)
        {
            Fail(4, entry.Id, "its lot moves cannot be read");
            return;
        }

        long moved = 0;
        foreach (var (lot, points) in moves)
        {
            var left = lots.GetValueOrDefault(lot) + points;
            lots[lot] = left;
            moved += points;
            if (left < 0)
            {
                Fail(4, entry.Id, $"takes {-left} points more than the lot of {lot.ExpiresOn:yyyy-MM-dd} had");
                return;
            }
        }

        arrears += moved - entry.Points;
        if (arrears != entry.ArrearsAfter || arrears < 0)
        {
            Fail(3, entry.Id, $"says {entry.ArrearsAfter} points of arrears after it; its lots leave {arrears}");
        }
    }

    private void Compare(IReadOnlyList<Lot> stored, IEnumerable<Hold> holds)
    {
        var rows = stored.ToDictionary(lot => lot.Key);
        var held = holds
            .SelectMany(hold => LotMoves.Read(hold.Lots))
            .GroupBy(move => move.Lot)
            .ToDictionary(group => group.Key, group => group.Sum(move => move.Points));
        foreach (var key in lots.Keys.Union(rows.Keys).Union(held.Keys))
        {
            var row = rows.GetValueOrDefault(key);
            if (lots.GetValueOrDefault(key) != (row?.Points ?? 0))
            {
                Fail(
                    4,
                    entry: null,
                    $"the lot of {key.ExpiresOn:yyyy-MM-dd} says {row?.Points ?? 0} points; the entries left {lots.GetValueOrDefault(key)}"
                );
                return;
            }

            if (held.GetValueOrDefault(key) != (row?.Held ?? 0) || row?.Held > row?.Points)
            {
                Fail(
                    4,
                    entry: null,
                    $"the lot of {key.ExpiresOn:yyyy-MM-dd} says {row?.Held ?? 0} of {row?.Points ?? 0} points held; its open holds say {held.GetValueOrDefault(key)}"
                );
                return;
            }
        }

        if (wallet.Held != held.Values.Sum())
        {
            Fail(4, entry: null, $"the wallet says {wallet.Held} points held; its open holds say {held.Values.Sum()}");
        }
    }

    private void Fail(int promise, EntryId? entry, string problem)
    {
        broken = true;
        report(new LedgerFault(promise, wallet.WalletId.ToString(), entry?.ToString(), problem));
    }
}
