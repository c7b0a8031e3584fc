namespace Loyalty.GraphQL.Execution;

/// <summary>The root value of an operation that is executed for one event of a subscription.</summary>
internal sealed record EventMessage(object? Value)
{
    public static object? ValueOf(object root) => ((EventMessage)root).Value;
}
