namespace Loyalty.Domain.Points;

/// <summary>Whose points are spent.</summary>
public enum PointSource
{
    /// <summary>The member's own.</summary>
    Own,

    /// <summary>The member's own first, then what the others of the household share, in proportion.</summary>
    Household,
}
