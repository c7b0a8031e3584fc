using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Points;

/// <summary>Which entries are wanted; all that is given must hold.</summary>
public sealed record EntryFilterInput
{
    /// <summary>Only entries of these kinds.</summary>
    public IReadOnlyList<EntryKind>? Kinds { get; init; }

    /// <summary>Only entries of the partner with this id.</summary>
    [ID]
    public string? Partner { get; init; }

    /// <summary>Only what happened at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only what happened before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only entries in the point currency with this code.</summary>
    public string? Currency { get; init; }
}

/// <summary>
/// Pages of entries, the latest recorded first, entries of one instant by their ids. A cursor names an entry's place, and an
/// entry's place never changes: what is recorded meanwhile comes before the first page.
/// </summary>
public static class EntryPages
{
    public const int SizeDefault = 20;
    public const int SizeMax = 100;

    private const int PagesInStatement = 20;

    /// <summary>A page over several wallets of one member.</summary>
    public static async Task<Connection<EntryInWallet>> ReadAsync(
        IDbContextFactory<LoyaltyDbContext> contexts,
        IReadOnlyList<WalletAsOf> wallets,
        EntryFilterInput? filter,
        PagingArguments paging,
        CancellationToken cancellationToken
    )
    {
        var currencies = wallets
            .Where(wallet => IsIn(wallet, filter))
            .ToDictionary(wallet => wallet.Id, wallet => wallet.Currency);
        var (after, before) = (EntryCursors.Read(paging.After, wallets), EntryCursors.Read(paging.Before, wallets));
        if (currencies.Count == 0)
        {
            return Page([], _ => null!, paging);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = currencies.Keys.ToArray();
        var entries = Matching(context.Entries.AsNoTracking().Where(entry => ids.Contains(entry.WalletId)), filter);
        entries = after is { } newer ? entries.Where(newer.Older) : entries;
        entries = before is { } older ? entries.Where(older.Newer) : entries;
        var rows = await Ordered(entries, IsFromEnd(paging)).Take(Size(paging) + 1).ToListAsync(cancellationToken);
        return Page(rows, wallet => currencies[wallet], paging);
    }

    /// <summary>What to ask of <see cref="GetEntryPagesAsync"/>.</summary>
    /// <exception cref="GraphQLException">a cursor is not one of this wallet's list.</exception>
    public static EntryPage Of(WalletAsOf wallet, EntryFilterInput? filter, PagingArguments paging)
    {
        return new(wallet, filter, paging, Sequence(paging.After), Sequence(paging.Before));

        long? Sequence(string? cursor) => EntryCursors.Read(cursor, [wallet])?.Id.Sequence;
    }

    /// <summary>Pages of single wallets, all in one statement, each a short range of the primary key.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<EntryPage, Connection<EntryInWallet>>> GetEntryPagesAsync(
        IReadOnlyList<EntryPage> pages,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        var results = new Dictionary<EntryPage, Connection<EntryInWallet>>();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var batch in Batches(pages))
        {
            var rows = await batch
                .Select(page => Range(context, page))
                .Aggregate((all, one) => all.Concat(one))
                .ToListAsync(cancellationToken);
            var byWallet = rows.ToLookup(entry => entry.WalletId);
            foreach (var page in batch)
            {
                var own = byWallet[page.Wallet.Id].OrderBy(entry => entry.Sequence).ToList();
                if (!IsFromEnd(page.Paging))
                {
                    own.Reverse();
                }

                results.Add(page, Page(own, _ => page.Wallet.Currency, page.Paging));
            }
        }

        return results;
    }

    // Rows are told apart by their wallet, so that a wallet that is asked for twice needs a second statement.
    private static IEnumerable<List<EntryPage>> Batches(IReadOnlyList<EntryPage> pages) =>
        pages
            .GroupBy(page => page.Wallet.Id)
            .SelectMany(ofWallet => ofWallet.Select((page, round) => (page, round)))
            .GroupBy(item => item.round, item => item.page)
            .SelectMany(round => round.Chunk(PagesInStatement), (_, chunk) => chunk.ToList());

    private static IQueryable<Entry> Range(LoyaltyDbContext context, EntryPage page)
    {
        var (id, isIn) = (page.Wallet.Id, IsIn(page.Wallet, page.Filter));
        var entries = context.Entries.AsNoTracking().Where(entry => entry.WalletId == id && isIn);
        entries = Matching(entries, page.Filter);
        if (page.After is { } newer)
        {
            entries = entries.Where(entry => entry.Sequence < newer);
        }

        if (page.Before is { } older)
        {
            entries = entries.Where(entry => entry.Sequence > older);
        }

        var ordered = IsFromEnd(page.Paging)
            ? entries.OrderBy(entry => entry.Sequence)
            : entries.OrderByDescending(entry => entry.Sequence);
        return ordered.Take(Size(page.Paging) + 1);
    }

    private static bool IsIn(WalletAsOf wallet, EntryFilterInput? filter) =>
        filter?.Currency is null || wallet.Currency.Code.Value == filter.Currency;

    private static bool IsFromEnd(PagingArguments paging) => paging.Last is not null;

    private static int Size(PagingArguments paging) => paging.Last ?? paging.First ?? SizeDefault;

    /// <param name="rows">one more than the page holds, if there are more; from the end the oldest first.</param>
    /// <param name="currencyOf">what a wallet's points are counted in.</param>
    /// <param name="paging">what was asked for.</param>
    private static Connection<EntryInWallet> Page(
        List<Entry> rows,
        Func<WalletId, PointCurrency> currencyOf,
        PagingArguments paging
    )
    {
        var (size, fromEnd) = (Size(paging), IsFromEnd(paging));
        var isMore = rows.Count > size;
        if (isMore)
        {
            rows.RemoveAt(size);
        }

        if (fromEnd)
        {
            rows.Reverse();
        }

        var edges = rows.ConvertAll(entry => new Edge<EntryInWallet>(
            new EntryInWallet(entry, currencyOf(entry.WalletId)),
            EntryCursors.Write
        ));
        return new(
            edges,
            PageInfo.Of(
                edges,
                hasNextPage: fromEnd ? paging.Before is not null : isMore,
                hasPreviousPage: fromEnd ? isMore : paging.After is not null
            )
        );
    }

    private static IQueryable<Entry> Matching(IQueryable<Entry> entries, EntryFilterInput? filter)
    {
        if (filter?.Kinds is { } kinds)
        {
            entries = entries.Where(entry => kinds.Contains(entry.Kind));
        }

        if (filter?.Partner is { } partner)
        {
            // What is no partner's id gave no points either.
            var account = Identifier.TryParse<PartnerId>(partner, out var id) ? id.ToString() : "";
            entries = entries.Where(entry => entry.CounterAccount == account);
        }

        if (filter?.From?.ToStoredInstant() is { } from)
        {
            entries = entries.Where(entry => entry.OccurredAt >= from);
        }

        if (filter?.To?.ToStoredInstant() is { } to)
        {
            entries = entries.Where(entry => entry.OccurredAt < to);
        }

        return entries;
    }

    private static IQueryable<Entry> Ordered(IQueryable<Entry> entries, bool fromEnd) =>
        fromEnd
            ? entries.OrderBy(entry => entry.RecordedAt).ThenBy(entry => entry.WalletId).ThenBy(entry => entry.Sequence)
            : entries
                .OrderByDescending(entry => entry.RecordedAt)
                .ThenByDescending(entry => entry.WalletId)
                .ThenByDescending(entry => entry.Sequence);
}

/// <summary>A page of one wallet's entries.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Filter">Which entries are wanted.</param>
/// <param name="Paging">How many, from which end.</param>
/// <param name="After">Only entries older than the one of this number.</param>
/// <param name="Before">Only entries newer than the one of this number.</param>
public sealed record EntryPage(
    WalletAsOf Wallet,
    EntryFilterInput? Filter,
    PagingArguments Paging,
    long? After,
    long? Before
);
