namespace Loyalty.GraphQL;

/// <summary>
/// What an element of the schema costs, as <c>@cost</c> of IBM's specification of GraphQL cost directives. On a field or an
/// argument it counts as field cost, on a type as type cost for each of its values.
/// </summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class CostAttribute(double weight) : Attribute
{
    public double Weight { get; } = weight;
}

/// <summary>How many items a field's list may have, as <c>@listSize</c> of the same specification.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute : Attribute
{
    private int? assumedSize;

    /// <summary>The number of items to reckon with where no slicing argument is given.</summary>
    public int AssumedSize
    {
        get => assumedSize ?? 0;
        set => assumedSize = value;
    }

    /// <summary>Arguments that bound the number of items; <c>filter.max</c> names a field of an input object.</summary>
    public string[] SlicingArguments { get; set; } = [];

    /// <summary>Fields of the result whose lists have that number of items; none where the field itself is the list.</summary>
    public string[] SizedFields { get; set; } = [];

    /// <summary>Refuses operations that give none or several of the slicing arguments.</summary>
    public bool RequireOneSlicingArgument { get; set; } = true;

    internal Cost.ListSize ToListSize() =>
        new(assumedSize, [.. SlicingArguments], [.. SizedFields], RequireOneSlicingArgument);
}
