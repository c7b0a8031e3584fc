using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Cost;

/// <summary>
/// The fields of one operation with fragments unfolded and conditions decided. Below an abstract type each of its object types
/// is an alternative. The size is bounded by <see cref="Protection.DocumentLimits.FieldsMax"/>, which was checked before,
/// and for alternatives by <see cref="StepsMax"/>.
/// </summary>
internal sealed class CostTree
{
    /// <summary>Selections that may be looked at for the sake of alternatives.</summary>
    public const int StepsMax = 100_000;

    private readonly Schema schema;
    private readonly CostOptions options;
    private readonly IReadOnlyDictionary<string, FragmentDefinitionNode> fragments;
    private readonly IReadOnlyDictionary<string, object?> conditions;

    // What several alternatives select alike is built once; so types within types do not multiply.
    private readonly Dictionary<string, CostNode[][]> known = new(StringComparer.Ordinal);
    private readonly Dictionary<SelectionSetNode, int> numbers = new(ReferenceEqualityComparer.Instance);
    private int abstractLevels;
    private int steps;

    public CostTree(
        Schema schema,
        CostOptions options,
        IReadOnlyDictionary<string, FragmentDefinitionNode> fragments,
        OperationDefinitionNode operation,
        ObjectType root,
        IReadOnlyDictionary<string, object?> conditions
    )
    {
        (this.schema, this.options, this.fragments, this.conditions) = (schema, options, fragments, conditions);
        Root = [Level([operation.SelectionSet], root, [])];
    }

    public CostNode[][] Root { get; }

    /// <summary>Fields in the tree.</summary>
    public int Size { get; private set; }

    /// <summary>Abstract types lie within each other in too many ways; the tree is not whole.</summary>
    public bool IsTooLarge => steps > StepsMax;

    /// <summary>Variables matter for the cost, beside those of conditions.</summary>
    public bool DependsOnVariables { get; private set; }

    private CostNode[][] Below(List<SelectionSetNode> sets, NamedType type, FieldDefinition field)
    {
        IReadOnlyList<string> sized = field.ListSize?.SizedFields ?? [];
        var types = schema.PossibleTypes(type);
        if (abstractLevels == 0 && types is [var only])
            return [Level(sets, only, sized)];
        var key = $"{type.Name} {string.Join(' ', sized)} {string.Join(' ', sets.Select(NumberOf))}";
        if (known.TryGetValue(key, out var same))
            return same;
        abstractLevels++;
        var alternatives = new CostNode[types.Count][];
        for (var i = 0; i < alternatives.Length; i++)
            alternatives[i] = Level(sets, types[i], sized);
        abstractLevels--;
        return known[key] = alternatives;
    }

    private int NumberOf(SelectionSetNode set)
    {
        numbers.TryAdd(set, numbers.Count);
        return numbers[set];
    }

    private CostNode[] Level(List<SelectionSetNode> sets, ObjectType parent, IReadOnlyList<string> sized)
    {
        var groups = new OrderedDictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
            Collect(set, parent, groups, visited);
        if (IsTooLarge)
            return [];
        var nodes = new List<CostNode>(groups.Count);
        foreach (var (_, fields) in groups)
        {
            if (Introspection.FindField(schema, parent, fields[0].Name.Value) is { } definition)
                nodes.Add(Node(definition, fields, sized));
        }
        return [.. nodes];
    }

    private CostNode Node(FieldDefinition definition, List<FieldNode> fields, IReadOnlyList<string> sized)
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
        Size++;
        DependsOnVariables |= HasVariables(node);
        var below = new List<SelectionSetNode>(fields.Count);
        foreach (var field in fields)
        {
            if (field.SelectionSet is { } nested)
                below.Add(nested);
        }
        if (below.Count > 0)
            node.Children = Below(below, type, definition);
        return node;
    }

    private void Collect(
        SelectionSetNode set,
        ObjectType parent,
        OrderedDictionary<string, List<FieldNode>> groups,
        HashSet<string> visited
    )
    {
        foreach (var selection in set.Selections)
        {
            if (abstractLevels > 0 && ++steps > StepsMax)
                return;
            if (!IsIncluded(selection))
                continue;
            switch (selection)
            {
                // What is asked of the schema itself costs nothing; depth and number of fields bound it.
                case FieldNode field when !field.Name.Value.StartsWith("__", StringComparison.Ordinal):
                    if (groups.TryGetValue(field.ResponseName, out var same))
                        same.Add(field);
                    else
                        groups.Add(field.ResponseName, [field]);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition, parent):
                    Collect(inline.SelectionSet, parent, groups, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                    if (
                        fragments.TryGetValue(spread.Name.Value, out var fragment)
                        && Applies(fragment.TypeCondition, parent)
                    )
                        Collect(fragment.SelectionSet, parent, groups, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode? condition, ObjectType type) =>
        condition is null || (schema.FindType(condition.Name.Value) is { } named && schema.IsPossible(named, type));

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

    private static bool HasVariables(CostNode node)
    {
        if (!node.HasInputObjects && node.Definition.ListSize is not { SlicingArguments.Count: > 0 })
            return false;
        foreach (var argument in node.Node.Arguments)
        {
            if (ArgumentPlan.HasVariable(argument.Value))
                return true;
        }
        return false;
    }
}
