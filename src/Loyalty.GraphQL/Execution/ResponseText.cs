using System.Buffers;

namespace Loyalty.GraphQL.Execution;

/// <summary>What an execution has written: the text of the root, then the texts of its gaps in the order of their coming.</summary>
internal sealed class ResponseText
{
    private readonly ResponseBuffer buffer;
    private readonly int rootEnd;
    private readonly bool dataIsNull;
    private readonly List<Gap> gaps;
    private readonly List<NullPlace> nulled;

    public ResponseText(ResponseBuffer buffer, int rootEnd, bool dataIsNull, List<Gap> gaps, List<NullPlace> nulled)
    {
        (this.buffer, this.rootEnd, this.dataIsNull, this.gaps) = (buffer, rootEnd, dataIsNull, gaps);
        this.nulled = nulled;
        nulled.Sort(static (left, right) => left.Start.CompareTo(right.Start));
    }

    /// <summary>Gives the memory back.</summary>
    public void Release() => buffer.Release();

    /// <summary>Writes <c>{"data":…</c> without the closing brace.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="skip">How many of the first bytes stand there already.</param>
    public void WriteTo(IBufferWriter<byte> output, int skip)
    {
        if (dataIsNull)
        {
            output.Write(ExecutionResult.DataName[skip..]);
            output.Write("null"u8);
        }
        else
            Copy(skip, rootEnd, output);
    }

    private void Copy(int start, int end, IBufferWriter<byte> output)
    {
        var gap = FirstGap(start);
        var place = nulled.Count == 0 ? 0 : FirstPlace(start);
        while (true)
        {
            var gapAt = gap < gaps.Count && gaps[gap].At < end ? gaps[gap].At : end;
            var placeAt = place < nulled.Count && nulled[place].Start < end ? nulled[place].Start : end;
            var next = Math.Min(gapAt, placeAt);
            output.Write(buffer.Range(start, next));
            if (next == end)
                return;
            if (placeAt < gapAt)
            {
                output.Write("null"u8);
                start = nulled[place].End;
                (gap, place) = (FirstGap(start), FirstPlace(start));
                continue;
            }
            WriteGap(gaps[gap++], output);
            start = next;
        }
    }

    private void WriteGap(Gap gap, IBufferWriter<byte> output)
    {
        if (gap.IsNull)
            output.Write("null"u8);
        else
            Copy(gap.Start, gap.End, output);
    }

    private int FirstGap(int position) => FirstFrom(gaps, position, static gap => gap.At);

    private int FirstPlace(int position) => FirstFrom(nulled, position, static place => place.Start);

    private static int FirstFrom<T>(List<T> sorted, int position, Func<T, int> at)
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (at(sorted[middle]) < position)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
