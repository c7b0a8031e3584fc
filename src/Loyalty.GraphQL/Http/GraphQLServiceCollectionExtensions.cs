using System.Reflection;
using Loyalty.GraphQL;
using Loyalty.GraphQL.Building;
using Loyalty.GraphQL.Documents;
using Loyalty.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the GraphQL server.</summary>
public static class GraphQLServiceCollectionExtensions
{
    /// <summary>Adds a server; what the schema is made of is added on the result. The schema is built when the host starts.</summary>
    public static GraphQLServerBuilder AddGraphQLServer(this IServiceCollection services)
    {
        var options = new SchemaOptions();
        services.AddAuthorization();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<INodeIdSerializer, NodeIdSerializer>();
        services.TryAddSingleton(new GraphQLOptions());
        services.AddSingleton(provider =>
            SchemaFactory.Create(
                options,
                provider.GetRequiredService<IServiceProviderIsService>(),
                provider.GetRequiredService<INodeIdSerializer>()
            )
        );
        services.AddSingleton<RequestExecutor>();
        services.TryAddSingleton<IOperationDocumentStorage, InMemoryOperationDocumentStorage>();
        services.AddSingleton<DocumentSource>();
        services.AddHostedService<SchemaAtStart>();
        return new GraphQLServerBuilder(services, options);
    }

    // An invalid schema must stop the start, not the first request.
    private sealed class SchemaAtStart(Schema schema) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            schema.Query is null ? throw new InvalidOperationException("No schema.") : Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Says what the schema is made of.</summary>
public sealed class GraphQLServerBuilder
{
    private readonly SchemaOptions options;

    internal GraphQLServerBuilder(IServiceCollection services, SchemaOptions options) =>
        (Services, this.options) = (services, options);

    public IServiceCollection Services { get; }

    /// <summary>Adds one attributed type: a root, an extension, a scalar, or an object, interface, union, enum, input or directive.</summary>
    public GraphQLServerBuilder AddType<T>() => AddType(typeof(T));

    /// <summary>As <see cref="AddType{T}"/>, for static classes.</summary>
    public GraphQLServerBuilder AddType(Type type)
    {
        if (typeof(ScalarType).IsAssignableFrom(type))
            options.Scalars.Add((ScalarType)Activator.CreateInstance(type)!);
        else
            options.Add(type);
        return this;
    }

    /// <summary>Adds every type of an assembly that carries one of the library's type attributes, scalars, and classes with data loaders.</summary>
    /// <param name="filter">Leaves types out; null takes all.</param>
    public GraphQLServerBuilder AddTypes(Assembly assembly, Func<Type, bool>? filter = null)
    {
        foreach (var type in assembly.GetTypes().Where(type => filter?.Invoke(type) ?? true))
        {
            if (
                type is { IsAbstract: false, IsGenericTypeDefinition: false }
                && typeof(ScalarType).IsAssignableFrom(type)
            )
                AddType(type);
            else if (IsOurs(type))
                options.Add(type);
            else if (type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false })
                options.Candidates.Add(type);
        }
        return this;
    }

    /// <summary>Adds <c>Node</c>, <c>node</c> and <c>nodes</c>, and makes the ids of types with <see cref="NodeAttribute"/> global.</summary>
    public GraphQLServerBuilder AddGlobalObjectIdentification()
    {
        options.GlobalObjectIdentification = true;
        return this;
    }

    /// <summary>
    /// Computes what each operation costs before it runs, and refuses what exceeds the budgets (<see cref="CostOptions"/>).
    /// The schema then shows <c>@cost</c> and <c>@listSize</c>.
    /// </summary>
    public GraphQLServerBuilder AddCostAnalyzer()
    {
        options.CostAnalysis = true;
        Services.TryAddSingleton(new CostOptions());
        return this;
    }

    /// <summary>As <see cref="AddCostAnalyzer"/>, with other budgets or defaults.</summary>
    public GraphQLServerBuilder ModifyCostOptions(Action<CostOptions> change)
    {
        var current = new CostOptions();
        change(current);
        Services.Replace(ServiceDescriptor.Singleton(current));
        return AddCostAnalyzer();
    }

    public GraphQLServerBuilder SetDescription(string description)
    {
        options.Description = description;
        return this;
    }

    /// <summary>Changes bounds and switches; several changes add up.</summary>
    public GraphQLServerBuilder ModifyOptions(Action<GraphQLOptions> change)
    {
        change((GraphQLOptions)Services.Last(s => s.ServiceType == typeof(GraphQLOptions)).ImplementationInstance!);
        return this;
    }

    private static bool IsOurs(Type type) =>
        type.GetCustomAttributes(inherit: false)
            .Any(a =>
                a
                    is QueryTypeAttribute
                        or MutationTypeAttribute
                        or SubscriptionTypeAttribute
                        or ObjectTypeAttribute
                        or IObjectTypeExtension
                        or InterfaceTypeAttribute
                        or UnionTypeAttribute
                        or EnumTypeAttribute
                        or InputObjectTypeAttribute
                        or OneOfAttribute
                        or DirectiveTypeAttribute
            )
        || type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Any(method => method.IsDefined(typeof(DataLoaderAttribute)));
}
