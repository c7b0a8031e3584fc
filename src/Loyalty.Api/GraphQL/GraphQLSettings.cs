namespace Loyalty.Api.GraphQL;

/// <summary>Configuration section <c>GraphQL</c>.</summary>
public sealed class GraphQLSettings
{
    public const string SectionName = "GraphQL";

    /// <summary>Whether apps may ask for the schema. Unset: in Development only.</summary>
    public bool? Introspection { get; set; }

    /// <summary>Whether GraphiQL is served at <c>/graphiql</c>. Unset: in Development only.</summary>
    public bool? GraphiQL { get; set; }

    /// <summary>Run registered documents only.</summary>
    public bool TrustedDocumentsOnly { get; set; }

    /// <summary>Whether apps may register documents by their hash for themselves.</summary>
    public bool AutomaticPersistedQueries { get; set; } = true;

    /// <summary>Seconds that one operation may take.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Operations in one request; 0 refuses batches.</summary>
    public int BatchSizeMax { get; set; }

    public double MaxFieldCost { get; set; } = 5000;

    public double MaxTypeCost { get; set; } = 5000;

    public RateLimitSettings RateLimit { get; set; } = new();

    /// <summary>The sentence that says why the host cannot start with these settings; null when it can.</summary>
    public string? WhyInvalid() =>
        TimeoutSeconds is < 1 or > 3600 ? "GraphQL:TimeoutSeconds must be between 1 and 3600."
        : BatchSizeMax is < 0 or > 100 ? "GraphQL:BatchSizeMax must be between 0 and 100."
        : !(MaxFieldCost > 0) || !(MaxTypeCost > 0) ? "GraphQL:MaxFieldCost and GraphQL:MaxTypeCost must be above 0."
        : !(RateLimit.Capacity >= 1) || !(RateLimit.PerSecond > 0)
            ? "GraphQL:RateLimit:Capacity must be 1 or more, and PerSecond above 0."
        : null;
}

/// <summary>Configuration section <c>GraphQL:RateLimit</c>: a token bucket for each member, or each address of anonymous
/// callers, in units of field cost.</summary>
public sealed class RateLimitSettings
{
    public bool Enabled { get; set; } = true;

    /// <summary>What may be spent at once after a rest.</summary>
    public double Capacity { get; set; } = 10_000;

    /// <summary>What comes back each second.</summary>
    public double PerSecond { get; set; } = 200;
}
