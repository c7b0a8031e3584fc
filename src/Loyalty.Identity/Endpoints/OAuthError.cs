using System.Text.Json.Serialization;
using Loyalty.Identity.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Identity.Endpoints;

/// <summary>An error answer by RFC 6749, section 5.2. The description is ours, never an echo.</summary>
internal sealed record OAuthError(string Error, string Description, int Status = StatusCodes.Status400BadRequest)
{
    public static OAuthError InvalidRequest(string description) => new("invalid_request", description);

    public static OAuthError InvalidGrant(string description) => new("invalid_grant", description);

    public static OAuthError InvalidScope() =>
        new("invalid_scope", "A scope is unknown or not allowed for this client.");

    public IResult ToResult(HttpContext context, IdentityMetrics metrics, string endpoint)
    {
        metrics.Refused(endpoint, Error);
        NoStore(context.Response);
        if (Status == StatusCodes.Status401Unauthorized && Error == "invalid_client")
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Basic realm=\"identity\", charset=\"UTF-8\"";
        }
        return Results.Json(new Body(Error, Description), statusCode: Status);
    }

    public static void NoStore(HttpResponse response)
    {
        response.Headers[HeaderNames.CacheControl] = "no-store";
        response.Headers[HeaderNames.Pragma] = "no-cache";
    }

    private sealed record Body(
        [property: JsonPropertyName("error")] string Error,
        [property: JsonPropertyName("error_description")] string Description
    );
}
