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

    /// <param name="wallets">all of one member.</param>
    public static async Task<Connection<EntryInWallet>> ReadAsync(
        IDbContextFactory<LoyaltyDbContext> contexts,
        EntryCursors cursors,
        IReadOnlyList<WalletAsOf> wallets,
        EntryFilterInput? filter,
        PagingArguments paging,
        CancellationToken cancellationToken
    )
    {
        var currencies = wallets
            .Where(wallet => filter?.Currency is null || wallet.Currency.Code.Value == filter.Currency)
            .ToDictionary(wallet => wallet.Id, wallet => wallet.Currency);
        var (after, before) = (cursors.Read(paging.After), cursors.Read(paging.Before));
        var size = paging.Last ?? paging.First ?? SizeDefault;
        if (currencies.Count == 0)
        {
            return new([], new PageInfo(HasNextPage: false, HasPreviousPage: false, null, null));
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = Matching(context, [.. currencies.Keys], filter);
        entries = after is { } newer ? entries.Where(newer.Older) : entries;
        entries = before is { } older ? entries.Where(older.Newer) : entries;
        var fromEnd = paging.Last is not null;
        var rows = await Ordered(entries, fromEnd).Take(size + 1).ToListAsync(cancellationToken);
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
            new EntryInWallet(entry, currencies[entry.WalletId]),
            cursors.Write(EntryPlace.Of(entry))
        ));
        return new(
            edges,
            new PageInfo(
                HasNextPage: fromEnd ? before is not null : isMore,
                HasPreviousPage: fromEnd ? isMore : after is not null,
                edges.FirstOrDefault()?.Cursor,
                edges.LastOrDefault()?.Cursor
            )
        );
    }

    private static IQueryable<Entry> Matching(LoyaltyDbContext context, WalletId[] wallets, EntryFilterInput? filter)
    {
        var entries = context.Entries.AsNoTracking().Where(entry => wallets.Contains(entry.WalletId));
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
