using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Validation;

/// <summary>Sections 5.5.1.4 and 5.5.2: fragments known, used, without cycles; and how deep all of it goes.</summary>
internal sealed class FragmentGraph
{
    private const int CycleShownMax = 50;

    private readonly ValidationContext context;
    private readonly Dictionary<string, List<(FragmentSpreadNode Spread, int Depth)>> spreads = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, int> ownDepth = new(StringComparer.Ordinal);

    private FragmentGraph(ValidationContext context) => this.context = context;

    /// <summary>No cycles and no excessive depth: what follows fragments may recurse.</summary>
    public bool IsBounded { get; private set; } = true;

    /// <summary>The fragments that no operation reaches.</summary>
    public IReadOnlyList<FragmentDefinitionNode> Unused { get; private set; } = [];

    public static FragmentGraph Check(ValidationContext context, int depthMax)
    {
        var graph = new FragmentGraph(context);
        foreach (var fragment in context.Fragments.Values)
            graph.Scan(fragment);
        graph.CheckUse();
        var depths = graph.CheckCyclesAndMeasure(depthMax);
        foreach (var operation in context.Operations)
        {
            var list = new List<(FragmentSpreadNode Spread, int Depth)>();
            var depth = Scan(operation.SelectionSet, 1, list);
            foreach (var (spread, at) in list)
                depth = Math.Max(depth, at + depths.GetValueOrDefault(spread.Name.Value));
            if (depth > depthMax)
                graph.TooDeep(operation, depthMax);
        }
        return graph;
    }

    /// <summary>The fragments that a definition reaches, itself not included.</summary>
    public IEnumerable<FragmentDefinitionNode> Reachable(ExecutableDefinitionNode definition)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>();
        var list = new List<(FragmentSpreadNode Spread, int Depth)>();
        Scan(definition.SelectionSet, 1, list);
        foreach (var (spread, _) in list)
            open.Push(spread.Name.Value);
        while (open.TryPop(out var name))
        {
            if (!seen.Add(name) || !context.Fragments.TryGetValue(name, out var fragment))
                continue;
            yield return fragment;
            foreach (var (spread, _) in spreads[name])
                open.Push(spread.Name.Value);
        }
    }

    private void Scan(FragmentDefinitionNode fragment)
    {
        var list = new List<(FragmentSpreadNode Spread, int Depth)>();
        ownDepth[fragment.Name.Value] = Scan(fragment.SelectionSet, 1, list);
        spreads[fragment.Name.Value] = list;
    }

    // A set's own spreads come before those of the sets within it.
    private static int Scan(SelectionSetNode set, int depth, List<(FragmentSpreadNode Spread, int Depth)> found)
    {
        var deepest = depth;
        var open = new Stack<(SelectionSetNode Set, int Depth)>([(set, depth)]);
        while (open.TryPop(out var top))
        {
            deepest = Math.Max(deepest, top.Depth);
            foreach (var selection in top.Set.Selections)
            {
                if (selection is FragmentSpreadNode spread)
                    found.Add((spread, top.Depth));
                var nested = (selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet;
                if (nested is not null)
                    open.Push((nested, top.Depth + 1));
            }
        }
        return deepest;
    }

    private void CheckUse()
    {
        var used = context.Operations.SelectMany(Reachable).Select(f => f.Name.Value).ToHashSet(StringComparer.Ordinal);
        var fragments = context.Document.Definitions.OfType<FragmentDefinitionNode>();
        Unused = [.. fragments.Where(f => !used.Contains(f.Name.Value))];
        foreach (var fragment in Unused)
            context.Report($"Fragment \"{fragment.Name.Value}\" is never used.", fragment);
    }

    // Depth first with a stack of its own: a chain of fragments may be longer than the thread's stack is deep.
    private Dictionary<string, int> CheckCyclesAndMeasure(int depthMax)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        var onPath = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in context.Fragments.Keys)
        {
            var stack = new Stack<(string Name, int Next)>();
            if (!depths.ContainsKey(start))
                stack.Push((start, 0));
            while (stack.TryPop(out var top))
            {
                onPath.Add(top.Name);
                if (top.Next < spreads[top.Name].Count)
                {
                    stack.Push((top.Name, top.Next + 1));
                    Follow(spreads[top.Name][top.Next].Spread, depths, onPath, stack);
                    continue;
                }
                onPath.Remove(top.Name);
                depths[top.Name] = spreads[top.Name]
                    .Aggregate(
                        ownDepth[top.Name],
                        (depth, s) => Math.Max(depth, s.Depth + depths.GetValueOrDefault(s.Spread.Name.Value))
                    );
                if (depths[top.Name] > depthMax)
                    IsBounded = false;
            }
        }
        return depths;
    }

    private void Follow(
        FragmentSpreadNode spread,
        Dictionary<string, int> depths,
        HashSet<string> onPath,
        Stack<(string Name, int Next)> stack
    )
    {
        var name = spread.Name.Value;
        if (onPath.Contains(name))
        {
            IsBounded = false;
            // From the top of the stack down: the spreads that lead here, of which the last is this one.
            var way = stack
                .TakeWhile(step => !string.Equals(step.Name, name, StringComparison.Ordinal))
                .Append(stack.First(step => string.Equals(step.Name, name, StringComparison.Ordinal)))
                .Select(step => spreads[step.Name][step.Next - 1].Spread)
                .Take(CycleShownMax)
                .Reverse()
                .ToArray();
            var via = string.Join(", ", way[..^1].Select(step => $"\"{step.Name.Value}\""));
            context.Report(
                $"Cannot spread fragment \"{name}\" within itself{(via.Length > 0 ? " via " + via : "")}.",
                way
            );
        }
        else if (!depths.ContainsKey(name) && context.Fragments.ContainsKey(name))
        {
            stack.Push((name, 0));
        }
    }

    private void TooDeep(SyntaxNode node, int depthMax)
    {
        IsBounded = false;
        context.Report(
            GraphQLError.At($"The operation is nested deeper than {depthMax} levels.", node) with
            {
                Code = ErrorCodes.DocumentTooComplex,
            }
        );
    }
}
