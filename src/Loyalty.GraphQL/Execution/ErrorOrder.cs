namespace Loyalty.GraphQL.Execution;

/// <summary>
/// Items of a list fail in whatever order they finish. Where one field failed for several items, the client sees them in the
/// order of the list, so that the same request gets the same answer; other errors stay where they are.
/// </summary>
internal static class ErrorOrder
{
    public static GraphQLError[] Of(IReadOnlyList<GraphQLError> errors)
    {
        var ordered = errors.ToArray();
        var places = errors
            .Select((error, place) => (Error: error, Place: place))
            .Where(item => item.Error is { Path: not null, Locations.Count: > 0 })
            .GroupBy(item => (item.Error.Locations[0], NamesOf(item.Error.Path!)));
        foreach (var sameField in places)
        {
            var items = sameField.ToArray();
            var sorted = items.Select(item => item.Error).Order(ByIndices).ToArray();
            for (var i = 0; i < items.Length; i++)
            {
                ordered[items[i].Place] = sorted[i];
            }
        }

        return ordered;
    }

    // Only where the same names lead to the field, its items stand in one order.
    private static string NamesOf(IReadOnlyList<object> path) =>
        string.Join('/', path.Select(step => step as string ?? "*"));

    private static readonly Comparer<GraphQLError> ByIndices = Comparer<GraphQLError>.Create(
        (left, right) =>
        {
            foreach (var (one, other) in left.Path!.Zip(right.Path!))
            {
                if (one is int index && other is int otherIndex && index != otherIndex)
                {
                    return index.CompareTo(otherIndex);
                }
            }

            return 0;
        }
    );
}
