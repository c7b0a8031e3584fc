using System.Reflection;
using Loyalty.GraphQL.Cost;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.GraphQL.Building;

/// <summary>Builds the schema from attributed C# types.</summary>
internal sealed partial class SchemaFactory
{
    private readonly SchemaOptions options;
    private readonly IServiceProviderIsService isService;
    private readonly INodeIdSerializer nodeIds;
    private readonly NullabilityInfoContext nullability = new();
    private readonly Dictionary<string, NamedType> types = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, ScalarType> scalars = [];
    private readonly Dictionary<(Type, string?), NamedType> outputs = [];
    private readonly Dictionary<Type, NamedType> inputs = [];
    private readonly Dictionary<string, Type> declared = new(StringComparer.Ordinal);
    private readonly ILookup<Type, (Type Class, IObjectTypeExtension Attribute)> extensions;
    private readonly Queue<Action> later = new();
    private readonly List<string> problems = [];
    private readonly DataLoaderMethods loaders;

    private SchemaFactory(SchemaOptions options, IServiceProviderIsService isService, INodeIdSerializer nodeIds)
    {
        this.options = options;
        this.isService = isService;
        this.nodeIds = nodeIds;
        loaders = new DataLoaderMethods(options.Types);
        extensions = options
            .Types.SelectMany(type =>
                type.GetCustomAttributes().OfType<IObjectTypeExtension>().Select(attribute => (type, attribute))
            )
            .ToLookup(pair => pair.attribute.Target);
        foreach (var type in options.Types.Where(t => !IsRootOrExtension(t)))
            declared.TryAdd(
                type.IsDefined(typeof(InputObjectTypeAttribute)) ? Naming.Input(type) : Naming.Type(type),
                type
            );
        AddScalars();
    }

    /// <summary>Builds and checks the schema.</summary>
    /// <exception cref="SchemaException">The types do not make a valid schema.</exception>
    public static Schema Create(
        SchemaOptions options,
        IServiceProviderIsService isService,
        INodeIdSerializer nodeIds
    ) => new SchemaFactory(options, isService, nodeIds).Build();

    private Schema Build()
    {
        var query = Root<QueryTypeAttribute>("Query");
        var mutation = Root<MutationTypeAttribute>("Mutation");
        var subscription = Root<SubscriptionTypeAttribute>("Subscription");
        if (query is null)
            throw new SchemaException(["There is no class with [QueryType]."]);
        foreach (var type in options.Types.Where(type => !IsRootOrExtension(type)))
            Include(type);
        foreach (var target in extensions.Select(group => group.Key))
            OutputNamed(target, null);
        if (options.GlobalObjectIdentification)
            AddNodeFields(query);
        Drain();
        var directives = BuiltInDirectives()
            .Concat(options.CostAnalysis ? CostDirectives.Definitions : [])
            .Concat(options.Types.Select(DirectiveOf).OfType<DirectiveDefinition>())
            .ToList();
        Drain();
        SchemaValidator.Check(types.Values, directives, problems);
        if (problems.Count > 0)
            throw new SchemaException(problems);
        Introspection.AddTypes(types);
        return new Schema(types.Values, directives, query, mutation, subscription)
        {
            Description = options.Description,
            NodeIds = nodeIds,
        };
    }

    // Types call for types; implementers are looked for whenever all that was asked for is there.
    private void Drain()
    {
        int before;
        do
        {
            while (later.TryDequeue(out var work))
                work();
            before = types.Count;
            foreach (
                var abstraction in outputs
                    .Where(p => p.Value is InterfaceType or UnionType)
                    .Select(p => p.Key.Item1)
                    .ToList()
            )
            {
                foreach (var type in options.Candidates.Where(t => IsObject(t) && abstraction.IsAssignableFrom(t)))
                    OutputNamed(type, null);
            }
        } while (later.Count > 0 || types.Count > before);
    }

    private static bool IsObject(Type type) =>
        type is { IsAbstract: false, IsInterface: false, IsGenericTypeDefinition: false, IsEnum: false }
        && !type.IsDefined(typeof(GraphQLIgnoreAttribute), inherit: false)
        && !type.IsDefined(typeof(InputObjectTypeAttribute), inherit: false);

    private static bool IsRootOrExtension(Type type) =>
        type.GetCustomAttributes()
            .Any(a =>
                a
                    is QueryTypeAttribute
                        or MutationTypeAttribute
                        or SubscriptionTypeAttribute
                        or DirectiveTypeAttribute
                        or IObjectTypeExtension
            )
        || type is { IsAbstract: true, IsSealed: true }
        || typeof(IDataLoader).IsAssignableFrom(type);

    private void Include(Type type)
    {
        if (type.IsDefined(typeof(InputObjectTypeAttribute)) || type.IsDefined(typeof(OneOfAttribute)))
            InputNamed(type);
        else
            OutputNamed(type, null);
    }

    private ObjectType? Root<TAttribute>(string name)
        where TAttribute : Attribute
    {
        var classes = options.Types.Where(type => type.IsDefined(typeof(TAttribute))).ToList();
        if (classes.Count == 0)
            return null;
        var root = Register(new ObjectType(name));
        root.Description = classes.Select(XmlDocs.Of).FirstOrDefault(text => text is not null && classes.Count == 1);
        foreach (var type in classes)
        {
            later.Enqueue(() =>
            {
                if (typeof(TAttribute) == typeof(SubscriptionTypeAttribute))
                    AddSubscriptions(root, type);
                else
                    AddMembers(root, type, includeMethods: true, isRoot: true);
            });
        }
        return root;
    }

    private T Register<T>(T type)
        where T : NamedType
    {
        if (!types.TryAdd(type.Name, type))
            problems.Add($"There are two types with the name {type.Name}.");
        return type;
    }

    private void AddScalars()
    {
        foreach (var scalar in StandardScalars.All)
            types.Add(scalar.Name, scalar);
        Map(types["Int"], typeof(int), typeof(short), typeof(byte), typeof(sbyte), typeof(ushort));
        Map(types["Float"], typeof(double), typeof(float));
        Map(types["String"], typeof(string), typeof(char));
        Map(types["Boolean"], typeof(bool));
        Map(new LongScalar(), typeof(long), typeof(uint));
        Map(new DecimalScalar(), typeof(decimal));
        Map(new UuidScalar(), typeof(Guid));
        Map(new DateTimeScalar(), typeof(DateTimeOffset), typeof(DateTime));
        Map(new DateScalar(), typeof(DateOnly));
        Map(new UrlScalar(), typeof(Uri));
        foreach (var scalar in options.Scalars)
        {
            if (scalar.GetType().GetCustomAttribute<SpecifiedByAttribute>() is { } specified)
                scalar.SpecifiedBy = specified.Url;
            scalar.Description ??= XmlDocs.Of(scalar.GetType());
            if (
                Array.Exists(StandardScalars.All, own => string.Equals(own.Name, scalar.Name, StringComparison.Ordinal))
            )
                problems.Add($"{scalar.Name} is a scalar of the specification and cannot be another.");
            ApplyTypeCost(scalar, scalar.GetType());
            Map(scalar, scalar.RuntimeType);
            types[scalar.Name] = scalar;
        }
    }

    private void Map(NamedType scalar, params ReadOnlySpan<Type> runtimeTypes)
    {
        foreach (var type in runtimeTypes)
            scalars[type] = (ScalarType)scalar;
    }

    private ScalarType? FindScalar(Type type)
    {
        if (!scalars.TryGetValue(type, out var scalar))
            return null;
        types.TryAdd(scalar.Name, scalar);
        return (ScalarType)types[scalar.Name];
    }

    private NamedType ByName(string name)
    {
        if (types.TryGetValue(name, out var known))
            return known;
        if (scalars.Values.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal)) is { } scalar)
            return types[name] = scalar;
        if (!declared.TryGetValue(name, out var type))
            throw new SchemaException([$"There is no type {name}."]);
        Include(type);
        return types[name];
    }

    private GraphQLType FromSyntax(TypeNode node) =>
        node switch
        {
            NonNullTypeNode nonNull => new NonNullType(FromSyntax(nonNull.Type)),
            ListTypeNode list => new ListType(FromSyntax(list.Type)),
            NamedTypeNode named => ByName(named.Name.Value),
            _ => throw new InvalidOperationException(),
        };
}
