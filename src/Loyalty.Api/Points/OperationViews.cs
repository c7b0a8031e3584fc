using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Points;

/// <param name="Currency">the code of a redeemable point currency.</param>
/// <param name="Points">at least 1; left out where <paramref name="Payment"/> is given.</param>
/// <param name="Reference">what they are spent on, in the caller's own words; nothing personal.</param>
/// <param name="Payment">an order that they are to pay: how many points that takes follows from the currency's
/// <c>valuePerPoint</c>. Not from a household.</param>
/// <param name="From">whose points: <c>own</c> or <c>household</c>.</param>
public sealed record RedemptionRequest(
    string Currency,
    long? Points = null,
    string? Reference = null,
    OrderPayment? Payment = null,
    PointSource From = PointSource.Own
);

/// <param name="OrderAmount">what is bought, in the currency in which points pay.</param>
/// <param name="Amount">what points are to pay of it; null for as much as the available ones reach.</param>
public sealed record OrderPayment(Money OrderAmount, Money? Amount = null);

/// <param name="Currency">the code of a redeemable point currency.</param>
/// <param name="Points">at least 1.</param>
/// <param name="Seconds">how long they stay reserved: 1 to 2,592,000 (30 days); null for 900.</param>
/// <param name="Reference">what they are reserved for, in the caller's own words; nothing personal.</param>
/// <param name="From">whose points: <c>own</c>; a household's cannot be reserved.</param>
public sealed record HoldRequest(
    string Currency,
    long Points,
    long? Seconds = null,
    string? Reference = null,
    PointSource From = PointSource.Own
);

/// <param name="Points">at least 1; null for all of it.</param>
public sealed record PartRequest(long? Points = null);

/// <param name="Points">at least 1; null for all that is left. Left out where the redemption paid for an order.</param>
/// <param name="Amount">what is refunded of the order that the redemption paid for; null for all that is left. Left out where it
/// paid for none.</param>
public sealed record ReversalRequest(long? Points = null, Money? Amount = null);

/// <param name="To">the member who gets the points.</param>
/// <param name="Currency">the code of a redeemable point currency.</param>
/// <param name="Points">at least 1.</param>
public sealed record PointTransferRequest(MemberId To, string Currency, long Points);

/// <summary>Something that was done to wallets on somebody's demand.</summary>
/// <param name="Member">whose points.</param>
/// <param name="By">the subject of whoever asked; <c>system</c> for the platform itself.</param>
/// <param name="Reference">what it refers to: a hold, another operation, or the caller's own words.</param>
/// <param name="Reason">the code of an adjustment's reason.</param>
/// <param name="ReversedPoints">of a redemption or a capture: how many of its points were given back.</param>
/// <param name="Payment">of a redemption that paid for an order; else null.</param>
/// <param name="Refund">of a reversal of such a redemption: how the amount is split; else null.</param>
/// <param name="Entries">what it wrote in the ledger, in the order of posting.</param>
public sealed record OperationView(
    OperationKey Id,
    OperationKind Kind,
    MemberId Member,
    string By,
    DateTimeOffset RecordedAt,
    string? Reference,
    string? Reason,
    long ReversedPoints,
    PaymentView? Payment,
    RefundView? Refund,
    IReadOnlyList<OperationEntryView> Entries
)
{
    internal static OperationView Of(OperationResult result) =>
        new(
            result.Operation.OperationKey,
            result.Operation.Kind,
            result.Operation.MemberId,
            result.Operation.Actor,
            result.Operation.RecordedAt,
            result.Operation.Reference,
            result.Operation.Reason,
            result.Operation.ReversedPoints,
            PaymentView.Of(result.Operation),
            RefundView.Of(result.Operation),
            [
                .. result.Entries.Select(posted => new OperationEntryView(
                    posted.Entry.Id.ToString(),
                    posted.Entry.Kind,
                    posted.Currency,
                    posted.Entry.Points,
                    posted.Entry.BalanceAfter
                )),
            ]
        );
}

/// <param name="Points">what the wallet gained, negative for what it lost.</param>
/// <param name="BalanceAfter">the wallet's balance right after it.</param>
public sealed record OperationEntryView(
    string Id,
    EntryKind Kind,
    PointCurrencyCode Currency,
    long Points,
    long BalanceAfter
);

/// <summary>Reserved points.</summary>
/// <param name="Status">as of now: <c>timedOut</c> from <paramref name="ExpiresAt"/> on.</param>
/// <param name="CapturedPoints">what was spent of it.</param>
/// <param name="ClosedAt">when it was captured or given back; null before.</param>
public sealed record HoldView(
    HoldId Id,
    long Points,
    HoldStatus Status,
    long CapturedPoints,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? ClosedAt
)
{
    internal static HoldView Of(Hold hold, DateTimeOffset now) =>
        new(
            hold.HoldId,
            hold.Points,
            hold.StatusAt(now),
            hold.CapturedPoints,
            hold.CreatedAt,
            hold.ExpiresAt,
            hold.ClosedAt
        );
}
