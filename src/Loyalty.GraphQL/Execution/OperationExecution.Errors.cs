using Loyalty.GraphQL.Types;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Execution;

internal sealed partial class OperationExecution
{
    /// <summary>Adds an error at a field, with its path and location.</summary>
    public void Report(GraphQLError error, FieldPlan field, IReadOnlyList<object> at)
    {
        var located = error with
        {
            Path = at,
            Locations = error.Locations.Count > 0 ? error.Locations : [.. field.Nodes.Select(node => node.Location)],
        };
        lock (gate)
            (errors ??= []).Add(located);
    }

    private GraphQLError[] Errors()
    {
        lock (gate)
            return errors is null ? [] : ErrorOrder.Of(errors);
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
                    Report(error, field, NamesOf(path.AsSpan(0, depth)));
                break;
            case ScalarException scalar:
                Report(new GraphQLError(scalar.Message), field, NamesOf(path.AsSpan(0, depth)));
                break;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                break;
            default:
                if (exception is not OperationCanceledException)
                    logger.LogError(
                        exception,
                        "The resolver of {Type}.{Field} failed",
                        field.Parent.Name,
                        field.Definition.Name
                    );
                Report(new GraphQLError("Unexpected Execution Error"), field, NamesOf(path.AsSpan(0, depth)));
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
