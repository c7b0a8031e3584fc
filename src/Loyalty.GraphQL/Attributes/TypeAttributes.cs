namespace Loyalty.GraphQL;

/// <summary>A class whose members are fields of the query root. Several classes add up.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>A class whose members are fields of the mutation root; they run one after the other.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>A class whose members are fields of the subscription root.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SubscriptionTypeAttribute : Attribute;

/// <summary>An object type. On the class itself, its public methods become fields too, not only its properties.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ObjectTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>A static class that adds fields to the object type of <typeparamref name="T"/>, or replaces them by name.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectTypeAttribute<T> : Attribute, IObjectTypeExtension
{
    /// <summary>Members of <typeparamref name="T"/> that shall be no fields.</summary>
    public string[] IgnoreProperties { get; init; } = [];

    /// <summary>No member of <typeparamref name="T"/> is a field unless this class declares it.</summary>
    public bool BindExplicitly { get; init; }

    Type IObjectTypeExtension.Target => typeof(T);
}

internal interface IObjectTypeExtension
{
    Type Target { get; }

    string[] IgnoreProperties { get; }

    bool BindExplicitly { get; }
}

/// <summary>An interface type, from a C# interface or base class. A leading <c>I</c> is no part of the name.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class InterfaceTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>A union of the object types whose C# types implement this interface or derive from this class.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class UnionTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>An enum; its values are written in SCREAMING_SNAKE_CASE.</summary>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class EnumTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>An input object. Without a name given, the class name, with <c>Input</c> at its end.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class InputObjectTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>An input object of which exactly one field is given.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class OneOfAttribute : Attribute;

/// <summary>A directive for documents; the properties of the class are its arguments.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DirectiveTypeAttribute(string name, Language.DirectiveLocation location) : Attribute
{
    public string Name { get; } = name;

    public Language.DirectiveLocation Location { get; } = location;

    public bool IsRepeatable { get; init; }
}
