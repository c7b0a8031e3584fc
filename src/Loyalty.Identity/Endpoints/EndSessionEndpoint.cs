using Loyalty.Identity.SignIn;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tokens;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Endpoints;

/// <summary>
/// <c>/connect/endsession</c> (OpenID Connect RP-Initiated Logout 1.0). Ends the browser's session at the issuer, not the grants of
/// apps. Without a matching <c>id_token_hint</c> the user is asked, because any page can lead here.
/// </summary>
internal static class EndSessionEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context,
        AccessTokenReader tokens,
        Sessions sessions,
        LoyaltyIdentityDbContext db,
        IAntiforgery antiforgery,
        CancellationToken cancel
    )
    {
        OAuthError.NoStore(context.Response);
        var isPost = HttpMethods.IsPost(context.Request.Method);
        var sent = isPost
            ? await OAuthParameters.FromFormAsync(context.Request, cancel)
            : OAuthParameters.FromQuery(context.Request);
        if (sent is null)
        {
            return Page.Message(context, "Sign out", "The request could not be read.", StatusCodes.Status400BadRequest);
        }
        var hint = sent["id_token_hint"] is { } idToken ? await tokens.ReadIdTokenHintAsync(idToken, cancel) : null;
        if (await sessions.ReadAsync(context, cancel) is { } session)
        {
            var isConfirmed = isPost && await antiforgery.IsRequestValidAsync(context);
            if (hint?.Subject != session.User.Id && !isConfirmed)
            {
                return Ask(context, antiforgery);
            }
        }
        await Sessions.EndAsync(context);
        return await DestinationAsync(sent, hint?.ClientId ?? sent["client_id"], db, cancel) is { } uri
            ? new Redirection(uri)
            : Page.Message(context, "Signed out", "You are signed out. You can close this page.");
    }

    private static async Task<string?> DestinationAsync(
        OAuthParameters sent,
        string? clientId,
        LoyaltyIdentityDbContext db,
        CancellationToken cancel
    )
    {
        if (sent["post_logout_redirect_uri"] is not { } uri || clientId is null)
        {
            return null;
        }
        var client = await db
            .Clients.AsNoTracking()
            .SingleOrDefaultAsync(c => c.ClientId == clientId && c.Enabled, cancel);
        if (client?.PostLogoutRedirectUris.Contains(uri, StringComparer.Ordinal) != true)
        {
            return null;
        }
        return sent["state"] is { } state ? QueryHelpers.AddQueryString(uri, "state", state) : uri;
    }

    private static IResult Ask(HttpContext context, IAntiforgery antiforgery)
    {
        var token = antiforgery.GetAndStoreTokens(context);
        // The redirect after it may leave the host, which the page's policy would stop: so it is not carried along.
        var body = $"""
            <p>Do you want to sign out?</p>
            <form method="post" action="{context.Request.PathBase}{Paths.EndSession}">
            <input type="hidden" name="{token.FormFieldName}" value="{token.RequestToken}">
            <button type="submit">Sign out</button>
            </form>
            """;
        return Page.Html(context, "Sign out", body, StatusCodes.Status200OK);
    }
}
