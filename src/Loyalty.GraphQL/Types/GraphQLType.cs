using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Types;

/// <summary>A type of the schema, or one of the wrappers list and non-null (section 3.4).</summary>
public abstract class GraphQLType
{
    /// <summary>The named type inside all wrappers.</summary>
    public NamedType NamedType =>
        this switch
        {
            NonNullType nonNull => nonNull.OfType.NamedType,
            ListType list => list.OfType.NamedType,
            _ => (NamedType)this,
        };

    public bool IsInput => NamedType is ScalarType or EnumType or InputObjectType;

    public bool IsOutput => NamedType is not InputObjectType;

    internal bool SameAs(GraphQLType other) =>
        (this, other) switch
        {
            (NonNullType a, NonNullType b) => a.OfType.SameAs(b.OfType),
            (ListType a, ListType b) => a.OfType.SameAs(b.OfType),
            _ => ReferenceEquals(this, other),
        };

    internal GraphQLType Nullable => this is NonNullType nonNull ? nonNull.OfType : this;

    internal TypeNode ToSyntax() =>
        this switch
        {
            NonNullType nonNull => new NonNullTypeNode(nonNull.OfType.ToSyntax()),
            ListType list => new ListTypeNode(list.OfType.ToSyntax()),
            _ => new NamedTypeNode(new NameNode(NamedType.Name)),
        };
}

public sealed class NonNullType(GraphQLType ofType) : GraphQLType
{
    public GraphQLType OfType { get; } = ofType;

    public override string ToString() => OfType + "!";
}

public sealed class ListType(GraphQLType ofType) : GraphQLType
{
    public GraphQLType OfType { get; } = ofType;

    public override string ToString() => "[" + OfType + "]";
}

public abstract class NamedType(string name) : GraphQLType
{
    public string Name { get; } = name;

    public string? Description { get; internal set; }

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

    internal void Add(InputValueDefinition field) => fields.Add(field.Name, field);
}
