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
    string[] conditionVariables,
    KeptSize kept
)
{
    private const int TreesMax = 16;
    private const double CostMax = 1e15;
    private readonly ConcurrentDictionary<string, Tree> trees = new(StringComparer.Ordinal);
    private Tree? only;

    private sealed record Tree(CostNode[][] Root, bool IsConstant, int Size)
    {
        public CostResult? Constant { get; set; }
    }

    public CostResult Compute(IReadOnlyDictionary<string, object?> variables)
    {
        var tree = FindTree(variables);
        if (tree.Constant is { } known)
            return known;
        var result = new Walk(schema, options, operation, variables).Run(tree.Root);
        if (tree.IsConstant)
            tree.Constant = result;
        return result;
    }

    private Tree FindTree(IReadOnlyDictionary<string, object?> variables)
    {
        if (only is not null)
            return only;
        if (conditionVariables.Length == 0)
        {
            var sole = Build(variables);
            if (kept.TryTake(sole.Size))
                only = sole;
            return sole;
        }
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
        return trees.Count < TreesMax && kept.TryTake(tree.Size) ? trees.GetOrAdd(key, tree) : tree;
    }

    private Tree Build(IReadOnlyDictionary<string, object?> variables)
    {
        var tree = new CostTree(schema, options, fragments, operation, root, variables);
        return tree.IsTooLarge
            ? new Tree([], IsConstant: true, Size: 1) { Constant = new CostResult(default, TooLarge(operation)) }
            : new Tree(tree.Root, !tree.DependsOnVariables, tree.Size);
    }

    private static GraphQLError TooLarge(OperationDefinitionNode operation) =>
        GraphQLError.At("The document selects too much on abstract types within each other.", operation) with
        {
            Code = ErrorCodes.DocumentTooComplex,
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["limit"] = "abstractTypes",
                ["allowed"] = CostTree.StepsMax,
            },
        };

    private sealed class Walk(
        Schema schema,
        CostOptions options,
        OperationDefinitionNode operation,
        IReadOnlyDictionary<string, object?> variables
    )
    {
        private readonly ArgumentCost arguments = new(variables);
        private GraphQLError? error;
        private Dictionary<(CostNode[][], double), OperationCost>? known;

        public CostResult Run(CostNode[][] root)
        {
            var cost = Largest(root, 1);
            return new CostResult(
                new OperationCost(Math.Max(0, cost.FieldCost), Math.Max(0, RootWeight() + cost.TypeCost)),
                error
            );
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

        /// <summary>Of one value: the dearest of the types that it may have, in field cost and in type cost.</summary>
        private OperationCost Largest(CostNode[][] alternatives, double parentSize)
        {
            if (alternatives is [var only])
                return Sum(only, parentSize);
            if (alternatives.Length == 0)
                return default;
            known ??= [];
            if (known.TryGetValue((alternatives, parentSize), out var largest))
                return largest;
            largest = Sum(alternatives[0], parentSize);
            foreach (var alternative in alternatives.AsSpan(1))
            {
                var cost = Sum(alternative, parentSize);
                largest = new OperationCost(
                    Math.Max(largest.FieldCost, cost.FieldCost),
                    Math.Max(largest.TypeCost, cost.TypeCost)
                );
            }
            return known[(alternatives, parentSize)] = largest;
        }

        private OperationCost Sum(CostNode[] nodes, double parentSize)
        {
            var (fields, types) = (0.0, 0.0);
            foreach (var node in nodes)
            {
                var cost = Of(node, parentSize);
                fields += cost.FieldCost;
                types += cost.TypeCost;
            }
            return new OperationCost(fields, types);
        }

        private OperationCost Of(CostNode node, double parentSize)
        {
            double? own = node.Definition.ListSize is { } size ? SizeOf(node, size) : null;
            var items =
                !node.IsList ? 1
                : node.IsSizedByParent ? parentSize
                : own ?? options.DefaultListSize;
            var below = Largest(node.Children, own ?? options.DefaultListSize);
            return new OperationCost(
                Bounded(node.FieldWeight + (node.HasInputObjects ? ArgumentsOf(node) : 0) + (items * below.FieldCost)),
                Bounded(items * (node.TypeWeight + below.TypeCost))
            );
        }

        // Lists within lists reach infinity, and infinity times an empty list is no number.
        private static double Bounded(double cost) => Math.Clamp(cost, -CostMax, CostMax);

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

/// <param name="Error">The operation does not say how long a list is, or cannot be reckoned; it must not run.</param>
internal sealed record CostResult(OperationCost Cost, GraphQLError? Error);
