using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Takes decisions of a member down: each into the history, and the newest into what holds now. Also a closed
/// member may still take a consent back.</summary>
public sealed class RecordConsents(LoyaltyDbContext context, TimeProvider clock)
{
    public Task<Outcome<List<Consent>>> ExecuteAsync(
        MemberId id,
        IReadOnlyList<ConsentData> decisions,
        CancellationToken cancellationToken
    ) => context.OnLostRacesAsync(() => TryAsync(id, decisions, cancellationToken));

    private async Task<Outcome<List<Consent>>> TryAsync(
        MemberId id,
        IReadOnlyList<ConsentData> decisions,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var errors = new FieldErrors();
        var changes = errors
            .List("decisions", decisions, ConsentData.CountMax)
            .Select((decision, i) => decision.Check(errors, $"decisions[{i}].", id, now))
            .ToList();
        errors.Check(decisions is { Count: > 0 }, "decisions", "must not be empty");
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var found = await context
            .Members.Where(member => member.Id == id)
            .Select(member => new { IsErased = member.ErasedAt != null })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null or { IsErased: true })
        {
            return found is null ? MemberRefusals.NoSuchMember : new MemberRefusals.MemberIsErased();
        }

        var current = await context.Consents.Where(consent => consent.MemberId == id).ToListAsync(cancellationToken);
        context.AddConsents(changes, current);
        await context.SaveChangesAsync(cancellationToken);
        return await context
            .Consents.AsNoTracking()
            .Where(consent => consent.MemberId == id)
            .OrderBy(consent => consent.Purpose)
            .ThenBy(consent => consent.Channel)
            .ToListAsync(cancellationToken);
    }
}
