using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Conformance;

/// <summary>Serves <c>conformance-schema.graphql</c> with the behaviour that <c>tests/conformance/differential/schema.mjs</c> gives graphql-js.</summary>
public static class ConformanceHost
{
    /// <summary>The schema of the host, as its authors have written it.</summary>
    public static string Sdl
    {
        get
        {
            using var stream = typeof(ConformanceHost).Assembly.GetManifestResourceStream(
                "conformance-schema.graphql"
            )!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    public static GraphQLServerBuilder AddConformanceTypes(this IServiceCollection services) =>
        services
            .AddSingleton<ConformanceCounter>()
            .AddGraphQLServer()
            .SetDescription(Parser.Parse(Sdl).Definitions.OfType<SchemaDefinitionNode>().Single().Description!.Value)
            .AddTypes(
                typeof(ConformanceHost).Assembly,
                type => string.Equals(type.Namespace, typeof(ConformanceHost).Namespace, StringComparison.Ordinal)
            );

    /// <param name="args">What ASP.NET Core's hosts take, of which <c>--urls</c> is of use.</param>
    /// <param name="change">Changes the server's options.</param>
    public static WebApplication Create(string[] args, Action<GraphQLServerBuilder>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        var server = builder.Services.AddConformanceTypes();
        change?.Invoke(server);
        var app = builder.Build();
        app.MapGraphQL();
        app.MapPost("/print", PrintAsync);
        app.MapGet(
            "/schema",
            context => context.Response.WriteAsync(context.RequestServices.GetRequiredService<Schema>().Print())
        );
        return app;
    }

    /// <summary>Reads the document in the body and answers with it as the library's printer writes it.</summary>
    private static async Task PrintAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        try
        {
            await context.Response.WriteAsync(SyntaxPrinter.Print(Parser.Parse(text)), context.RequestAborted);
        }
        catch (GraphQLSyntaxException error)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(error.Message, context.RequestAborted);
        }
    }

    /// <summary>Starts a server on a free port; <see cref="Address"/> tells which.</summary>
    public static async Task<WebApplication> StartAsync(
        string url = "http://127.0.0.1:0",
        Action<GraphQLServerBuilder>? change = null
    )
    {
        var app = Create(["--urls", url], change);
        await app.StartAsync();
        return app;
    }

    public static Uri Address(this WebApplication app) =>
        new(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
                + "/graphql"
        );
}
