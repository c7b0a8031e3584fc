namespace Loyalty.GraphQL.Execution;

/// <summary>
/// How many fields the plans and cost trees of one cached document may hold together. A document that unfolds to far more than its
/// text, in many ways, is worked out anew each time instead of filling the memory.
/// </summary>
internal sealed class KeptSize(int documentLength)
{
    private readonly int max = Math.Max(500, documentLength / 2);
    private int used;

    public bool HasRoom => Volatile.Read(ref used) < max;

    /// <returns>False when there is no room; what is full stays full.</returns>
    public bool TryTake(int fields) => Interlocked.Add(ref used, fields) <= max;
}
