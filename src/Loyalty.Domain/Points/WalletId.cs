using System.Text;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Points;

/// <summary>Identifies a wallet. It follows from the member and the currency, so that every node finds a wallet, or opens it,
/// without asking which id it has.</summary>
public readonly record struct WalletId(Guid Value) : IIdentifier<WalletId>, IComparable<WalletId>
{
    public static string Prefix => "wal";

    public static WalletId From(Guid value) => new(value);

    public static WalletId Of(MemberId member, PointCurrencyCode currency)
    {
        Span<byte> input = stackalloc byte[16 + PointCurrencyCode.LengthMax];
        member.Value.TryWriteBytes(input, bigEndian: true, out var idLength);
        var codeLength = Encoding.ASCII.GetBytes(currency.Value, input[idLength..]);
        return new WalletId(Identifier.Derive(input[..(idLength + codeLength)]));
    }

    public int CompareTo(WalletId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(WalletId left, WalletId right) => left.CompareTo(right) < 0;

    public static bool operator >(WalletId left, WalletId right) => left.CompareTo(right) > 0;

    public static bool operator <=(WalletId left, WalletId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WalletId left, WalletId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Identifier.Format(this);
}
