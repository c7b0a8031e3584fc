using Loyalty.Api.Authentication;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Loyalty.Api.Http;

/// <summary>Partners' systems sign in by client credentials, and not as staff do.</summary>
internal sealed class PartnerDocumentFilter(AuthenticationSettings settings) : IDocumentFilter
{
    private const string Scheme = "clientCredentials";
    private const string Scope = "partner";

    public static IReadOnlyDictionary<string, string> Tags { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Events"] = "What became of what you sent.",
            ["Reconciliation"] = "Your day held against ours, line by line.",
            ["Statements"] = "What you owe for the points that you fund, month by month.",
            ["Disputes"] = "Lines of statements that you do not agree with.",
            ["Members"] = "Linking customers to members; balances where that is agreed.",
            ["Secrets"] = "What you sign webhooks with.",
            ["Sandbox"] = "Try a request without posting.",
        };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        if (context.DocumentName != Swagger.PartnerDocument || swaggerDoc.Components is null)
        {
            return;
        }

        swaggerDoc.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Scheme] = settings.IsEmbedded
                ? new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.OAuth2,
                    Description = "Client credentials of a client that staff bound to the partner.",
                    Flows = new OpenApiOAuthFlows
                    {
                        ClientCredentials = new OpenApiOAuthFlow
                        {
                            TokenUrl = new Uri("/connect/token", UriKind.Relative),
                            Scopes = new Dictionary<string, string>(StringComparer.Ordinal)
                            {
                                [Scope] = "Speak for a partner of the club",
                            },
                        },
                    },
                }
                : new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.OpenIdConnect,
                    Description = $"Client credentials and the scope {Scope}.",
                    OpenIdConnectUrl = new Uri($"{settings.Authority!.TrimEnd('/')}/.well-known/openid-configuration"),
                },
        };
        swaggerDoc.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, swaggerDoc)] = [Scope] },
        ];
    }
}
