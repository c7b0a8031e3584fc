using Loyalty.GraphQL.Cost;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

/// <summary>What is kept of a text: the document ready to run, or why it is refused.</summary>
internal sealed class PreparedDocument
{
    private readonly (OperationDefinitionNode Operation, OperationCostPlan Plan)[] costs = [];
    private string? hash;

    public PreparedDocument(string text, params IReadOnlyList<GraphQLError> errors) => (Text, Errors) = (text, errors);

    public PreparedDocument(string text, Schema schema, DocumentNode document, bool introspects, CostOptions? options)
        : this(text)
    {
        var kept = new KeptSize(text.Length);
        Document = new Document(schema, document, kept);
        Introspects = introspects;
        if (options is null)
            return;
        var fragments = document
            .Definitions.OfType<FragmentDefinitionNode>()
            .ToDictionary(fragment => fragment.Name.Value, StringComparer.Ordinal);
        var conditions = ConditionVariables.Of(document);
        costs =
        [
            .. document
                .Definitions.OfType<OperationDefinitionNode>()
                .Select(operation => (operation, Root: RootOf(schema, operation.Operation)))
                .Where(pair => pair.Root is not null)
                .Select(pair =>
                    (
                        pair.operation,
                        new OperationCostPlan(schema, options, pair.operation, pair.Root!, fragments, conditions, kept)
                    )
                ),
        ];
    }

    public string Text { get; }

    public Document? Document { get; }

    public IReadOnlyList<GraphQLError> Errors { get; }

    public bool Introspects { get; }

    /// <summary>Lower-case hexadecimal SHA-256 of the text in UTF-8.</summary>
    public string Hash => hash ??= Documents.DocumentHash.Of(Text);

    /// <summary>Null without cost analysis.</summary>
    public OperationCostPlan? CostOf(OperationDefinitionNode operation)
    {
        foreach (var (known, plan) in costs)
        {
            if (ReferenceEquals(known, operation))
                return plan;
        }
        return null;
    }

    public static ObjectType? RootOf(Schema schema, OperationKind kind) =>
        kind switch
        {
            OperationKind.Query => schema.Query,
            OperationKind.Mutation => schema.Mutation,
            _ => schema.Subscription,
        };
}
