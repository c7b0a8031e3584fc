using Loyalty.Api.Authentication;
using Loyalty.Api.Gatherings;
using Loyalty.Api.GraphQL;
using Loyalty.Api.Magazine;
using Loyalty.Api.Members;
using Loyalty.Domain;
using Loyalty.GraphQL;
using Loyalty.GraphQL.Protection;

namespace Loyalty.Api.Http;

/// <summary>The members' face: one GraphQL endpoint, whose types stand in the nouns' folders.</summary>
public static class GraphQLHost
{
    public const string Path = "/graphql";

    private const int RequestBytesMax = 256 * 1024;

    // Apps' queries are some ten levels deep; what introspection asks for, fifteen.
    private const int DepthMax = 20;

    private const int VariableValuesMax = 1_000;

    public static IServiceCollection AddLoyaltyGraphQL(
        this IServiceCollection services,
        SubscriptionSettings subscriptions,
        GraphQLSettings settings,
        bool isDevelopment
    )
    {
        services.AddSingleton(settings);
        services.AddSingleton<IOperationRateLimiter, MemberRateLimiter>();
        services.AddSingleton<ITrustedDocumentStorage, TrustedDocumentStorage>();
        services.AddScoped<RegisterTrustedDocuments>();
        services.AddSingleton<InMemoryOperationDocumentStorage>();
        services.AddSingleton<IOperationDocumentStorage, SharedDocumentStorage>();
        services
            .AddGraphQLServer()
            .AddTypes(typeof(GraphQLHost).Assembly)
            .AddGlobalObjectIdentification()
            .SetDescription("What a member of the club sees and may change of the member's own record.")
            .AddSocketSessionInterceptor<MemberSockets>()
            .ModifyOptions(options =>
            {
                options.RequestBodyBytesMax = RequestBytesMax;
                subscriptions.ApplyTo(options);
                options.ExecutionDepthMax = DepthMax;
                options.DocumentLimits = new DocumentLimits(
                    OperationsMax: 50,
                    RootFieldsMax: 50,
                    FieldsMax: 2_000,
                    AliasesMax: 200,
                    DirectivesMax: 200
                );
                options.VariableValuesMax = VariableValuesMax;
                options.ExecutionTimeout = TimeSpan.FromSeconds(settings.TimeoutSeconds);
                options.AllowIntrospection = settings.Introspection ?? isDevelopment;
                options.BatchSizeMax = settings.BatchSizeMax;
                options.PersistedOperations.AutomaticPersistedQueries = settings.AutomaticPersistedQueries;
                options.PersistedOperations.OnlyAllowTrustedDocuments = settings.TrustedDocumentsOnly;
            })
            .ModifyCostOptions(costs =>
            {
                costs.MaxFieldCost = settings.MaxFieldCost;
                costs.MaxTypeCost = settings.MaxTypeCost;
            });
        return services
            .AddScoped<IdempotentMutations>()
            .AddScoped<HouseholdChanges>()
            .AddScoped<SubscriptionSteps>()
            .AddScoped<GatheringSteps>();
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
