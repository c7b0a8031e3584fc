using System.Collections.Concurrent;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

/// <summary>A document that was parsed and found valid, with the plans of its operations.</summary>
internal sealed class Document
{
    private const int PlansMax = 64;

    private readonly Schema schema;
    private readonly KeptSize kept;
    private readonly Dictionary<string, FragmentDefinitionNode> fragments;
    private readonly List<OperationDefinitionNode> operations;
    private readonly string[] conditionVariables;
    private readonly ConcurrentDictionary<string, OperationPlan> plans = new(StringComparer.Ordinal);

    public Document(Schema schema, DocumentNode document, KeptSize kept)
    {
        (this.schema, this.kept) = (schema, kept);
        fragments = document
            .Definitions.OfType<FragmentDefinitionNode>()
            .ToDictionary(fragment => fragment.Name.Value, StringComparer.Ordinal);
        operations = [.. document.Definitions.OfType<OperationDefinitionNode>()];
        conditionVariables = ConditionVariables.Of(document);
    }

    /// <summary>GetOperation (section 6.1).</summary>
    public GraphQLError? FindOperation(string? name, out OperationDefinitionNode? operation)
    {
        operation = string.IsNullOrEmpty(name)
            ? operations is [var only]
                ? only
                : null
            : operations.Find(candidate => string.Equals(candidate.Name?.Value, name, StringComparison.Ordinal));
        if (operation is not null)
            return null;
        if (operations.Count == 0)
            return new GraphQLError("Must provide an operation.");
        return string.IsNullOrEmpty(name)
            ? new GraphQLError("Must provide operation name if query contains multiple operations.")
            : new GraphQLError($"Unknown operation named \"{name}\".");
    }

    public OperationPlan Plan(
        OperationDefinitionNode operation,
        ObjectType rootType,
        Dictionary<string, object?> variables
    )
    {
        var conditions = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var variable in conditionVariables)
            conditions[variable] = variables.GetValueOrDefault(variable) is true;
        var key =
            operation.Name?.Value
            + "/"
            + string.Concat(conditionVariables.Select(name => conditions[name] ? '1' : '0'));
        if (plans.TryGetValue(key, out var plan))
            return plan;
        plan = new OperationPlan
        {
            Schema = schema,
            Operation = operation,
            Fragments = fragments,
            Conditions = conditions,
            RootType = rootType,
            Grown = fields =>
            {
                if (!kept.TryTake(fields))
                    plans.TryRemove(key, out _);
            },
        };
        return plans.Count < PlansMax && kept.HasRoom ? plans.GetOrAdd(key, plan) : plan;
    }
}

internal static class ConditionVariables
{
    public static string[] Of(DocumentNode document)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions.OfType<ExecutableDefinitionNode>())
            Collect(definition.SelectionSet, names);
        return [.. names];
    }

    private static void Collect(SelectionSetNode set, SortedSet<string> names)
    {
        foreach (var selection in set.Selections)
        {
            foreach (var directive in selection.Directives)
            {
                if (
                    directive.Name.Value is "skip" or "include"
                    && directive.Arguments is [{ Value: VariableNode variable }]
                )
                    names.Add(variable.Name.Value);
            }
            if ((selection as FieldNode)?.SelectionSet is { } nested)
                Collect(nested, names);
            if (selection is InlineFragmentNode inline)
                Collect(inline.SelectionSet, names);
        }
    }
}
