using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Storage;

namespace Loyalty.Application.Earning;

/// <summary>Finds what the rules ask about the members of some events: one statement for each kind of fact that they do ask for,
/// none where they ask for nothing.</summary>
public sealed class FindMemberFacts
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
        // The tiers' history comes in here, by the pairs, where the kinds ask for tiers.
        var known = new KnownFacts(partner, zone);
        if (kinds != FactKinds.None && pairs.Count > 0)
        {
            var members = pairs.Select(pair => pair.Member).Distinct().ToArray();
            await known.ReadAsync(context, kinds, members, cancellationToken);
        }

        return known;
    }
}
