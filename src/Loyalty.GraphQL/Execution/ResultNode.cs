using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

/// <summary>An object or list of the response while it is being filled.</summary>
internal abstract class ResultNode(ResultNode? parent, int index, int count)
{
    /// <summary>Null, a leaf's value, or another node; one for each field or item.</summary>
    public readonly object?[] Values = count == 0 ? [] : new object?[count];

    public ResultNode? Parent { get; } = parent;

    /// <summary>Where in <see cref="Parent"/> this node stands.</summary>
    public int Index { get; } = index;

    /// <summary>A null below made this node null; nothing in it counts any more.</summary>
    public bool Dead { get; set; }

    public abstract GraphQLType TypeAt(int at);

    public abstract FieldPlan FieldAt(int at);

    protected abstract object Segment(int at);

    public bool IsGone()
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            if (node.Dead)
                return true;
        }
        return false;
    }

    public IReadOnlyList<object> PathTo(int at)
    {
        var path = new List<object>();
        for (ResultNode? node = this; node is not null; at = node.Index, node = node.Parent)
            path.Add(node.Segment(at));
        path.Reverse();
        return path;
    }
}

internal sealed class ObjectNode(SelectionPlan plan, object source, ResultNode? parent, int index)
    : ResultNode(parent, index, plan.Fields.Length)
{
    public SelectionPlan Plan { get; } = plan;

    public object Source { get; } = source;

    public override GraphQLType TypeAt(int at) => Plan.Fields[at].Definition.Type;

    public override FieldPlan FieldAt(int at) => Plan.Fields[at];

    protected override object Segment(int at) => Plan.Fields[at].ResponseName;
}

internal sealed class ListNode(FieldPlan field, GraphQLType itemType, int count, ResultNode parent, int index)
    : ResultNode(parent, index, count)
{
    public override GraphQLType TypeAt(int at) => itemType;

    public override FieldPlan FieldAt(int at) => field;

    protected override object Segment(int at) => at;
}
