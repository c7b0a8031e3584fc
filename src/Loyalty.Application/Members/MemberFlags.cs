using Loyalty.Application.Events;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Begins and ends flags in what the context saves next, and tells it with them.</summary>
internal static class MemberFlags
{
    /// <param name="known">the row of this begin, where the flag had ended since; null for none.</param>
    public static ValueTask BeginFlagAsync(
        this LoyaltyDbContext context,
        EventOutbox outbox,
        MemberFlag? known,
        MemberId member,
        BehaviourFlag flag,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var begun = known;
        if (begun is null)
        {
            begun = new MemberFlag
            {
                MemberId = member,
                Flag = flag,
                Since = since,
            };
            context.MemberFlags.Add(begun);
        }

        begun.Until = null;
        return TellAsync(context, outbox, begun, since, cancellationToken);
    }

    /// <param name="flag">tracked by the context.</param>
    public static ValueTask EndFlagAsync(
        this LoyaltyDbContext context,
        EventOutbox outbox,
        MemberFlag flag,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        flag.Until = until > flag.Since ? until : flag.Since;
        return TellAsync(context, outbox, flag, flag.Until.Value, cancellationToken);
    }

    /// <summary>All that stand: of an account that is closed or merged nothing is looked at any more.</summary>
    public static async Task EndFlagsAsync(
        this LoyaltyDbContext context,
        EventOutbox outbox,
        MemberId member,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var standing = await context
            .MemberFlags.Where(flag => flag.MemberId == member && flag.Until == null)
            .OrderBy(flag => flag.Flag)
            .ToListAsync(cancellationToken);
        foreach (var flag in standing)
        {
            await context.EndFlagAsync(outbox, flag, now, cancellationToken);
        }
    }

    private static ValueTask TellAsync(
        LoyaltyDbContext context,
        EventOutbox outbox,
        MemberFlag flag,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        outbox.AddAsync(
            context,
            ClubEventType.MemberBehaviourChanged,
            flag.MemberId,
            at,
            () => ClubEventData.Of(flag),
            cancellationToken
        );
}
