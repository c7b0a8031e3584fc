using Loyalty.GraphQL.Types;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Execution;

internal sealed partial class OperationExecution
{
    /// <summary>Adds an error at a field, with its path and location.</summary>
    public void Report(GraphQLError error, FieldPlan field, ReadOnlySpan<PathSegment> at)
    {
        lock (gate)
        {
            if (errors?.Count >= errorsMax)
            {
                errorsLeftOut++;
                return;
            }
        }
        var located = error with
        {
            Path = NamesOf(at),
            Locations = error.Locations.Count > 0 ? error.Locations : [.. field.Nodes.Select(node => node.Location)],
        };
        // Resolvers that fail at the same moment may pass the bound together; Errors() cuts.
        lock (gate)
            (errors ??= []).Add(located);
    }

    private GraphQLError[] Errors()
    {
        lock (gate)
        {
            if (errors is null)
                return [];
            if (errors.Count > errorsMax)
            {
                errorsLeftOut += errors.Count - errorsMax;
                errors.RemoveRange(errorsMax, errors.Count - errorsMax);
            }
            return errorsLeftOut == 0 ? ErrorOrder.Of(errors) : [.. ErrorOrder.Of(errors), TooManyErrors()];
        }
    }

    private GraphQLError TooManyErrors() =>
        new("Further errors were left out.")
        {
            Code = ErrorCodes.TooManyErrors,
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["allowed"] = errorsMax,
                ["leftOut"] = errorsLeftOut,
            },
        };

    // Nor does one request fill the log.
    private bool IsToldInLog()
    {
        lock (gate)
            return (errors?.Count ?? 0) < errorsMax;
    }

    /// <summary>Tells of a failure where the execution now stands.</summary>
    /// <returns>False, for the caller to hand on.</returns>
    private bool Fail(Exception exception)
    {
        var field = path[depth - 1].Field;
        switch (exception)
        {
            case GraphQLException expected:
                foreach (var error in expected.Errors)
                    Report(error, field, path.AsSpan(0, depth));
                break;
            case ScalarException scalar:
                Report(new GraphQLError(scalar.Message), field, path.AsSpan(0, depth));
                break;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                break;
            default:
                if (exception is not OperationCanceledException && IsToldInLog())
                    logger.LogError(
                        exception,
                        "The resolver of {Type}.{Field} failed",
                        field.Parent.Name,
                        field.Definition.Name
                    );
                Report(new GraphQLError("Unexpected Execution Error"), field, path.AsSpan(0, depth));
                break;
        }
        return false;
    }

    public static object[] NamesOf(ReadOnlySpan<PathSegment> segments)
    {
        var names = new object[segments.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = segments[i].Name;
        return names;
    }
}
