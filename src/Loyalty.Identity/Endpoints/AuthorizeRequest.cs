using System.Globalization;
using Loyalty.Identity.Clients;
using Loyalty.Identity.Codes;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Endpoints;

/// <summary>A request that may be answered with a code once the user is known.</summary>
internal sealed record AuthorizeRequest(
    Client Client,
    string RedirectUri,
    string? State,
    string? Nonce,
    string CodeChallenge,
    IReadOnlyList<Scope> Scopes,
    bool PromptNone,
    bool PromptLogin,
    int? MaxAgeSeconds
);

/// <summary>What became of the parameters.</summary>
internal abstract record AuthorizeOutcome
{
    public sealed record Accepted(AuthorizeRequest Request) : AuthorizeOutcome;

    /// <summary>The client may be told.</summary>
    public sealed record Refused(string RedirectUri, string? State, OAuthError Error) : AuthorizeOutcome;

    /// <summary>Client or redirect address are not known, so that only the user may be told (RFC 6749, section 4.1.2.1).</summary>
    public sealed record Unanswerable(string Message) : AuthorizeOutcome;
}

/// <summary>Checks the parameters of the authorization endpoint (OAuth 2.1, section 4.1.1; OpenID Connect Core 1.0, section 3.1.2).</summary>
internal sealed class AuthorizeRequestReader(LoyaltyIdentityDbContext db, ScopeCatalog catalog)
{
    public async Task<AuthorizeOutcome> ReadAsync(OAuthParameters sent, CancellationToken cancel)
    {
        if (sent["client_id"] is not { } clientId || await ClientAsync(clientId, cancel) is not { } client)
        {
            return new AuthorizeOutcome.Unanswerable("The application that sent you here is not known.");
        }
        if (sent["redirect_uri"] is not { } redirectUri || !Clients.RedirectUri.IsRegistered(client, redirectUri))
        {
            return new AuthorizeOutcome.Unanswerable(
                "The application that sent you here gave an address that is not registered for it."
            );
        }
        var state = sent["state"];
        if (Problem(sent, client) is { } problem)
        {
            return new AuthorizeOutcome.Refused(redirectUri, state, problem);
        }
        if (await catalog.ResolveAsync(ScopeNames.Split(sent["scope"]), client, cancel) is not { Count: > 0 } scopes)
        {
            return new AuthorizeOutcome.Refused(redirectUri, state, OAuthError.InvalidScope());
        }
        var prompts = ScopeNames.Split(sent["prompt"]);
        return new AuthorizeOutcome.Accepted(
            new AuthorizeRequest(
                client,
                redirectUri,
                state,
                sent["nonce"],
                sent["code_challenge"]!,
                scopes,
                PromptNone: prompts.Contains("none", StringComparer.Ordinal),
                PromptLogin: prompts.Any(p => p is "login" or "select_account"),
                sent["max_age"] is { } maxAge ? int.Parse(maxAge, CultureInfo.InvariantCulture) : null
            )
        );
    }

    private Task<Client?> ClientAsync(string clientId, CancellationToken cancel) =>
        db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == clientId && c.Enabled, cancel);

    private static OAuthError? Problem(OAuthParameters sent, Client client)
    {
        if (sent.AnyMalformed)
        {
            return OAuthError.InvalidRequest("Each parameter may be given once and within limits.");
        }
        if (sent["request"] is not null)
        {
            return new OAuthError("request_not_supported", "Request objects are not supported.");
        }
        if (sent["request_uri"] is not null)
        {
            return new OAuthError("request_uri_not_supported", "Request objects are not supported.");
        }
        if (sent["response_type"] is not { } responseType)
        {
            return OAuthError.InvalidRequest("response_type is needed.");
        }
        if (responseType != "code")
        {
            return new OAuthError("unsupported_response_type", "Only response_type=code is supported.");
        }
        if (!client.Allows(GrantTypes.AuthorizationCode))
        {
            return new OAuthError("unauthorized_client", "The client may not use this grant type.");
        }
        if (sent["response_mode"] is not (null or "query"))
        {
            return OAuthError.InvalidRequest("Only response_mode=query is supported.");
        }
        // Without a method RFC 7636 means "plain", which is not offered.
        if (
            sent["code_challenge"] is not { } challenge
            || sent["code_challenge_method"] != "S256"
            || !Pkce.IsChallenge(challenge)
        )
        {
            return OAuthError.InvalidRequest("PKCE with code_challenge_method=S256 is needed.");
        }
        if (sent["scope"] is null)
        {
            return OAuthError.InvalidRequest("scope is needed.");
        }
        // Every client belongs to the installation, so that "consent" has nothing to ask for.
        var prompts = ScopeNames.Split(sent["prompt"]);
        if (
            prompts.Any(p => p is not ("none" or "login" or "select_account" or "consent"))
            || (prompts.Count > 1 && prompts.Contains("none", StringComparer.Ordinal))
        )
        {
            return OAuthError.InvalidRequest("prompt is not understood.");
        }
        return
            sent["max_age"] is { } maxAge
            && !int.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? OAuthError.InvalidRequest("max_age must be a number of seconds.")
            : null;
    }
}
