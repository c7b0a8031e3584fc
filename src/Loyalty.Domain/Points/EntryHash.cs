using System.Buffers;
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
        // In one piece: the hash of many small ones takes longer to be told than to be computed.
        var input = new ArrayBufferWriter<byte>(1_024);
        input.Write(previousHash);
        Write(input, entry.WalletId.Value);
        Write(input, entry.Sequence);
        Write(input, (long)entry.Kind);
        Write(input, entry.Points);
        Write(input, entry.BalanceAfter);
        Write(input, entry.ArrearsAfter);
        Write(input, entry.CounterAccount);
        Write(input, entry.OccurredAt.ToUnixTimeMicroseconds());
        Write(input, entry.RecordedAt.ToUnixTimeMicroseconds());
        Write(input, entry.EventKey.Value);
        Write(input, entry.ReversesSequence ?? 0);
        Write(input, entry.LotMoves);
        Write(input, entry.Explanation);
        return SHA256.HashData(input.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> output, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    private static void Write(ArrayBufferWriter<byte> output, Guid value)
    {
        value.TryWriteBytes(output.GetSpan(16), bigEndian: true, out var length);
        output.Advance(length);
    }

    private static void Write(ArrayBufferWriter<byte> output, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Write(output, (long)length);
        Encoding.UTF8.GetBytes(text, output);
    }
}
