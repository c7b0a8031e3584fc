using System.Buffers.Text;
using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using Loyalty.Api.Members;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;

namespace Loyalty.Api.Points;

/// <summary>
/// Entries' places as text: the instant, the wallet's currency and the number in the wallet. A cursor holds no id and is the same in
/// every answer; whoever makes one up names a place in wallets of their own, since pages are read of these alone.
/// </summary>
internal static class EntryCursors
{
    public static string Write(EntryInWallet item) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(WritePlace(item.Entry, item.Currency.Code)));

    public static string WritePlace(Entry entry, PointCurrencyCode currency) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.RecordedAt.ToUnixTimeMicroseconds()}/{currency.Value}/{entry.Sequence}"
        );

    /// <param name="cursor">as a client sent it; null gives null.</param>
    /// <param name="wallets">those whose entries the list holds.</param>
    /// <exception cref="GraphQLException"><c>INVALID_CURSOR</c>: not a cursor of this list.</exception>
    public static EntryPlace? Read(string? cursor, IReadOnlyList<WalletAsOf> wallets) =>
        cursor is null ? null
        : ReadPlace(Text(cursor), wallets.ToDictionary(wallet => wallet.Id, wallet => wallet.Currency.Code))
            is { } place
            ? place
        : throw new GraphQLException(
            ErrorBuilder.New().SetMessage("This is not a cursor of this list.").SetCode("INVALID_CURSOR").Build()
        );

    /// <param name="wallets">those whose entries the list holds.</param>
    /// <returns>null when the text names no place in them.</returns>
    public static EntryPlace? ReadPlace(string text, IReadOnlyDictionary<WalletId, PointCurrencyCode> wallets) =>
        text.Split('/') is [var instant, var currency, var number]
        && long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
        && MemberCursors.TryInstant(microseconds, out var at)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
        && wallets.FirstOrDefault(wallet => wallet.Value.Value == currency) is { Value.Value: not null } wallet
            ? new EntryPlace(at, new EntryId(wallet.Key, sequence))
            : null;

    private static string Text(string cursor) =>
        Base64Url.IsValid(cursor) ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)) : "";
}

/// <summary>An entry's place in the order of its list.</summary>
internal readonly record struct EntryPlace(DateTimeOffset RecordedAt, EntryId Id)
{
    public Expression<Func<Entry, bool>> Older
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

    public Expression<Func<Entry, bool>> Newer
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
}
