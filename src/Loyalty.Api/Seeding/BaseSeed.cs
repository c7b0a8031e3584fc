using Loyalty.Api.Authentication;
using Loyalty.Identity.Administration;
using Loyalty.Identity.Clients;
using Loyalty.Identity.Scopes;

namespace Loyalty.Api.Seeding;

/// <summary>What every installation with the embedded issuer needs: scopes, and the client that Swagger UI signs in with.</summary>
public sealed class BaseSeed(ScopeAdministration scopes, ClientAdministration clients, AuthenticationSettings settings)
{
    public const string SwaggerClient = "swagger-ui";

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await scopes.UpsertAsync(new Scope { Name = "openid" }, cancellationToken);
        await scopes.UpsertAsync(new Scope { Name = "profile", UserClaims = ["name"] }, cancellationToken);
        await scopes.UpsertAsync(new Scope { Name = "offline_access" }, cancellationToken);
        await scopes.UpsertAsync(new Scope { Name = "member", Audience = settings.Audience }, cancellationToken);
        await scopes.UpsertAsync(new Scope { Name = "partner", Audience = settings.Audience }, cancellationToken);
        await scopes.UpsertAsync(
            new Scope
            {
                Name = "admin",
                Audience = settings.Audience,
                UserClaims = ["role"],
                RequiredRoles = ["administrator", "manager", "support", "auditor"],
            },
            cancellationToken
        );
        await clients.UpsertAsync(
            new Client
            {
                ClientId = SwaggerClient,
                ClientName = "Swagger UI",
                RequireClientSecret = false,
                AllowedGrantTypes = [GrantTypes.AuthorizationCode],
                RedirectUris = [$"{settings.Issuer}/swagger/oauth2-redirect.html"],
                AllowedCorsOrigins = [settings.Issuer],
                AllowedScopes = ["openid", "profile", "admin"],
            },
            cancellationToken
        );
    }
}
