namespace Loyalty.GraphQL.Execution;

/// <summary>How a field gets its value: from the parent alone, or with the context; at once, or as a task.</summary>
internal sealed class FieldResolver
{
    public static readonly FieldResolver None = new() { Contextual = _ => null };

    public Func<object, object?>? Pure { get; init; }

    public Func<ResolverContext, object?>? Contextual { get; init; }

    /// <summary>Takes the value out of a finished task; null when the resolver gives no task.</summary>
    public Func<Task, object?>? TaskResult { get; init; }

    /// <summary>For fields of the subscription root: opens the stream of events.</summary>
    public SourceStream? Source { get; init; }

    public AuthorizationRule[] Rules { get; set; } = [];

    /// <summary>The type whose global ids the field gives.</summary>
    public string? IdType { get; set; }

    /// <summary>For node resolvers: from the text of an id to the resolver's parameter.</summary>
    public Func<object?, object?>? IdConvert { get; set; }

    public FieldResolver Clone() => (FieldResolver)MemberwiseClone();
}
