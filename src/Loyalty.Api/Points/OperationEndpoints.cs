using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Points;

/// <summary>Spending, reserving, giving back and handing over points. Each takes <c>Idempotency-Key</c>: the same key again
/// gets the first answer and moves nothing.</summary>
internal static class OperationEndpoints
{
    private const string Path = "/api/admin/v1";

    public static void MapOperations(this RouteGroupBuilder admin)
    {
        var writes = admin.MapGroup("").WithTags("Points").RequireAuthorization(Policies.StaffSupport);
        writes
            .MapPost("/members/{id}/redemptions", Redeem)
            .WithName("redeemPoints")
            .WithSummary("Spend points at once")
            .WithDescription(
                "Takes points of the lots that lapse first. All of them or none. With `payment` in the place of `points` they pay for an order, wholly or in part, by the currency's `valuePerPoint`: rounded up to whole points once, and the answer says what remains due. With `from: household` the member's own first, then what the others of the household share, in proportion."
            )
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422);
        writes
            .MapPost("/members/{id}/holds", Hold)
            .WithName("holdPoints")
            .WithSummary("Reserve points")
            .WithDescription(
                "Nothing else can take them until the hold is captured or released, or its time runs out. They outlive the day on which they would lapse."
            )
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422);
        writes
            .MapPost("/holds/{id}/capture", Capture)
            .WithName("captureHold")
            .WithSummary("Spend reserved points")
            .WithDescription(
                "All of them or a part; the rest is given back, and the hold ends. What is reserved for the redemption of a reward moves with the redemption alone."
            )
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422);
        writes
            .MapPost("/holds/{id}/release", Release)
            .WithName("releaseHold")
            .WithSummary("Give reserved points back")
            .WithDescription(
                "A hold that was given back before, or ran out, stays as it is: points come back once. What is reserved for the redemption of a reward moves with the redemption alone."
            )
            .KeepsItsKey()
            .Refuses(404, 409);
        writes
            .MapPost("/operations/{id}/reversals", Reverse)
            .WithName("reverseRedemption")
            .WithSummary("Give points of a redemption back")
            .WithDescription(
                "The points go back to the lots that they came from, with their own last day. Where a lot has lapsed meanwhile, the programme's `lapsedReturnGraceDays` decides. Arrears are repaid first. Of a redemption that paid for an order, `amount` says what of the order is refunded; the answer splits it into points and money, in proportion to how the order was paid. What was spent on a reward comes back by taking its redemption back."
            )
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422);
        writes
            .MapPost("/members/{id}/transfers", Transfer)
            .WithName("transferPoints")
            .WithSummary("Hand points to another member")
            .WithDescription("Where the programme allows it. The points keep the day on which they lapse.")
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422);

        var reads = admin.MapGroup("").WithTags("Points");
        reads
            .MapGet("/operations/{id}", Get)
            .WithName("getOperation")
            .WithSummary("Reads an operation with its entries")
            .Refuses(404);
        reads.MapGet("/holds/{id}", GetHold).WithName("getHold").WithSummary("Reads a hold").Refuses(404);
    }

    private static async Task<Results<Created<OperationView>, ProblemHttpResult>> Redeem(
        MemberId id,
        RedemptionRequest body,
        SpendPoints spend,
        SpendFromHousehold household,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var request = new SpendRequest(body.Currency, body.Points, body.Reference)
        {
            Payment = body.Payment is { } order ? new PaymentRequest(order.OrderAmount, order.Amount) : null,
        };
        return Created(
            await http.AsCallerAsync(caller =>
                body.From == PointSource.Household
                    ? household.RedeemAsync(id, request, caller, cancellationToken)
                    : spend.RedeemAsync(id, request, caller, cancellationToken)
            )
        );
    }

    private static async Task<Results<Created<HoldView>, ProblemHttpResult>> Hold(
        MemberId id,
        HoldRequest body,
        SpendPoints spend,
        TimeProvider clock,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (body.From == PointSource.Household)
        {
            return new HouseholdRefusal.NoHolds().ToProblem();
        }

        TimeSpan? time = body.Seconds is { } seconds
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, (long)SpendPoints.HoldMax.TotalSeconds + 1))
            : null;
        var request = new SpendRequest(body.Currency, body.Points, body.Reference);
        var held = await http.AsCallerAsync(caller => spend.HoldAsync(id, request, time, caller, cancellationToken));
        return held.ToCreated(hold => HoldView.Of(hold, clock.Instant()), hold => $"{Path}/holds/{hold.HoldId}");
    }

    private static async Task<Results<Created<OperationView>, ProblemHttpResult>> Capture(
        HoldId id,
        PartRequest? body,
        SpendPoints spend,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        await context.WhyNotEndAsync(id, cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : Created(
                await http.AsCallerAsync(caller => spend.CaptureAsync(id, body?.Points, caller, cancellationToken))
            );

    private static async Task<Results<Created<OperationView>, ProblemHttpResult>> Release(
        HoldId id,
        SpendPoints spend,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        await context.WhyNotEndAsync(id, cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : Created(await http.AsCallerAsync(caller => spend.ReleaseAsync(id, caller, cancellationToken)));

    private static async Task<Results<Created<OperationView>, ProblemHttpResult>> Reverse(
        OperationKey id,
        ReversalRequest? body,
        SpendPoints spend,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        await context.WhyNotReverseAsync(id, cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : Created(
                await http.AsCallerAsync(caller =>
                    spend.ReverseAsync(id, body?.Points, body?.Amount, caller, cancellationToken)
                )
            );

    private static async Task<Results<Created<OperationView>, ProblemHttpResult>> Transfer(
        MemberId id,
        PointTransferRequest body,
        TransferPoints transfer,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        Created(
            await http.AsCallerAsync(caller =>
                transfer.ExecuteAsync(
                    id,
                    new TransferRequest(body.To, body.Currency, body.Points),
                    caller,
                    cancellationToken
                )
            )
        );

    private static async Task<Results<Ok<OperationView>, ProblemHttpResult>> Get(
        OperationKey id,
        PointsOperations operations,
        CancellationToken cancellationToken
    ) =>
        await operations.FindAsync(id, cancellationToken) is { } found
            ? TypedResults.Ok(OperationView.Of(found))
            : new Refusal.NoSuch("operation").ToProblem();

    private static async Task<Results<Ok<HoldView>, ProblemHttpResult>> GetHold(
        HoldId id,
        SpendPoints spend,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) =>
        await spend.FindHoldAsync(id, cancellationToken) is { } hold
            ? TypedResults.Ok(HoldView.Of(hold, clock.Instant()))
            : new Refusal.NoSuch("hold").ToProblem();

    private static Results<Created<OperationView>, ProblemHttpResult> Created(Outcome<OperationResult> outcome) =>
        outcome.ToCreated(OperationView.Of, result => $"{Path}/operations/{result.Operation.OperationKey}");
}
