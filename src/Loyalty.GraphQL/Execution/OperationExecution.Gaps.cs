namespace Loyalty.GraphQL.Execution;

// Values that are waited for, and the places that their failure can make null.
internal sealed partial class OperationExecution
{
    private readonly List<Gap> gaps = [];
    private List<NullPlace>? nulled;
    private PathSegment[] path = new PathSegment[16];
    private NullFrame[] frames = new NullFrame[8];
    private int depth;
    private int frameCount;
    private int rootEnd;
    private bool dataIsNull;

    // The gap whose value is being written; null for the root.
    private Gap? current;

    /// <summary>A nullable object or list that is being written. It becomes a place when the first gap opens in it.</summary>
    private struct NullFrame
    {
        public int Start;
        public NullPlace? Place;
    }

    private bool Await(Task task, Func<Task, object?> result, FieldPlan field, Gap? gap)
    {
        gap ??= NewGap(field, PathNow());
        pending++;
        gap.Await(task, result, Queue);
        return true;
    }

    private Gap NewGap(FieldPlan field, PathSegment[] at)
    {
        var gap = new Gap(this, InnermostPlace(), output.Position, field, at);
        gaps.Add(gap);
        return gap;
    }

    private NullPlace? InnermostPlace()
    {
        NullPlace? outer = current;
        for (var i = 0; i < frameCount; i++)
            outer = frames[i].Place ??= new NullPlace(outer, frames[i].Start);
        return outer;
    }

    /// <summary>Writes the value that a gap waited for.</summary>
    public void Resume(Gap gap)
    {
        pending--;
        if (dataIsNull || gap.IsGone())
        {
            TellUnseen(gap);
            return;
        }
        Fill(
            gap,
            static (execution, gap) =>
            {
                execution.Restore(gap);
                if (gap.Task.IsCompletedSuccessfully)
                    return execution.WriteValue(gap.Field, gap.Field.Shape, gap.Result(gap.Task));
                return execution.Fail(gap.Task.Exception?.InnerException ?? new OperationCanceledException());
            }
        );
    }

    // Nobody waits for the value any more; a failure is still told, unless it would only make null what is null.
    private void TellUnseen(Gap gap)
    {
        if (gap.Task.Exception?.InnerException is not { } unseen)
            return;
        var catching = gap.IsNullable ? null : Catching(gap);
        if (!gap.IsNullable && (catching?.IsNull ?? dataIsNull))
            return;
        Restore(gap);
        Fail(unseen);
        if (catching is not null)
            catching.IsNull = true;
    }

    private void Fill(Gap gap, Func<OperationExecution, Gap, bool> write)
    {
        (current, depth, frameCount, gap.Start) = (gap, 0, 0, output.Position);
        bool written;
        try
        {
            written = write(this, gap);
        }
#pragma warning disable CA1031 // As in ExecuteField.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            AbandonFrames(0);
            Restore(gap);
            Fail(exception);
            written = false;
        }
        if (!written)
        {
            Retract(gap.Start);
            MakeNull(gap);
        }
        (current, depth, gap.End) = (null, 0, output.Position);
    }

    private void Restore(Gap gap)
    {
        depth = 0;
        foreach (var segment in gap.Path)
            Enter(segment);
    }

    private static NullPlace? Catching(NullPlace? place)
    {
        while (place is Gap { IsNullable: false })
            place = place.Outer;
        return place;
    }

    private void MakeNull(Gap gap)
    {
        switch (Catching(gap))
        {
            case null:
                dataIsNull = true;
                break;
            case Gap nullable:
                nullable.IsNull = true;
                break;
            case var place:
                place.IsNull = true;
                (nulled ??= []).Add(place);
                break;
        }
    }

    private void EnterFrame()
    {
        if (frameCount == frames.Length)
            Array.Resize(ref frames, frames.Length * 2);
        frames[frameCount++] = new NullFrame { Start = output.Position };
    }

    private void LeaveFrame(bool written)
    {
        if (frames[--frameCount].Place is not { } place)
            return;
        place.End = output.Position;
        // Its text is retracted; only the gaps in it need to know.
        place.IsNull = !written;
    }

    private void AbandonFrames(int count)
    {
        while (frameCount > count)
            LeaveFrame(written: false);
    }

    private void Retract(int start)
    {
        output.Truncate(start);
        while (gaps.Count > 0 && gaps[^1].At >= start)
            gaps.RemoveAt(gaps.Count - 1);
    }

    private void Enter(PathSegment segment)
    {
        if (depth == path.Length)
            Array.Resize(ref path, path.Length * 2);
        path[depth++] = segment;
    }

    private PathSegment[] PathNow() => path.AsSpan(0, depth).ToArray();

    private void EndRoot() => rootEnd = output.Position;

    private ResponseText Response() => new(output, rootEnd, dataIsNull, gaps, nulled ?? []);
}
