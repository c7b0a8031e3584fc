using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>Events that change something else than points: the change and the event's record are written together, once.</summary>
internal static class ChangeByEvent
{
    private const int AttemptsMax = 5;

    /// <param name="change">puts the change into the context; run again when somebody else was faster. A refusal rejects the event.</param>
    public static async Task<EventResult> ApplyAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        IncomingEvent incoming,
        EventRecords records,
        Func<Task<Refusal?>> change,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            context.ChangeTracker.Clear();
            if (await change() is { } refusal)
            {
                context.ChangeTracker.Clear();
                return records.Reject(record, incoming, refusal);
            }

            var known = await context.PartnerEvents.FindAsync([record.EventKey], cancellationToken);
            if (known?.Status == PartnerEventStatus.Posted)
            {
                context.ChangeTracker.Clear();
                return new EventResult.Duplicate(EventResult.Posted.WithoutPoints);
            }

            record.Status = PartnerEventStatus.Posted;
            if (known is null)
            {
                context.PartnerEvents.Add(record);
            }
            else
            {
                context.Entry(known).CurrentValues.SetValues(record);
            }

            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return EventResult.Posted.WithoutPoints;
            }
            catch (DbUpdateException exception)
                when (attempt < AttemptsMax
                    && (
                        exception is DbUpdateConcurrencyException
                        || exception.IsUniqueViolation()
                        || exception.IsLostRace()
                    )
                )
            {
                // Somebody did the same at this moment; the next look finds it.
            }
        }
    }
}
