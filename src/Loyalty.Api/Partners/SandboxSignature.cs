using System.Globalization;
using Loyalty.Domain.Partners;

namespace Loyalty.Api.Partners;

/// <summary>What is right or wrong with a request's signature.</summary>
/// <param name="Valid">whether the webhook endpoint would take it.</param>
/// <param name="SecretId">the secret that it was made with; null when none of yours fits.</param>
/// <param name="Reasons">everything that is wrong, and warnings; empty when nothing is.</param>
public sealed record SignatureVerdictView(
    bool Valid,
    PartnerSecretId? SecretId,
    IReadOnlyList<SignatureReasonView> Reasons
);

/// <param name="Code" example="timestamp-out-of-tolerance">stable.</param>
/// <param name="Detail">for a person.</param>
public sealed record SignatureReasonView(string Code, string Detail);

/// <summary>
/// Explains the check that <see cref="UnverifiedWebhook"/> makes, which tells nobody anything. Here the caller has signed in,
/// and only its own secrets are tried.
/// </summary>
internal sealed class SandboxSignature(string id, string timestamp, string signature, byte[] body, DateTimeOffset now)
{
    private readonly List<SignatureReasonView> reasons = [];

    /// <param name="Key">decrypted.</param>
    public readonly record struct Candidate(PartnerSecret Secret, byte[] Key);

    public static SandboxSignature Of(HttpRequest request, byte[] body, DateTimeOffset now) =>
        new(
            Single(request.Headers, "webhook-id"),
            Single(request.Headers, "webhook-timestamp"),
            Single(request.Headers, "webhook-signature"),
            body,
            now
        );

    /// <param name="candidates">the partner's own secrets, also those that have ended.</param>
    public SignatureVerdictView Explain(IReadOnlyList<Candidate> candidates)
    {
        // Each of them, so that all reasons are told.
        var (hasId, hasTimestamp, hasHeader) = (CheckId(), CheckTimestamp(), CheckHeader());
        var sound = hasId && hasTimestamp && hasHeader;
        if (!candidates.Any(candidate => candidate.Secret.IsLive(now)))
        {
            Add("no-live-secret", "You have no live secret. Make one with POST /api/partner/v1/secrets.");
        }

        var fitting = WebhookSignature.IsId(id) && timestamp.Length == 10 ? Fitting(candidates) : null;
        if (fitting is { } found && !found.Secret.IsLive(now))
        {
            Add("secret-ended", "It was made with a secret of yours that was revoked or has expired.");
        }
        else if (fitting is null && sound)
        {
            Add(
                "signature-mismatch",
                "No secret of yours gives this signature. Sign the very bytes that are sent, as "
                    + "webhook-id.webhook-timestamp.body, with the base64-decoded part of the secret after whsec_."
            );
        }

        return new SignatureVerdictView(
            sound && fitting is { } one && one.Secret.IsLive(now),
            fitting?.Secret.Id,
            reasons
        );
    }

    private bool CheckId()
    {
        if (id.Length == 0)
        {
            return Add("webhook-id-missing", "Send the header webhook-id, once.");
        }

        return WebhookSignature.IsId(id)
            || Add("webhook-id-malformed", "webhook-id must be 1 to 64 of A-Z, a-z, 0-9, - and _.");
    }

    private bool CheckTimestamp()
    {
        if (timestamp.Length == 0)
        {
            return Add("timestamp-missing", "Send the header webhook-timestamp, once.");
        }

        if (
            timestamp.Length != 10
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        )
        {
            return Add("timestamp-malformed", "webhook-timestamp must be seconds since 1970, ten plain digits.");
        }

        var off = seconds - now.ToUnixTimeSeconds();
        return WebhookSignature.IsTimely(timestamp, now)
            || Add(
                "timestamp-out-of-tolerance",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"webhook-timestamp is {Math.Abs(off)} seconds {(off > 0 ? "ahead of" : "behind")} our clock; {WebhookSignature.Tolerance.TotalSeconds} are allowed."
                )
            );
    }

    private bool CheckHeader()
    {
        if (signature.Length == 0)
        {
            return Add("signature-missing", "Send the header webhook-signature, once.");
        }

        var ours = signature
            .Split(' ')
            .Where(one => one.StartsWith("v1,", StringComparison.Ordinal))
            .Select(one => one[3..])
            .ToArray();
        if (ours.Length == 0)
        {
            return Add("signature-no-v1", "webhook-signature has no part that begins with v1, (lower case, a comma).");
        }

        if (ours.Length > WebhookSignature.SignaturesMax)
        {
            return Add(
                "signature-too-many",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"webhook-signature has {ours.Length} v1 signatures; {WebhookSignature.SignaturesMax} are allowed."
                )
            );
        }

        return ours.Any(IsSignature)
            || Add("signature-malformed", "A v1 signature is the base64 of 32 bytes: 44 characters, with its padding.");
    }

    private static bool IsSignature(string text) =>
        text.Length == 44 && Convert.TryFromBase64String(text, new byte[33], out var length) && length == 32;

    /// <summary>Live ones first, as the endpoint tries them.</summary>
    private Candidate? Fitting(IReadOnlyList<Candidate> candidates)
    {
        var buffer = new byte[WebhookSignature.HeadBytesMax + body.Length];
        body.CopyTo(buffer.AsSpan(WebhookSignature.HeadBytesMax));
        var start = WebhookSignature.WriteHead(buffer, id, timestamp);
        foreach (var candidate in candidates.OrderByDescending(candidate => candidate.Secret.IsLive(now)))
        {
            if (WebhookSignature.Verify(candidate.Key, buffer.AsSpan(start), signature))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Always false, so that a check may end with it.</summary>
    private bool Add(string code, string detail)
    {
        reasons.Add(new SignatureReasonView(code, detail));
        return false;
    }

    private static string Single(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0] ?? "" : "";
}
