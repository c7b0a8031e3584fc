using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <summary>Which tiers members held at instants, for many at once: what earning rules ask. One statement, none where the club has
/// no tiers.</summary>
public sealed class TiersAt(ClubTiers tiers)
{
    /// <returns>for each pair the codes of the tiers held, at most one of each set, in the sets' order of display.</returns>
    public async Task<TiersHeld> FindAsync(
        LoyaltyDbContext context,
        IReadOnlyCollection<(MemberId Member, DateTimeOffset At)> pairs,
        CancellationToken cancellationToken
    )
    {
        var sets = await tiers.EverActiveAsync(cancellationToken);
        if (sets.Count == 0 || pairs.Count == 0)
        {
            return TiersHeld.None;
        }

        var members = pairs.Select(pair => pair.Member).Distinct().ToArray();
        var (first, last) = (pairs.Min(pair => pair.At), pairs.Max(pair => pair.At));
        var rows = await context
            .MemberTiers.AsNoTracking()
            .Where(row =>
                members.Contains(row.MemberId) && row.From <= last && (row.Until == null || row.Until > first)
            )
            .Select(row => new TierStretch(row.MemberId, row.TierSet, row.Tier, row.Rank, row.From, row.Until))
            .ToListAsync(cancellationToken);
        return new TiersHeld(sets, rows.ToLookup(row => row.Member));
    }
}

/// <summary>A stretch of time in which a member held a tier.</summary>
internal sealed record TierStretch(
    MemberId Member,
    TierSetCode Set,
    TierCode? Tier,
    int Rank,
    DateTimeOffset From,
    DateTimeOffset? Until
)
{
    public bool HoldsAt(DateTimeOffset instant) => From <= instant && (Until is not { } end || instant < end);
}

/// <summary>What <see cref="TiersAt"/> found.</summary>
public sealed class TiersHeld
{
    private readonly IReadOnlyList<TierSet> sets;
    private readonly ILookup<MemberId, TierStretch> rows;

    internal TiersHeld(IReadOnlyList<TierSet> sets, ILookup<MemberId, TierStretch> rows) =>
        (this.sets, this.rows) = (sets, rows);

    public static TiersHeld None { get; } = new([], Array.Empty<TierStretch>().ToLookup(row => row.Member));

    /// <summary>Of a pair that was asked for.</summary>
    public IReadOnlyList<TierCode> Of(MemberId member, DateTimeOffset at)
    {
        if (sets.Count == 0)
        {
            return [];
        }

        List<TierCode>? held = null;
        foreach (var set in sets)
        {
            if (set.IsInForceAt(at) && In(set, member, at) is { } code)
            {
                (held ??= new(sets.Count)).Add(code);
            }
        }

        return (IReadOnlyList<TierCode>?)held ?? [];
    }

    private TierCode? In(TierSet set, MemberId member, DateTimeOffset at)
    {
        TierStretch? best = null;
        foreach (var row in rows[member])
        {
            if (row.Set == set.Code && row.HoldsAt(at) && (best is null || row.Rank > best.Rank))
            {
                best = row;
            }
        }

        // Before the first that was reached or given, the member holds what asks for nothing.
        return best is null ? set.Base?.Code : best.Tier;
    }
}
