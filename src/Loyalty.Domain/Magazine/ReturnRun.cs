namespace Loyalty.Domain.Magazine;

/// <summary>Copies of one subscription that came back one after another.</summary>
public static class ReturnRun
{
    /// <summary>How many issues in a row came back around one that did. Returns may be told in any order.</summary>
    /// <param name="sent">by rising number of the issue: whether its copy came back. Issues of which none was sent are left out.</param>
    /// <param name="number">of an issue whose copy came back.</param>
    public static int LengthAround(IReadOnlyList<(int Number, bool IsReturned)> sent, int number)
    {
        var run = 0;
        var holds = false;
        foreach (var (issue, isReturned) in sent)
        {
            if (isReturned)
            {
                run++;
                holds |= issue == number;
            }
            else if (holds)
            {
                return run;
            }
            else
            {
                run = 0;
            }
        }

        return holds ? run : 0;
    }
}
