using System.Buffers.Text;
using System.Net.Sockets;

namespace Loyalty.Benchmarks.Load;

/// <summary>Reads HTTP/1.1 answers one after the other and looks at nothing but their status and their end.</summary>
internal sealed class ResponseReader(Socket socket)
{
    private readonly byte[] buffer = new byte[256 * 1024];
    private int filled;

    /// <summary>Reads one answer.</summary>
    /// <returns>Whether its status was 200.</returns>
    /// <exception cref="InvalidOperationException">The server hung up, or sent what is no answer.</exception>
    public async ValueTask<bool> ReadAsync()
    {
        while (true)
        {
            if (Length(buffer.AsSpan(0, filled)) is { } length && length <= filled)
            {
                var isOk = buffer.AsSpan(9, 3).SequenceEqual("200"u8);
                buffer.AsSpan(length, filled - length).CopyTo(buffer);
                filled -= length;
                return isOk;
            }
            if (filled == buffer.Length)
                throw new InvalidOperationException("The answer is longer than the buffer.");
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
                throw new InvalidOperationException("The server hung up.");
            filled += read;
        }
    }

    /// <summary>The whole length of the first answer; null while its end cannot be told.</summary>
    private static int? Length(ReadOnlySpan<byte> text)
    {
        var head = text.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return null;
        var fields = text[..head];
        if (Find(fields, "\r\nContent-Length: "u8, "\r\ncontent-length: "u8) is var at and >= 0)
        {
            return Utf8Parser.TryParse(fields[at..], out int length, out _)
                ? head + 4 + length
                : throw new InvalidOperationException("The answer's Content-Length is no number.");
        }
        var end = text[head..].IndexOf("\r\n0\r\n\r\n"u8);
        return end < 0 ? null : head + end + 7;
    }

    private static int Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherwise)
    {
        var at = text.IndexOf(name);
        if (at < 0)
            at = text.IndexOf(otherwise);
        return at < 0 ? -1 : at + name.Length;
    }
}
