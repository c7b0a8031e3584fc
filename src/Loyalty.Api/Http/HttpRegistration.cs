using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Api.Partners;
using Loyalty.Application.Points.Ledger;
using Loyalty.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;

namespace Loyalty.Api.Http;

public static class HttpRegistration
{
    private static readonly string[] CompressedTypes =
    [
        "application/json",
        "application/problem+json",
        "application/graphql-response+json",
    ];

    private static readonly PathString[] Compressed = [GraphQLHost.Path, "/api"];

    public static IServiceCollection AddLoyaltyHttp(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
        services.AddProblemDetails(options =>
            options.CustomizeProblemDetails = context =>
            {
                context.ProblemDetails.Extensions.Remove("traceId");
                context.ProblemDetails.Extensions["requestId"] = context.HttpContext.TraceIdentifier;
            }
        );
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddHttpContextAccessor();
        services.AddScoped<IdempotencyKeys>();
        services.AddScoped<CurrentPartner>();
        services.AddResponseCompression(compression =>
        {
            // BREACH needs a secret in the answer, text of the attacker's beside it, and a browser that speaks for the victim by
            // itself. These faces take bearer tokens, never cookies, and answer no tokens; the issuer's are not compressed.
            compression.EnableForHttps = true;
            compression.MimeTypes = CompressedTypes;
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services
            .AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: ["ready"])
            .AddCheck<RedisHealth>("redis", tags: ["ready"]);
        return services;
    }

    /// <summary>camelCase names, enums as camelCase strings, numbers as numbers, unknown fields refused by name.</summary>
    public static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.Converters.Add(new IdentifierJsonConverterFactory());
        json.Converters.Add(new MoneyJsonConverter());
        json.Converters.Add(new MoneyCurrencyJsonConverter());
        json.Converters.Add(new PointCurrencyCodeJsonConverter());
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.MaxDepth = 32;
    }

    public static void UseLoyaltyHttp(this WebApplication app)
    {
        app.UseMiddleware<RequestId>();
        app.Services.GetRequiredService<ProxySettings>().Use(app);
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                StatusCodeSelector = exception =>
                    exception switch
                    {
                        BadHttpRequestException bad => bad.StatusCode,
                        LedgerUnavailableException => StatusCodes.Status503ServiceUnavailable,
                        _ when exception.IsConnectionLost() => StatusCodes.Status503ServiceUnavailable,
                        _ => StatusCodes.Status500InternalServerError,
                    },
                SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
                ExceptionHandler = WriteProblemAsync,
            }
        );
        app.UseWhen(
            context => Compressed.Any(context.Request.Path.StartsWithSegments),
            b => b.UseResponseCompression()
        );
        app.UseStatusCodePages();
        app.UseBodyBuffering();
    }

    private static async Task WriteProblemAsync(HttpContext context)
    {
        var problems = context.RequestServices.GetRequiredService<IProblemDetailsService>();
        var problem = context.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            BadHttpRequestException bad => Problems.FromBadRequest(bad),
            LedgerUnavailableException => new ProblemDetails
            {
                Type = "/problems/ledger-unavailable",
                Title = "Ledger unavailable",
                Status = StatusCodes.Status503ServiceUnavailable,
                Detail = "The ledger cannot write at this moment. Send the same request again: nothing is done twice.",
            },
            { } exception when exception.IsConnectionLost() => new ProblemDetails
            {
                Type = "/problems/database-unavailable",
                Title = "Database unavailable",
                Status = StatusCodes.Status503ServiceUnavailable,
                Detail = "The database cannot be reached at this moment. Send the same request again later.",
            },
            _ => new ProblemDetails
            {
                Type = "/problems/internal-error",
                Title = "Internal error",
                Status = StatusCodes.Status500InternalServerError,
                Detail = "Something went wrong here. Quote the request id when you report it.",
            },
        };
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }
}
