using Loyalty.Application.Events;
using Loyalty.Application.Offers;
using Loyalty.Application.Rewards.Fulfilment;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Rewards;

/// <summary>
/// Brings redemptions on, step by step, to where they wait for somebody. A decision is written before the ledger acts on it, and each
/// act of the ledger and each call of a partner has a key of its own, so that any step may be done again. A lease keeps
/// two processes from working at one redemption at a time.
/// </summary>
public sealed partial class AdvanceRedemptions(
    IServiceScopeFactory scopes,
    RedemptionChanges changes,
    EventOutbox outbox,
    FulfilmentSettings settings,
    TimeProvider clock,
    ILogger<AdvanceRedemptions> logger
) : IDisposable
{
    private const int LostMax = 10;

    /// <summary>What the ledger could not do now, or would not.</summary>
    private static readonly TimeSpan BusyTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusedTime = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim work = new(0);

    /// <summary>Until when whoever begins now has a redemption to itself.</summary>
    internal DateTimeOffset LeaseFrom(DateTimeOffset now) => now + settings.LeaseTime;

    /// <summary>Brings a redemption on, unless somebody else is at it or it is not yet due.</summary>
    /// <returns>the redemption as it is then.</returns>
    /// <param name="callsPartners">else it is brought on up to where a partner is to be called: nobody waits for that.</param>
    public async Task<Redemption> AdvanceAsync(RedemptionId id, bool callsPartners, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>();
        var now = clock.Instant();
        var until = LeaseFrom(now);
        var taken = await context
            .Redemptions.Where(row =>
                row.Id == id && row.NextAttemptAt <= now && (row.LeaseUntil == null || row.LeaseUntil <= now)
            )
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.LeaseUntil, until), cancellationToken);
        return taken == 0
            ? await context.Redemptions.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken)
            : await RunAndWakeAsync(scope.ServiceProvider, context, id, callsPartners, cancellationToken);
    }

    /// <summary>Brings a redemption on whose lease the caller holds, up to where a partner is to be called.</summary>
    internal async Task<Redemption> AdvanceMineAsync(RedemptionId id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>();
        return await RunAndWakeAsync(scope.ServiceProvider, context, id, callsPartners: false, cancellationToken);
    }

    /// <summary>Brings on at once what somebody has just changed; calls of partners are left to the worker.</summary>
    /// <returns>the redemption as it is then.</returns>
    internal async Task<Redemption> FollowAsync(Redemption redemption, CancellationToken cancellationToken)
    {
        if (redemption.NextAttemptAt is not { } due || due > clock.Instant())
        {
            return redemption;
        }

        if (redemption.Settlement == RedemptionSettlement.None)
        {
            Wake();
            return redemption;
        }

        return await AdvanceAsync(redemption.Id, callsPartners: false, cancellationToken);
    }

    public void Dispose() => work.Dispose();

    /// <summary>Something is due now.</summary>
    internal void Wake()
    {
        // One call is enough for all; on a node without a worker nobody hears it.
        if (work.CurrentCount == 0)
        {
            work.Release();
        }
    }

    /// <summary>Until something is due on this node, or the time is over.</summary>
    internal Task WaitForWorkAsync(TimeSpan time, CancellationToken cancellationToken) =>
        work.WaitAsync(time, cancellationToken);

    /// <summary>What is left to be done is the worker's.</summary>
    private async Task<Redemption> RunAndWakeAsync(
        IServiceProvider services,
        LoyaltyDbContext context,
        RedemptionId id,
        bool callsPartners,
        CancellationToken cancellationToken
    )
    {
        var redemption = await RunAsync(services, context, id, callsPartners, cancellationToken);
        if (!callsPartners && redemption.NextAttemptAt <= clock.Instant())
        {
            Wake();
        }

        return redemption;
    }

    private async Task<Redemption> RunAsync(
        IServiceProvider services,
        LoyaltyDbContext context,
        RedemptionId id,
        bool callsPartners,
        CancellationToken cancellationToken
    )
    {
        var lost = 0;
        while (true)
        {
            context.ChangeTracker.Clear();
            var redemption = await context.Redemptions.SingleAsync(row => row.Id == id, cancellationToken);
            if (!IsToStop(redemption, callsPartners))
            {
                await StepAsync(services, context, redemption, cancellationToken);
            }

            var isOver = IsToStop(redemption, callsPartners);
            if (isOver)
            {
                redemption.LeaseUntil = null;
            }

            try
            {
                await SaveAsync(context, redemption, cancellationToken);
                if (isOver)
                {
                    return redemption;
                }
            }
            catch (Exception exception) when (exception.IsOvertaken() && lost++ < LostMax)
            {
                // The member, staff or the partner changed it meanwhile: what follows from that is decided anew.
            }
        }
    }

    private bool IsToStop(Redemption redemption, bool callsPartners) =>
        redemption.NextAttemptAt is not { } due
        || due > clock.Instant()
        || (
            !callsPartners
            && redemption
                is {
                    Status: RedemptionStatus.Ordered,
                    Method: FulfilmentMethod.Partner,
                    Settlement: RedemptionSettlement.None
                }
        );

    private async Task StepAsync(
        IServiceProvider services,
        LoyaltyDbContext context,
        Redemption redemption,
        CancellationToken cancellationToken
    )
    {
        if (redemption.Settlement != RedemptionSettlement.None)
        {
            await SettleAsync(services, redemption, cancellationToken);
            return;
        }

        switch (redemption)
        {
            case { Status: RedemptionStatus.Requested, IsSpentFirst: true }:
                Take(
                    context,
                    redemption,
                    await services.GetRequiredService<RedemptionPoints>().SpendAsync(redemption, cancellationToken),
                    redemption.Spend
                );
                break;
            case { Status: RedemptionStatus.Requested }:
                Take(
                    context,
                    redemption,
                    await services.GetRequiredService<RedemptionPoints>().HoldAsync(redemption, cancellationToken),
                    redemption.Reserve
                );
                break;
            case { Status: RedemptionStatus.Reserved }:
                Add(context, redemption.Order(clock.Instant()));
                break;
            case { Status: RedemptionStatus.Ordered, Method: FulfilmentMethod.Partner }:
                Add(
                    context,
                    await services.GetRequiredService<CallPartner>().ExecuteAsync(redemption, cancellationToken)
                );
                break;
            case { Status: RedemptionStatus.Ordered }:
                Add(
                    context,
                    redemption.End(RedemptionStatus.Expired, clock.Instant(), LedgerOperation.BySystem, "deadline")
                );
                break;
            default:
                redemption.NextAttemptAt = null;
                break;
        }
    }

    private void Take<T>(
        LoyaltyDbContext context,
        Redemption redemption,
        Outcome<T> taken,
        Func<T, DateTimeOffset, Outcome<RedemptionTransition>> go
    )
    {
        if (taken.Refusal is null)
        {
            Add(context, go(taken.Value, clock.Instant()));
        }
        else if (taken.Refusal.Kind == RefusalKind.Busy)
        {
            redemption.NextAttemptAt = clock.Instant() + BusyTime;
        }
        else
        {
            Add(
                context,
                redemption.End(RedemptionStatus.Failed, clock.Instant(), LedgerOperation.BySystem, taken.Refusal.Code)
            );
        }
    }

    private async Task SettleAsync(
        IServiceProvider services,
        Redemption redemption,
        CancellationToken cancellationToken
    )
    {
        var refusal = await services.GetRequiredService<RedemptionPoints>().SettleAsync(redemption, cancellationToken);
        if (refusal is null)
        {
            redemption.Settled();
            return;
        }

        redemption.NextAttemptAt = clock.Instant() + (refusal.Kind == RefusalKind.Busy ? BusyTime : RefusedTime);
        if (refusal.Kind != RefusalKind.Busy)
        {
            LogNotSettled(redemption.Id, redemption.Settlement, refusal.Code);
        }
    }

    private static void Add(LoyaltyDbContext context, Outcome<RedemptionTransition>? transition)
    {
        if (transition is { Refusal: null } made)
        {
            context.RedemptionTransitions.Add(made.Value);
        }
    }

    /// <summary>Saves a redemption with what follows from its step: stock and voucher that come back, and the news of it.</summary>
    internal async Task SaveAsync(LoyaltyDbContext context, Redemption redemption, CancellationToken cancellationToken)
    {
        var moved = await outbox.TellStepsAsync(context, redemption, cancellationToken);
        await using var transaction =
            moved && redemption.IsEnded ? await context.Database.BeginTransactionAsync(cancellationToken) : null;
        await context.SaveChangesAsync(cancellationToken);
        if (transaction is not null)
        {
            await context.GiveStockBackAsync(redemption, cancellationToken);
            await context.GiveVoucherBackAsync(redemption, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        if (moved)
        {
            changes.Publish(redemption.MemberId, redemption.Id);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The ledger refuses to settle redemption {Redemption} ({Settlement}): {Code}. It is tried again in an hour."
    )]
    private partial void LogNotSettled(RedemptionId redemption, RedemptionSettlement settlement, string code);
}
