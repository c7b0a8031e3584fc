using System.Runtime.InteropServices;
using Loyalty.GraphQL.Cost;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Protection;
using Loyalty.GraphQL.Telemetry;
using Loyalty.GraphQL.Types;
using Loyalty.GraphQL.Validation;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL;

/// <summary>Executes requests against a schema: parse, validate, coerce, weigh, execute. Safe for concurrent use.</summary>
public sealed partial class RequestExecutor(
    Schema schema,
    GraphQLOptions options,
    ILogger<RequestExecutor> logger,
    TimeProvider clock,
    CostOptions? costOptions = null,
    IOperationRateLimiter? rateLimiter = null
)
{
    private readonly DocumentCache<PreparedDocument> cache = new(
        options.CachedDocumentsMax,
        options.CachedCharactersMax
    );

    internal static readonly GraphQLError OnlyQueries = new("Only queries may be sent with GET.");

    internal static readonly GraphQLError OnlyStreamed = new(
        "A subscription needs a stream: graphql-transport-ws, or Accept: text/event-stream."
    )
    {
        Code = ErrorCodes.SubscriptionNotStreamed,
    };

    private static readonly GraphQLError IntrospectionDisabled = new("Introspection is switched off here.")
    {
        Code = ErrorCodes.IntrospectionDisabled,
    };

    public Schema Schema => schema;

    /// <summary>Executes one request.</summary>
    /// <returns>The result; faults of the request and of resolvers are errors in it.</returns>
    /// <exception cref="OperationCanceledException">The caller lost interest.</exception>
    public Task<ExecutionResult> ExecuteAsync(GraphQLRequest request, CancellationToken cancellationToken = default) =>
        GraphQLTelemetry.IsObserved
            ? ObserveAsync(request, cancellationToken)
            : ProcessAsync(request, null, cancellationToken);

    /// <summary>Checks a document as execution would, limits included, and keeps what it found.</summary>
    /// <returns>The faults; none for a document that can be executed.</returns>
    public IReadOnlyList<GraphQLError> Validate(string document) => Prepare(document).Errors;

    private async Task<ExecutionResult> ObserveAsync(GraphQLRequest request, CancellationToken cancellationToken)
    {
        var observation = GraphQLTelemetry.Start();
        ExecutionResult? result = null;
        try
        {
            return result = await ProcessAsync(request, observation, cancellationToken);
        }
        finally
        {
            observation.End(result);
        }
    }

    private async Task<ExecutionResult> ProcessAsync(
        GraphQLRequest request,
        GraphQLTelemetry.Observation? observation,
        CancellationToken cancellationToken
    )
    {
        var (ready, refusal) = await AdmitAsync(request, isStreamed: false, observation, cancellationToken);
        return refusal ?? await RunAsync(request, ready, cancellationToken);
    }

    /// <summary>An operation that may run.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Ready(
        OperationPlan Plan,
        Dictionary<string, object?> Variables,
        OperationCost? Cost
    );

    /// <summary>All that comes before the execution, the caller's rate included.</summary>
    private async ValueTask<(Ready Ready, ExecutionResult? Refusal)> AdmitAsync(
        GraphQLRequest request,
        bool isStreamed,
        GraphQLTelemetry.Observation? observation,
        CancellationToken cancellationToken
    )
    {
        var (ready, refusal) = MakeReady(request, isStreamed, observation);
        if (rateLimiter is not null && !IsOnlyWeighed(request, ready))
        {
            var cost = refusal is null ? Math.Max(1, ready.Cost?.FieldCost ?? 0) : 1;
            var wait = await rateLimiter.AcquireAsync(request, cost, cancellationToken);
            if (wait > TimeSpan.Zero)
                return (ready, new ExecutionResult(RateLimited(cost, wait)));
        }
        return (ready, refusal);
    }

    private static bool IsOnlyWeighed(GraphQLRequest request, Ready ready) =>
        request.CostReporting == CostReporting.Validate && ready.Cost is not null;

    private async Task<ExecutionResult> RunAsync(
        GraphQLRequest request,
        Ready ready,
        CancellationToken cancellationToken
    )
    {
        ExecutionResult? result;
        if (IsOnlyWeighed(request, ready))
            result = new ExecutionResult();
        else
            result = await TimeLimit.RunAsync(
                stop =>
                    new OperationExecution(
                        schema,
                        ready.Plan,
                        ready.Variables,
                        request,
                        logger,
                        options.ErrorsMax,
                        stop
                    ).RunAsync(),
                options.ExecutionTimeout,
                clock,
                cancellationToken
            );
        if (result is null)
            return new ExecutionResult(TimedOut());
        if (request.CostReporting != CostReporting.None && ready.Cost is { } reported)
            result.Extensions = Report(reported);
        return result;
    }

    /// <summary>Document, operation, switches, variables, cost.</summary>
    private (Ready Ready, ExecutionResult? Refusal) MakeReady(
        GraphQLRequest request,
        bool isStreamed,
        GraphQLTelemetry.Observation? observation
    )
    {
        var prepared = Prepare(request.Query);
        if (observation is not null)
            observation.DocumentHash = prepared.Hash;
        if (prepared.Document is not { } document)
            return (default, new ExecutionResult(prepared.Errors));
        if (document.FindOperation(request.OperationName, out var operation) is { } unknown)
            return (default, new ExecutionResult(unknown));
        if (observation is not null)
            observation.Operation = operation;
        if (request.QueriesOnly && operation!.Operation == OperationKind.Mutation)
            return (default, new ExecutionResult(OnlyQueries));
        if (PreparedDocument.RootOf(schema, operation!.Operation) is not { } rootType)
            return (
                default,
                new ExecutionResult(GraphQLError.At("This kind of operation cannot be executed here.", operation))
            );
        if (operation.Operation == OperationKind.Subscription && !isStreamed)
            return (default, new ExecutionResult(OnlyStreamed));
        if (prepared.Introspects && !options.AllowIntrospection)
            return (default, new ExecutionResult(IntrospectionDisabled));
        if (VariableMeasure.Check(request.Variables, options.VariableValuesMax) is { } tooLarge)
            return (default, new ExecutionResult(tooLarge));
        var coercion = new VariableCoercion(schema);
        Dictionary<string, object?> variables;
        try
        {
            variables = coercion.Coerce(operation, request.Variables);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON, but no text.
            return (default, new ExecutionResult(new GraphQLError("The variables hold text that is not Unicode.")));
        }
        if (coercion.Errors.Count > 0)
            return (default, new ExecutionResult(coercion.Errors));
        var cost = prepared.CostOf(operation)?.Compute(variables);
        if (observation is not null)
            observation.OperationCost = cost?.Cost;
        if (cost is not null && Refuse(cost, request.CostReporting) is { } expensive)
            return (new Ready(null!, variables, cost.Cost), expensive);
        return (new Ready(document.Plan(operation, rootType, variables), variables, cost?.Cost), null);
    }

    private ExecutionResult? Refuse(CostResult cost, CostReporting reporting)
    {
        var error =
            !costOptions!.EnforceCostLimits ? null
            : cost.Error is not null ? cost.Error
            : cost.Cost.FieldCost <= costOptions.MaxFieldCost && cost.Cost.TypeCost <= costOptions.MaxTypeCost ? null
            : CostExceeded(cost.Cost);
        if (error is null)
            return null;
        var refusal = new ExecutionResult(error);
        if (reporting != CostReporting.None)
            refusal.Extensions = Report(cost.Cost);
        return refusal;
    }

    private PreparedDocument Prepare(string query)
    {
        if (cache.Find(query) is { } known)
            return known;
        var prepared = ParseAndValidate(query);
        if (query.Length <= options.CachedDocumentLengthMax)
            cache.Add(query, prepared, query.Length);
        return prepared;
    }

    private PreparedDocument ParseAndValidate(string query)
    {
        DocumentNode document;
        try
        {
            document = Parser.Parse(query, options.ParserLimits);
        }
        catch (GraphQLSyntaxException exception)
        {
            var at = new Location(0, 0, exception.Line, exception.Column);
            return new PreparedDocument(
                query,
                new GraphQLError(exception.Message)
                {
                    Locations = [at],
                    Code = exception.IsLimit ? ErrorCodes.DocumentTooComplex : null,
                }
            );
        }
        var tooMuch = DocumentMeasure.Check(
            document,
            options.DocumentLimits,
            options.ExecutionDepthMax,
            out var introspects
        );
        if (tooMuch is not null)
            return new PreparedDocument(query, tooMuch);
        var errors = DocumentValidator.Validate(schema, document, DocumentMeasure.LevelsMax);
        return errors.Count > 0
            ? new PreparedDocument(query, errors)
            : new PreparedDocument(query, schema, document, introspects, costOptions);
    }
}
