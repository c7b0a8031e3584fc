using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Looks at what a member did against the member's own past, as of an instant.</summary>
public sealed class FindBehaviour(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>Whoever has more of them within two years is no person; the newest count.</summary>
    private const int InteractionsMax = 10_000;

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

        var at = asOf?.ToStoredInstant() ?? clock.Instant();
        var begin = at.AddMonths(-Behaviour.Months);
        var theirs = context.Interactions.AsNoTracking().Where(one => one.MemberId == member && one.OccurredAt <= at);
        var interactions = await theirs
            .Where(one => one.OccurredAt > begin)
            .OrderByDescending(one => one.OccurredAt)
            .ThenByDescending(one => one.Id)
            .Take(InteractionsMax)
            .ToListAsync(cancellationToken);
        var last = await theirs
            .Where(one => one.Kind == InteractionKind.Purchase || one.Kind == InteractionKind.ServiceVisit)
            .OrderByDescending(one => one.OccurredAt)
            .ThenByDescending(one => one.Id)
            .Select(one => (DateTimeOffset?)one.OccurredAt)
            .FirstOrDefaultAsync(cancellationToken);
        return Behaviour.At(at, interactions, last);
    }
}
