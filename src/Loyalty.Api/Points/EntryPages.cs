using System.Buffers.Text;
using System.Globalization;
using System.Text;
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

    private const string InvalidCursor = "INVALID_CURSOR";

    /// <param name="wallets">all of one member.</param>
    public static async Task<Connection<EntryInWallet>> ReadAsync(
        IDbContextFactory<LoyaltyDbContext> contexts,
        IReadOnlyList<WalletAsOf> wallets,
        EntryFilterInput? filter,
        PagingArguments paging,
        CancellationToken cancellationToken
    )
    {
        var currencies = wallets
            .Where(wallet => filter?.Currency is null || wallet.Currency.Code.Value == filter.Currency)
            .ToDictionary(wallet => wallet.Id, wallet => wallet.Currency);
        var (after, before) = (Place.Read(paging.After), Place.Read(paging.Before));
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
            Place.Of(entry).Write()
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

    /// <summary>An entry's place in the order.</summary>
    private readonly record struct Place(DateTimeOffset RecordedAt, EntryId Id)
    {
        public System.Linq.Expressions.Expression<Func<Entry, bool>> Older
        {
            get
            {
                var (at, (wallet, sequence)) = this;
                return entry =>
                    entry.RecordedAt < at
                    || (
                        entry.RecordedAt == at
                        && (entry.WalletId < wallet || (entry.WalletId == wallet && entry.Sequence < sequence))
                    );
            }
        }

        public System.Linq.Expressions.Expression<Func<Entry, bool>> Newer
        {
            get
            {
                var (at, (wallet, sequence)) = this;
                return entry =>
                    entry.RecordedAt > at
                    || (
                        entry.RecordedAt == at
                        && (entry.WalletId > wallet || (entry.WalletId == wallet && entry.Sequence > sequence))
                    );
            }
        }

        public static Place Of(Entry entry) => new(entry.RecordedAt, entry.Id);

        public string Write() =>
            Base64Url.EncodeToString(
                Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{RecordedAt.ToUnixTimeMicroseconds()}/{Id}")
                )
            );

        /// <exception cref="GraphQLException">not a cursor of a list of entries.</exception>
        public static Place? Read(string? cursor)
        {
            if (cursor is null)
            {
                return null;
            }

            var text = Base64Url.IsValid(cursor) ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)) : "";
            return
                text.Split('/') is [var instant, var entry]
                && long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
                && Members.MemberCursors.TryInstant(microseconds, out var at)
                && EntryId.TryParse(entry, out var id)
                ? new Place(at, id)
                : throw new GraphQLException(
                    ErrorBuilder.New().SetMessage("This is not a cursor of this list.").SetCode(InvalidCursor).Build()
                );
        }
    }
}
