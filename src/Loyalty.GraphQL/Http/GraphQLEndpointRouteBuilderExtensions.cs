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
    /// <c>application/json</c> (GraphQL answers are 200).
    /// </summary>
    public static IEndpointConventionBuilder MapGraphQL(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/graphql"
    )
    {
        var executor = endpoints.ServiceProvider.GetRequiredService<RequestExecutor>();
        var options = endpoints.ServiceProvider.GetRequiredService<GraphQLOptions>();
        var documents = endpoints.ServiceProvider.GetRequiredService<DocumentSource>();
        var endpoint = new GraphQLEndpoint(executor, options, documents);
        return endpoints.Map(pattern, endpoint.HandleAsync).WithDisplayName("GraphQL");
    }
}
