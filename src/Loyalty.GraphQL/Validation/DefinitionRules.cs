using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Validation;

/// <summary>Sections 5.1, 5.2 and the names of 5.5.1: what definitions a document may hold.</summary>
internal static class DefinitionRules
{
    public static void Check(ValidationContext context)
    {
        foreach (var definition in context.Document.Definitions.OfType<TypeSystemNode>())
            context.Report($"The {NameOf(definition)} definition is not executable.", definition);
        var operations = context.Operations.ToList();
        var names = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            if (operation.Name is null && operations.Count > 1)
                context.Report("This anonymous operation must be the only defined operation.", operation);
            if (operation.Name is { } name && !names.TryAdd(name.Value, name))
                context.Report($"There can be only one operation named \"{name.Value}\".", names[name.Value], name);
            if (context.RootType(operation.Operation) is null)
                context.Report(
                    $"The schema has no {operation.Operation.ToString().ToLowerInvariant()} type.",
                    operation
                );
            if (operation.Operation == OperationKind.Subscription)
                CheckSingleRoot(context, operation);
        }
        var fragments = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var fragment in context.Document.Definitions.OfType<FragmentDefinitionNode>())
        {
            if (!fragments.TryAdd(fragment.Name.Value, fragment.Name))
                context.Report(
                    $"There can be only one fragment named \"{fragment.Name.Value}\".",
                    fragments[fragment.Name.Value],
                    fragment.Name
                );
        }
    }

    private static string NameOf(TypeSystemNode definition) =>
        definition switch
        {
            TypeDefinitionNode type => $"\"{type.Name.Value}\"",
            DirectiveDefinitionNode directive => $"\"{directive.Name.Value}\"",
            _ => "schema",
        };

    // Section 5.2.4.1: one root field, not introspection, and no condition on it.
    private static void CheckSingleRoot(ValidationContext context, OperationDefinitionNode operation)
    {
        var fields = new Dictionary<string, FieldNode>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        Collect(context, operation.SelectionSet, fields, visited);
        var name = operation.Name is null ? "Anonymous Subscription" : $"Subscription \"{operation.Name.Value}\"";
        if (fields.Count > 1)
            context.Report($"{name} must select only one top level field.", [.. fields.Values.Skip(1)]);
        foreach (var field in fields.Values)
        {
            if (field.Name.Value.StartsWith("__", StringComparison.Ordinal))
                context.Report($"{name} must not select an introspection top level field.", field);
        }
    }

    private static void Collect(
        ValidationContext context,
        SelectionSetNode set,
        Dictionary<string, FieldNode> fields,
        HashSet<string> visited
    )
    {
        foreach (var selection in set.Selections)
        {
            foreach (var directive in selection.Directives)
            {
                if (directive.Name.Value is "skip" or "include")
                    context.Report(
                        $"The directive \"@{directive.Name.Value}\" cannot stand on the root field of a subscription.",
                        directive
                    );
            }
            if (selection is FieldNode field)
                fields.TryAdd(field.ResponseName, field);
            else if (selection is InlineFragmentNode inline)
                Collect(context, inline.SelectionSet, fields, visited);
            else if (
                selection is FragmentSpreadNode spread
                && visited.Add(spread.Name.Value)
                && context.Fragments.TryGetValue(spread.Name.Value, out var fragment)
                && visited.Count <= 200
            )
                Collect(context, fragment.SelectionSet, fields, visited);
        }
    }
}
