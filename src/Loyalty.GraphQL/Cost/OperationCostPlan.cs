using System.Collections.Concurrent;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Cost;

/// <summary>Computes what one operation costs: once, where its variables do not matter.</summary>
internal sealed class OperationCostPlan(
    Schema schema,
    CostOptions options,
    OperationDefinitionNode operation,
    ObjectType root,
    IReadOnlyDictionary<string, FragmentDefinitionNode> fragments,
    string[] conditionVariables
)
{
    private const int TreesMax = 16;
    private readonly ConcurrentDictionary<string, Tree> trees = new(StringComparer.Ordinal);
    private Tree? only;

    private sealed record Tree(CostNode[] Nodes, bool IsConstant)
    {
        public CostResult? Constant { get; set; }
    }

    public CostResult Compute(IReadOnlyDictionary<string, object?> variables)
    {
        var tree = FindTree(variables);
        if (tree.Constant is { } known)
            return known;
        var result = new Walk(schema, options, operation, variables).Run(tree.Nodes);
        if (tree.IsConstant)
            tree.Constant = result;
        return result;
    }

    private Tree FindTree(IReadOnlyDictionary<string, object?> variables)
    {
        if (conditionVariables.Length == 0)
            return only ??= Build(variables);
        var key = string.Create(
            conditionVariables.Length,
            (conditionVariables, variables),
            static (text, state) =>
            {
                for (var i = 0; i < text.Length; i++)
                    text[i] = state.variables.GetValueOrDefault(state.conditionVariables[i]) is true ? '1' : '0';
            }
        );
        if (trees.TryGetValue(key, out var tree))
            return tree;
        tree = Build(variables);
        return trees.Count < TreesMax ? trees.GetOrAdd(key, tree) : tree;
    }

    private Tree Build(IReadOnlyDictionary<string, object?> variables)
    {
        var nodes = CostTree.Build(schema, options, fragments, operation, root, variables);
        return new Tree(nodes, !Array.Exists(nodes, DependsOnVariables));
    }

    private static bool DependsOnVariables(CostNode node)
    {
        if (node.HasInputObjects || node.Definition.ListSize is { SlicingArguments.Count: > 0 })
        {
            foreach (var argument in node.Node.Arguments)
            {
                if (ArgumentPlan.HasVariable(argument.Value))
                    return true;
            }
        }
        return Array.Exists(node.Children, DependsOnVariables);
    }

    private sealed class Walk(
        Schema schema,
        CostOptions options,
        OperationDefinitionNode operation,
        IReadOnlyDictionary<string, object?> variables
    )
    {
        private readonly ArgumentCost arguments = new(variables);
        private GraphQLError? error;
        private double fieldCost;
        private double typeCost;

        public CostResult Run(CostNode[] nodes)
        {
            typeCost = RootWeight();
            foreach (var node in nodes)
                Add(node, 1, 1);
            return new CostResult(new OperationCost(Math.Max(0, fieldCost), Math.Max(0, typeCost)), error);
        }

        private double RootWeight() =>
            (
                operation.Operation switch
                {
                    OperationKind.Query => schema.Query,
                    OperationKind.Mutation => schema.Mutation,
                    _ => schema.Subscription,
                }
            )?.CostWeight
            ?? 1;

        private void Add(CostNode node, double count, double parentSize)
        {
            fieldCost += count * (node.FieldWeight + (node.HasInputObjects ? ArgumentsOf(node) : 0));
            double? own = node.Definition.ListSize is { } size ? SizeOf(node, size) : null;
            var items =
                !node.IsList ? 1
                : node.IsSizedByParent ? parentSize
                : own ?? options.DefaultListSize;
            typeCost += count * items * node.TypeWeight;
            foreach (var child in node.Children)
                Add(child, count * items, own ?? options.DefaultListSize);
        }

        private double ArgumentsOf(CostNode node) => arguments.Of(node.Definition, node.Node);

        private double SizeOf(CostNode node, ListSize size)
        {
            var given = 0;
            double? largest = null;
            foreach (var path in size.SlicingArguments)
            {
                if (SlicingArgument.Find(node, path, variables, out var isGiven) is { } value)
                    largest = Math.Max(largest ?? 0, value);
                given += isGiven ? 1 : 0;
            }
            if (size.RequireOneSlicingArgument && size.SlicingArguments.Count > 0 && given != 1)
                error ??= GraphQLError.At(
                    $"Field \"{node.Definition.Name}\" needs exactly one of the arguments {string.Join(", ", size.SlicingArguments)}.",
                    node.Node
                ) with
                {
                    Code = ErrorCodes.SlicingArgument,
                };
            var items = largest ?? size.AssumedSize ?? options.DefaultListSize;
            return size.SizeMax is { } most ? Math.Min(items, most) : items;
        }
    }
}

/// <param name="Error">The operation does not say how long a list is; it must not run.</param>
internal sealed record CostResult(OperationCost Cost, GraphQLError? Error);
