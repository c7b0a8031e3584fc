using System.Collections.Concurrent;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;
using Loyalty.GraphQL.Validation;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL;

/// <summary>Executes requests against a schema: parse, validate, coerce, execute. Safe for concurrent use.</summary>
public sealed partial class RequestExecutor(Schema schema, GraphQLOptions options, ILogger<RequestExecutor> logger)
{
    private readonly ConcurrentDictionary<string, Prepared> cache = new(StringComparer.Ordinal);

    public Schema Schema => schema;

    /// <summary>Executes one request.</summary>
    /// <returns>The result; faults of the request and of resolvers are errors in it.</returns>
    /// <exception cref="OperationCanceledException">The caller lost interest.</exception>
    public async Task<ExecutionResult> ExecuteAsync(
        GraphQLRequest request,
        CancellationToken cancellationToken = default
    )
    {
        if (Begin(request, out var begun) is { } refused)
            return refused;
        if (begun.Plan.Operation.Operation == OperationKind.Subscription)
            return new ExecutionResult(OnlyStreamed);
        return await RunAsync(request, begun, cancellationToken);
    }

    internal static readonly GraphQLError OnlyQueries = new("Only queries may be sent with GET.");

    internal static readonly GraphQLError OnlyStreamed = new(
        "A subscription needs a stream: graphql-transport-ws, or Accept: text/event-stream."
    )
    {
        Code = ErrorCodes.SubscriptionNotStreamed,
    };

    private readonly record struct Begun(OperationPlan Plan, Dictionary<string, object?> Variables);

    /// <summary>All that comes before execution (section 6.1).</summary>
    /// <returns>The request's errors, or null when it can be executed.</returns>
    private ExecutionResult? Begin(GraphQLRequest request, out Begun begun)
    {
        begun = default;
        var prepared = Prepare(request.Query);
        if (prepared.Document is not { } document)
            return new ExecutionResult(prepared.Errors);
        if (document.FindOperation(request.OperationName, out var operation) is { } unknown)
            return new ExecutionResult(unknown);
        if (request.QueriesOnly && operation!.Operation == OperationKind.Mutation)
            return new ExecutionResult(OnlyQueries);
        var rootType = operation!.Operation switch
        {
            OperationKind.Query => schema.Query,
            OperationKind.Mutation => schema.Mutation,
            _ => schema.Subscription,
        };
        if (rootType is null)
            return new ExecutionResult(GraphQLError.At("This kind of operation cannot be executed here.", operation));
        var coercion = new VariableCoercion(schema);
        var variables = coercion.Coerce(operation, request.Variables);
        if (coercion.Errors.Count > 0)
            return new ExecutionResult(coercion.Errors);
        begun = new Begun(document.Plan(operation, rootType, variables), variables);
        return null;
    }

    private Task<ExecutionResult> RunAsync(GraphQLRequest request, Begun begun, CancellationToken cancellationToken) =>
        new OperationExecution(schema, begun.Plan, begun.Variables, request, logger, cancellationToken).RunAsync();

    private sealed record Prepared(Document? Document, IReadOnlyList<GraphQLError> Errors);

    private Prepared Prepare(string query)
    {
        if (cache.TryGetValue(query, out var known))
            return known;
        var prepared = ParseAndValidate(query);
        // Bounded: when full it starts anew, which costs the documents in use one parse each.
        if (query.Length <= options.CachedDocumentLengthMax)
        {
            if (cache.Count >= options.CachedDocumentsMax)
                cache.Clear();
            cache[query] = prepared;
        }
        return prepared;
    }

    private Prepared ParseAndValidate(string query)
    {
        DocumentNode document;
        try
        {
            document = Parser.Parse(query, options.ParserLimits);
        }
        catch (GraphQLSyntaxException exception)
        {
            var at = new Location(0, 0, exception.Line, exception.Column);
            return new Prepared(null, [new GraphQLError(exception.Message) { Locations = [at] }]);
        }
        var errors = DocumentValidator.Validate(schema, document, options.ExecutionDepthMax);
        return errors.Count > 0 ? new Prepared(null, errors) : new Prepared(new Document(schema, document), []);
    }
}

/// <summary>Bounds and switches of the server; all have safe defaults.</summary>
public sealed class GraphQLOptions
{
    public ParserLimits ParserLimits { get; set; } = ParserLimits.Default;

    /// <summary>Nesting of selection sets with fragments unfolded.</summary>
    public int ExecutionDepthMax { get; set; } = 200;

    /// <summary>Request body in bytes; larger ones get 413.</summary>
    public int RequestBodyBytesMax { get; set; } = 1024 * 1024;

    /// <summary>Nesting of the JSON of a request, variables included.</summary>
    public int JsonDepthMax { get; set; } = 200;

    /// <summary>Subscriptions and whatever else comes over WebSockets.</summary>
    public GraphQLSocketOptions Sockets { get; } = new();

    /// <summary>How often a comment is sent over an event stream that is silent, so that nobody between takes it for dead;
    /// zero for never.</summary>
    public TimeSpan EventStreamKeepAliveInterval { get; set; } = TimeSpan.FromSeconds(12);

    public int CachedDocumentsMax { get; set; } = 1000;

    /// <summary>Documents with more UTF-16 code units are parsed each time.</summary>
    public int CachedDocumentLengthMax { get; set; } = 32 * 1024;
}
