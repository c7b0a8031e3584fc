namespace Loyalty.Domain.Points;

/// <summary>Where points come from and go to when it is not a partner; see <see cref="Funder.CounterAccount"/> for those.</summary>
public static class CounterAccounts
{
    /// <summary>The club as a funder.</summary>
    public const string Club = "club";

    /// <summary>Points that were spent.</summary>
    public const string Redemptions = "redemptions";

    /// <summary>Points that lapsed or were given up.</summary>
    public const string Breakage = "breakage";

    /// <summary>Corrections by staff.</summary>
    public const string Adjustments = "adjustments";

    /// <summary>Between two members: what leaves one wallet enters another, so that it sums to 0.</summary>
    public const string Transfers = "transfers";
}
