using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Loyalty.Testing;

/// <summary>Stands in for an installation's own OpenID Connect provider: publishes its metadata and signs whatever token a
/// test asks for. The embedded issuer has tests of its own.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly WebApplication app;

    private TestIssuer(WebApplication app) => this.app = app;

    public string Url { get; private set; } = "";

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                Results.Json(
                    new
                    {
                        issuer = issuer.Url,
                        jwks_uri = $"{issuer.Url}/jwks",
                        authorization_endpoint = $"{issuer.Url}/authorize",
                        token_endpoint = $"{issuer.Url}/token",
                    }
                )
        );
        app.MapGet("/jwks", issuer.Jwks);
        await app.StartAsync();
        issuer.Url = app.Urls.Single();
        return issuer;
    }

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>An access token as RFC 9068 describes it.</summary>
    public string Token(string subject, string scope, params string[] roles) =>
        Token(subject, scope, TimeProvider.System.GetUtcNow() + Lifetime, roles);

    public string Token(string subject, string scope, DateTimeOffset expires, params string[] roles) =>
        Token(subject, scope, expires - Lifetime, expires, roles);

    /// <param name="from">for hosts whose clock a test has turned.</param>
    public string Token(
        string subject,
        string scope,
        DateTimeOffset from,
        DateTimeOffset expires,
        params string[] roles
    ) => Token(subject, "test", scope, from, expires, roles);

    /// <summary>What a client gets for itself by its credentials.</summary>
    public string ClientToken(string clientId, string scope, DateTimeOffset expires) =>
        Token(clientId, clientId, scope, expires - Lifetime, expires, []);

    private string Token(
        string subject,
        string clientId,
        string scope,
        DateTimeOffset from,
        DateTimeOffset expires,
        string[] roles
    ) =>
        new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Url,
                Audience = "loyalty",
                TokenType = "at+jwt",
                IssuedAt = from.UtcDateTime,
                NotBefore = from.UtcDateTime,
                Expires = expires.UtcDateTime,
                Subject = new ClaimsIdentity([
                    new Claim("sub", subject),
                    new Claim("client_id", clientId),
                    new Claim("scope", scope),
                    .. roles.Select(role => new Claim("role", role)),
                ]),
                SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = "test" }, "ES256"),
            }
        );

    private IResult Jwks()
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return Results.Json(
            new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "EC",
                        use = "sig",
                        alg = "ES256",
                        kid = "test",
                        crv = "P-256",
                        x = Base64UrlEncoder.Encode(parameters.Q.X),
                        y = Base64UrlEncoder.Encode(parameters.Q.Y),
                    },
                },
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }
}
