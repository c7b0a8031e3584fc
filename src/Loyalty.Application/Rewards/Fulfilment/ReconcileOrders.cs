using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <param name="Listed">orders that the partner has of the day.</param>
/// <param name="Ours">of ours that the partner was called for on the day.</param>
/// <param name="Repaired">of which the partner's word had not reached us, and now has.</param>
/// <param name="Differences">new ones, kept for staff.</param>
/// <param name="Unanswered">of ours that the partner did not list, and said nothing about when it was asked.</param>
public sealed record OrderReconciliation(int Listed, int Ours, int Repaired, int Differences, int Unanswered);

/// <summary>
/// Compares a day's orders with the partner's own list. What the partner has finished and we do not know yet is taken over; what
/// cannot be true on both sides is kept for staff.
/// </summary>
public sealed class ReconcileOrders
{
    private const int OrdersMax = 200_000;
    private const int PerPage = 500;

    private readonly LoyaltyDbContext context;
    private readonly ProgrammeSettings settings;
    private readonly ChangeRedemption change;
    private readonly PartnerOrders partnerOrders;
    private readonly TimeProvider clock;

    internal ReconcileOrders(
        LoyaltyDbContext context,
        ProgrammeSettings settings,
        ChangeRedemption change,
        PartnerOrders partnerOrders,
        TimeProvider clock
    ) =>
        (this.context, this.settings, this.change, this.partnerOrders, this.clock) = (
            context,
            settings,
            change,
            partnerOrders,
            clock
        );

    /// <param name="day">in the programme's zone; over.</param>
    public async Task<Outcome<OrderReconciliation>> ExecuteAsync(
        string idOrSlug,
        DateOnly day,
        CancellationToken cancellationToken
    )
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        if (Reconcile.WhyNoDay(day, clock.Instant().DayIn(zone)) is { } noDay)
        {
            return noDay;
        }

        if (await context.FindPartnerAsync(idOrSlug, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        var (from, to) = (day.StartIn(zone), day.AddDays(1).StartIn(zone));
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var counted = new OrderReconciliation(0, 0, 0, 0, 0);
        string? after = null;
        do
        {
            switch (await partnerOrders.ListAsync(partner.Id, from, to, after, cancellationToken))
            {
                case PartnerAnswer.Page page when listed.Count <= OrdersMax:
                    var known = listed.Count;
                    listed.UnionWith(page.Orders.Select(order => order.OrderId));
                    counted = await CompareAsync(partner.Id, page.Orders, counted, cancellationToken);
                    var next = page.Orders.Count == 0 ? null : page.Next;
                    if (next is not null && (next == after || listed.Count == known))
                    {
                        // A list that does not come on would never end.
                        return new NoList("partner-list-repeats");
                    }

                    after = next;
                    break;
                case PartnerAnswer.None none:
                    return new NoList(none.Cause);
                default:
                    return new NoList("partner-answer-too-large");
            }
        } while (after is not null);

        counted = counted with { Listed = listed.Count };
        return await AskForOthersAsync(partner.Id, from, to, listed, counted, cancellationToken);
    }

    private async Task<OrderReconciliation> CompareAsync(
        PartnerId partner,
        IReadOnlyList<OrderReport> orders,
        OrderReconciliation counted,
        CancellationToken cancellationToken
    )
    {
        var ids = orders
            .Select(order => Identifier.TryParse<RedemptionId>(order.OrderId, out var id) ? id : default)
            .Where(id => id != default)
            .ToArray();
        var known = await context
            .Redemptions.AsNoTracking()
            .Where(row => ids.Contains(row.Id) && row.PartnerId == partner)
            .ToDictionaryAsync(row => row.Id.ToString(), StringComparer.Ordinal, cancellationToken);
        foreach (var order in orders)
        {
            counted = await CompareAsync(
                partner,
                known.GetValueOrDefault(order.OrderId),
                order,
                counted,
                cancellationToken
            );
        }

        return counted;
    }

    /// <param name="ours">null when we know of no such order.</param>
    private async Task<OrderReconciliation> CompareAsync(
        PartnerId partner,
        Redemption? ours,
        OrderReport theirs,
        OrderReconciliation counted,
        CancellationToken cancellationToken
    )
    {
        var isFinal = theirs.Status is OrderStatus.Fulfilled or OrderStatus.Rejected or OrderStatus.Cancelled;
        if (ours is { Status: RedemptionStatus.Ordered } && isFinal)
        {
            var taken = await change.ReportAsync(partner, theirs, cancellationToken);
            return taken.Refusal is null ? counted with { Repaired = counted.Repaired + 1 } : counted;
        }

        var isWrong = ours is null
            ? theirs.Status is OrderStatus.Fulfilled or OrderStatus.Accepted
            : OrderDifference.Disagree(ours.Status, theirs.Status);
        return isWrong
            ? await KeepAsync(partner, ours, theirs.OrderId, theirs.Status, counted, cancellationToken)
            : counted;
    }

    /// <summary>The partner's day may have begun at another hour: what it did not list is asked for by itself.</summary>
    private async Task<OrderReconciliation> AskForOthersAsync(
        PartnerId partner,
        DateTimeOffset from,
        DateTimeOffset to,
        HashSet<string> listed,
        OrderReconciliation counted,
        CancellationToken cancellationToken
    )
    {
        var (at, id) = (from, default(RedemptionId));
        while (true)
        {
            var page = await context
                .Redemptions.AsNoTracking()
                .Where(row =>
                    row.PartnerId == partner
                    && row.RequestedAt < to
                    && (row.RequestedAt > at || (row.RequestedAt == at && row.Id > id))
                    && (row.HoldId != null || row.CaptureOperation != null)
                )
                .OrderBy(row => row.RequestedAt)
                .ThenBy(row => row.Id)
                .Take(PerPage)
                .ToListAsync(cancellationToken);
            counted = counted with { Ours = counted.Ours + page.Count };
            foreach (
                var ours in page.Where(row =>
                    row.Status == RedemptionStatus.Fulfilled && !listed.Contains(row.Id.ToString())
                )
            )
            {
                counted = await partnerOrders.StatusAsync(partner, ours.Id.ToString(), cancellationToken) switch
                {
                    PartnerAnswer.Report report => await CompareAsync(
                        partner,
                        ours,
                        report.Order,
                        counted,
                        cancellationToken
                    ),
                    PartnerAnswer.UnknownOrder => await KeepAsync(
                        partner,
                        ours,
                        ours.Id.ToString(),
                        OrderStatus.Unknown,
                        counted,
                        cancellationToken
                    ),
                    _ => counted with { Unanswered = counted.Unanswered + 1 },
                };
            }

            if (page.Count < PerPage)
            {
                return counted;
            }

            (at, id) = (page[^1].RequestedAt, page[^1].Id);
        }
    }

    private async Task<OrderReconciliation> KeepAsync(
        PartnerId partner,
        Redemption? ours,
        string orderId,
        OrderStatus theirs,
        OrderReconciliation counted,
        CancellationToken cancellationToken
    ) =>
        await context.KeepDifferenceAsync(partner, orderId, ours?.Status, theirs, clock.Instant(), cancellationToken)
            ? counted with
            {
                Differences = counted.Differences + 1,
            }
            : counted;

    /// <summary>The partner gave no list of its orders that could be read.</summary>
    /// <param name="Cause">a code.</param>
    public sealed record NoList(string Cause)
        : Refusal(
            "partner-gave-no-list",
            RefusalKind.Conflict,
            "The partner gave no list of its orders that could be read. What was compared until then is kept."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("cause", Cause)];
    }
}
