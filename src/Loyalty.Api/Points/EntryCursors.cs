using System.Buffers.Text;
using System.Globalization;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using Loyalty.Api.Members;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;
using Microsoft.AspNetCore.DataProtection;

namespace Loyalty.Api.Points;

/// <summary>
/// Entries' places as text. It is encrypted with the installation's key ring, so that it neither tells ids and times nor can be
/// made up; every node reads it, and it stays valid as long as the ring's keys are kept.
/// </summary>
public sealed class EntryCursors(IDataProtectionProvider provider)
{
    private const int LengthMax = 512;

    private readonly IDataProtector protector = provider.CreateProtector("Loyalty.Api.EntryCursors.v1");

    public string Write(EntryPlace place) =>
        Base64Url.EncodeToString(
            protector.Protect(
                Encoding.ASCII.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{place.RecordedAt.ToUnixTimeMicroseconds()}/{place.Id}"
                    )
                )
            )
        );

    /// <exception cref="GraphQLException"><c>INVALID_CURSOR</c>: not a cursor of a list of entries.</exception>
    public EntryPlace? Read(string? cursor) =>
        cursor is null ? null
        : TryRead(cursor) is { } place ? place
        : throw Invalid();

    /// <exception cref="GraphQLException"><c>INVALID_CURSOR</c>: not a cursor of this wallet's list.</exception>
    public EntryPlace? Read(string? cursor, WalletId wallet) =>
        Read(cursor) is not { } place ? null
        : place.Id.Wallet == wallet ? place
        : throw Invalid();

    private EntryPlace? TryRead(string cursor) =>
        Open(cursor).Split('/') is [var instant, var entry]
        && long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
        && MemberCursors.TryInstant(microseconds, out var at)
        && EntryId.TryParse(entry, out var id)
            ? new EntryPlace(at, id)
            : null;

    private static GraphQLException Invalid() =>
        new(ErrorBuilder.New().SetMessage("This is not a cursor of this list.").SetCode("INVALID_CURSOR").Build());

    private string Open(string cursor)
    {
        if (cursor.Length > LengthMax || !Base64Url.IsValid(cursor))
        {
            return "";
        }

        try
        {
            return Encoding.ASCII.GetString(protector.Unprotect(Base64Url.DecodeFromChars(cursor)));
        }
        catch (CryptographicException)
        {
            return "";
        }
    }
}

/// <summary>An entry's place in the order of its list.</summary>
public readonly record struct EntryPlace(DateTimeOffset RecordedAt, EntryId Id)
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

    public static EntryPlace Of(Entry entry) => new(entry.RecordedAt, entry.Id);
}
