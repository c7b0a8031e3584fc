namespace Loyalty.GraphQL;

/// <summary>Limits what one caller may ask for in a time. Register one to have it asked before each operation runs.</summary>
public interface IOperationRateLimiter
{
    /// <summary>Takes the cost from what the caller has left.</summary>
    /// <param name="request">Whose it is: the user, or the connection of an anonymous one.</param>
    /// <param name="cost">The field cost, at least 1; a refused document costs 1.</param>
    /// <returns>Zero when the operation may run; else after how long it may be tried again.</returns>
    ValueTask<TimeSpan> AcquireAsync(GraphQLRequest request, double cost, CancellationToken cancellationToken);
}
