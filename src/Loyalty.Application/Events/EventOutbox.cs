using Loyalty.Application.Notices;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Events;

/// <summary>
/// Where operations say what happened, in the transaction of the change. Only what some subscription asks for is written: which types those
/// are is read at most once a second, so that a club that tells nobody pays nothing on the ledger's path. A change by staff holds
/// at once on the node that made it; on the others with its notice, else within a second.
/// </summary>
public sealed class EventOutbox(
    IDbContextFactory<LoyaltyDbContext> contexts,
    ClubNotices notices,
    EventSettings settings,
    TimeProvider clock
)
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    /// <summary>While one caller reads anew, others make do with what is there, unless it is older than this. Callers hold a connection
    /// already, and must not all wait for a second one.</summary>
    private static readonly TimeSpan StaleMax = TimeSpan.FromSeconds(10);

    /// <summary>A change's transaction is over by then, and so is the request that it belongs to.</summary>
    private static readonly TimeSpan ExpectationTime = TimeSpan.FromSeconds(5);

    private volatile Kept? kept;
    private long expectingSince = long.MinValue;
    private int isReading;

    /// <summary>See <see cref="CloudEvent.Source"/>.</summary>
    public string Source => settings.Source;

    public async ValueTask<bool> IsAskedForAsync(string type, CancellationToken cancellationToken)
    {
        var since = Volatile.Read(ref expectingSince);
        var isExpecting = since != long.MinValue && clock.GetElapsedTime(since) < ExpectationTime;
        var current = kept;
        if (isExpecting || current is null || clock.GetElapsedTime(current.ReadAt) >= StaleMax)
        {
            current = await ReadAsync(cancellationToken);
        }
        else if (
            clock.GetElapsedTime(current.ReadAt) >= AgeMax
            && Interlocked.CompareExchange(ref isReading, 1, 0) == 0
        )
        {
            try
            {
                current = await ReadAsync(cancellationToken);
            }
            finally
            {
                Volatile.Write(ref isReading, 0);
            }
        }

        return current.Types.Contains(type);
    }

    /// <summary>Adds the event to what the context saves next, if somebody asked for it.</summary>
    /// <param name="member">whom it is about; null for nobody.</param>
    /// <param name="data">made only when it is needed; one of the records in <see cref="ClubEventData"/>.</param>
    public async ValueTask AddAsync(
        LoyaltyDbContext context,
        string type,
        MemberId? member,
        DateTimeOffset happenedAt,
        Func<object> data,
        CancellationToken cancellationToken
    )
    {
        if (await IsAskedForAsync(type, cancellationToken))
        {
            context.ClubEvents.Add(ClubEvent.Of(Source, type, member, happenedAt, data()));
        }
    }

    /// <summary>Staff change a subscription on this node at this moment. The transaction may not have ended when this is called, so for
    /// a while everybody reads anew, here and on the other nodes.</summary>
    internal void ExpectChange()
    {
        ReadFirst();
        notices.Publish(NoticedChanges.Events);
    }

    /// <summary>Staff change a subscription on some node at this moment.</summary>
    internal void ReadFirst() => Volatile.Write(ref expectingSince, clock.GetTimestamp());

    private async Task<Kept> ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = clock.GetTimestamp();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var asked = await context
            .EventSubscriptions.AsNoTracking()
            .OrderBy(subscription => subscription.Id)
            .Select(subscription => subscription.Types)
            .Take(EventSubscription.CountMax)
            .ToListAsync(cancellationToken);
        var types = asked.SelectMany(one => one.Length == 0 ? ClubEventType.All : one.Split(' '));
        return kept = new Kept(types.ToHashSet(StringComparer.Ordinal), readAt);
    }

    private sealed record Kept(HashSet<string> Types, long ReadAt);
}
