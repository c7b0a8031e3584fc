using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

internal enum ValueKind
{
    Scalar,
    Enum,
    List,
    Object,
    Abstract,
}

/// <summary>A type as the executor needs it: what would be asked of every value is asked once.</summary>
internal sealed class ValueShape
{
    private ValueShape(GraphQLType type)
    {
        IsNonNull = type is NonNullType;
        Named = type.Named;
        Kind = type.Nullable switch
        {
            ScalarType => ValueKind.Scalar,
            EnumType => ValueKind.Enum,
            ListType => ValueKind.List,
            ObjectType => ValueKind.Object,
            _ => ValueKind.Abstract,
        };
        Item = type.Nullable is ListType list ? new ValueShape(list.OfType) : null;
    }

    public ValueKind Kind { get; }

    public bool IsNonNull { get; }

    public NamedType Named { get; }

    /// <summary>The shape of a list's items.</summary>
    public ValueShape? Item { get; }

    public static ValueShape Of(GraphQLType type) => new(type);
}
