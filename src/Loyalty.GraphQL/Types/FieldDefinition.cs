using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Types;

/// <summary>A field of an object or interface type (section 3.6).</summary>
public sealed class FieldDefinition(string name, GraphQLType type)
{
    public string Name { get; } = name;

    public GraphQLType Type { get; } = type;

    public string? Description { get; internal set; }

    /// <summary>Why the field should not be used any more; null when it may.</summary>
    public string? DeprecationReason { get; internal set; }

    public IReadOnlyList<InputValueDefinition> Arguments { get; internal init; } = [];

    /// <summary>Directives that stand on it in the printed schema, besides those that have properties of their own.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; internal set; } = [];

    /// <summary>The weight that <c>@cost</c> gives it; null for the default.</summary>
    internal double? CostWeight { get; set; }

    /// <summary>How many items its list, or the lists within its result, may have.</summary>
    internal Cost.ListSize? ListSize { get; set; }

    public InputValueDefinition? FindArgument(string name)
    {
        foreach (var argument in Arguments)
        {
            if (string.Equals(argument.Name, name, StringComparison.Ordinal))
                return argument;
        }
        return null;
    }

    internal FieldResolver Resolver { get; set; } = FieldResolver.None;
}

/// <summary>An argument of a field or directive, or a field of an input object.</summary>
public sealed class InputValueDefinition(string name, GraphQLType type)
{
    public string Name { get; } = name;

    public GraphQLType Type { get; } = type;

    public string? Description { get; internal set; }

    /// <summary>The default as a literal; null when there is none (a default of null is a <see cref="NullValueNode"/>).</summary>
    public ValueNode? DefaultValue { get; internal set; }

    public string? DeprecationReason { get; internal set; }

    /// <summary>Directives that stand on it in the printed schema, besides those that have properties of their own.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; internal set; } = [];

    /// <summary>The weight that <c>@cost</c> gives it; null for the default.</summary>
    internal double? CostWeight { get; set; }

    /// <summary>Must be given: non-null without a default.</summary>
    public bool IsRequired => Type is NonNullType && DefaultValue is null;

    /// <summary>Turns the coerced value into what the resolver or input object takes; null leaves it as it is.</summary>
    internal Func<object?, object?>? Convert { get; set; }
}

/// <summary>A directive that documents may use (section 3.13).</summary>
public sealed class DirectiveDefinition(string name, DirectiveLocation locations)
{
    public string Name { get; } = name;

    public DirectiveLocation Locations { get; } = locations;

    public string? Description { get; internal set; }

    public bool IsRepeatable { get; internal init; }

    public IReadOnlyList<InputValueDefinition> Arguments { get; internal init; } = [];
}
