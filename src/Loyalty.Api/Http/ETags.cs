using Loyalty.Domain;

namespace Loyalty.Api.Http;

/// <summary>A resource's version as an entity tag: <c>"v3"</c>.</summary>
public static class ETags
{
    public static void SetETag(this HttpContext context, IVersioned thing) =>
        context.Response.Headers.ETag = $"\"v{thing.Version}\"";

    /// <summary>The version that the caller read, from <c>If-Match</c>; a refusal when it is missing or not one of our
    /// tags.</summary>
    public static Outcome<long> ReadIfMatch(this HttpContext context)
    {
        var header = context.Request.Headers.IfMatch.ToString();
        if (header.Length == 0)
        {
            return new PreconditionRequired();
        }

        return
            header is ['"', 'v', .. var digits, '"']
            && long.TryParse(digits, System.Globalization.NumberStyles.None, provider: null, out var version)
            ? version
            : new Refusal.StaleVersion();
    }

    /// <summary>A change without <c>If-Match</c> could overwrite somebody else's.</summary>
    public sealed record PreconditionRequired()
        : Refusal(
            "if-match-required",
            RefusalKind.Invalid,
            "Send the ETag of the version that you read in the header If-Match."
        );
}
