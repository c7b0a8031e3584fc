using Loyalty.Domain.Points;

namespace Loyalty.Domain.Rewards;

/// <summary>The steps from one state to the next. Each gives the transition to be kept, or says why it cannot be taken.</summary>
public sealed partial class Redemption
{
    /// <summary>The first transition, with the request itself.</summary>
    public RedemptionTransition Begin(string by)
    {
        NextAttemptAt = RequestedAt;
        return Transition(from: null, RequestedAt, by, "requested");
    }

    /// <summary>The points are held.</summary>
    public Outcome<RedemptionTransition> Reserve(HoldId hold, DateTimeOffset now)
    {
        if (Status != RedemptionStatus.Requested)
        {
            return new NotInState(Status);
        }

        HoldId = hold;
        return Move(RedemptionStatus.Reserved, now, LedgerOperation.BySystem, "points-held");
    }

    /// <summary>There is nothing to wait for between the request and the spending of the points.</summary>
    public bool IsAtOnce => Method is FulfilmentMethod.Immediate or FulfilmentMethod.Code;

    /// <summary>The points are not held before they are spent.</summary>
    public bool IsSpentFirst => IsAtOnce || PointsFrom == PointSource.Household;

    /// <summary>From now on whoever fulfils it may have it in hand.</summary>
    public Outcome<RedemptionTransition> Order(DateTimeOffset now)
    {
        if (Status != RedemptionStatus.Reserved)
        {
            return new NotInState(Status);
        }

        Attempts = 0;
        return Move(
            RedemptionStatus.Ordered,
            now,
            LedgerOperation.BySystem,
            Method == FulfilmentMethod.Partner ? "partner-called" : "on-work-list"
        );
    }

    /// <summary>The points are spent: it is fulfilled where nothing is to be delivered.</summary>
    /// <param name="spent">the ledger's operation.</param>
    public Outcome<RedemptionTransition> Spend(OperationKey spent, DateTimeOffset now)
    {
        if (Status != RedemptionStatus.Requested)
        {
            return new NotInState(Status);
        }

        (FulfilledAt, CaptureOperation) = (IsAtOnce ? now : null, spent);
        return Move(
            IsAtOnce ? RedemptionStatus.Fulfilled : RedemptionStatus.Reserved,
            now,
            LedgerOperation.BySystem,
            "points-spent"
        );
    }

    /// <summary>It was delivered: points that are held are to be spent.</summary>
    /// <param name="by">who says so: a subject, a partner's id or the system.</param>
    public Outcome<RedemptionTransition> Fulfil(DateTimeOffset now, string by, string cause)
    {
        if (Status is not (RedemptionStatus.Reserved or RedemptionStatus.Ordered))
        {
            return new NotInState(Status);
        }

        (FulfilledAt, IsCancelling) = (now, false);
        Settlement = CaptureOperation is null ? RedemptionSettlement.Capture : RedemptionSettlement.None;
        return Move(RedemptionStatus.Fulfilled, now, by, cause);
    }

    /// <summary>It ends without delivery: what is held or spent is to be given back.</summary>
    /// <param name="status">failed, cancelled or expired.</param>
    /// <param name="detail">see <see cref="RedemptionTransition.Detail"/>.</param>
    public Outcome<RedemptionTransition> End(
        RedemptionStatus status,
        DateTimeOffset now,
        string by,
        string cause,
        string? detail = null
    )
    {
        if (IsEnded || Status == RedemptionStatus.Fulfilled)
        {
            return new NotInState(Status);
        }

        Settlement =
            CaptureOperation is not null ? RedemptionSettlement.Return
            : HoldId is not null ? RedemptionSettlement.Release
            : RedemptionSettlement.None;
        (EndedAt, IsCancelling) = (now, false);
        return Move(status, now, by, cause, detail);
    }

    /// <summary>It was delivered and comes back: what was spent is to be given back.</summary>
    /// <param name="partnerTakesBack">whether the partner who delivered it is not paid for it.</param>
    public Outcome<RedemptionTransition> Return(
        DateTimeOffset now,
        string by,
        string cause,
        string? detail = null,
        bool partnerTakesBack = false
    )
    {
        if (Status != RedemptionStatus.Fulfilled)
        {
            return new NotInState(Status);
        }

        if (Settlement != RedemptionSettlement.None)
        {
            return new StillSettling();
        }

        if (ReturnDays is { } days && now >= FulfilledAt!.Value.AddDays(days))
        {
            return new TooLateToReturn(days);
        }

        (Settlement, EndedAt, TakenBackAt) = (RedemptionSettlement.Return, now, partnerTakesBack ? now : null);
        return Move(RedemptionStatus.Cancelled, now, by, cause, detail);
    }

    /// <summary>Whoever fulfils it must agree first.</summary>
    public Outcome<RedemptionTransition> AskToCancel(DateTimeOffset now, string by, string cause, string? detail = null)
    {
        if (Status != RedemptionStatus.Ordered || IsCancelling)
        {
            return new NotInState(Status);
        }

        (IsCancelling, Attempts) = (true, 0);
        return Move(RedemptionStatus.Ordered, now, by, cause, detail);
    }

    /// <summary>It ends without the partner's word. What the partner does all the same becomes a difference.</summary>
    public Outcome<RedemptionTransition> Abandon(DateTimeOffset now, string by, string cause, string? detail) =>
        this is not { Status: RedemptionStatus.Ordered, Method: FulfilmentMethod.Partner } ? new NotInState(Status)
        : !IsCancelling && now < Deadline ? new PartnerNotAsked()
        : End(RedemptionStatus.Failed, now, by, cause, detail);

    /// <summary>The partner does not take it back: it goes on.</summary>
    public RedemptionTransition GoOn(DateTimeOffset now, string by)
    {
        IsCancelling = false;
        return Move(RedemptionStatus.Ordered, now, by, "cancel-refused");
    }

    /// <summary>Nothing has changed; somebody looks at it again.</summary>
    /// <param name="cause">why it waits.</param>
    public void Wait(DateTimeOffset until, string cause) => (NextAttemptAt, Cause) = (until, cause);

    /// <summary>The ledger has done what was to be done.</summary>
    public void Settled() => (Settlement, NextAttemptAt, LeaseUntil) = (RedemptionSettlement.None, null, null);

    private RedemptionTransition Move(
        RedemptionStatus to,
        DateTimeOffset now,
        string by,
        string cause,
        string? detail = null
    )
    {
        var from = Status;
        (Status, Cause) = (to, cause);
        // Somebody looks at it at once, except at what waits for the club's own staff.
        NextAttemptAt =
            to == RedemptionStatus.Ordered && Method != FulfilmentMethod.Partner ? Deadline
            : Settlement == RedemptionSettlement.None && (IsEnded || to == RedemptionStatus.Fulfilled) ? null
            : now;
        return Transition(from, now, by, cause, detail);
    }

    private RedemptionTransition Transition(
        RedemptionStatus? from,
        DateTimeOffset now,
        string by,
        string cause,
        string? detail = null
    ) =>
        new()
        {
            RedemptionId = Id,
            Number = ++TransitionCount,
            From = from,
            To = Status,
            At = now,
            By = by,
            Cause = cause,
            Detail = detail,
        };

    /// <summary>What is asked does not follow from where the redemption stands.</summary>
    public sealed record NotInState(RedemptionStatus Status)
        : Refusal("redemption-not-in-state", RefusalKind.Conflict, "The redemption's state does not allow this.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("redemptionStatus", Status)];
    }

    /// <summary>The partner has the order in hand, and nobody has asked it to give it up.</summary>
    public sealed record PartnerNotAsked()
        : Refusal(
            "redemption-partner-not-asked",
            RefusalKind.Conflict,
            "Its deadline is not over, and the partner has not been asked to give it up. Cancel it or let it fail first."
        );

    public sealed record TooLateToReturn(int ReturnDays)
        : Refusal(
            "redemption-return-closed",
            RefusalKind.Conflict,
            "The days within which the reward's points may be given back are over."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("returnDays", ReturnDays)];
    }

    /// <summary>The points of the last step are being moved at this moment.</summary>
    public sealed record StillSettling()
        : Refusal("redemption-still-settling", RefusalKind.Busy, "The redemption's points are being moved. Try again.");
}
