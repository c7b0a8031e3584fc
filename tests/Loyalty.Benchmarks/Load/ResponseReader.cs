using System.Buffers.Text;
using System.Net.Sockets;

namespace Loyalty.Benchmarks.Load;

/// <summary>Reads HTTP/1.1 answers one after the other and looks at nothing but their status and their end.</summary>
internal sealed class ResponseReader(Socket socket, int answerBytesMax = 256 * 1024)
{
    private readonly byte[] buffer = new byte[answerBytesMax];
    private int filled;
    private int taken;

    /// <param name="Head">Status line and fields, up to the last field's end of line.</param>
    /// <param name="Body">Good until the next answer is read.</param>
    public readonly record struct Answer(int Status, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Body);

    /// <summary>Reads one answer.</summary>
    /// <returns>Whether its status was 200.</returns>
    /// <exception cref="InvalidOperationException">The server hung up, or sent what is no answer.</exception>
    public async ValueTask<bool> ReadAsync() => (await ReadAnswerAsync()).Status == 200;

    /// <summary>Reads one answer.</summary>
    /// <exception cref="InvalidOperationException">The server hung up, or sent what is no answer.</exception>
    public async ValueTask<Answer> ReadAnswerAsync()
    {
        buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
        filled -= taken;
        taken = 0;
        var (head, length) = (-1, 0);
        while (true)
        {
            if (head < 0 && Length(buffer.AsSpan(0, filled), out head) is { } found)
                length = found;
            else if (length == 0)
                head = -1;
            if (length > 0 && length <= filled)
            {
                taken = length;
                var status = (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + (buffer[11] - '0');
                return new Answer(status, buffer.AsMemory(0, head + 2), buffer.AsMemory(head + 4, length - head - 4));
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
    private static int? Length(ReadOnlySpan<byte> text, out int head)
    {
        head = text.IndexOf("\r\n\r\n"u8);
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
