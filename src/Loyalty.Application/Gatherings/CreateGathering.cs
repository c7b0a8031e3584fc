using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <summary>Makes a draft, which members do not see.</summary>
public sealed class CreateGathering(LoyaltyDbContext context, TimeProvider clock)
{
    public async Task<Outcome<Gathering>> ExecuteAsync(GatheringDocument document, CancellationToken cancellationToken)
    {
        var read = await context.CheckAsync(document, cancellationToken);
        if (read.Refusal is { } refusal)
        {
            return refusal;
        }

        var (code, definition) = read.Value;
        if (await context.Gatherings.AnyAsync(one => one.Code == code, cancellationToken))
        {
            return new GatheringRefusal.CodeTaken();
        }

        var now = clock.Instant();
        var gathering = new Gathering { Id = Identifier.New<GatheringId>(now), CreatedAt = now };
        gathering.Change(code, definition, taken: 0, now);
        context.Gatherings.Add(gathering);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return gathering;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new GatheringRefusal.CodeTaken();
        }
    }
}
