using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Tests.Conformance;

/// <summary>Serves the conformance schema with the behaviour that the sample server on graphql-js has.</summary>
public static class ConformanceHost
{
    public static GraphQLServerBuilder AddConformanceTypes(this IServiceCollection services) =>
        services
            .AddGraphQLServer()
            .AddTypes(
                typeof(ConformanceHost).Assembly,
                type => string.Equals(type.Namespace, typeof(ConformanceHost).Namespace, StringComparison.Ordinal)
            );

    /// <summary>Starts a server; its address is in <see cref="WebApplication.Urls"/>.</summary>
    public static async Task<WebApplication> StartAsync(
        string url = "http://127.0.0.1:0",
        Action<GraphQLServerBuilder>? change = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var server = builder.Services.AddConformanceTypes();
        change?.Invoke(server);
        var app = builder.Build();
        app.MapGraphQL();
        await app.StartAsync();
        return app;
    }

    public static Uri Address(this WebApplication app) =>
        new(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
                + "/graphql"
        );
}
