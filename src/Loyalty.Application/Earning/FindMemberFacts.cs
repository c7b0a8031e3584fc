using Loyalty.Application.Tiers;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Storage;

namespace Loyalty.Application.Earning;

/// <summary>Finds what the rules ask about the members of some events: one statement for each kind of fact that they do ask for,
/// none where they ask for nothing.</summary>
public sealed class FindMemberFacts(TiersAt tiersAt)
{
    /// <param name="kinds">what the rules ask for.</param>
    /// <param name="partner">of the events.</param>
    /// <param name="pairs">each event's member and instant; a thousand at most.</param>
    /// <param name="zone">of the programme, in which days begin and end.</param>
    public async Task<KnownFacts> ReadAsync(
        LoyaltyDbContext context,
        FactKinds kinds,
        PartnerId partner,
        IReadOnlyCollection<(MemberId Member, DateTimeOffset At)> pairs,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        var held = kinds.HasFlag(FactKinds.Tiers)
            ? await tiersAt.FindAsync(context, pairs, cancellationToken)
            : TiersHeld.None;
        var known = new KnownFacts(partner, zone) { Tiers = held.Of };
        if (kinds != FactKinds.None && pairs.Count > 0)
        {
            var members = pairs.Select(pair => pair.Member).Distinct().ToArray();
            await known.ReadAsync(context, kinds, members, cancellationToken);
        }

        return known;
    }
}
