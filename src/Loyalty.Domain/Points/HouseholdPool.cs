using Loyalty.Domain.Members;

namespace Loyalty.Domain.Points;

/// <summary>What another member of the household lets one spend.</summary>
/// <param name="Available">what that member could spend.</param>
/// <param name="SharePercent">see <see cref="HouseholdPlace.SharePercent"/>.</param>
public readonly record struct PoolShare(MemberId Member, long Available, int SharePercent)
{
    /// <summary>Whole points, rounded down.</summary>
    public long Limit => LimitOf(Available, SharePercent);

    public static long LimitOf(long available, int sharePercent) =>
        (long)((Int128)available * sharePercent / HouseholdPlace.SharePercentMax);
}

/// <summary>Points of one currency that a member of a household can spend: the own ones and what the others share.</summary>
/// <param name="Own">what the member can spend without the household.</param>
/// <param name="Others">the others' shares; none where the member may not spend them.</param>
public sealed record HouseholdPool(MemberId Member, long Own, IReadOnlyList<PoolShare> Others)
{
    /// <summary>Everything together, at most what 64 bits hold.</summary>
    public long Available => (long)Int128.Min(long.MaxValue, Own + Shared);

    private Int128 Shared => Others.Aggregate(Int128.Zero, (sum, other) => sum + other.Limit);

    /// <summary>Whose points are spent: first the member's own, then the others' in proportion to what each shares.</summary>
    /// <param name="points">at least 1.</param>
    /// <returns>refused with <see cref="PointsRefusal.InsufficientPoints"/>, which names the whole pool, when there are too few.</returns>
    public Outcome<IReadOnlyList<PoolPart>> Split(long points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var own = Math.Min(points, Own);
        if (points - own > Shared)
        {
            return new PointsRefusal.InsufficientPoints(Available, points);
        }

        var shares = Proportion.Divide(points - own, [.. Others.Select(other => other.Limit)]);
        PoolPart[] parts =
        [
            new PoolPart(Member, own, HouseholdPlace.SharePercentMax),
            .. Others.Zip(shares, (other, part) => new PoolPart(other.Member, part, other.SharePercent)),
        ];
        return parts.Where(part => part.Points > 0).ToArray();
    }
}

/// <param name="Points">at least 1.</param>
/// <param name="SharePercent">what of the member's available points may be taken at most.</param>
public readonly record struct PoolPart(MemberId Member, long Points, int SharePercent);
