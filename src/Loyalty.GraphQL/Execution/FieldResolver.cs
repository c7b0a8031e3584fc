using System.Linq.Expressions;

namespace Loyalty.GraphQL.Execution;

/// <summary>How a field gets its value: from the parent alone, or with the context; at once, or as a task.</summary>
internal sealed class FieldResolver
{
    public static readonly FieldResolver None = new() { Contextual = _ => null };

    public Func<object, object?>? Pure { get; init; }

    public Func<ResolverContext, object?>? Contextual { get; init; }

    /// <summary>The same as <see cref="Pure"/> with the value's own type, from a parent given as an object.</summary>
    public LambdaExpression? Getter { get; init; }

    /// <summary>Kept for <see cref="LeafWriter"/>.</summary>
    public Func<object, ResponseBuffer, bool>? Leaf { get; set; }

    /// <summary>The resolver may hold on to its context and needs one of its own, with its path.</summary>
    public bool KeepsContext { get; init; }

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
