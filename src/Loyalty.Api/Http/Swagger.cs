using System.Text.Json.Nodes;
using Loyalty.Api.Authentication;
using Loyalty.Api.Seeding;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Loyalty.Api.Http;

public static class Swagger
{
    public const string AdminDocument = "admin";
    public const string PartnerDocument = "partner";
    private const string AdminScope = "admin";
    private const string SignInScheme = "signIn";

    public static void AddLoyaltySwagger(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(
                AdminDocument,
                new OpenApiInfo
                {
                    Title = "Loyalty admin API",
                    Version = "v1",
                    Description =
                        "For the club's staff: members, partners, earning rules. Refusals are problem details with a stable "
                        + "`type`; docs/problems.md explains each. Partners' signed events have a contract of their own: "
                        + "api-specs/webhooks.md.",
                }
            );
            swagger.SwaggerDoc(
                PartnerDocument,
                new OpenApiInfo
                {
                    Title = "Loyalty partner API",
                    Version = "v1",
                    Description =
                        "For partners' systems: what became of events, reconciliation, statements, secrets, a sandbox. A client sees "
                        + "its own partner and nothing of another. Refusals are problem details with a stable `type`; "
                        + "docs/problems.md explains each. Events themselves are sent as signed webhooks: api-specs/webhooks.md.",
                }
            );
            swagger.AddServer(new OpenApiServer { Url = "/", Description = "The host that this document comes from" });
            swagger.DocInclusionPredicate((document, api) => api.GroupName == document);
            swagger.SupportNonNullableReferenceTypes();
            foreach (var xml in Directory.EnumerateFiles(AppContext.BaseDirectory, "Loyalty.*.xml"))
            {
                swagger.IncludeXmlComments(xml);
            }

            swagger.MapType<Money>(() =>
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string>(StringComparer.Ordinal) { "amount", "currency" },
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["amount"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = @"^-?\d+(\.\d+)?$" },
                        ["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Z]{3}$" },
                    },
                    Examples = [new JsonObject { ["amount"] = "12.50", ["currency"] = "CNY" }],
                }
            );
            swagger.MapType<MoneyCurrency>(() =>
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Pattern = "^[A-Z]{3}$",
                    Examples = ["CNY"],
                }
            );
            swagger.MapType<PointCurrencyCode>(() =>
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Pattern = "^[A-Z][A-Z0-9_]{1,15}$",
                    Examples = ["POINTS"],
                }
            );
            MapIdentifiers(swagger);
            // Else a field that is an enum of its own could be neither described nor null.
            swagger.UseAllOfToExtendReferenceSchemas();
            swagger.OperationFilter<FileBodyFilter>();
            swagger.OperationFilter<OperationFilter>();
            swagger.SchemaFilter<RequiredFilter>();
            swagger.DocumentFilter<DocumentFilter>();
            swagger.DocumentFilter<PartnerDocumentFilter>();
        });
        services
            .AddOptions<SwaggerGenOptions>()
            .Configure<AuthenticationSettings>((swagger, settings) => AddSignIn(swagger, settings));
    }

    public static void MapLoyaltySwagger(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(ui =>
        {
            ui.SwaggerEndpoint($"/swagger/{AdminDocument}/swagger.json", "Admin API");
            ui.SwaggerEndpoint($"/swagger/{PartnerDocument}/swagger.json", "Partner API");
            ui.OAuthClientId(BaseSeed.SwaggerClient);
            ui.OAuthScopes(AdminScope);
            ui.OAuthUsePkce();
        });
    }

    /// <summary>Authorization code with PKCE at whichever issuer this installation uses. Addresses of the embedded one are
    /// relative, so that the document names no host.</summary>
    private static void AddSignIn(SwaggerGenOptions swagger, AuthenticationSettings settings)
    {
        swagger.AddSecurityDefinition(
            SignInScheme,
            settings.IsEmbedded
                ? new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.OAuth2,
                    Description = "Authorization code with PKCE.",
                    Flows = new OpenApiOAuthFlows
                    {
                        AuthorizationCode = new OpenApiOAuthFlow
                        {
                            AuthorizationUrl = new Uri("/connect/authorize", UriKind.Relative),
                            TokenUrl = new Uri("/connect/token", UriKind.Relative),
                            Scopes = new Dictionary<string, string>(StringComparer.Ordinal)
                            {
                                [AdminScope] = "Work as a member of the club's staff",
                            },
                        },
                    },
                }
                : new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.OpenIdConnect,
                    Description = $"Authorization code with PKCE and the scope {AdminScope}.",
                    OpenIdConnectUrl = new Uri($"{settings.Authority!.TrimEnd('/')}/.well-known/openid-configuration"),
                }
        );
        swagger.AddSecurityRequirement(document => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(SignInScheme, document)] = [AdminScope],
        });
    }

    /// <summary>How an id is written; null when the type is not an id.</summary>
    internal static OpenApiSchema? IdentifierSchema(Type type) =>
        IsIdentifier(type)
            ? new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Pattern = $"^{type.GetProperty("Prefix")!.GetValue(null)}_[0-9a-z]{{26}}$",
            }
            : null;

    private static void MapIdentifiers(SwaggerGenOptions swagger)
    {
        foreach (var type in typeof(IIdentifier<>).Assembly.GetTypes().Where(IsIdentifier))
        {
            swagger.MapType(type, () => IdentifierSchema(type)!);
        }
    }

    private static bool IsIdentifier(Type type) =>
        type.IsValueType
        && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IIdentifier<>));
}
