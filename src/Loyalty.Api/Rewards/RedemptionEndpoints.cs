using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Rewards;

/// <summary>Redemptions as staff see and change them: what is to be delivered, what waits for a partner, what comes back.</summary>
internal static class RedemptionEndpoints
{
    private const string Path = "/api/admin/v1/redemptions";

    public static void MapRedemptions(this RouteGroupBuilder admin)
    {
        var tagged = admin.MapGroup("").WithTags("Redemptions");
        tagged
            .MapPost("/members/{id}/reward-redemptions", Redeem)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("redeemReward")
            .WithSummary("Redeem a reward for a member")
            .WithDescription(
                "Takes stock, then the points: spent at once where nothing is to be delivered, else reserved until it is. With `pointsFrom: household` the member's own first, then what the others of the household share: these are spent at once in any case, and given back when nothing is delivered. The same Idempotency-Key gives the same redemption, as it stands now."
            )
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422);
        tagged
            .MapGet("/redemptions", List)
            .WithName("listRedemptions")
            .WithSummary("Lists redemptions, the oldest request first")
            .WithDescription(
                "The work list of goods to send is `status=ordered&method=staff`; what a partner is late with is `status=ordered&method=partner&overdue=true`; whose points the ledger has still to move is `settled=false`. What is given must all hold."
            )
            .Refuses(422);
        tagged
            .MapGet("/redemptions/{id}", Get)
            .WithName("getRedemption")
            .WithSummary("Reads a redemption with all its transitions")
            .Refuses(404);
        tagged
            .MapGet("/redemptions/{id}/delivery", Delivery)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("getRedemptionDelivery")
            .WithSummary("Reads where a redemption goes")
            .WithDescription("Personal data. Gone once the member was erased.")
            .Refuses(404);
        var changes = tagged.MapGroup("/redemptions").RequireAuthorization(Policies.StaffSupport);
        changes
            .MapPost("/{id}/fulfil", Fulfil)
            .WithName("fulfilRedemption")
            .WithSummary("Say that it was delivered")
            .WithDescription("The reserved points are spent. Saying it again changes carrier and number alone.")
            .KeepsItsKey()
            .Refuses(404, 409, 422);
        changes
            .MapPost("/{id}/fail", Fail)
            .WithName("failRedemption")
            .WithSummary("Say that it cannot be delivered")
            .WithDescription(
                "The points go back to the lots that they came from, and the stock is there again. What a partner may have in hand it is asked to give up first; it then ends as `cancelled`. `reason` is for other staff: members never see it."
            )
            .KeepsItsKey()
            .Refuses(404, 409, 422, 429);
        changes
            .MapPost("/{id}/cancel", Cancel)
            .WithName("cancelRedemption")
            .WithSummary("Take a redemption back")
            .WithDescription(
                "What a partner has in hand it is asked to give up first. What was delivered gives its points back within the reward's return days; the partner who delivered it is paid all the same, unless `partnerTakesBack` is true. `reason` is for other staff: members never see it."
            )
            .KeepsItsKey()
            .Refuses(404, 409, 422, 429);
        tagged
            .MapPost("/redemptions/{id}/abandon", Abandon)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("abandonRedemption")
            .WithSummary("Give up an order without the partner's word")
            .WithDescription(
                "For a partner who never answers, or is late and does not stop: the points go back at once. Only after it was asked to give the order up (`cancel`, `fail`), or after the deadline. Should it deliver all the same, its word becomes a difference. `reason` is required."
            )
            .KeepsItsKey()
            .Refuses(404, 409, 422);
        changes.MapRedemptionFile();
    }

    private static async Task<Results<Created<RedemptionView>, ProblemHttpResult>> Redeem(
        MemberId id,
        RedeemRewardBody body,
        RedeemReward redeem,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var request = new RedeemRewardRequest(
            body.RewardId,
            body.Quantity,
            body.Amount,
            body.Currency,
            body.Delivery,
            body.VoucherId,
            body.PointsFrom
        );
        var redeemed = await http.AsCallerAsync(caller => redeem.ExecuteAsync(id, request, caller, cancellationToken));
        return redeemed.ToCreated(RedemptionView.Of, redemption => $"{Path}/{redemption.Id}");
    }

    private static async Task<Results<Ok<Page<RedemptionView>>, ProblemHttpResult>> List(
        [AsParameters] PageRequest page,
        [AsParameters] RedemptionFilter filter,
        LoyaltyDbContext context,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if ((page.Check(out var position) ?? filter.WhyNot()) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var rows = filter.Apply(context.Redemptions.AsNoTracking(), clock.Instant());
        if (position is not null)
        {
            if (
                !MemberCursors.TryRead<RedemptionId>(position, out var micros, out var id)
                || !MemberCursors.TryInstant(micros, out var at)
            )
            {
                return MemberCursors.Unknown.ToProblem();
            }

            rows = rows.Where(row => row.RequestedAt > at || (row.RequestedAt == at && row.Id > id));
        }

        var found = await rows.OrderBy(row => row.RequestedAt)
            .ThenBy(row => row.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(
                found,
                RedemptionView.Of,
                row => MemberCursors.Write(row.RequestedAt.ToUnixTimeMicroseconds(), row.Id)
            )
        );
    }

    private static async Task<Results<Ok<RedemptionDetailView>, ProblemHttpResult>> Get(
        RedemptionId id,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(context, id, cancellationToken) is not { } redemption)
        {
            return new Refusal.NoSuch("redemption").ToProblem();
        }

        var transitions = await context
            .RedemptionTransitions.AsNoTracking()
            .Where(row => row.RedemptionId == id)
            .OrderBy(row => row.Number)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            new RedemptionDetailView(RedemptionView.Of(redemption), [.. transitions.Select(TransitionView.Of)])
        );
    }

    private static async Task<Results<Ok<DeliveryData>, ProblemHttpResult>> Delivery(
        RedemptionId id,
        LoyaltyDbContext context,
        RedemptionProtector protector,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        return
            await FindAsync(context, id, cancellationToken) is { } redemption
            && protector.DeliveryOf(redemption) is { } delivery
            ? TypedResults.Ok(delivery)
            : new Refusal.NoSuch("delivery").ToProblem();
    }

    private static async Task<Results<Ok<RedemptionView>, ProblemHttpResult>> Fulfil(
        RedemptionId id,
        FulfilBody? body,
        ChangeRedemption change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        (await change.FulfilAsync(id, http.User.Subject(), body?.Carrier, body?.Reference, cancellationToken)).ToOk(
            RedemptionView.Of
        );

    private static async Task<Results<Ok<RedemptionView>, ProblemHttpResult>> Fail(
        RedemptionId id,
        GiveUpBody? body,
        ChangeRedemption change,
        HttpContext http,
        CancellationToken cancellationToken
    ) => (await change.FailAsync(id, http.User.Subject(), body?.Reason, cancellationToken)).ToOk(RedemptionView.Of);

    private static async Task<Results<Ok<RedemptionView>, ProblemHttpResult>> Abandon(
        RedemptionId id,
        GiveUpBody? body,
        ChangeRedemption change,
        HttpContext http,
        CancellationToken cancellationToken
    ) => (await change.AbandonAsync(id, http.User.Subject(), body?.Reason, cancellationToken)).ToOk(RedemptionView.Of);

    private static async Task<Results<Ok<RedemptionView>, ProblemHttpResult>> Cancel(
        RedemptionId id,
        CancelBody? body,
        ChangeRedemption change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        (
            await change.CancelByStaffAsync(
                id,
                http.User.Subject(),
                body?.Reason,
                body?.PartnerTakesBack ?? false,
                cancellationToken
            )
        ).ToOk(RedemptionView.Of);

    private static Task<Redemption?> FindAsync(
        LoyaltyDbContext context,
        RedemptionId id,
        CancellationToken cancellationToken
    ) => context.Redemptions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
}
