using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Looks at what a member did against the member's own past, as of an instant.</summary>
public sealed class FindBehaviour(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>What comes if nothing more happens may be asked for so far ahead.</summary>
    private const int YearsAheadMax = 10;

    /// <param name="asOf">null for now; what was recorded later about the time before counts too.</param>
    public async Task<Outcome<Behaviour>> ExecuteAsync(
        MemberId member,
        DateTimeOffset? asOf,
        CancellationToken cancellationToken
    )
    {
        if (!await context.Members.AnyAsync(one => one.Id == member, cancellationToken))
        {
            return MemberRefusals.NoSuchMember;
        }

        var now = clock.Instant();
        if (asOf < RecordHistory.OccurredMin || asOf > now.AddYears(YearsAheadMax))
        {
            return new Refusal.InvalidRequest("asOf", $"must be after 1950 and at most {YearsAheadMax} years ahead");
        }

        var at = asOf?.ToStoredInstant() ?? now;
        var found = await context
            .Interactions.Where(one => one.MemberId == member)
            .BehavioursAsync(at, cancellationToken);
        return found.GetValueOrDefault(member) ?? Behaviour.At(at, [], lastActivityAt: null);
    }
}
