using Loyalty.Application.Events;
using Loyalty.Application.Jobs;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>
/// Makes the contacts whose time has come, the most important first, after looking once more whether each still is due and wanted. One
/// process does it at a time, so that contacts under a cap are counted one after the other; what is handed over is written in the
/// transaction that makes the contact.
/// </summary>
public sealed class SendCare(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    JudgeCare judge,
    EventOutbox outbox,
    TimeProvider clock
)
{
    private const string JobName = "care-contacts";
    private const int EventsPerPage = 500;

    /// <returns>how many contacts were made; null when another process is at it.</returns>
    public async Task<int?> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var lease = await leases.TakeAsync(JobName, cancellationToken);
        if (lease is null)
        {
            return null;
        }

        var sent = 0;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
            if (await PageAsync(context, cancellationToken) is not { } page)
            {
                return sent;
            }

            sent += page;
            lease.Job.Processed = sent;
            if (!await lease.NoteAsync(cancellationToken))
            {
                return sent;
            }
        }
    }

    /// <returns>how many were sent; null when nothing was due.</returns>
    private async Task<int?> PageAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var due = context.CareEvents.Where(one => one.Status == CareStatus.Planned && one.NextAt <= now);
        var members = await due.OrderBy(one => one.NextAt)
            .ThenBy(one => one.Id)
            .Select(one => one.MemberId)
            .Take(EventsPerPage)
            .ToListAsync(cancellationToken);
        if (members.Count == 0)
        {
            return null;
        }

        // All that is due to these members, so that the most important goes first.
        var ids = members.Distinct().ToArray();
        var events = await due.Where(one => ids.Contains(one.MemberId)).ToListAsync(cancellationToken);
        var round = await judge.BeginAsync(context, events, cancellationToken);
        var sent = 0;
        foreach (
            var one in events.OrderByDescending(one => one.Priority).ThenBy(one => one.DueOn).ThenBy(one => one.Id)
        )
        {
            sent += await JudgeAsync(context, one, round, cancellationToken) ? 1 : 0;
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The member was merged or staff changed something meanwhile: nothing of the page was written, and it is judged anew.
            return 0;
        }

        return sent;
    }

    private async Task<bool> JudgeAsync(
        LoyaltyDbContext context,
        CareEvent one,
        CareRound round,
        CancellationToken cancellationToken
    )
    {
        switch (round.Judge(one))
        {
            case CareVerdict.Skip skip:
                one.Skip(skip.Reason, round.Now);
                return false;
            case CareVerdict.Wait wait:
                one.Wait(wait.Until, wait.Reason);
                return false;
            case CareVerdict.Postpone later:
                round.Postpone(one, later.DueOn);
                return false;
            case CareVerdict.Send send:
                await SendAsync(context, one, round, send.Channel, cancellationToken);
                round.Count(one);
                return !one.IsControl;
            case var verdict:
                throw new InvalidOperationException($"Unknown verdict {verdict}.");
        }
    }

    private async Task SendAsync(
        LoyaltyDbContext context,
        CareEvent one,
        CareRound round,
        ConsentChannel channel,
        CancellationToken cancellationToken
    )
    {
        one.Send(channel, round.FactsOf(one), round.Rules[one.RuleId], round.LastInstant(one), round.Now);
        if (!one.IsControl && channel.NeedsProvider())
        {
            await outbox.AddAsync(
                context,
                ClubEventType.CareDue,
                one.MemberId,
                round.Now,
                () => ClubEventData.Of(one),
                cancellationToken
            );
        }
    }
}
