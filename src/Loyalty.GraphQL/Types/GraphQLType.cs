using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Types;

/// <summary>A type of the schema, or one of the wrappers list and non-null (section 3.4).</summary>
public abstract class GraphQLType
{
    /// <summary>The named type inside all wrappers.</summary>
    public abstract NamedType Named { get; }

    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;

    public bool IsOutput => Named is not InputObjectType;

    internal virtual GraphQLType Nullable => this;

    internal abstract TypeNode ToSyntax();

    internal static bool Same(GraphQLType a, GraphQLType b) =>
        (a, b) switch
        {
            (NonNullType x, NonNullType y) => Same(x.OfType, y.OfType),
            (ListType x, ListType y) => Same(x.OfType, y.OfType),
            _ => ReferenceEquals(a, b),
        };
}

public sealed class NonNullType(GraphQLType ofType) : GraphQLType
{
    public GraphQLType OfType { get; } = ofType;

    public override NamedType Named => OfType.Named;

    internal override GraphQLType Nullable => OfType;

    internal override TypeNode ToSyntax() => new NonNullTypeNode(OfType.ToSyntax());

    public override string ToString() => OfType + "!";
}

public sealed class ListType(GraphQLType ofType) : GraphQLType
{
    public GraphQLType OfType { get; } = ofType;

    public override NamedType Named => OfType.Named;

    internal override TypeNode ToSyntax() => new ListTypeNode(OfType.ToSyntax());

    public override string ToString() => "[" + OfType + "]";
}

public abstract class NamedType(string name) : GraphQLType
{
    public string Name { get; } = name;

    public string? Description { get; internal set; }

    /// <summary>Directives that stand on it in the printed schema, besides those that have properties of their own.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; internal set; } = [];

    /// <summary>The weight that <c>@cost</c> gives it; null for the default.</summary>
    internal double? CostWeight { get; set; }

    public sealed override NamedType Named => this;

    internal sealed override TypeNode ToSyntax() => new NamedTypeNode(new NameNode(Name));

    public sealed override string ToString() => Name;
}

/// <summary>An object or interface type.</summary>
public abstract class ComplexType(string name) : NamedType(name)
{
    private readonly Dictionary<string, FieldDefinition> fields = new(StringComparer.Ordinal);
    private readonly List<InterfaceType> interfaces = [];

    /// <summary>Fields in the order in which they were declared.</summary>
    public IReadOnlyCollection<FieldDefinition> Fields => fields.Values;

    public IReadOnlyList<InterfaceType> Interfaces => interfaces;

    public FieldDefinition? FindField(string name) => fields.GetValueOrDefault(name);

    internal void Add(FieldDefinition field) => fields[field.Name] = field;

    internal void Implement(InterfaceType type)
    {
        if (!interfaces.Contains(type))
            interfaces.Add(type);
    }
}

public sealed class ObjectType(string name) : ComplexType(name)
{
    /// <summary>The C# type whose instances are of this type; null for root types.</summary>
    public Type? RuntimeType { get; internal init; }
}

public sealed class InterfaceType(string name) : ComplexType(name);

public sealed class UnionType(string name) : NamedType(name)
{
    private readonly List<ObjectType> types = [];

    public IReadOnlyList<ObjectType> Types => types;

    internal void Add(ObjectType type)
    {
        if (!types.Contains(type))
            types.Add(type);
    }
}

public sealed class InputObjectType(string name) : NamedType(name)
{
    private readonly Dictionary<string, InputValueDefinition> fields = new(StringComparer.Ordinal);

    public IReadOnlyCollection<InputValueDefinition> Fields => fields.Values;

    /// <summary>Exactly one field must be given and not null (section 3.10, "OneOf Input Objects").</summary>
    public bool IsOneOf { get; internal set; }

    public InputValueDefinition? FindField(string name) => fields.GetValueOrDefault(name);

    internal void Add(InputValueDefinition field)
    {
        if (!fields.TryAdd(field.Name, field))
            throw new SchemaException([$"{Name} has two fields {field.Name}."]);
    }
}
