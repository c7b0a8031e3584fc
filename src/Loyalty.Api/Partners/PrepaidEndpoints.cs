using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

/// <summary>Points that a partner buys beforehand: staff record them, both read what is left.</summary>
internal static class PrepaidEndpoints
{
    public static void MapPrepaid(this RouteGroupBuilder own) =>
        MapReading(own.MapGroup("/prepaid").WithTags("Prepaid"), whose: "");

    public static void MapPartnerPrepaid(this RouteGroupBuilder partners)
    {
        var prepaid = partners.MapGroup("/{partner}/prepaid").AddEndpointFilter<RouteGroupBuilder, PathPartnerFilter>();
        MapReading(prepaid, "Partner");
        prepaid
            .MapPost("/blocks", BuyAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("recordPrepaidBlock")
            .WithSummary("Record that a partner bought points")
            .WithDescription(
                "Only where the contract has `funding.prepaid`. A block counts for the whole current month of the books and those "
                    + "after it. It is never changed: correct a mistake by another one, below 0. Events that waited for points are "
                    + "posted within a minute or so."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static void MapReading(RouteGroupBuilder prepaid, string whose)
    {
        prepaid.ProducesProblem(StatusCodes.Status404NotFound);
        prepaid
            .MapGet("/", StatesAsync)
            .WithName($"get{whose}Prepaid")
            .WithSummary("Read what is left of prepaid points")
            .WithDescription(
                "At this moment. What a month drew, and what of it was charged, is frozen in its statement."
            );
        prepaid
            .MapGet("/blocks", ListAsync)
            .WithName($"list{whose}PrepaidBlocks")
            .WithSummary("List blocks of prepaid points, newest first")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<PrepaidStatesView>> StatesAsync(
        CurrentPartner current,
        PrepaidPoints prepaid,
        CancellationToken cancellationToken
    )
    {
        var funding = current.Partner.Contract.Funding;
        var now = await prepaid.NowAsync(current.Id, cancellationToken);
        return TypedResults.Ok(
            new PrepaidStatesView(
                FundingBody.Of(funding).Prepaid,
                [
                    .. now.OrderBy(one => one.Key, StringComparer.Ordinal)
                        .Select(one => new PrepaidStateView(
                            PointCurrencyCode.Parse(one.Key),
                            one.Value.Left,
                            PrepaidWatch.StateOf(one.Value, funding.Prepaid),
                            PrepaidView.Of(one.Value)
                        )),
                ]
            )
        );
    }

    private static async Task<Results<Ok<Page<PrepaidBlockView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        CurrentPartner current,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        PrepaidBlockId before = default;
        if (position is not null && !Identifier.TryParse(position, out before))
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
        }

        var owner = current.Id;
        var rows = await context
            .PrepaidBlocks.AsNoTracking()
            .Where(block => block.PartnerId == owner)
            .Where(block => position == null || block.Id < before)
            .OrderByDescending(block => block.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, PrepaidBlockView.Of, block => block.Id.ToString()));
    }

    private static async Task<Results<Created<PrepaidBlockView>, ProblemHttpResult>> BuyAsync(
        BuyPrepaidBody body,
        CurrentPartner current,
        BuyPrepaidPoints buy,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    )
    {
        var by = user.FindFirstValue("sub") ?? user.FindFirstValue("client_id") ?? "";
        var bought = await buy.ExecuteAsync(
            new BuyPrepaidPointsRequest(
                current.Partner,
                body.PointCurrency,
                body.Points,
                body.Paid,
                body.Reference,
                by
            ),
            cancellationToken
        );
        return bought.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Created(
                $"/api/admin/v1/partners/{current.Id}/prepaid/blocks",
                PrepaidBlockView.Of(bought.Value)
            );
    }
}
