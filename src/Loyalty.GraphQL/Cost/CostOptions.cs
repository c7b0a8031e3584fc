namespace Loyalty.GraphQL;

/// <summary>Budgets and defaults of the static cost analysis.</summary>
public sealed class CostOptions
{
    /// <summary>Budget for the work of resolvers in one operation. Beyond it: <c>COST_EXCEEDED</c>.</summary>
    public double MaxFieldCost { get; set; } = 1000;

    /// <summary>Budget for the objects that one operation may return.</summary>
    public double MaxTypeCost { get; set; } = 1000;

    /// <summary>False computes and reports the cost, and refuses nothing.</summary>
    public bool EnforceCostLimits { get; set; } = true;

    /// <summary>The weight of a field whose resolver is asynchronous and that has no <c>@cost</c>. Other fields weigh 1 when
    /// they return objects, and nothing when they return scalars or enums.</summary>
    public double DefaultResolverCost { get; set; } = 10;

    /// <summary>The number of items of a list for which nothing says how many.</summary>
    public int DefaultListSize { get; set; } = 1;
}

/// <summary>What an operation costs, computed before it runs, as an upper bound.</summary>
/// <param name="FieldCost">Work of resolvers.</param>
/// <param name="TypeCost">Objects in the answer.</param>
public readonly record struct OperationCost(double FieldCost, double TypeCost);

/// <summary>What a request wants to know of its cost (header <c>GraphQL-Cost</c>).</summary>
public enum CostReporting
{
    None,

    /// <summary>Run, and tell the cost in <c>extensions.operationCost</c>.</summary>
    Report,

    /// <summary>Tell the cost and do not run.</summary>
    Validate,
}
