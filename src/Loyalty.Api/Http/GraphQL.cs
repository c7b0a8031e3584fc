using Loyalty.Api.Points;
using Loyalty.Domain;
using Loyalty.GraphQL;

namespace Loyalty.Api.Http;

/// <summary>The members' face: one GraphQL endpoint, whose types stand in the nouns' folders.</summary>
public static class GraphQLHost
{
    public const string Path = "/graphql";

    private const int RequestBytesMax = 256 * 1024;

    public static IServiceCollection AddLoyaltyGraphQL(this IServiceCollection services)
    {
        services
            .AddGraphQLServer()
            .AddTypes(typeof(GraphQLHost).Assembly)
            .AddGlobalObjectIdentification()
            .SetDescription("What a member of the club sees and may change of the member's own record.")
            .ModifyOptions(options => options.RequestBodyBytesMax = RequestBytesMax);
        return services.AddScoped<IdempotentMutations>().AddSingleton<EntryCursors>();
    }

    /// <summary>A refusal as an error of the request: the code in capitals, as GraphQL writes codes.</summary>
    public static GraphQLException ToGraphQL(this Refusal refusal)
    {
        var error = ErrorBuilder.New().SetMessage(refusal.Detail).SetCode(refusal.GraphQLCode());
        foreach (var (name, value) in refusal.Fields)
        {
            error.SetExtension(name, value);
        }

        return new GraphQLException(error.Build());
    }

    /// <summary><c>stale-version</c> becomes <c>STALE_VERSION</c>.</summary>
    public static string GraphQLCode(this Refusal refusal) => refusal.Code.Replace('-', '_').ToUpperInvariant();
}
