using System.Buffers;
using Loyalty.Application.Partners;
using Loyalty.Domain.Partners;

namespace Loyalty.Api.Partners;

/// <summary>What came in, believed by nobody yet. Becomes a <see cref="VerifiedWebhook"/> only through its signature.</summary>
internal sealed class UnverifiedWebhook : IDisposable
{
    public const int BodyBytesMax = 1024 * 1024;
    private const int FirstBufferBytes = 4 * 1024;

    /// <summary>Stands in where there is no key, so that an unknown partner takes the same time as a wrong signature.</summary>
    private static readonly byte[] NoKey = new byte[PartnerSecret.KeyBytes];

    private readonly string id;
    private readonly string timestamp;
    private readonly string signature;
    private readonly int bodyLength;
    private byte[] buffer;
    private bool kept;

    private UnverifiedWebhook(HttpRequest request, byte[] buffer, int bodyLength)
    {
        id = Single(request.Headers, "webhook-id");
        timestamp = Single(request.Headers, "webhook-timestamp");
        signature = Single(request.Headers, "webhook-signature");
        this.buffer = buffer;
        this.bodyLength = bodyLength;
    }

    /// <summary>Reads the body once, leaving room before it for what is signed with it.</summary>
    /// <returns>Null when it is too large.</returns>
    public static async ValueTask<UnverifiedWebhook?> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request.ContentLength > BodyBytesMax)
        {
            return null;
        }

        // One more than announced, so that the end is found without growing.
        var size = (int)(request.ContentLength + 1 ?? FirstBufferBytes) + WebhookSignature.HeadBytesMax;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        var length = WebhookSignature.HeadBytesMax;
        int read;
        while ((read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length - WebhookSignature.HeadBytesMax > BodyBytesMax)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return null;
            }

            if (length == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }

        return new UnverifiedWebhook(request, buffer, length - WebhookSignature.HeadBytesMax);
    }

    /// <returns>Null when it is not by this partner, or not in time; nothing tells which.</returns>
    public async ValueTask<VerifiedWebhook?> VerifyAsync(
        PartnerDirectory directory,
        string partner,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        if (!WebhookSignature.IsId(id) || !WebhookSignature.IsTimely(timestamp, now))
        {
            return null;
        }

        return Check(await directory.FindAsync(partner, cancellationToken), now)
            ?? Check(await directory.FindAgainAsync(partner, cancellationToken), now);
    }

    private VerifiedWebhook? Check(PartnerAccess? access, DateTimeOffset now)
    {
        var start = WebhookSignature.WriteHead(buffer, id, timestamp);
        var signed = buffer.AsSpan(start, WebhookSignature.HeadBytesMax - start + bodyLength);
        byte[]? newest = null;
        var accepted = false;
        foreach (var key in access?.Keys ?? [])
        {
            if (key.ExpiresAt is null || key.ExpiresAt > now)
            {
                newest ??= key.Key;
                accepted |= WebhookSignature.Verify(key.Key, signed, signature);
            }
        }

        if (newest is null)
        {
            _ = WebhookSignature.Verify(NoKey, signed, signature);
        }

        return accepted
            ? new VerifiedWebhook(
                this,
                access!.Partner,
                id,
                newest!,
                buffer.AsMemory(WebhookSignature.HeadBytesMax, bodyLength)
            )
            : null;
    }

    /// <summary>Until it is released, the body is not handed to anybody else, not even when this is disposed of.</summary>
    public void Keep() => kept = true;

    public void Release() => kept = false;

    public void Dispose()
    {
        var done = buffer;
        buffer = [];
        if (!kept && done.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(done);
        }
    }

    private static string Single(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0] ?? "" : "";
}

/// <summary>A request that the partner has signed.</summary>
internal sealed class VerifiedWebhook(
    UnverifiedWebhook request,
    Partner partner,
    string id,
    byte[] receiptKey,
    ReadOnlyMemory<byte> body
)
{
    public Partner Partner { get; } = partner;

    /// <summary>The <c>webhook-id</c>.</summary>
    public string Id { get; } = id;

    /// <summary>The partner's newest live key.</summary>
    public byte[] ReceiptKey { get; } = receiptKey;

    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>The events point into the body. Were the work given up half-way (the caller went away), the ledger could still be
    /// reading them; then the buffer is left to the garbage collector.</summary>
    public void KeepBody() => request.Keep();

    public void ReleaseBody() => request.Release();
}
