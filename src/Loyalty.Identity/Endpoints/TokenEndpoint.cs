using Loyalty.Identity.Clients;
using Loyalty.Identity.Metrics;
using Loyalty.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Loyalty.Identity.Endpoints;

/// <summary><c>POST /connect/token</c> (RFC 6749, section 3.2).</summary>
internal static class TokenEndpoint
{
    private const string Name = "token";

    public static async Task<IResult> HandleAsync(
        HttpContext context,
        ClientAuthentication clients,
        ClientCredentialsGrant clientCredentials,
        AuthorizationCodeGrant authorizationCode,
        RefreshTokenGrant refreshToken,
        IdentityMetrics metrics,
        CancellationToken cancel
    )
    {
        var form = await OAuthParameters.FromFormAsync(context.Request, cancel);
        if (form is null || form.AnyMalformed)
        {
            return OAuthError
                .InvalidRequest("The body must be a form, with each parameter once and within limits.")
                .ToResult(context, metrics, Name);
        }
        var caller = await clients.AuthenticateAsync(context.Request, form, cancel);
        if (caller is ClientAuthentication.Outcome.Refused(var failure))
        {
            return failure.ToResult(context, metrics, Name);
        }
        var client = ((ClientAuthentication.Outcome.Known)caller).Client;
        var answer = form["grant_type"] switch
        {
            GrantTypes.ClientCredentials when client.Allows(GrantTypes.ClientCredentials) =>
                await clientCredentials.AnswerAsync(client, form, cancel),
            GrantTypes.AuthorizationCode when client.Allows(GrantTypes.AuthorizationCode) =>
                await authorizationCode.AnswerAsync(client, form, cancel),
            GrantTypes.RefreshToken when client.AllowOfflineAccess => await refreshToken.AnswerAsync(
                client,
                form,
                cancel
            ),
            GrantTypes.ClientCredentials or GrantTypes.AuthorizationCode or GrantTypes.RefreshToken =>
                new TokenAnswer.Refused(
                    new OAuthError("unauthorized_client", "The client may not use this grant type.")
                ),
            null => TokenAnswer.InvalidRequest("grant_type is needed."),
            _ => new TokenAnswer.Refused(new OAuthError("unsupported_grant_type", "There is no such grant type here.")),
        };
        if (answer is TokenAnswer.Refused(var error))
        {
            return error.ToResult(context, metrics, Name);
        }
        OAuthError.NoStore(context.Response);
        return Results.Json((TokenAnswer.Issued)answer);
    }
}
