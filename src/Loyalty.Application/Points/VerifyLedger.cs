using Loyalty.Application.Points.Ledger;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Loyalty.Storage.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>What a verification found.</summary>
/// <param name="Faults">the first of them; empty when every promise holds.</param>
public sealed record LedgerReport(
    long Wallets,
    long Entries,
    IReadOnlyList<CurrencyTotal> Currencies,
    IReadOnlyList<LedgerFault> Faults
)
{
    /// <summary>Whether the totals of the books were compared with the entries: not when points moved meanwhile.</summary>
    public bool TotalsCompared { get; init; }

    public bool IsClean => Faults.Count == 0;
}

/// <summary>What all wallets of a currency hold, and by counter-account what was given for it: the sum over both sides is 0.</summary>
public sealed record CurrencyTotal(
    PointCurrencyCode Currency,
    long Balance,
    IReadOnlyDictionary<string, long> CounterAccounts
);

/// <summary>
/// Checks promises 1 to 6 of the ledger (docs/ledger.md) on a live database: every wallet from its first entry, in chunks of
/// wallets that each see one state of the database. Memory does not grow with the ledger.
/// </summary>
public sealed class VerifyLedger(IDbContextFactory<LoyaltyDbContext> contexts)
{
    private const int WalletsPerChunk = 500;
    private const int EventsPerQuery = 1000;
    private const int FaultsMax = 20;

    private readonly List<LedgerFault> faults = [];
    private readonly Dictionary<(PointCurrencyCode Currency, string Account), long> counterAccounts = [];
    private readonly Dictionary<PointCurrencyCode, long> balances = [];
    private readonly TotalsAudit totals = new();
    private long walletCount;
    private long entryCount;

    /// <param name="progress">told how many of how many wallets are done, after each chunk.</param>
    public async Task<LedgerReport> ExecuteAsync(
        Action<long, long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        var total = await context.Wallets.LongCountAsync(cancellationToken);
        await totals.BeginAsync(context, cancellationToken);
        WalletId? after = null;
        do
        {
            after = await VerifyChunkAsync(context, after, cancellationToken);
            progress?.Invoke(walletCount, total);
        } while (after is not null && faults.Count < FaultsMax);

        await FindStraysAsync(context, cancellationToken);
        if (faults.Count == 0)
        {
            // What a broken wallet lost has been named already.
            await FindLostEntriesAsync(context, cancellationToken);
        }

        var sums = Totals();
        var differences = faults.Count == 0 ? await totals.FinishAsync(context, cancellationToken) : null;
        foreach (var difference in differences ?? [])
        {
            Report(new LedgerFault(1, "", Entry: null, difference));
        }

        return new LedgerReport(walletCount, entryCount, sums, faults) { TotalsCompared = differences is not null };
    }

    /// <returns>the last wallet of the chunk; null when it was the last one.</returns>
    private async Task<WalletId?> VerifyChunkAsync(
        LoyaltyDbContext context,
        WalletId? after,
        CancellationToken cancellationToken
    )
    {
        await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
        var wallets = context.Wallets.AsQueryable();
        if (after is { } start)
        {
            wallets = wallets.Where(wallet => wallet.WalletId > start);
        }

        var chunk = await wallets
            .OrderBy(wallet => wallet.WalletId)
            .Take(WalletsPerChunk)
            .ToListAsync(cancellationToken);
        if (chunk.Count == 0)
        {
            return null;
        }

        var (first, last) = (chunk[0].WalletId, chunk[^1].WalletId);
        var lots = (
            await context
                .Lots.Where(lot => lot.WalletId >= first && lot.WalletId <= last)
                .ToListAsync(cancellationToken)
        ).ToLookup(lot => lot.WalletId);
        var audits = chunk.ToDictionary(wallet => wallet.WalletId, wallet => new WalletAudit(wallet, Report));
        var currencies = chunk.ToDictionary(wallet => wallet.WalletId, wallet => wallet.Currency);
        var holds = (
            await context
                .Holds.Where(hold => hold.WalletId >= first && hold.WalletId <= last && hold.Status == HoldStatus.Open)
                .ToListAsync(cancellationToken)
        ).ToLookup(hold => hold.WalletId);
        var causes = new List<(EntryId Entry, long Points, PartnerEventKey Cause)>();
        var entries = context
            .Entries.Where(entry => entry.WalletId >= first && entry.WalletId <= last)
            .OrderBy(entry => entry.WalletId)
            .ThenBy(entry => entry.Sequence)
            .AsAsyncEnumerable();
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            // One without a wallet is found among the strays.
            if (audits.TryGetValue(entry.WalletId, out var audit))
            {
                audit.Take(entry);
                // What lapsed by itself has a cause without a row.
                if (
                    entry.Kind != EntryKind.Expiry
                    || entry.EventKey != ExpireCommand.CauseOf(entry.WalletId, entry.Sequence)
                )
                {
                    causes.Add((entry.Id, entry.Points, entry.EventKey));
                }

                Count(entry, currencies[entry.WalletId]);
            }
        }

        foreach (var slice in causes.Chunk(EventsPerQuery))
        {
            var postings = await PostingsOfAsync(context, [.. slice.Select(cause => cause.Cause)], cancellationToken);
            foreach (var (entry, points, key) in slice)
            {
                audits[entry.Wallet].Match(entry, points, postings.GetValueOrDefault(key));
            }
        }

        foreach (var wallet in chunk)
        {
            audits[wallet.WalletId].Finish(lots[wallet.WalletId], holds[wallet.WalletId]);
            balances[wallet.Currency] = balances.GetValueOrDefault(wallet.Currency) + wallet.Balance;
        }

        walletCount += chunk.Count;
        return chunk.Count == WalletsPerChunk ? last : null;
    }

    /// <summary>What events and operations say that they left in the ledger.</summary>
    private static async Task<Dictionary<PartnerEventKey, IReadOnlyList<Posting>?>> PostingsOfAsync(
        LoyaltyDbContext context,
        IReadOnlyList<PartnerEventKey> causes,
        CancellationToken cancellationToken
    )
    {
        var keys = causes.Distinct().ToArray();
        var postings = await context
            .PartnerEvents.Where(record => keys.Contains(record.EventKey))
            .ToDictionaryAsync(record => record.EventKey, WalletAudit.PostingsOf, cancellationToken);
        var others = keys.Where(key => !postings.ContainsKey(key)).Select(key => new OperationKey(key.Value)).ToArray();
        if (others.Length > 0)
        {
            var operations = await context
                .Operations.Where(operation => others.Contains(operation.OperationKey))
                .ToListAsync(cancellationToken);
            operations.ForEach(one => postings.Add(one.OperationKey.AsCause, WalletAudit.PostingsOf(one)));
        }

        return postings;
    }

    /// <summary>Rows whose wallet is missing.</summary>
    private async Task FindStraysAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        var entries = await context
            .Entries.Where(entry => !context.Wallets.Any(wallet => wallet.WalletId == entry.WalletId))
            .OrderBy(entry => entry.WalletId)
            .ThenBy(entry => entry.Sequence)
            .Take(FaultsMax)
            .ToListAsync(cancellationToken);
        foreach (var entry in entries)
        {
            Report(
                new LedgerFault(3, entry.WalletId.ToString(), entry.Id.ToString(), "the wallet of the entry is missing")
            );
        }

        var lots = await context
            .Lots.Where(lot => !context.Wallets.Any(wallet => wallet.WalletId == lot.WalletId))
            .OrderBy(lot => lot.WalletId)
            .ThenBy(lot => lot.ExpiresOn)
            .Take(FaultsMax)
            .ToListAsync(cancellationToken);
        foreach (var lot in lots)
        {
            Report(new LedgerFault(4, lot.WalletId.ToString(), Entry: null, "the wallet of a lot is missing"));
        }
    }

    /// <summary>Promise 5 from the other side: what a posted event was answered with is there.</summary>
    private async Task FindLostEntriesAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        PartnerEventKey? after = null;
        int count;
        do
        {
            await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
            var events = context.PartnerEvents.AsQueryable();
            if (after is { } start)
            {
                events = events.Where(record => record.EventKey > start);
            }

            var page = await events
                .OrderBy(record => record.EventKey)
                .Take(EventsPerQuery)
                .ToListAsync(cancellationToken);
            var named = page.SelectMany(record => WalletAudit.PostingsOf(record) ?? [])
                .Select(posting => posting.EntryId);
            var ids = named.Distinct().ToArray();
            var found = await context.FindEntriesAsync(ids, cancellationToken);
            foreach (var id in ids.Where(id => !found.ContainsKey(id)))
            {
                Report(
                    new LedgerFault(
                        5,
                        id.Wallet.ToString(),
                        id.ToString(),
                        "a posted event names it, and it is missing"
                    )
                );
            }

            count = page.Count;
            after = count == 0 ? null : page[^1].EventKey;
        } while (count == EventsPerQuery && faults.Count < FaultsMax);
    }

    private void Report(LedgerFault fault)
    {
        if (faults.Count < FaultsMax)
        {
            faults.Add(fault);
        }
    }

    private void Count(Entry entry, PointCurrencyCode currency)
    {
        entryCount++;
        totals.Take(entry, currency);
        var account = (currency, entry.CounterAccount);
        counterAccounts[account] = counterAccounts.GetValueOrDefault(account) - entry.Points;
    }

    private List<CurrencyTotal> Totals()
    {
        var sums = new List<CurrencyTotal>();
        foreach (var (currency, balance) in balances.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal))
        {
            var accounts = counterAccounts
                .Where(pair => pair.Key.Currency == currency)
                .OrderBy(pair => pair.Key.Account, StringComparer.Ordinal)
                .ToDictionary(pair => pair.Key.Account, pair => pair.Value, StringComparer.Ordinal);
            sums.Add(new CurrencyTotal(currency, balance, accounts));
            var sum = balance + accounts.Values.Sum();
            if (sum != 0 && faults.Count == 0)
            {
                faults.Add(new LedgerFault(1, "", Entry: null, $"all accounts of {currency} sum to {sum}, not to 0"));
            }
        }

        return sums;
    }
}
