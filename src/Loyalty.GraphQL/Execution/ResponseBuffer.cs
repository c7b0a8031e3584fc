using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Loyalty.GraphQL.Execution;

/// <summary>
/// The JSON text of a response while it is written: pooled, append-only, and shortened again where a null takes the place of
/// what was written (section 6.4.4).
/// </summary>
internal sealed class ResponseBuffer : IBufferWriter<byte>
{
    private const int InitialBytes = 4 * 1024;

    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(code => (char)code),
        '"',
        '\\',
    ]);

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);

    public int Position { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Position);

    public ReadOnlySpan<byte> Range(int start, int end) => bytes.AsSpan(start, end - start);

    /// <summary>Forgets what was written from a position on.</summary>
    public void Truncate(int position) => Position = position;

    /// <summary>Gives the memory back; nothing may be read or written afterwards.</summary>
    public void Release()
    {
        var released = bytes;
        (bytes, Position) = ([], 0);
        if (released.Length > 0)
            ArrayPool<byte>.Shared.Return(released);
    }

    public void Write(byte value)
    {
        if (Position == bytes.Length)
            Grow(1);
        bytes[Position++] = value;
    }

    public void Write(ReadOnlySpan<byte> text)
    {
        if (bytes.Length - Position < text.Length)
            Grow(text.Length);
        text.CopyTo(bytes.AsSpan(Position));
        Position += text.Length;
    }

    public void WriteNull() => Write("null"u8);

    public void WriteBoolean(bool value) => Write(value ? "true"u8 : "false"u8);

    public void WriteNumber(long value)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(value, bytes.AsSpan(Position), out var written);
        Position += written;
    }

    public void WriteDecimal(decimal value) => WriteFormatted(value, default, 32);

    public void WriteUuid(Guid value) => WriteFormatted(value, "D", 36);

    public void WriteDate(DateOnly value) => WriteFormatted(value, "O", 10);

    /// <summary>RFC 3339 to the millisecond, with <c>Z</c> for UTC.</summary>
    public void WriteInstant(DateTimeOffset value)
    {
        if (value.Offset != TimeSpan.Zero)
        {
            WriteFormatted(value, "yyyy-MM-dd'T'HH:mm:ss.fffzzz", 29);
            return;
        }
        Reserve(26);
        var text = bytes.AsSpan(Position, 26);
        "\"0000-00-00T00:00:00.000Z\""u8.CopyTo(text);
        var (date, time) = (value.DateTime, value.TimeOfDay);
        WriteDigits(text[1..5], date.Year);
        WriteDigits(text[6..8], date.Month);
        WriteDigits(text[9..11], date.Day);
        WriteDigits(text[12..14], time.Hours);
        WriteDigits(text[15..17], time.Minutes);
        WriteDigits(text[18..20], time.Seconds);
        WriteDigits(text[21..24], time.Milliseconds);
        Position += 26;
    }

    private static void WriteDigits(Span<byte> text, int value)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + value % 10);
            value /= 10;
        }
    }

    // In quotes; of formats that hold nothing which JSON escapes.
    private void WriteFormatted<T>(T value, ReadOnlySpan<char> format, int lengthMax)
        where T : IUtf8SpanFormattable
    {
        Reserve(lengthMax + 2);
        bytes[Position++] = (byte)'"';
        value.TryFormat(bytes.AsSpan(Position), out var written, format, CultureInfo.InvariantCulture);
        Position += written;
        bytes[Position++] = (byte)'"';
    }

    /// <summary>Writes a text in quotes; only what RFC 8259 demands is escaped.</summary>
    public void WriteString(ReadOnlySpan<char> text)
    {
        Write((byte)'"');
        for (var at = text.IndexOfAny(Escaped); at >= 0; at = text.IndexOfAny(Escaped))
        {
            WriteUtf8(text[..at]);
            WriteEscape(text[at]);
            text = text[(at + 1)..];
        }
        WriteUtf8(text);
        Write((byte)'"');
    }

    /// <summary>For values that only <see cref="Utf8JsonWriter"/> can write.</summary>
    public void WriteJson<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        using var json = new Utf8JsonWriter(this, ExecutionResult.WriterOptions);
        write(json, state);
    }

    public void Advance(int count) => Position += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return bytes.AsMemory(Position);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void WriteUtf8(ReadOnlySpan<char> text)
    {
        Reserve(text.Length * 3);
        // A lone surrogate has no UTF-8; it becomes U+FFFD.
        Position += Encoding.UTF8.GetBytes(text, bytes.AsSpan(Position));
    }

    private void WriteEscape(char c)
    {
        switch (c)
        {
            case '"':
                Write("\\\""u8);
                break;
            case '\\':
                Write("\\\\"u8);
                break;
            case '\n':
                Write("\\n"u8);
                break;
            case '\r':
                Write("\\r"u8);
                break;
            case '\t':
                Write("\\t"u8);
                break;
            case '\b':
                Write("\\b"u8);
                break;
            case '\f':
                Write("\\f"u8);
                break;
            default:
                Write("\\u00"u8);
                Write((byte)(c < 0x10 ? '0' : '1'));
                Write((byte)"0123456789abcdef"[c & 0xF]);
                break;
        }
    }

    private void Reserve(int count)
    {
        if (bytes.Length - Position < count)
            Grow(count);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, Position + count));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
