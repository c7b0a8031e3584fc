using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

/// <summary>A place of the response that a failure below can make null after its text was written.</summary>
internal class NullPlace(NullPlace? outer, int start)
{
    /// <summary>The next such place around this one; null for the whole of <c>data</c>.</summary>
    public NullPlace? Outer { get; } = outer;

    /// <summary>Where the text begins that null takes the place of.</summary>
    public int Start { get; set; } = start;

    public int End { get; set; } = start;

    public bool IsNull { get; set; }

    /// <summary>Nobody waits for what stands here: it, or something around it, has become null.</summary>
    public bool IsGone()
    {
        for (var place = this; place is not null; place = place.Outer)
        {
            if (place.IsNull)
                return true;
        }
        return false;
    }
}

/// <summary>
/// A value that was not there when its turn came. What follows is written without it; its own text is written to the end of the
/// buffer when the value comes, and inserted when the response leaves.
/// </summary>
internal sealed class Gap : NullPlace, IWork
{
    private readonly OperationExecution execution;
    private WorkQueue? queue;

    public Gap(OperationExecution execution, NullPlace? outer, int at, FieldPlan field, PathSegment[] path)
        : base(outer, 0) => (this.execution, At, Field, Path) = (execution, at, field, path);

    /// <summary>Where in the text around it the value belongs.</summary>
    public int At { get; }

    public FieldPlan Field { get; }

    public PathSegment[] Path { get; }

    public bool IsNullable => Field.Definition.Type is not NonNullType;

    public Task Task { get; private set; } = Task.CompletedTask;

    public Func<Task, object?> Result { get; private set; } = static _ => null;

    /// <summary>Has the gap filled on the queue once the task has ended.</summary>
    public void Await(Task task, Func<Task, object?> result, WorkQueue on)
    {
        (Task, Result, queue) = (task, result, on);
        task.GetAwaiter().UnsafeOnCompleted(Post);
    }

    public void Run() => execution.Resume(this);

    private void Post() => queue!.Post(this);
}

/// <summary>One step of a path: a field, or an item of its list.</summary>
/// <param name="Field">The field; for an item the field that gave the list.</param>
/// <param name="Index">The item's place, from zero; -1 for the field itself.</param>
internal readonly record struct PathSegment(FieldPlan Field, int Index)
{
    public object Name => Index < 0 ? Field.ResponseName : Index;
}
