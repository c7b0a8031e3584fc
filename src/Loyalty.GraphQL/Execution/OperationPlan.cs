using System.Text;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

/// <summary>An operation prepared for execution, for one outcome of its <c>@skip</c> and <c>@include</c> conditions.</summary>
internal sealed class OperationPlan
{
    public required Schema Schema { get; init; }

    public required OperationDefinitionNode Operation { get; init; }

    public required IReadOnlyDictionary<string, FragmentDefinitionNode> Fragments { get; init; }

    /// <summary>Values of the variables that conditions use.</summary>
    public required IReadOnlyDictionary<string, bool> Conditions { get; init; }

    public required ObjectType RootType { get; init; }

    /// <summary>Hears of each selection that was planned, by its number of fields.</summary>
    public required Action<int> Grown { get; init; }

    public SelectionPlan Root => root ??= FieldCollector.Collect(this, RootType, [Operation.SelectionSet]);

    private SelectionPlan? root;
}

/// <summary>The fields to resolve on an object of one type, in response order.</summary>
internal sealed class SelectionPlan(ObjectType type, FieldPlan[] fields)
{
    public ObjectType Type { get; } = type;

    public FieldPlan[] Fields { get; } = fields;
}

/// <summary>One field of the response; several field nodes of the document may have merged into it.</summary>
internal sealed class FieldPlan(OperationPlan plan, ComplexType parent, FieldDefinition definition, FieldNode[] nodes)
{
    private volatile SelectionPlan[] selections = [];

    public string ResponseName { get; } = nodes[0].ResponseName;

    private readonly byte[] firstName = Encoding.UTF8.GetBytes("{\"" + nodes[0].ResponseName + "\":");
    private readonly byte[] laterName = Encoding.UTF8.GetBytes(",\"" + nodes[0].ResponseName + "\":");

    /// <summary>The name in JSON, with what stands before and after it.</summary>
    public ReadOnlySpan<byte> Name(bool isFirst) => isFirst ? firstName : laterName;

    public ComplexType Parent { get; } = parent;

    public FieldDefinition Definition { get; } = definition;

    public FieldNode[] Nodes { get; } = nodes;

    public ValueShape Shape { get; } = ValueShape.Of(definition.Type);

    /// <summary>The value in JSON where it is always the same: the type's name.</summary>
    public byte[]? Literal { get; } =
        ReferenceEquals(definition, Introspection.TypeName) ? Encoding.UTF8.GetBytes("\"" + parent.Name + "\"") : null;

    /// <summary>Writes the value of a plain property; see <see cref="LeafWriter"/>.</summary>
    public Func<object, ResponseBuffer, bool>? Leaf { get; } = LeafWriter.Of(definition);

    public ArgumentPlan Arguments { get; } = new(definition.Arguments, nodes[0].Arguments, nodes[0]);

    /// <summary>The selections on a value of this type; made when first asked for.</summary>
    public SelectionPlan Select(ObjectType type)
    {
        var known = selections;
        foreach (var selection in known)
        {
            if (ReferenceEquals(selection.Type, type))
                return selection;
        }
        var created = FieldCollector.Collect(plan, type, [.. Nodes.Select(node => node.SelectionSet!)]);
        // Two threads may both make it; either is right.
        selections = [.. known, created];
        return created;
    }
}

/// <summary>CollectFields (section 6.3.2), with conditions decided.</summary>
internal static class FieldCollector
{
    public static SelectionPlan Collect(OperationPlan plan, ObjectType type, IReadOnlyList<SelectionSetNode> sets)
    {
        var grouped = new OrderedDictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
            Collect(plan, type, set, grouped, visited);
        var fields = new List<FieldPlan>(grouped.Count);
        foreach (var nodes in grouped.Values)
        {
            if (Introspection.FindField(plan.Schema, type, nodes[0].Name.Value) is { } definition)
                fields.Add(new FieldPlan(plan, type, definition, [.. nodes]));
        }
        plan.Grown(fields.Count);
        return new SelectionPlan(type, [.. fields]);
    }

    private static void Collect(
        OperationPlan plan,
        ObjectType type,
        SelectionSetNode set,
        OrderedDictionary<string, List<FieldNode>> grouped,
        HashSet<string> visited
    )
    {
        foreach (var selection in set.Selections)
        {
            if (!IsIncluded(plan, selection))
                continue;
            switch (selection)
            {
                case FieldNode field:
                    if (grouped.TryGetValue(field.ResponseName, out var nodes))
                        nodes.Add(field);
                    else
                        grouped.Add(field.ResponseName, [field]);
                    break;
                case InlineFragmentNode inline when Applies(plan, inline.TypeCondition, type):
                    Collect(plan, type, inline.SelectionSet, grouped, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                    if (
                        plan.Fragments.TryGetValue(spread.Name.Value, out var fragment)
                        && Applies(plan, fragment.TypeCondition, type)
                    )
                        Collect(plan, type, fragment.SelectionSet, grouped, visited);
                    break;
            }
        }
    }

    private static bool Applies(OperationPlan plan, NamedTypeNode? condition, ObjectType type) =>
        condition is null
        || (plan.Schema.FindType(condition.Name.Value) is { } named && plan.Schema.IsPossible(named, type));

    private static bool IsIncluded(OperationPlan plan, SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            var skip = string.Equals(directive.Name.Value, "skip", StringComparison.Ordinal);
            if (!skip && !string.Equals(directive.Name.Value, "include", StringComparison.Ordinal))
                continue;
            var value = directive.Arguments[0].Value switch
            {
                BooleanValueNode literal => literal.Value,
                VariableNode variable => plan.Conditions[variable.Name.Value],
                _ => false,
            };
            if (value == skip)
                return false;
        }
        return true;
    }
}
