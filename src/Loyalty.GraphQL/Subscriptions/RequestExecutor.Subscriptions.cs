using System.Runtime.CompilerServices;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL;

public sealed partial class RequestExecutor
{
    /// <summary>
    /// Subscribes (section 6.2.3), or executes a query or mutation for those who do not know beforehand which it is. The request's
    /// services must live until the stream has ended; each event is executed with services of its own.
    /// </summary>
    /// <param name="cancellationToken">Ends the stream too.</param>
    /// <returns>The responses; a subscription that is refused, by its rules too, has one without data.</returns>
    /// <exception cref="OperationCanceledException">The caller lost interest.</exception>
    public async Task<ResponseStream> SubscribeAsync(
        GraphQLRequest request,
        CancellationToken cancellationToken = default
    )
    {
        var observation = GraphQLTelemetry.IsObserved ? GraphQLTelemetry.Start() : null;
        ResponseStream? responses = null;
        try
        {
            responses = await SubscribeAsync(request, observation, cancellationToken);
        }
        finally
        {
            observation?.End(responses);
        }
        return responses;
    }

    private async Task<ResponseStream> SubscribeAsync(
        GraphQLRequest request,
        GraphQLTelemetry.Observation? observation,
        CancellationToken cancellationToken
    )
    {
        var (begun, refused) = await AdmitAsync(request, isStreamed: true, observation, cancellationToken);
        if (refused is not null)
            return new ResponseStream(refused);
        if (begun.Plan.Operation.Operation != OperationKind.Subscription || IsOnlyWeighed(request, begun))
            return new ResponseStream(await RunAsync(request, begun, cancellationToken));
        var field = begun.Plan.Root.Fields[0];
        try
        {
            var context = new SourceContext(request, field, begun.Variables, cancellationToken);
            if (field.Definition.Resolver is not { Source: { } source } resolver)
                throw new InvalidOperationException($"{field.Definition.Name} has no source stream.");
            if (resolver.Rules.Length > 0)
                await Authorization.CheckAsync(context, resolver.Rules);
            var events = await source.OpenAsync(context);
            return new ResponseStream(RespondAsync(events, request, begun, cancellationToken));
        }
#pragma warning disable CA1031 // Whatever the method throws is an error of the request, as with resolvers.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new ResponseStream(SourceFailed(exception, field));
        }
    }

    // MapSourceToResponseEvent (section 6.2.3.2).
    private async IAsyncEnumerable<ExecutionResult> RespondAsync(
        IAsyncEnumerable<object?> source,
        GraphQLRequest request,
        Ready begun,
        CancellationToken streamToken,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(streamToken, cancellationToken);
        var field = begun.Plan.Root.Fields[0];
        // The linked source hears of it later than those who hold the tokens themselves.
        bool IsOver() => streamToken.IsCancellationRequested || cancellationToken.IsCancellationRequested;
        await using var events = source.GetAsyncEnumerator(either.Token);
        while (true)
        {
            ExecutionResult? failure = null;
            var more = false;
            try
            {
                more = await events.MoveNextAsync();
            }
#pragma warning disable CA1031 // As in SubscribeAsync.
            catch (Exception exception) when (!IsOver())
#pragma warning restore CA1031
            {
                failure = SourceFailed(exception, field);
            }
            if (failure is not null)
                yield return failure;
            if (IsOver())
                throw new OperationCanceledException();
            if (!more)
                yield break;
            yield return await ExecuteEventAsync(events.Current, request, begun, either.Token);
        }
    }

    private async Task<ExecutionResult> ExecuteEventAsync(
        object? value,
        GraphQLRequest request,
        Ready begun,
        CancellationToken cancellationToken
    )
    {
        await using var scope = request.Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var execution = request with { Services = scope.ServiceProvider, Event = new EventMessage(value) };
        return await RunAsync(execution, begun, cancellationToken);
    }

    private ExecutionResult SourceFailed(Exception exception, FieldPlan field)
    {
        var errors = exception is GraphQLException expected
            ? expected.Errors
            : [new GraphQLError("Unexpected Execution Error")];
        if (exception is not GraphQLException)
            logger.LogError(exception, "The source stream of {Field} failed", field.Definition.Name);
        return new ExecutionResult([
            .. errors.Select(error =>
                error with
                {
                    Path = [field.ResponseName],
                    Locations =
                        error.Locations.Count > 0 ? error.Locations : [.. field.Nodes.Select(node => node.Location)],
                }
            ),
        ]);
    }
}
