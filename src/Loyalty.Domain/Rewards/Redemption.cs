using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Rewards;

public enum RedemptionStatus
{
    /// <summary>Stock or a code is taken; the points are not reserved yet.</summary>
    Requested,

    /// <summary>The points are held.</summary>
    Reserved,

    /// <summary>Whoever fulfils it has it in hand, or may have: the call is under way.</summary>
    Ordered,

    /// <summary>Delivered; the points are spent.</summary>
    Fulfilled,

    /// <summary>It could not be had or delivered; the points are the member's again.</summary>
    Failed,

    /// <summary>Taken back by the member or by staff; the points are the member's again.</summary>
    Cancelled,

    /// <summary>Its time ran out before it was delivered; the points are the member's again.</summary>
    Expired,
}

/// <summary>What the ledger is still to do for a redemption. It is written with the decision, and taken away once it is done, so that
/// whoever dies between leaves it to others.</summary>
public enum RedemptionSettlement
{
    None,

    /// <summary>Spend what is held.</summary>
    Capture,

    /// <summary>Give back what is held.</summary>
    Release,

    /// <summary>Give back what was spent.</summary>
    Return,
}

/// <summary>One member's claim of a reward, and what became of it.</summary>
public sealed class Redemption : IVersioned
{
    public const int CauseLengthMax = 60;
    public const int ReferenceLengthMax = 200;

    public required RedemptionId Id { get; init; }

    public required MemberId MemberId { get; init; }

    public required RewardId RewardId { get; init; }

    /// <summary>Of the reward as it was redeemed.</summary>
    public required long RewardVersion { get; init; }

    public required FulfilmentMethod Method { get; init; }

    /// <summary>Pieces: at least 1.</summary>
    public required int Quantity { get; init; }

    /// <summary>How much of a reward whose amount varies.</summary>
    public long? Amount { get; init; }

    public required PointCurrencyCode Currency { get; init; }

    /// <summary>What it costs, in all.</summary>
    public required long Points { get; init; }

    /// <summary>What is to be paid besides, to whoever delivers; null for nothing.</summary>
    public decimal? MoneyAmount { get; init; }

    public MoneyCurrency? MoneyCurrency { get; init; }

    /// <summary>SHA-256 over what was asked, so that another request under the same key is noticed.</summary>
    public required byte[] ContentHash { get; init; }

    public RedemptionStatus Status { get; private set; } = RedemptionStatus.Requested;

    public RedemptionSettlement Settlement { get; private set; }

    /// <summary>Who fulfils it; null for the club itself.</summary>
    public PartnerId? PartnerId { get; init; }

    /// <summary>The partner's code of what is ordered.</summary>
    public string? Product { get; init; }

    /// <summary>Where it goes, encrypted. Null when nothing need be known, and once the member was erased.</summary>
    public byte[]? EncryptedDelivery { get; set; }

    /// <summary>What the member gets, such as codes; encrypted.</summary>
    public byte[]? EncryptedContent { get; set; }

    /// <summary>The partner's own id of the order, or the number of the consignment. Nothing personal.</summary>
    public string? Reference { get; set; }

    /// <summary>Who carries the consignment.</summary>
    public string? Carrier { get; set; }

    /// <summary>The hold of its points; it is there from <see cref="RedemptionStatus.Reserved"/> on.</summary>
    public HoldId? HoldId { get; set; }

    /// <summary>The ledger's operation by which the points were spent.</summary>
    public OperationKey? CaptureOperation { get; set; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The day of <see cref="RequestedAt"/> in the programme's zone, on which the stock was counted.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The first day of the period in which the member's share was counted.</summary>
    public required DateOnly MemberPeriodStart { get; init; }

    /// <summary>From here on it ends, unless it is delivered.</summary>
    public required DateTimeOffset Deadline { get; set; }

    /// <summary>The last instant at which the member may take it back.</summary>
    public required DateTimeOffset CancellableUntil { get; init; }

    /// <summary>Days from fulfilment within which points may be given back; null for no end.</summary>
    public int? ReturnDays { get; init; }

    /// <summary>Days from fulfilment within which it can be used; null for no end.</summary>
    public int? UsableDays { get; init; }

    public DateTimeOffset? FulfilledAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the partner said that it has the order in hand; null before, and for the club's own.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>Somebody wants it back; the partner is being asked.</summary>
    public bool IsCancelling { get; private set; }

    /// <summary>Why it ended or waits, as a code: see docs/redemptions.md.</summary>
    public string? Cause { get; private set; }

    /// <summary>Calls to the partner since the last answer that could be read.</summary>
    public int Attempts { get; set; }

    /// <summary>When the platform looks at it next; null when it has nothing to do.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>Until when one process works at it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Of the last transition, from 1.</summary>
    public int TransitionCount { get; private set; }

    public long Version { get; set; }

    public bool IsEnded => Status is RedemptionStatus.Failed or RedemptionStatus.Cancelled or RedemptionStatus.Expired;

    /// <summary>Until when the member can use it; null when it is not fulfilled or has no end.</summary>
    public DateTimeOffset? UsableUntil => UsableDays is { } days ? FulfilledAt?.AddDays(days) : null;

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

    /// <summary>There is nothing to deliver, and the points are spent already.</summary>
    /// <param name="spent">the ledger's operation.</param>
    public Outcome<RedemptionTransition> FulfilAtOnce(OperationKey spent, DateTimeOffset now)
    {
        if (Status != RedemptionStatus.Requested)
        {
            return new NotInState(Status);
        }

        (FulfilledAt, CaptureOperation) = (now, spent);
        return Move(RedemptionStatus.Fulfilled, now, LedgerOperation.BySystem, "points-spent");
    }

    /// <summary>It was delivered: the held points are to be spent.</summary>
    /// <param name="by">who says so: a subject, a partner's id or the system.</param>
    public Outcome<RedemptionTransition> Fulfil(DateTimeOffset now, string by, string cause)
    {
        if (Status is not (RedemptionStatus.Reserved or RedemptionStatus.Ordered))
        {
            return new NotInState(Status);
        }

        (FulfilledAt, IsCancelling, Settlement) = (now, false, RedemptionSettlement.Capture);
        return Move(RedemptionStatus.Fulfilled, now, by, cause);
    }

    /// <summary>It ends without delivery: what is held is to be given back.</summary>
    /// <param name="status">failed, cancelled or expired.</param>
    /// <param name="detail">the partner's own code of why; null for none.</param>
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

        Settlement = HoldId is null ? RedemptionSettlement.None : RedemptionSettlement.Release;
        (EndedAt, IsCancelling) = (now, false);
        return Move(status, now, by, cause, detail);
    }

    /// <summary>It was delivered and comes back: what was spent is to be given back.</summary>
    public Outcome<RedemptionTransition> Return(DateTimeOffset now, string by, string cause)
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

        (Settlement, EndedAt) = (RedemptionSettlement.Return, now);
        return Move(RedemptionStatus.Cancelled, now, by, cause);
    }

    /// <summary>Whoever fulfils it must agree first.</summary>
    public Outcome<RedemptionTransition> AskToCancel(DateTimeOffset now, string by, string cause)
    {
        if (Status != RedemptionStatus.Ordered || IsCancelling)
        {
            return new NotInState(Status);
        }

        (IsCancelling, Attempts) = (true, 0);
        return Move(RedemptionStatus.Ordered, now, by, cause);
    }

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

/// <summary>One step of a redemption.</summary>
public sealed class RedemptionTransition
{
    public required RedemptionId RedemptionId { get; init; }

    /// <summary>Counts from 1 within the redemption.</summary>
    public required int Number { get; init; }

    /// <summary>Null of the first.</summary>
    public RedemptionStatus? From { get; init; }

    public required RedemptionStatus To { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A subject of the issuer, a member's or a partner's id, or the system.</summary>
    public required string By { get; init; }

    /// <summary>A code: see docs/redemptions.md.</summary>
    public required string Cause { get; init; }

    /// <summary>The partner's own code of why; null for none.</summary>
    public string? Detail { get; init; }
}
