namespace Loyalty.GraphQL.Cost;

/// <summary>The arguments of <c>@listSize</c>.</summary>
internal sealed record ListSize(
    int? AssumedSize,
    IReadOnlyList<string> SlicingArguments,
    IReadOnlyList<string> SizedFields,
    bool RequireOneSlicingArgument
)
{
    /// <summary>Items that the field never exceeds, whatever its arguments ask for.</summary>
    public int? SizeMax { get; init; }
}
