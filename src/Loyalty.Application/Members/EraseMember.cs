using Loyalty.Application.Events;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>
/// Takes everything out of the database that says who a member was, for good. The rows of the ledger and the member's own
/// row stay, without a name, so that the books are what they were. What merged into the member goes with it.
/// </summary>
public sealed class EraseMember(
    LoyaltyDbContext context,
    ErasedReferences references,
    EventOutbox outbox,
    TimeProvider clock
)
{
    /// <summary>What else must be erased before the record: the accounts that sign in as the member.</summary>
    public async Task<Outcome<IReadOnlyList<MemberSignIn>>> SignInsAsync(
        MemberId id,
        CancellationToken cancellationToken
    )
    {
        var member = await context.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (WhyNot(member) is { } refusal)
        {
            return refusal;
        }

        var ids = await context.WithMergedAsync(id, cancellationToken);
        return await context
            .MemberSignIns.AsNoTracking()
            .Where(one => ids.Contains(one.MemberId))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Erasing what is erased changes nothing.</summary>
    /// <param name="by">the member of staff, as the token's subject.</param>
    public Task<Outcome<Member>> ExecuteAsync(MemberId id, string by, CancellationToken cancellationToken) =>
        context.OnLostRacesAsync(() => TryAsync(id, by, cancellationToken));

    private async Task<Outcome<Member>> TryAsync(MemberId id, string by, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var ids = await context.WithMergedAsync(id, cancellationToken);
        var members = await context.Members.Where(member => ids.Contains(member.Id)).ToListAsync(cancellationToken);
        var erased = members.Find(member => member.Id == id);
        if (WhyNot(erased) is { } refusal)
        {
            return refusal;
        }

        if (erased!.ErasedAt is not null)
        {
            return erased;
        }

        var now = clock.Instant();
        // Whoever changes the record at this moment meets the version, and their change is refused.
        members.ForEach(member => member.Erase(by, now));
        // Consumers forget too, also whoever merged into the member.
        foreach (var gone in ids)
        {
            await outbox.AddAsync(
                context,
                ClubEventType.MemberErased,
                gone,
                now,
                () => new ClubEventData.OfMember(gone.ToString()),
                cancellationToken
            );
        }

        await context.SaveChangesAsync(cancellationToken);

        var cards = await context
            .Cards.Where(card => ids.Contains(card.MemberId))
            .Select(card => card.Number)
            .ToListAsync(cancellationToken);
        var links = await context
            .MemberLinks.AsNoTracking()
            .Where(link => ids.Contains(link.MemberId))
            .ToListAsync(cancellationToken);
        await references.AddAsync(context, cards, links, now, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);

        await context.EraseTracesAsync(ids, cards, links, cancellationToken);
        await context.EraseRecordAsync(ids, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return erased;
    }

    private static Refusal? WhyNot(Member? member) =>
        member switch
        {
            null => MemberRefusals.NoSuchMember,
            { MergedInto: { } survivor } => new IsMerged(survivor),
            { Status: not MemberStatus.Closed } => new NotClosed(member.Status),
            _ => null,
        };

    public sealed record NotClosed(MemberStatus Status)
        : Refusal("member-not-closed", RefusalKind.Conflict, "Only a closed account can be erased. Close it first.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("memberStatus", Status)];
    }

    public sealed record IsMerged(MemberId Survivor)
        : Refusal("member-merged", RefusalKind.Conflict, "The account became part of another one.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("mergedInto", Survivor)];
    }
}
