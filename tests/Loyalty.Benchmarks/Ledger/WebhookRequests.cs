using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>
/// Writes a partner's signed requests, and knows what points each event must give. One for each connection. Signs by itself, so that
/// the server's code is not checked against itself.
/// </summary>
internal sealed class WebhookRequests(WebhookPlan plan, int connection)
{
    private const int EventBytesMax = 512;
    private const int HeadBytesMax = 512;

    private readonly byte[] buffer = new byte[HeadBytesMax + plan.EventsPerRequest * EventBytesMax + 2];
    private readonly byte[] expected = new byte[200];
    private readonly string[] ids = new string[plan.EventsPerRequest];
    private readonly long[] points = new long[plan.EventsPerRequest];
    private readonly DateTimeOffset startedAt = TimeProvider.System.GetUtcNow();
    private uint random = (uint)(connection + 1) * 2_654_435_761;
    private long count;

    /// <summary>The next request as it goes over the wire. The one before is forgotten.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        var body = buffer.AsSpan(HeadBytesMax);
        var length = 0;
        var isBatch = plan.EventsPerRequest > 1;
        for (var i = 0; i < plan.EventsPerRequest; i++)
        {
            if (isBatch)
                body[length++] = i == 0 ? (byte)'[' : (byte)',';
            length += WriteEvent(body[length..], i);
        }
        if (isBatch)
            body[length++] = (byte)']';
        return Sign(length, isBatch);
    }

    /// <summary>Whether the receipt says of each event, in order, that it was posted with the right points.</summary>
    public bool IsExpected(ReadOnlySpan<byte> receipt, out long sum)
    {
        sum = 0;
        for (var i = 0; i < plan.EventsPerRequest; i++)
        {
            Utf8.TryWrite(expected, $"\"id\":\"{ids[i]}\",\"status\":\"posted\",\"points\":[", out var length);
            var at = receipt.IndexOf(expected.AsSpan(0, length));
            if (at < 0)
                return false;
            receipt = receipt[(at + length)..];
            Utf8.TryWrite(
                expected,
                CultureInfo.InvariantCulture,
                $"{{\"currency\":\"POINTS\",\"points\":{points[i]}}}]",
                out length
            );
            if (!receipt.StartsWith(expected.AsSpan(0, length)))
                return false;
            sum += points[i];
        }
        return true;
    }

    /// <summary>Whether the receipt was signed by the server with the partner's key.</summary>
    public bool IsSigned(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, plan.Key);
        hmac.AppendData(Field(head, "webhook-id: "u8));
        hmac.AppendData("."u8);
        hmac.AppendData(Field(head, "webhook-timestamp: "u8));
        hmac.AppendData("."u8);
        hmac.AppendData(body);
        return Field(head, "webhook-signature: v1,"u8)
            .SequenceEqual(Encoding.ASCII.GetBytes(Convert.ToBase64String(hmac.GetHashAndReset())));
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var at = head.IndexOf(name);
        if (at < 0)
            return [];
        var value = head[(at + name.Length)..];
        return value[..value.IndexOf((byte)'\r')];
    }

    /// <summary>As the rules of <see cref="LoadedClub"/> have it: a point for 10 CZK, another for 5 CZK of fuel.</summary>
    private int WriteEvent(Span<byte> output, int index)
    {
        var member = 1 + Random(plan.Members);
        var crowns = 100 + Random(4_900);
        var isFuel = Random(4) == 0;
        ids[index] = string.Create(CultureInfo.InvariantCulture, $"{connection}-{++count}");
        points[index] = crowns / 10 + (isFuel ? crowns / 5 : 0);
        var card = LoadedClub.Card(member);
        Utf8.TryWrite(
            output,
            CultureInfo.InvariantCulture,
            $$$"""
            {"specversion":"1.0","id":"{{{ids[
                index
            ]}}}","source":"{{{plan.Source}}}","type":"loyalty.transaction.posted","time":"{{{startedAt:yyyy-MM-ddTHH:mm:ssZ}}}","datacontenttype":"application/json","data":{"member":{"cardNumber":"{{{card}}}"},"amount":{"amount":"{{{crowns}}}.00","currency":"CZK"},"operation":"card_payment","category":"{{{(
                isFuel ? "fuel" : "groceries"
            )}}}"}}
            """,
            out var length
        );
        return length;
    }

    private ReadOnlyMemory<byte> Sign(int bodyLength, bool isBatch)
    {
        var body = buffer.AsSpan(HeadBytesMax, bodyLength);
        var seconds = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Span<byte> prefix = stackalloc byte[100];
        Utf8.TryWrite(
            prefix,
            CultureInfo.InvariantCulture,
            $"msg_{connection}_{count}.{seconds}.",
            out var prefixLength
        );
        // The text to sign is laid out before the body, and the head is put over it afterwards.
        prefix[..prefixLength].CopyTo(buffer.AsSpan(HeadBytesMax - prefixLength));
        Span<byte> hash = stackalloc byte[32];
        Span<byte> signature = stackalloc byte[44];
        HMACSHA256.HashData(plan.Key, buffer.AsSpan(HeadBytesMax - prefixLength, prefixLength + bodyLength), hash);
        if (Base64.EncodeToUtf8(hash, signature, out _, out _) != OperationStatus.Done)
            throw new InvalidOperationException("A signature has 44 characters.");
        Span<byte> head = stackalloc byte[HeadBytesMax];
        Utf8.TryWrite(
            head,
            CultureInfo.InvariantCulture,
            $"POST {plan.Path} HTTP/1.1\r\nHost: 127.0.0.1:{plan.Port}\r\nContent-Type: application/cloudevents{(isBatch ? "-batch" : "")}+json\r\nwebhook-id: msg_{connection}_{count}\r\nwebhook-timestamp: {seconds}\r\nContent-Length: {body.Length}\r\nwebhook-signature: v1,",
            out var headLength
        );
        signature.CopyTo(head[headLength..]);
        headLength += signature.Length;
        "\r\n\r\n"u8.CopyTo(head[headLength..]);
        headLength += 4;
        head[..headLength].CopyTo(buffer.AsSpan(HeadBytesMax - headLength));
        return buffer.AsMemory(HeadBytesMax - headLength, headLength + bodyLength);
    }

    /// <summary>Xorshift (Marsaglia 2003): cheap, and spread well enough over the members.</summary>
    private int Random(int below)
    {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        return (int)(random % (uint)below);
    }
}
