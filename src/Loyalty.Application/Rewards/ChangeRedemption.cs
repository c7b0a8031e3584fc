using Loyalty.Application.Rewards.Fulfilment;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>
/// What the member, staff and partners do with a redemption that is under way. Each writes its decision against the version that it
/// was made on, and looks again when somebody else was faster; what the ledger has to do follows by itself.
/// </summary>
public sealed class ChangeRedemption
{
    private const int AttemptsMax = 10;
    private const string Abandoned = "abandoned-by-staff";

    private readonly LoyaltyDbContext context;
    private readonly AdvanceRedemptions advance;
    private readonly CallPartner calls;
    private readonly TimeProvider clock;

    internal ChangeRedemption(
        LoyaltyDbContext context,
        AdvanceRedemptions advance,
        CallPartner calls,
        TimeProvider clock
    ) => (this.context, this.advance, this.calls, this.clock) = (context, advance, calls, clock);

    /// <summary>A member takes a redemption back, as long as the reward allows it and nothing was delivered.</summary>
    public async Task<Outcome<Redemption>> CancelByMemberAsync(
        RedemptionId id,
        MemberId member,
        CancellationToken cancellationToken
    ) =>
        await ChangeAsync(
            (await context.OwnRedemptionsAsync(member, cancellationToken)).Where(row => row.Id == id),
            (redemption, now) =>
                redemption.Status == RedemptionStatus.Cancelled || redemption.IsCancelling ? Unchanged
                : now > redemption.CancellableUntil && IsOpen(redemption)
                    ? new TooLateToCancel(redemption.CancellableUntil)
                : GiveUp(redemption, RedemptionStatus.Cancelled, now, member.ToString(), "cancelled-by-member"),
            cancellationToken
        );

    /// <summary>Staff take a redemption back, delivered or not. What was delivered gives its points back within the reward's
    /// return days.</summary>
    /// <param name="reason">for other staff; null for none.</param>
    /// <param name="partnerTakesBack">of what was delivered: whether the partner who did is not paid for it.</param>
    public Task<Outcome<Redemption>> CancelByStaffAsync(
        RedemptionId id,
        string by,
        string? reason,
        bool partnerTakesBack,
        CancellationToken cancellationToken
    ) =>
        ChangeForReasonAsync(
            id,
            reason,
            (redemption, now, why) =>
                redemption.Status == RedemptionStatus.Cancelled || redemption.IsCancelling ? Unchanged
                : partnerTakesBack && redemption is not { Status: RedemptionStatus.Fulfilled, PartnerId: not null }
                    ? new Refusal.InvalidRequest("partnerTakesBack", "is for what a partner has delivered")
                : redemption.Status == RedemptionStatus.Fulfilled
                    ? redemption.Return(now, by, "returned", why, partnerTakesBack)
                : GiveUp(redemption, RedemptionStatus.Cancelled, now, by, "cancelled-by-staff", why),
            cancellationToken
        );

    /// <summary>Staff have delivered it, or know that it was delivered. To say it again changes nothing but the number of the
    /// consignment.</summary>
    /// <param name="reference">the number of the consignment; null for none.</param>
    public Task<Outcome<Redemption>> FulfilAsync(
        RedemptionId id,
        string by,
        string? carrier,
        string? reference,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        carrier = errors.Optional("carrier", carrier, Redemption.ReferenceLengthMax);
        reference = errors.Optional("reference", reference, Redemption.ReferenceLengthMax);
        return errors.Refusal is { } unsound
            ? Task.FromResult<Outcome<Redemption>>(unsound)
            : ChangeAsync(
                context.Redemptions.Where(row => row.Id == id),
                (redemption, now) =>
                {
                    var isDone = redemption.Status == RedemptionStatus.Fulfilled;
                    Outcome<RedemptionTransition>? done = isDone
                        ? Unchanged
                        : redemption.Fulfil(now, by, "delivered-by-staff");
                    if (done?.Refusal is null)
                    {
                        redemption.Carrier = carrier ?? redemption.Carrier;
                        redemption.Reference = reference ?? redemption.Reference;
                    }

                    return done;
                },
                cancellationToken
            );
    }

    /// <summary>It cannot be delivered: the points go back. What a partner may have in hand, it is asked to give up first, and it
    /// then ends as cancelled.</summary>
    /// <param name="reason">for other staff; null for none.</param>
    public Task<Outcome<Redemption>> FailAsync(
        RedemptionId id,
        string by,
        string? reason,
        CancellationToken cancellationToken
    ) =>
        ChangeForReasonAsync(
            id,
            reason,
            (redemption, now, why) =>
                redemption.Status == RedemptionStatus.Failed
                || redemption.IsCancelling
                || redemption is { Status: RedemptionStatus.Cancelled, Method: FulfilmentMethod.Partner }
                    ? Unchanged
                    : GiveUp(redemption, RedemptionStatus.Failed, now, by, "failed-by-staff", why),
            cancellationToken
        );

    /// <summary>Staff end an order whose partner does not answer, or is late and does not stop: the points go back, though it might
    /// still deliver. Only after it was asked to give the order up, or after the deadline.</summary>
    /// <param name="reason">for other staff.</param>
    public Task<Outcome<Redemption>> AbandonAsync(
        RedemptionId id,
        string by,
        string? reason,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrWhiteSpace(reason)
            ? Task.FromResult<Outcome<Redemption>>(new Refusal.InvalidRequest("reason", "is required"))
            : ChangeForReasonAsync(
                id,
                reason,
                (redemption, now, why) =>
                    redemption is { Status: RedemptionStatus.Failed, Cause: Abandoned }
                        ? Unchanged
                        : redemption.Abandon(now, by, Abandoned, why),
                cancellationToken
            );

    /// <summary>A partner tells how an order stands. What it says of one that is over is kept as a difference, where both cannot
    /// be true.</summary>
    public async Task<Outcome<Redemption>> ReportAsync(
        PartnerId partner,
        OrderReport report,
        CancellationToken cancellationToken
    )
    {
        if (!Identifier.TryParse<RedemptionId>(report.OrderId, out var id))
        {
            return new Refusal.NoSuch("order");
        }

        var disagrees = false;
        var changed = await ChangeAsync(
            context.Redemptions.Where(row => row.Id == id && row.PartnerId == partner),
            (redemption, now) =>
            {
                disagrees = OrderDifference.Disagree(redemption.Status, report.Status);
                return redemption.Status == RedemptionStatus.Ordered
                    ? calls.Apply(redemption, report, now, answersCancel: false)
                    : Unchanged;
            },
            cancellationToken
        );
        if (changed.Refusal is not null || !disagrees)
        {
            return changed;
        }

        await context.KeepDifferenceAsync(
            partner,
            report.OrderId,
            changed.Value.Status,
            report.Status,
            clock.Instant(),
            cancellationToken
        );
        return new OrderIsOver(changed.Value.Status);
    }

    private static Outcome<RedemptionTransition>? Unchanged => null;

    private static bool IsOpen(Redemption redemption) =>
        redemption.Status is RedemptionStatus.Requested or RedemptionStatus.Reserved or RedemptionStatus.Ordered;

    /// <summary>What a partner may have in hand, it must give up first.</summary>
    /// <param name="status">as which it ends.</param>
    private static Outcome<RedemptionTransition> GiveUp(
        Redemption redemption,
        RedemptionStatus status,
        DateTimeOffset now,
        string by,
        string cause,
        string? reason = null
    ) =>
        redemption switch
        {
            // The ledger may have taken its points already, which is not written down here yet: in a moment it can be ended.
            { Status: RedemptionStatus.Requested } => new Redemption.StillSettling(),
            { Status: RedemptionStatus.Ordered, Method: FulfilmentMethod.Partner } => redemption.AskToCancel(
                now,
                by,
                cause,
                reason
            ),
            _ => redemption.End(status, now, by, cause, reason),
        };

    /// <param name="change">with the reason as it is kept.</param>
    private Task<Outcome<Redemption>> ChangeForReasonAsync(
        RedemptionId id,
        string? reason,
        Func<Redemption, DateTimeOffset, string?, Outcome<RedemptionTransition>?> change,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var why = errors.Optional("reason", reason, RedemptionTransition.DetailLengthMax);
        return errors.Refusal is { } unsound
            ? Task.FromResult<Outcome<Redemption>>(unsound)
            : ChangeAsync(
                context.Redemptions.Where(row => row.Id == id),
                (redemption, now) => change(redemption, now, why),
                cancellationToken
            );
    }

    /// <param name="change">null where there is nothing to change.</param>
    private async Task<Outcome<Redemption>> ChangeAsync(
        IQueryable<Redemption> whose,
        Func<Redemption, DateTimeOffset, Outcome<RedemptionTransition>?> change,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            context.ChangeTracker.Clear();
            var redemption = await whose.SingleOrDefaultAsync(cancellationToken);
            if (redemption is null)
            {
                return new Refusal.NoSuch("redemption");
            }

            if (change(redemption, clock.Instant()) is { } changed)
            {
                if (changed.Refusal is { } refusal)
                {
                    return refusal;
                }

                context.RedemptionTransitions.Add(changed.Value);
            }

            try
            {
                await advance.SaveAsync(context, redemption, cancellationToken);
                return await advance.FollowAsync(redemption, cancellationToken);
            }
            catch (Exception exception) when (exception.IsOvertaken() && attempt < AttemptsMax)
            {
                // Somebody else changed it: decided anew on what is there now.
            }
        }
    }

    /// <summary>The reward may be taken back by the member within its time only.</summary>
    public sealed record TooLateToCancel(DateTimeOffset CancellableUntil)
        : Refusal(
            "redemption-not-cancellable",
            RefusalKind.Conflict,
            "The time within which it can be taken back is over."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("cancellableUntil", CancellableUntil)];
    }

    /// <summary>A partner says something of an order that is over on our side.</summary>
    public sealed record OrderIsOver(RedemptionStatus Status)
        : Refusal(
            "order-is-over",
            RefusalKind.Conflict,
            "The order is over on our side, and what you say of it does not fit. Staff of the club will look at it."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("redemptionStatus", Status)];
    }
}
