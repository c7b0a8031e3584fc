using System.Security.Claims;
using System.Text.Json;
using Loyalty.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.GraphQL.Tests.Conformance;

/// <summary>A server without HTTP around it.</summary>
internal sealed class Engine : IDisposable
{
    private readonly ServiceProvider services;

    public static Engine Conformance { get; } = new(s => s.AddConformanceTypes());

    private Engine(Action<IServiceCollection> configure)
    {
        var collection = new ServiceCollection();
        configure(collection);
        services = collection.BuildServiceProvider();
    }

    public static Engine Of(params Type[] types) => new(s => AddTypes(s.AddGraphQLServer(), types));

    public static Engine Create(Action<IServiceCollection> configure) => new(configure);

    public static void AddTypes(GraphQLServerBuilder builder, params Type[] types)
    {
        foreach (var type in types)
            builder.AddType(type);
    }

    public Schema Schema => services.GetRequiredService<Schema>();

    public IServiceProvider Services => services;

    public async Task<ExecutionResult> RunAsync(
        string query,
        string? variables = null,
        ClaimsPrincipal? user = null,
        CostReporting costReporting = CostReporting.None,
        CancellationToken cancellationToken = default
    )
    {
        await using var scope = services.CreateAsyncScope();
        using var json = JsonDocument.Parse(variables ?? "{}");
        var request = new GraphQLRequest(query, scope.ServiceProvider)
        {
            Variables = json.RootElement,
            User = user ?? new ClaimsPrincipal(new ClaimsIdentity()),
            CostReporting = costReporting,
        };
        return await services.GetRequiredService<RequestExecutor>().ExecuteAsync(request, cancellationToken);
    }

    public async Task<string> JsonAsync(string query, string? variables = null, ClaimsPrincipal? user = null) =>
        (await RunAsync(query, variables, user)).ToJson();

    public void Dispose() => services.Dispose();
}
