using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Cost;

/// <summary>
/// The fields of one operation with fragments unfolded and conditions decided. Its size is bounded by
/// <see cref="Protection.DocumentLimits.FieldsMax"/>, which was checked before.
/// </summary>
internal sealed class CostTree
{
    private readonly Schema schema;
    private readonly CostOptions options;
    private readonly IReadOnlyDictionary<string, FragmentDefinitionNode> fragments;
    private readonly IReadOnlyDictionary<string, object?> conditions;

    private CostTree(
        Schema schema,
        CostOptions options,
        IReadOnlyDictionary<string, FragmentDefinitionNode> fragments,
        IReadOnlyDictionary<string, object?> conditions
    ) => (this.schema, this.options, this.fragments, this.conditions) = (schema, options, fragments, conditions);

    public static CostNode[] Build(
        Schema schema,
        CostOptions options,
        IReadOnlyDictionary<string, FragmentDefinitionNode> fragments,
        OperationDefinitionNode operation,
        ObjectType root,
        IReadOnlyDictionary<string, object?> conditions
    ) => new CostTree(schema, options, fragments, conditions).Level([(operation.SelectionSet, root)], []);

    private CostNode[] Level(List<(SelectionSetNode Set, NamedType Parent)> sets, IReadOnlyList<string> sized)
    {
        var groups = new OrderedDictionary<(string, FieldDefinition), List<FieldNode>>();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (set, parent) in sets)
            Collect(set, parent, groups, visited);
        var nodes = new CostNode[groups.Count];
        var next = 0;
        foreach (var ((_, definition), fields) in groups)
        {
            var type = definition.Type.Named;
            var node = new CostNode(definition, fields[0])
            {
                FieldWeight = WeightOf(definition),
                TypeWeight = WeightOf(type),
                IsList = definition.Type.Nullable is ListType,
                IsSizedByParent = sized.Contains(definition.Name, StringComparer.Ordinal),
                HasInputObjects = HasWeight(definition),
            };
            var below = new List<(SelectionSetNode, NamedType)>(fields.Count);
            foreach (var field in fields)
            {
                if (field.SelectionSet is { } nested)
                    below.Add((nested, type));
            }
            if (below.Count > 0)
                node.Children = Level(below, definition.ListSize?.SizedFields ?? []);
            nodes[next++] = node;
        }
        return nodes;
    }

    private void Collect(
        SelectionSetNode set,
        NamedType parent,
        OrderedDictionary<(string, FieldDefinition), List<FieldNode>> groups,
        HashSet<string> visited
    )
    {
        foreach (var selection in set.Selections)
        {
            if (!IsIncluded(selection))
                continue;
            switch (selection)
            {
                // What is asked of the schema itself costs the club nothing; depth and number of fields bound it.
                case FieldNode field when !field.Name.Value.StartsWith("__", StringComparison.Ordinal):
                    if (Introspection.FindField(schema, parent, field.Name.Value) is not { } definition)
                        break;
                    if (groups.TryGetValue((field.ResponseName, definition), out var same))
                        same.Add(field);
                    else
                        groups.Add((field.ResponseName, definition), [field]);
                    break;
                case InlineFragmentNode inline:
                    Collect(inline.SelectionSet, Narrow(parent, inline.TypeCondition), groups, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                    if (fragments.TryGetValue(spread.Name.Value, out var fragment))
                        Collect(fragment.SelectionSet, Narrow(parent, fragment.TypeCondition), groups, visited);
                    break;
            }
        }
    }

    private NamedType Narrow(NamedType parent, NamedTypeNode? condition) =>
        condition is null ? parent : schema.FindType(condition.Name.Value) ?? parent;

    private bool IsIncluded(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            var skip = string.Equals(directive.Name.Value, "skip", StringComparison.Ordinal);
            if (!skip && !string.Equals(directive.Name.Value, "include", StringComparison.Ordinal))
                continue;
            var value =
                directive.Arguments is [{ Value: BooleanValueNode literal }] ? literal.Value
                : directive.Arguments is [{ Value: VariableNode variable }]
                    ? conditions.TryGetValue(variable.Name.Value, out var given) && given is true
                : !skip;
            if (value == skip)
                return false;
        }
        return true;
    }

    private double WeightOf(FieldDefinition field) =>
        field.CostWeight
        ?? (
            field.Resolver.TaskResult is not null ? options.DefaultResolverCost
            : field.Type.Named is ScalarType or EnumType ? 0
            : 1
        );

    private double WeightOf(NamedType type) =>
        type switch
        {
            ObjectType => type.CostWeight ?? 1,
            InterfaceType or UnionType => schema.PossibleTypes(type).Max(possible => possible.CostWeight ?? 1),
            _ => type.CostWeight ?? 0,
        };

    private static bool HasWeight(FieldDefinition field)
    {
        foreach (var argument in field.Arguments)
        {
            if (argument.CostWeight is not null || argument.Type.Named is InputObjectType)
                return true;
        }
        return false;
    }
}
