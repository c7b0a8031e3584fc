using Loyalty.Identity.Endpoints;
using Loyalty.Identity.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loyalty.Identity;

/// <summary>The issuer's routes.</summary>
public static class LoyaltyIdentityEndpoints
{
    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post];
    private static readonly string[] Options = [HttpMethods.Options];

    /// <summary>
    /// Maps discovery, key set, <c>/connect/*</c> and the sign-in page, open to anonymous callers whatever the host's fallback policy, and
    /// left out of API descriptions. They answer CORS themselves and need neither the CORS nor the antiforgery middleware.
    /// </summary>
    public static IEndpointConventionBuilder MapLoyaltyIdentity(this IEndpointRouteBuilder endpoints)
    {
        var all = endpoints.MapGroup("").AllowAnonymous().ExcludeFromDescription();

        var metadata = all.MapGroup("").AddEndpointFilter(Cors.ForEveryone);
        metadata.MapGet(Paths.Discovery, DiscoveryEndpoint.MetadataAsync);
        metadata.MapGet(Paths.AuthorizationServer, DiscoveryEndpoint.MetadataAsync);
        metadata.MapGet(Paths.Keys, DiscoveryEndpoint.KeysAsync);

        var apps = all.MapGroup("").AddEndpointFilter(Cors.ForClients);
        apps.MapPost(Paths.Token, TokenEndpoint.HandleAsync);
        apps.MapPost(Paths.Revocation, RevocationEndpoint.HandleAsync);
        apps.MapMethods(Paths.UserInfo, GetAndPost, UserInfoEndpoint.HandleAsync);
        foreach (var path in new[] { Paths.Token, Paths.Revocation, Paths.UserInfo })
        {
            all.MapMethods(path, Options, (Delegate)Cors.PreflightAsync);
        }

        all.MapMethods(Paths.Authorize, GetAndPost, AuthorizeEndpoint.HandleAsync);
        all.MapMethods(Paths.EndSession, GetAndPost, EndSessionEndpoint.HandleAsync);
        all.MapGet(Paths.SignIn, SignInEndpoint.ShowAsync);
        all.MapPost(Paths.SignIn, SignInEndpoint.SubmitAsync);
        return all;
    }
}
