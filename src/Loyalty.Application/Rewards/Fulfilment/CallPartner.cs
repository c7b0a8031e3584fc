using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>
/// Asks a partner for what a redemption needs next: the order, how it stands, or to take it back once the member wants that or its time
/// is over. An order whose fate is not known is never given up: as long as the partner might deliver, the points stay held.
/// </summary>
internal sealed partial class CallPartner(
    PartnerOrders orders,
    RedemptionProtector protector,
    FulfilmentSettings settings,
    TimeProvider clock,
    ILogger<CallPartner> logger
)
{
    /// <summary>The partner was asked to take it back at its deadline, and cannot: from now on it is asked how it stands.</summary>
    private const string Overdue = "partner-overdue";

    /// <summary>However long a partner asks us to stay away.</summary>
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromDays(1);

    /// <returns>null when the redemption stays as it is, and is looked at again.</returns>
    public async Task<Outcome<RedemptionTransition>?> ExecuteAsync(
        Redemption redemption,
        CancellationToken cancellationToken
    )
    {
        var partner = redemption.PartnerId!.Value;
        var orderId = redemption.Id.ToString();
        var takesBack =
            redemption.IsCancelling || (clock.Instant() >= redemption.Deadline && redemption.Cause != Overdue);
        var answer =
            // Whoever asks once more has taken a step more: it is another request, which is to have an answer of its own.
            takesBack ? await orders.CancelAsync(partner, orderId, redemption.TransitionCount, cancellationToken)
            : redemption.AcceptedAt is null ? await orders.OrderAsync(partner, Message(redemption), cancellationToken)
            : await orders.StatusAsync(partner, orderId, cancellationToken);
        var now = clock.Instant();
        switch (answer)
        {
            case PartnerAnswer.Report report:
                return Apply(redemption, report.Order, now, answersCancel: takesBack);
            case PartnerAnswer.UnknownOrder:
                // It was accepted, and is gone there. Under its id it can be ordered again without being delivered twice.
                redemption.AcceptedAt = null;
                Wait(redemption, now, new PartnerAnswer.None("partner-lost-order"));
                return null;
            case PartnerAnswer.None none:
                Wait(redemption, now, none);
                return null;
            default:
                throw new InvalidOperationException($"No such answer: {answer.GetType().Name}.");
        }
    }

    /// <summary>Does what follows from a partner's word on an order that is under way.</summary>
    /// <param name="answersCancel">whether it is the answer to being asked to take it back; else the partner may not know yet that
    /// anybody wants that.</param>
    /// <returns>null when the redemption stays as it is.</returns>
    public Outcome<RedemptionTransition>? Apply(
        Redemption redemption,
        OrderReport report,
        DateTimeOffset now,
        bool answersCancel
    )
    {
        var by = redemption.PartnerId!.Value.ToString();
        redemption.Attempts = 0;
        redemption.Reference = report.Reference ?? redemption.Reference;
        switch (report.Status)
        {
            case OrderStatus.Fulfilled:
                redemption.EncryptedContent = protector.ProtectContent(redemption.Id, report.Content);
                return redemption.Fulfil(now, by, "partner-fulfilled");
            case OrderStatus.Rejected:
                return redemption.End(RedemptionStatus.Failed, now, by, "partner-rejected", report.Reason);
            case OrderStatus.Cancelled:
                var status =
                    redemption.IsCancelling ? RedemptionStatus.Cancelled
                    : now >= redemption.Deadline ? RedemptionStatus.Expired
                    : RedemptionStatus.Failed;
                return redemption.End(status, now, by, "partner-cancelled", report.Reason);
            default:
                redemption.AcceptedAt ??= now;
                var isLate = now >= redemption.Deadline;
                if (!answersCancel && (redemption.IsCancelling || (isLate && redemption.Cause != Overdue)))
                {
                    // It is yet to be asked.
                    return null;
                }

                var goneOn = redemption.IsCancelling ? redemption.GoOn(now, by) : null;
                redemption.Wait(
                    NotBeyond(redemption, now, settings.PollTime(now - redemption.AcceptedAt.Value)),
                    isLate ? Overdue : "partner-accepted"
                );
                return goneOn is null ? null : (Outcome<RedemptionTransition>?)goneOn;
        }
    }

    private void Wait(Redemption redemption, DateTimeOffset now, PartnerAnswer.None none)
    {
        redemption.Attempts++;
        var retry = settings.RetryTime(redemption.Attempts);
        var asked = none.RetryAfter is { } time && time > retry ? time : retry;
        redemption.Wait(NotBeyond(redemption, now, asked < RetryAfterMax ? asked : RetryAfterMax), none.Cause);
        LogNoAnswer(redemption.Id, redemption.PartnerId!.Value, none.Cause, redemption.Attempts);
    }

    /// <summary>At its deadline it is looked at in any case.</summary>
    private static DateTimeOffset NotBeyond(Redemption redemption, DateTimeOffset now, TimeSpan time)
    {
        var next = now + time;
        return now < redemption.Deadline && next > redemption.Deadline ? redemption.Deadline : next;
    }

    private OrderMessage Message(Redemption redemption) =>
        new(
            redemption.Id.ToString(),
            redemption.Product!,
            redemption.Quantity,
            redemption.Amount,
            redemption is { MoneyAmount: { } amount, MoneyCurrency: { } currency }
                ? new MoneyMessage(amount.ToString(System.Globalization.CultureInfo.InvariantCulture), currency.Code)
                : null,
            protector.DeliveryOf(redemption),
            redemption.RequestedAt,
            redemption.Deadline
        );

    [LoggerMessage(
        LogLevel.Warning,
        "Partner {Partner} gave no answer about redemption {Redemption}: {Cause}, for the {Attempts}. time."
    )]
    private partial void LogNoAnswer(RedemptionId redemption, PartnerId partner, string cause, int attempts);
}
