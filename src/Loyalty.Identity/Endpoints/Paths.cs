namespace Loyalty.Identity.Endpoints;

/// <summary>The same paths as Duende IdentityServer's.</summary>
internal static class Paths
{
    public const string Discovery = "/.well-known/openid-configuration";
    public const string AuthorizationServer = "/.well-known/oauth-authorization-server";
    public const string Keys = "/.well-known/openid-configuration/jwks";
    public const string Authorize = "/connect/authorize";
    public const string Token = "/connect/token";
    public const string Revocation = "/connect/revocation";
    public const string UserInfo = "/connect/userinfo";
    public const string EndSession = "/connect/endsession";
    public const string SignIn = "/sign-in";
}
