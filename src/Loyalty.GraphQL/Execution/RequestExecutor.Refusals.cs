namespace Loyalty.GraphQL;

public sealed partial class RequestExecutor
{
    private GraphQLError TimedOut() =>
        new("The operation took too long and was ended.")
        {
            Code = ErrorCodes.Timeout,
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["timeoutSeconds"] = options.ExecutionTimeout.TotalSeconds,
            },
        };

    private static GraphQLError RateLimited(double cost, TimeSpan wait) =>
        new("Too much was asked for in a short time. Try again later.")
        {
            Code = ErrorCodes.RateLimited,
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["cost"] = cost,
                ["retryAfterSeconds"] = (int)Math.Min(int.MaxValue, Math.Ceiling(wait.TotalSeconds)),
            },
        };

    private GraphQLError CostExceeded(OperationCost cost) =>
        new("The operation costs more than is allowed.")
        {
            Code = ErrorCodes.CostExceeded,
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["fieldCost"] = cost.FieldCost,
                ["maxFieldCost"] = costOptions!.MaxFieldCost,
                ["typeCost"] = cost.TypeCost,
                ["maxTypeCost"] = costOptions.MaxTypeCost,
            },
        };

    private static Dictionary<string, object?> Report(OperationCost cost) =>
        new(StringComparer.Ordinal) { ["operationCost"] = cost };
}
