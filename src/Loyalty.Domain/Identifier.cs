using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Loyalty.Domain;

/// <summary>
/// An id of one kind of thing: a UUID inside, and outside an opaque string whose prefix names the kind (<c>mbr_…</c>),
/// so that an id handed to the wrong place is refused instead of looked up.
/// </summary>
public interface IIdentifier<TSelf> : ISpanParsable<TSelf>
    where TSelf : struct, IIdentifier<TSelf>
{
    /// <summary>Three lower-case letters, without the underscore.</summary>
    static abstract string Prefix { get; }

    static abstract TSelf From(Guid value);

    Guid Value { get; }

    static TSelf ISpanParsable<TSelf>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        Identifier.TryParse<TSelf>(s, out var id)
            ? id
            : throw new FormatException($"Not an id of kind {TSelf.Prefix}_.");

    static bool ISpanParsable<TSelf>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TSelf result) =>
        Identifier.TryParse(s, out result);

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) =>
        Identifier.TryParse<TSelf>(s, out var id)
            ? id
            : throw new FormatException($"Not an id of kind {TSelf.Prefix}_.");

    static bool IParsable<TSelf>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result) =>
        Identifier.TryParse(s, out result);
}

/// <summary>Writes and reads ids. The text is the prefix, an underscore and 26 characters of Crockford's base 32
/// (https://www.crockford.com/base32.html), lower case, of the UUID's 128 bits, most significant first.</summary>
public static class Identifier
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TextLength = 26;

    /// <summary>A new id (UUIDv7, RFC 9562), which sorts by the instant of its making.</summary>
    public static TId New<TId>(DateTimeOffset now)
        where TId : struct, IIdentifier<TId> => TId.From(Guid.CreateVersion7(now));

    /// <summary>An id that follows from its inputs (UUIDv8 over SHA-256), for things that must have the same id
    /// whoever makes them first.</summary>
    public static Guid Derive(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    public static string Format<TId>(TId id)
        where TId : struct, IIdentifier<TId> =>
        string.Create(
            TId.Prefix.Length + 1 + TextLength,
            id,
            static (text, id) =>
            {
                TId.Prefix.CopyTo(text);
                text[TId.Prefix.Length] = '_';
                Write(id.Value, text[(TId.Prefix.Length + 1)..]);
            }
        );

    public static bool TryParse<TId>(ReadOnlySpan<char> text, out TId id)
        where TId : struct, IIdentifier<TId>
    {
        id = default;
        var prefix = TId.Prefix;
        if (
            text.Length != prefix.Length + 1 + TextLength
            || !text.StartsWith(prefix, StringComparison.Ordinal)
            || text[prefix.Length] != '_'
        )
        {
            return false;
        }

        UInt128 value = 0;
        var digits = text[(prefix.Length + 1)..];
        if (Alphabet.IndexOf(digits[0], StringComparison.Ordinal) > 7)
        {
            return false; // more than 128 bits
        }

        foreach (var digit in digits)
        {
            var five = Alphabet.IndexOf(digit, StringComparison.Ordinal);
            if (five < 0)
            {
                return false;
            }

            value = (value << 5) | (uint)five;
        }

        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        id = TId.From(new Guid(bytes, bigEndian: true));
        return true;
    }

    private static void Write(Guid value, Span<char> text)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        var rest = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        for (var i = TextLength - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }
    }
}
