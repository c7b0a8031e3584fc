using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Validation;

/// <summary>Validation (section 5): every rule for executable documents, faults with their locations.</summary>
/// <remarks>Work is bounded by the size of the document, except for merging fields, which has a budget of its own.</remarks>
public static class DocumentValidator
{
    /// <summary>Checks a document against a schema.</summary>
    /// <returns>The faults, at most about 100; none for a valid document.</returns>
    /// <param name="depthMax">Nesting of selection sets with fragments unfolded; deeper documents are refused.</param>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema, DocumentNode document, int depthMax = 200)
    {
        var context = new ValidationContext(schema, document);
        DefinitionRules.Check(context);
        var graph = FragmentGraph.Check(context, depthMax);
        foreach (var definition in document.Definitions.OfType<ExecutableDefinitionNode>())
            new SelectionRules(context).Check(definition);
        VariableRules.Check(context, graph);
        if (graph.IsBounded)
            new FieldMerging(context).Check(graph.Unused);
        return context.Errors;
    }
}

/// <summary>What the rules share.</summary>
internal sealed class ValidationContext
{
    private const int ErrorsMax = 100;
    private readonly List<GraphQLError> errors = [];

    public ValidationContext(Schema schema, DocumentNode document)
    {
        (Schema, Document) = (schema, document);
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
            Fragments[fragment.Name.Value] = fragment;
    }

    public Schema Schema { get; }

    public DocumentNode Document { get; }

    public Dictionary<string, FragmentDefinitionNode> Fragments { get; } = new(StringComparer.Ordinal);

    /// <summary>Where variables stand, for each operation and fragment.</summary>
    public Dictionary<ExecutableDefinitionNode, List<VariableUsage>> Usages { get; } =
        new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<GraphQLError> Errors => errors;

    public IEnumerable<OperationDefinitionNode> Operations => Document.Definitions.OfType<OperationDefinitionNode>();

    public void Report(string message, params ReadOnlySpan<SyntaxNode> nodes) =>
        Report(GraphQLError.At(message, nodes));

    public void Report(GraphQLError error)
    {
        if (errors.Count < ErrorsMax)
            errors.Add(error);
        else if (errors.Count == ErrorsMax)
            errors.Add(new GraphQLError("Too many validation errors, error limit reached. Validation aborted."));
    }

    /// <summary>One error for each name that is there several times, with all its places.</summary>
    public void ReportRepeated(IEnumerable<NameNode> names, Func<string, string> what)
    {
        foreach (
            var same in names.GroupBy(name => name.Value, StringComparer.Ordinal).Where(group => group.Skip(1).Any())
        )
            Report($"There can be only one {what(same.Key)}.", [.. same]);
    }

    public ObjectType? RootType(OperationKind kind) =>
        kind switch
        {
            OperationKind.Query => Schema.Query,
            OperationKind.Mutation => Schema.Mutation,
            _ => Schema.Subscription,
        };
}

/// <summary>A variable in a position of a type.</summary>
internal sealed record VariableUsage(VariableNode Node, GraphQLType? Type, bool HasDefault, bool InOneOf);
