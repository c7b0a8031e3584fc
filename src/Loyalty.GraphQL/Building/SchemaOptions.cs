namespace Loyalty.GraphQL.Building;

/// <summary>What the schema is made of, as collected at registration.</summary>
internal sealed class SchemaOptions
{
    /// <summary>Types that are in the schema in any case.</summary>
    public List<Type> Types { get; } = [];

    /// <summary>Types that are in the schema when they implement an interface or union of it.</summary>
    public HashSet<Type> Candidates { get; } = [];

    public List<Types.ScalarType> Scalars { get; } = [];

    public bool GlobalObjectIdentification { get; set; }

    public string? Description { get; set; }

    /// <summary>Shows <c>@cost</c> and <c>@listSize</c> in the schema.</summary>
    public bool CostAnalysis { get; set; }

    public void Add(Type type)
    {
        if (!Types.Contains(type))
            Types.Add(type);
        Candidates.Add(type);
    }
}
