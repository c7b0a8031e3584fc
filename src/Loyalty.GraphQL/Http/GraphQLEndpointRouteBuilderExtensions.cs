using Loyalty.GraphQL;
using Loyalty.GraphQL.Documents;
using Loyalty.GraphQL.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>GraphQL over HTTP.</summary>
public static class GraphQLEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves GET (queries only) and POST as <c>application/graphql-response+json</c> (request errors are 400) or
    /// <c>application/json</c> (GraphQL answers are 200), or as <c>text/event-stream</c> (subscriptions too); and WebSockets that
    /// speak <c>graphql-transport-ws</c>.
    /// </summary>
    public static IEndpointConventionBuilder MapGraphQL(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/graphql"
    )
    {
        var executor = endpoints.ServiceProvider.GetRequiredService<RequestExecutor>();
        var options = endpoints.ServiceProvider.GetRequiredService<GraphQLOptions>();
        var documents = endpoints.ServiceProvider.GetRequiredService<DocumentSource>();
        var eventStream = new EventStream(executor, options, endpoints.ServiceProvider);
        var endpoint = new GraphQLEndpoint(executor, options, documents, eventStream);
        var sockets = new SocketEndpoint(executor, documents, options, endpoints.ServiceProvider);
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets(sockets.Upgrade());
        pipeline.Run(http =>
            http.WebSockets.IsWebSocketRequest ? sockets.HandleAsync(http) : endpoint.HandleAsync(http)
        );
        return endpoints.Map(pattern, pipeline.Build()).WithDisplayName("GraphQL");
    }
}
