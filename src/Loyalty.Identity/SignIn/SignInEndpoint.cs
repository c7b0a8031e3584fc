using Loyalty.Identity.Clients;
using Loyalty.Identity.Endpoints;
using Loyalty.Identity.Metrics;
using Loyalty.Identity.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.SignIn;

/// <summary><c>/sign-in</c>: the page with name and password, and what becomes of them.</summary>
internal static class SignInEndpoint
{
    public const string ReturnUrl = "returnUrl";

    private const string Wrong =
        "That e-mail address and password do not match an account that can sign in. After several attempts, wait 15 minutes before the next.";

    public static Task<IResult> ShowAsync(
        HttpContext context,
        LoyaltyIdentityDbContext db,
        IAntiforgery antiforgery,
        CancellationToken cancel
    ) => FormAsync(context, db, antiforgery, context.Request.Query[ReturnUrl].ToString(), "", error: null, 200, cancel);

    public static async Task<IResult> SubmitAsync(
        HttpContext context,
        LoyaltyIdentityDbContext db,
        IAntiforgery antiforgery,
        PasswordCheck passwords,
        Sessions sessions,
        IdentityMetrics metrics,
        CancellationToken cancel
    )
    {
        var form = await OAuthParameters.ReadFormAsync(context.Request, cancel);
        if (form is null)
        {
            return Page.Message(context, "Sign in", "The form could not be read.", StatusCodes.Status400BadRequest);
        }
        var returnUrl = form[ReturnUrl].ToString();
        var name = form["username"].ToString();
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            metrics.SignIn("stale_page");
            return await FormAsync(
                context,
                db,
                antiforgery,
                returnUrl,
                name,
                "The page was open for too long. Please try again.",
                400,
                cancel
            );
        }
        var outcome = await passwords.CheckAsync(
            name,
            form["password"].ToString(),
            context.Connection.RemoteIpAddress,
            cancel
        );
        switch (outcome)
        {
            case PasswordCheck.Outcome.Known known:
                metrics.SignIn("signed_in");
                await sessions.BeginAsync(context, known.User);
                return IsOurs(context, returnUrl)
                    ? new Redirection(returnUrl)
                    : Page.Message(context, "Signed in", "You are signed in. You can close this page.");
            case PasswordCheck.Outcome.TooManyFromAddress:
                metrics.SignIn("too_many");
                const string TooMany = "Too many attempts came from your network. Please try again later.";
                return await FormAsync(context, db, antiforgery, returnUrl, name, TooMany, 429, cancel);
            default:
                metrics.SignIn("refused");
                return await FormAsync(context, db, antiforgery, returnUrl, name, Wrong, 400, cancel);
        }
    }

    /// <summary>Only an authorization request of this very host is worth returning to, which rules out every other place.</summary>
    private static bool IsOurs(HttpContext context, string returnUrl) =>
        returnUrl.StartsWith(context.Request.PathBase + Paths.Authorize + "?", StringComparison.Ordinal)
        && returnUrl.All(c => c is > ' ' and <= '~' and not '\\');

    private static async Task<IResult> FormAsync(
        HttpContext context,
        LoyaltyIdentityDbContext db,
        IAntiforgery antiforgery,
        string returnUrl,
        string name,
        string? error,
        int status,
        CancellationToken cancel
    )
    {
        var ours = IsOurs(context, returnUrl) ? returnUrl : "";
        var (client, target) = await DestinationAsync(db, ours, cancel);
        var tokens = antiforgery.GetAndStoreTokens(context);
        var alert = error is null ? "" : $"<p role=\"alert\" id=\"problem\">{Page.Encode(error)}</p>";
        var described = error is null ? "" : " aria-describedby=\"problem\" aria-invalid=\"true\"";
        var purpose = client is null ? "" : $"<p>to continue to {Page.Encode(client)}</p>";
        var body = $"""
            {purpose}{alert}
            <form method="post" action="{context.Request.PathBase}{Paths.SignIn}">
            <input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">
            <input type="hidden" name="{ReturnUrl}" value="{Page.Encode(ours)}">
            <label for="username">E-mail</label>
            <input id="username" name="username" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="256" value="{Page.Encode(
                name
            )}"{described}>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024"{described}>
            <button type="submit">Sign in</button>
            </form>
            """;
        return Page.Html(context, "Sign in", body, status, target);
    }

    /// <summary>Which application waits, and the place its answer goes to, as far as both are registered.</summary>
    private static async Task<(string? ClientName, string? FormTarget)> DestinationAsync(
        LoyaltyIdentityDbContext db,
        string returnUrl,
        CancellationToken cancel
    )
    {
        var query = QueryHelpers.ParseQuery(
            returnUrl.Contains('?', StringComparison.Ordinal)
                ? returnUrl[returnUrl.IndexOf('?', StringComparison.Ordinal)..]
                : ""
        );
        var clientId = query.TryGetValue("client_id", out var id) ? id.ToString() : "";
        if (clientId.Length is 0 or > 100 || !OAuthParameters.IsSafe(clientId))
        {
            return (null, null);
        }
        var client = await db
            .Clients.AsNoTracking()
            .SingleOrDefaultAsync(c => c.ClientId == clientId && c.Enabled, cancel);
        var redirectUri = query.TryGetValue("redirect_uri", out var uri) ? uri.ToString() : "";
        return client is null || !RedirectUri.IsRegistered(client, redirectUri)
            ? (null, null)
            : (client.ClientName, RedirectUri.Source(redirectUri));
    }
}
