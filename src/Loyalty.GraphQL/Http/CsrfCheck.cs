using Microsoft.AspNetCore.Http;

namespace Loyalty.GraphQL.Http;

/// <summary>Tells GET requests that a page of another site may have made a browser send. See <see cref="CsrfGuard"/>.</summary>
internal static class CsrfCheck
{
    public const string PreflightHeader = "GraphQL-Preflight";

    // Browsers ask the server before they send these to another site. The last two are those of Apollo's clients.
    private static readonly string[] Preflighted =
    [
        PreflightHeader,
        "apollo-require-preflight",
        "x-apollo-operation-name",
    ];

    public static GraphQLError? Check(HttpRequest request, CsrfGuard guard)
    {
        if (guard == CsrfGuard.Off || !HttpMethods.IsGet(request.Method) || IsPreflighted(request))
            return null;
        if (guard == CsrfGuard.Browsers && !IsFromElsewhere(request) && request.Headers.Cookie.Count == 0)
            return null;
        return new GraphQLError(
            $"A GET like this could be forged by another site. Send the header {PreflightHeader}: 1, or POST."
        )
        {
            Code = ErrorCodes.CsrfPrevented,
        };
    }

    private static bool IsPreflighted(HttpRequest request) =>
        Array.Exists(Preflighted, header => request.Headers.ContainsKey(header))
        || MediaTypes.IsJson(request.ContentType);

    // Sec-Fetch-Site cannot be set by scripts; browsers that do not know it send Origin where it matters.
    private static bool IsFromElsewhere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is not ("same-origin" or "none");
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
