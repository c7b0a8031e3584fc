using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Loyalty.Domain.Points;

/// <summary>
/// Chains the entries of a wallet: SHA-256 (FIPS 180-4) over the previous entry's hash (32 zero bytes for the first) and the
/// entry's fields in the order below. Numbers are big-endian 64 bit, instants microseconds since 1970, texts UTF-8 behind
/// their length in bytes.
/// </summary>
public static class EntryHash
{
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>What the first entry of a wallet chains to.</summary>
    public static byte[] Origin => new byte[Length];

    public static byte[] Compute(ReadOnlySpan<byte> previousHash, Entry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previousHash);
        Append(hash, entry.WalletId.Value);
        Append(hash, entry.Sequence);
        Append(hash, (long)entry.Kind);
        Append(hash, entry.Points);
        Append(hash, entry.BalanceAfter);
        Append(hash, entry.ArrearsAfter);
        Append(hash, entry.CounterAccount);
        Append(hash, entry.OccurredAt.ToUnixTimeMicroseconds());
        Append(hash, entry.RecordedAt.ToUnixTimeMicroseconds());
        Append(hash, entry.EventKey.Value);
        Append(hash, entry.ReversesSequence ?? 0);
        Append(hash, entry.LotMoves);
        Append(hash, entry.Explanation);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Append(hash, (long)length);
        var rented = length > 1024 ? new byte[length] : null;
        var bytes = rented ?? stackalloc byte[length];
        Encoding.UTF8.GetBytes(text, bytes);
        hash.AppendData(bytes);
    }
}
