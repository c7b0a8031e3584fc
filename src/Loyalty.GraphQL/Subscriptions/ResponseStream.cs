namespace Loyalty.GraphQL;

/// <summary>
/// The responses to one request, each of which the reader disposes of: one for every event of a subscription (section 6.2.3),
/// exactly one for a query or mutation. A response that is not executed (<see cref="ExecutionResult.IsExecuted"/>) is the
/// last: the request was refused, or the source of the events failed. Read once; the next event is asked for only when the
/// reader asks for the next response.
/// </summary>
public sealed class ResponseStream : IAsyncEnumerable<ExecutionResult>
{
    private readonly IAsyncEnumerable<ExecutionResult> responses;

    internal ResponseStream(ExecutionResult only) => (responses, Single) = (Only(only), only);

    internal ResponseStream(IAsyncEnumerable<ExecutionResult> responses) =>
        (this.responses, IsSubscription) = (responses, true);

    /// <summary>True when there are events to come.</summary>
    public bool IsSubscription { get; }

    /// <summary>The response, where there is only one.</summary>
    internal ExecutionResult? Single { get; }

    public IAsyncEnumerator<ExecutionResult> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        responses.GetAsyncEnumerator(cancellationToken);

    private static async IAsyncEnumerable<ExecutionResult> Only(ExecutionResult result)
    {
        await Task.CompletedTask;
        yield return result;
    }
}
