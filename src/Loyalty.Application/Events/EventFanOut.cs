using Loyalty.Domain;
using Loyalty.Storage;
using Loyalty.Storage.Events;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Events;

/// <summary>
/// Queues what is new in the outbox for the subscriptions that ask for it. It looks for rows that nobody has queued, never for numbers
/// above the last one: a transaction may commit after another that began later. One node at a time does it, so that the events of a
/// member are queued in their order.
/// </summary>
internal sealed class EventFanOut(IDbContextFactory<LoyaltyDbContext> contexts, TimeProvider clock)
{
    public const int PerRound = 1_000;

    private const string JobName = "events";

    /// <returns>how many events were looked at; there may be more when it is <see cref="PerRound"/>.</returns>
    public async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await context.ClubEvents.AnyAsync(row => row.DispatchedAt == null, cancellationToken))
        {
            return 0;
        }

        await EnsureJobAsync(context, cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // Locks the row until the end: a second node waits here, and then sees what this one has done.
        await context
            .Jobs.Where(job => job.Name == JobName)
            .ExecuteUpdateAsync(job => job.SetProperty(j => j.Processed, j => j.Processed + 1), cancellationToken);
        var found = await context
            .ClubEvents.Where(row => row.DispatchedAt == null)
            .OrderBy(row => row.Number)
            .Select(row => new { row.Number, row.Type })
            .Take(PerRound)
            .ToListAsync(cancellationToken);
        if (found.Count == 0)
        {
            return 0;
        }

        var subscriptions = await context.EventSubscriptions.AsNoTracking().ToListAsync(cancellationToken);
        var pairs = subscriptions
            .SelectMany(_ => found, (subscription, row) => (subscription, row))
            .Where(pair => pair.subscription.AsksFor(pair.row.Type))
            .Select(pair => (pair.subscription.Id, pair.row.Number))
            .ToList();
        var now = clock.Instant();
        if (pairs.Count > 0)
        {
            await context.QueueEventsAsync(pairs, now, cancellationToken);
        }

        var numbers = found.ConvertAll(row => row.Number);
        await context
            .ClubEvents.Where(row => numbers.Contains(row.Number))
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.DispatchedAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found.Count;
    }

    private static async Task EnsureJobAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        if (await context.Jobs.AnyAsync(job => job.Name == JobName, cancellationToken))
        {
            return;
        }

        context.Jobs.Add(new Job { Name = JobName });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // Another node was faster.
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }
}
