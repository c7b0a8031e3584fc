using Loyalty.Identity.Codes;
using Loyalty.Identity.Metrics;
using Loyalty.Identity.SignIn;
using Loyalty.Identity.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Loyalty.Identity.Endpoints;

/// <summary><c>/connect/authorize</c>: finds out who the user is, then sends a code to the client (RFC 6749, section 4.1).</summary>
internal static class AuthorizeEndpoint
{
    private const string Name = "authorize";

    public static async Task<IResult> HandleAsync(
        HttpContext context,
        AuthorizeRequestReader reader,
        Sessions sessions,
        SignInMarker marker,
        UserClaims userClaims,
        CodeIssuer codes,
        IdentityMetrics metrics,
        IOptions<LoyaltyIdentityOptions> options,
        CancellationToken cancel
    )
    {
        OAuthError.NoStore(context.Response);
        var sent = HttpMethods.IsPost(context.Request.Method)
            ? await OAuthParameters.FromFormAsync(context.Request, cancel)
            : OAuthParameters.FromQuery(context.Request);
        if (sent is null)
        {
            return Unanswerable("The application that sent you here made a mistake in its request.");
        }
        var outcome = await reader.ReadAsync(sent, cancel);
        if (outcome is AuthorizeOutcome.Unanswerable(var message))
        {
            return Unanswerable(message);
        }
        if (outcome is AuthorizeOutcome.Refused refused)
        {
            return Refused(refused.RedirectUri, refused.State, refused.Error);
        }
        var request = ((AuthorizeOutcome.Accepted)outcome).Request;
        var session = await sessions.ReadAsync(context, cancel);
        if (session is null || !marker.IsRecentEnough(session, request, sent[SignInMarker.Parameter]))
        {
            return request.PromptNone
                ? Refused(
                    request.RedirectUri,
                    request.State,
                    new OAuthError("login_required", "The user is not signed in.")
                )
                : new Redirection(SignInAddress(context, sent, marker));
        }
        var scopes = await userClaims.PermittedAsync(session.User.Id, request.Scopes, cancel);
        if (scopes.All(s => s.Audience is null) && request.Scopes.Any(s => s.Audience is not null))
        {
            return Refused(
                request.RedirectUri,
                request.State,
                new OAuthError("access_denied", "The user may not have these scopes.")
            );
        }
        var code = await codes.IssueAsync(request, session, scopes, cancel);
        return Redirect(request.RedirectUri, request.State, [new("code", code)]);

        IResult Refused(string redirectUri, string? state, OAuthError error)
        {
            metrics.Refused(Name, error.Error);
            return Redirect(
                redirectUri,
                state,
                [new("error", error.Error), new("error_description", error.Description)]
            );
        }

        IResult Redirect(string redirectUri, string? state, IEnumerable<KeyValuePair<string, string?>> answer)
        {
            // RFC 9207: tells a client with several issuers which of them answered.
            var parameters = answer.Append(new("state", state)).Append(new("iss", options.Value.Issuer));
            return new Redirection(
                QueryHelpers.AddQueryString(redirectUri, parameters.Where(p => p.Value is not null))
            );
        }

        IResult Unanswerable(string text)
        {
            metrics.Refused(Name, "unanswerable");
            return Page.Message(context, "This request cannot be answered", text, StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>The sign-in page, with this request to come back to and the moment from which a sign-in counts.</summary>
    private static string SignInAddress(HttpContext context, OAuthParameters sent, SignInMarker marker)
    {
        // A login hint is personal data and would end up in access logs.
        var again = sent
            .All.Where(p => p.Key is not ("login_hint" or "id_token_hint" or SignInMarker.Parameter))
            .Append(new(SignInMarker.Parameter, marker.Now()))
            .Select(p => new KeyValuePair<string, string?>(p.Key, p.Value));
        var here = context.Request.PathBase;
        var returnUrl = QueryHelpers.AddQueryString(here + Paths.Authorize, again);
        return QueryHelpers.AddQueryString(here + Paths.SignIn, SignInEndpoint.ReturnUrl, returnUrl);
    }
}
