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

    public void Finish(IEnumerable<Lot> stored)
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
            Compare(stored);
        }
    }

    /// <summary>Promise 5: an entry and the event that caused it name each other.</summary>
    public void Match(EntryId entry, long points, PartnerEventRecord? record)
    {
        if (broken)
        {
            return;
        }

        var named = PostingsOf(record)?.Where(posting => posting.EntryId == entry).ToArray();
        if (named is not [var posting])
        {
            Fail(5, entry, named is { Length: > 1 } ? "its event names it twice" : "no posted event names it");
        }
        else if (posting.Points != points)
        {
            Fail(5, entry, $"its event was answered with {posting.Points} points; it moved {points}");
        }
    }

    /// <summary>What a posted event says that it left in the ledger; null when it is not posted or cannot be read.</summary>
    public static IReadOnlyList<Posting>? PostingsOf(PartnerEventRecord? record)
    {
        if (record is not { Status: PartnerEventStatus.Posted, Postings: { } postings })
        {
            return null;
        }

        try
        {
            return Postings.Parse(postings).Entries;
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

    private void Compare(IEnumerable<Lot> stored)
    {
        var rows = stored.ToDictionary(lot => lot.Key, lot => lot.Points);
        foreach (var key in lots.Keys.Union(rows.Keys))
        {
            if (lots.GetValueOrDefault(key) != rows.GetValueOrDefault(key))
            {
                Fail(
                    4,
                    entry: null,
                    $"the lot of {key.ExpiresOn:yyyy-MM-dd} says {rows.GetValueOrDefault(key)} points; the entries left {lots.GetValueOrDefault(key)}"
                );
                return;
            }
        }
    }

    private void Fail(int promise, EntryId? entry, string problem)
    {
        broken = true;
        report(new LedgerFault(promise, wallet.WalletId.ToString(), entry?.ToString(), problem));
    }
}
