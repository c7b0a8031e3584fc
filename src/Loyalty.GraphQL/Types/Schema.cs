namespace Loyalty.GraphQL.Types;

/// <summary>A finished, valid schema (section 3.3).</summary>
public sealed class Schema
{
    private readonly Dictionary<string, NamedType> types;
    private readonly Dictionary<string, DirectiveDefinition> directives;
    private readonly Dictionary<NamedType, ObjectType[]> possibleTypes = [];
    private readonly Dictionary<Type, ObjectType> byRuntimeType = [];

    internal Schema(
        IEnumerable<NamedType> types,
        IEnumerable<DirectiveDefinition> directives,
        ObjectType query,
        ObjectType? mutation,
        ObjectType? subscription
    )
    {
        this.types = types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        this.directives = directives.ToDictionary(directive => directive.Name, StringComparer.Ordinal);
        (Query, Mutation, Subscription) = (query, mutation, subscription);
        foreach (var type in this.types.Values)
            possibleTypes[type] = FindPossible(type);
        foreach (var type in this.types.Values.OfType<ObjectType>())
        {
            if (type.RuntimeType is not null)
                byRuntimeType.TryAdd(type.RuntimeType, type);
        }
    }

    public ObjectType Query { get; }

    public ObjectType? Mutation { get; }

    public ObjectType? Subscription { get; }

    public string? Description { get; internal init; }

    public IReadOnlyCollection<NamedType> Types => types.Values;

    public IReadOnlyCollection<DirectiveDefinition> Directives => directives.Values;

    public NamedType? FindType(string name) => types.GetValueOrDefault(name);

    public DirectiveDefinition? FindDirective(string name) => directives.GetValueOrDefault(name);

    /// <summary>The object types that a value of this type may have; the type itself for an object type.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes(NamedType type) => possibleTypes.GetValueOrDefault(type) ?? [];

    /// <summary>The schema as type system definitions: types in alphabetical order, without what is built in.</summary>
    public string Print() => SchemaPrinter.Print(this);

    /// <summary>Writes global ids; null in schemas without.</summary>
    internal INodeIdSerializer? NodeIds { get; init; }

    internal bool IsPossible(NamedType type, ObjectType candidate) =>
        ReferenceEquals(type, candidate) || Array.IndexOf(possibleTypes[type], candidate) >= 0;

    /// <summary>The object type of a value; proxies and other derived classes count as their base.</summary>
    internal ObjectType? FindRuntimeType(Type runtimeType)
    {
        for (var type = runtimeType; type is not null; type = type.BaseType)
        {
            if (byRuntimeType.TryGetValue(type, out var found))
                return found;
        }
        return null;
    }

    private ObjectType[] FindPossible(NamedType type) =>
        type switch
        {
            ObjectType self => [self],
            UnionType union => [.. union.Types],
            InterfaceType face => [.. types.Values.OfType<ObjectType>().Where(t => t.Interfaces.Contains(face))],
            _ => [],
        };
}

/// <summary>The attributed types do not make a valid schema; the message lists every fault.</summary>
public sealed class SchemaException(IReadOnlyCollection<string> problems)
    : Exception("The GraphQL schema is not valid:\n- " + string.Join("\n- ", problems))
{
    public IReadOnlyCollection<string> Problems { get; } = problems;
}
