namespace Loyalty.Domain.Partners;

/// <summary>A partner's prepaid points of one currency over a month.</summary>
/// <param name="Opening">left at its beginning, at least 0.</param>
/// <param name="Bought">in blocks of the month.</param>
/// <param name="Drawn">issued less taken back, of what the partner funds. Below 0 when more came back.</param>
public readonly record struct PrepaidFigures(long Opening, long Bought, long Drawn)
{
    /// <summary>What is left; below 0 while more was drawn than bought.</summary>
    public long Left => checked(Opening + Bought - Drawn);

    /// <summary>What goes beyond the blocks: the statement charges it, so that the next month begins with none of it.</summary>
    public long Charged => Math.Max(0, -Left);

    /// <summary>What the next month begins with.</summary>
    public long Closing => Math.Max(0, Left);
}
