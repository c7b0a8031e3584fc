using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>Gives a call to an agent, for a while and to no other. Taking it again prolongs it.</summary>
public sealed class TakeCareCall(
    LoyaltyDbContext context,
    CareCallQueue queue,
    JudgeCare judge,
    FindCareMessage messages,
    TimeProvider clock
)
{
    /// <summary>How long nobody else may have it.</summary>
    public static readonly TimeSpan TakenFor = TimeSpan.FromMinutes(15);

    /// <summary>Calls that are looked at for one agent: others take some at the same moment, and some turn out not to be wanted any
    /// more.</summary>
    private const int LooksMax = 100;

    /// <summary>The call that the agent has already, else the next one; null when there is none now.</summary>
    /// <param name="agent">the token's subject.</param>
    public async Task<Outcome<CareDispatch?>> NextAsync(string agent, CancellationToken cancellationToken)
    {
        for (var looks = 0; looks < LooksMax; looks++)
        {
            var now = clock.Instant();
            var call =
                await OwnAsync(agent, now, cancellationToken)
                ?? await (await queue.ReadAsync(cancellationToken)).AsTracking().FirstOrDefaultAsync(cancellationToken);
            if (call is null)
            {
                return default(CareDispatch);
            }

            if (call.IsTakenBy(agent, now) || await JudgeAsync(call, cancellationToken) is CareVerdict.Send)
            {
                var found = (await messages.ComposeAsync([call], cancellationToken))[0];
                if (found.Recipient is CareRecipient.Nobody nobody)
                {
                    call.Skip(nobody.Reason, now);
                }
                else if (call.Take(agent, now + TakenFor, now) is null)
                {
                    if (await SaveAsync(cancellationToken))
                    {
                        return found;
                    }

                    continue;
                }
            }

            await SaveAsync(cancellationToken);
        }

        return new MemberRefusals.TryAgain();
    }

    public async Task<Outcome<CareDispatch>> ExecuteAsync(
        CareEventId id,
        string agent,
        CancellationToken cancellationToken
    )
    {
        var call = await context
            .CareEvents.AsTracking()
            .FirstOrDefaultAsync(one => one.Id == id && one.Channel == ConsentChannel.Phone, cancellationToken);
        if (call is null)
        {
            return new Refusal.NoSuch("call");
        }

        var now = clock.Instant();
        var isOwn = call.IsTakenBy(agent, now);
        if (call.Take(agent, now + TakenFor, now) is { } refusal)
        {
            return refusal;
        }

        // Who is on the telephone already finishes the call.
        if (!isOwn && await WhyNotAsync(call, cancellationToken) is { } reason)
        {
            context.Forget();
            return reason;
        }

        var found = (await messages.ComposeAsync([call], cancellationToken))[0];
        return found.Recipient is CareRecipient.Nobody nobody ? new CareRefusal.OutOfReach(nobody.Reason)
            : await SaveAsync(cancellationToken) ? found
            : new CareRefusal.CallTaken(now + TakenFor);
    }

    /// <summary>What the agent has at this moment, each with the number.</summary>
    public async Task<IReadOnlyList<CareDispatch>> OfAsync(string agent, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var calls = await Own(agent, now).AsNoTracking().Take(LooksMax).ToListAsync(cancellationToken);
        return await messages.ComposeAsync(calls, cancellationToken);
    }

    /// <summary>Judges a call at the moment at which it is to be made. One that is not wanted any more leaves the list, and one that
    /// must wait is put off: both are to be saved.</summary>
    private async Task<CareVerdict> JudgeAsync(CareEvent call, CancellationToken cancellationToken)
    {
        var round = await judge.BeginAsync(context, [call], cancellationToken);
        var verdict = round.Judge(call);
        switch (verdict)
        {
            case CareVerdict.Skip skip:
                call.Skip(skip.Reason, round.Now);
                break;
            case CareVerdict.Wait wait:
                call.PutOff(wait.Until);
                break;
            case CareVerdict.Postpone later:
                round.Postpone(call, later.DueOn);
                break;
            default:
                call.Facts = round.FactsOf(call);
                break;
        }

        return verdict;
    }

    private async Task<Refusal?> WhyNotAsync(CareEvent call, CancellationToken cancellationToken) =>
        await JudgeAsync(call, cancellationToken) switch
        {
            CareVerdict.Skip skip => new CareRefusal.OutOfReach(skip.Reason),
            CareVerdict.Wait { Reason: CareReasons.QuietHours } wait => new CareRefusal.IsQuiet(wait.Until),
            CareVerdict.Wait wait => new CareRefusal.CallDeferred(wait.Until),
            CareVerdict.Postpone => new CareRefusal.OutOfReach(CareReasons.NoLongerDue),
            _ => null,
        };

    private Task<CareEvent?> OwnAsync(string agent, DateTimeOffset now, CancellationToken cancellationToken) =>
        Own(agent, now).AsTracking().FirstOrDefaultAsync(cancellationToken);

    private IQueryable<CareEvent> Own(string agent, DateTimeOffset now) =>
        context
            .CareEvents.Where(call =>
                call.Status == CareStatus.Queued
                && call.Channel == ConsentChannel.Phone
                && call.TakenBy == agent
                && call.TakenUntil > now
            )
            .OrderBy(call => call.TakenUntil)
            .ThenBy(call => call.Id);

    /// <returns>false when somebody else changed the call meanwhile; it is forgotten then.</returns>
    private async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            context.Forget();
            return false;
        }
    }
}
