using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

/// <summary>CoerceArgumentValues (section 6.4.1) for one field; done once when no variable takes part.</summary>
internal sealed class ArgumentPlan
{
    private readonly IReadOnlyList<InputValueDefinition> definitions;
    private readonly ValueNode?[] nodes;
    private readonly SyntaxNode owner;
    private readonly bool isConstant = true;
    private volatile Slot[]? constant;

    public ArgumentPlan(
        IReadOnlyList<InputValueDefinition> definitions,
        SyntaxList<ArgumentNode> given,
        SyntaxNode owner
    )
    {
        this.definitions = definitions;
        this.owner = owner;
        nodes = new ValueNode?[definitions.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var argument in given)
            {
                if (string.Equals(argument.Name.Value, definitions[i].Name, StringComparison.Ordinal))
                    nodes[i] = argument.Value;
            }
            isConstant &= nodes[i] is null || !HasVariable(nodes[i]!);
        }
    }

    private readonly record struct Slot(bool IsGiven, object? Value);

    /// <summary>What the resolver's parameters get, in the order of the definitions.</summary>
    /// <exception cref="GraphQLException">An argument does not fit.</exception>
    public object?[] Values(IReadOnlyDictionary<string, object?> variables)
    {
        if (definitions.Count == 0)
            return [];
        var slots = Coerce(variables);
        var values = new object?[slots.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].IsGiven)
                values[i] = definitions[i].Convert is { } convert ? convert(slots[i].Value) : slots[i].Value;
        }
        return values;
    }

    /// <summary>The coerced values by name, without those that were neither given nor defaulted.</summary>
    public IReadOnlyDictionary<string, object?> ByName(IReadOnlyDictionary<string, object?> variables)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        var slots = Coerce(variables);
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].IsGiven)
                map.Add(definitions[i].Name, slots[i].Value);
        }
        return map;
    }

    private Slot[] Coerce(IReadOnlyDictionary<string, object?> variables)
    {
        if (constant is { } known)
            return known;
        var slots = new Slot[definitions.Count];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = Coerce(definitions[i], nodes[i], variables);
        if (isConstant)
            constant = slots;
        return slots;
    }

    private Slot Coerce(
        InputValueDefinition definition,
        ValueNode? node,
        IReadOnlyDictionary<string, object?> variables
    )
    {
        if (node is null || (node is VariableNode variable && !variables.ContainsKey(variable.Name.Value)))
        {
            if (definition.DefaultValue is not null)
                return new Slot(true, InputCoercion.Default(definition));
            if (definition.Type is not NonNullType)
                return default;
            throw Invalid(
                $"Argument \"{definition.Name}\" of required type \"{definition.Type}\" was not provided.",
                node
            );
        }
        if (InputCoercion.TryLiteral(node, definition.Type, variables, out var value))
            return new Slot(true, value);
        var isNull = node is NullValueNode or VariableNode && definition.Type is NonNullType;
        throw Invalid(
            isNull
                ? $"Argument \"{definition.Name}\" of non-null type \"{definition.Type}\" must not be null."
                : $"Argument \"{definition.Name}\" has invalid value {node}.",
            node
        );
    }

    private GraphQLException Invalid(string message, ValueNode? node) => new(GraphQLError.At(message, node ?? owner));

    internal static bool HasVariable(ValueNode node) =>
        node switch
        {
            VariableNode => true,
            ListValueNode list => list.Values.Any(HasVariable),
            ObjectValueNode map => map.Fields.Any(field => HasVariable(field.Value)),
            _ => false,
        };
}
