using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Partners;
using Loyalty.Application.Rewards.Fulfilment;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Rewards;

/// <summary>Where redemption partners are called, and where their books differ from ours.</summary>
internal static class FulfilmentPartnerEndpoints
{
    public static void MapFulfilmentPartners(this RouteGroupBuilder admin)
    {
        var partner = admin.MapGroup("/partners/{partner}").WithTags("Redemptions");
        partner
            .MapPut("/redemption-endpoint", Set)
            .RequireAuthorization(Policies.StaffManage)
            .WithMetadata(new NotRemembered())
            .WithName("setRedemptionEndpoint")
            .WithSummary("Say where and how a redemption partner is called")
            .WithDescription(
                "What the partner serves there is api-specs/redemption-partner.openapi.json. With `signed` the answer shows the key this once, when one was made."
            )
            .Refuses(404, 412, 422);
        partner
            .MapGet("/redemption-endpoint", Get)
            .WithName("getRedemptionEndpoint")
            .WithSummary("Reads where a redemption partner is called, without the secret")
            .Refuses(404);
        partner
            .MapGet("/order-differences", Differences)
            .WithName("listOrderDifferences")
            .WithSummary("Lists orders that the partner sees otherwise than we do")
            .Refuses(404, 422);
        partner
            .MapPost("/order-reconciliations", Reconcile)
            .RequireAuthorization(Policies.StaffSupport)
            .WithMetadata(new NotRemembered())
            .WithName("reconcileOrders")
            .WithSummary("Compare a day's orders with the partner's own list")
            .WithDescription(
                "`day` is one of the programme's zone. What the partner has finished and had not told is taken over; what cannot be true on both sides becomes an order difference. To do it again finds nothing twice."
            )
            .Refuses(404, 409, 422);
        admin
            .MapPost("/order-differences/{id}/resolve", Resolve)
            .WithTags("Redemptions")
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("resolveOrderDifference")
            .WithSummary("Say what was done about a difference")
            .Refuses(404, 422);
    }

    private static async Task<Results<Ok<RedemptionEndpointView>, ProblemHttpResult>> Set(
        string partner,
        RedemptionEndpointBody body,
        SetRedemptionEndpoint set,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        var done = await set.ExecuteAsync(
            partner,
            new SetRedemptionEndpointRequest(
                body.Url,
                body.Authentication,
                body.TokenUrl,
                body.ClientId,
                body.ClientSecret,
                body.Scope,
                body.TimeoutSeconds,
                body.RenewsSecret
            ),
            cancellationToken
        );
        return done.ToOk(one => RedemptionEndpointView.Of(one.Endpoint, one.Secret));
    }

    private static async Task<Results<Ok<RedemptionEndpointView>, ProblemHttpResult>> Get(
        string partner,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    ) =>
        await context.FindPartnerAsync(partner, cancellationToken) is { } found
        && await context.RedemptionEndpoints.FindAsync([found.Id], cancellationToken) is { } endpoint
            ? TypedResults.Ok(RedemptionEndpointView.Of(endpoint, secret: null))
            : new Refusal.NoSuch("redemption endpoint").ToProblem();

    private static async Task<Results<Ok<Page<OrderDifferenceView>>, ProblemHttpResult>> Differences(
        string partner,
        [AsParameters] PageRequest page,
        bool? open,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (await context.FindPartnerAsync(partner, cancellationToken) is not { } found)
        {
            return new Refusal.NoSuch("partner").ToProblem();
        }

        var rows = context.OrderDifferences.AsNoTracking().Where(row => row.PartnerId == found.Id);
        if (open is { } isOpen)
        {
            rows = rows.Where(row => row.ResolvedAt == null == isOpen);
        }

        if (position is not null)
        {
            if (!Identifier.TryParse<OrderDifferenceId>(position, out var before))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            rows = rows.Where(row => row.Id < before);
        }

        var listed = await rows.OrderByDescending(row => row.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(listed, OrderDifferenceView.Of, row => row.Id.ToString()));
    }

    private static async Task<Results<Ok<OrderReconciliation>, ProblemHttpResult>> Reconcile(
        string partner,
        DateOnly day,
        ReconcileOrders reconcile,
        CancellationToken cancellationToken
    ) => (await reconcile.ExecuteAsync(partner, day, cancellationToken)).ToOk(counted => counted);

    private static async Task<Results<Ok<OrderDifferenceView>, ProblemHttpResult>> Resolve(
        OrderDifferenceId id,
        ResolveDifferenceBody body,
        ResolveDifference resolve,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        (await resolve.ExecuteAsync(id, http.User.Subject(), body.Note, cancellationToken)).ToOk(
            OrderDifferenceView.Of
        );
}

/// <param name="Url">absolute; the paths of the contract follow it.</param>
/// <param name="TokenUrl">where tokens are got, with <c>clientCredentials</c>.</param>
/// <param name="ClientSecret">with <c>clientCredentials</c>; left out, the one that is there stays.</param>
/// <param name="TimeoutSeconds">1 to 60; 10 when left out.</param>
/// <param name="RenewsSecret">with <c>signed</c>: make a new key, which holds for the next call.</param>
public sealed record RedemptionEndpointBody(
    string Url,
    CallAuthentication Authentication,
    string? TokenUrl = null,
    string? ClientId = null,
    string? ClientSecret = null,
    string? Scope = null,
    int? TimeoutSeconds = null,
    bool RenewsSecret = false
);

/// <param name="Secret">a new key (<c>whsec_…</c>), shown this once; null when none was made.</param>
public sealed record RedemptionEndpointView(
    string Url,
    CallAuthentication Authentication,
    string? TokenUrl,
    string? ClientId,
    string? Scope,
    int TimeoutSeconds,
    string? Secret
)
{
    internal static RedemptionEndpointView Of(RedemptionEndpoint endpoint, string? secret) =>
        new(
            endpoint.Url,
            endpoint.Authentication,
            endpoint.TokenUrl,
            endpoint.ClientId,
            endpoint.Scope,
            endpoint.TimeoutSeconds,
            secret
        );
}

/// <param name="Note">what was done; nothing personal.</param>
public sealed record ResolveDifferenceBody(string Note);

/// <param name="OrderId">as the partner names it: a redemption's id, or something that we do not know.</param>
/// <param name="Ours">null when we know of no such order.</param>
public sealed record OrderDifferenceView(
    OrderDifferenceId Id,
    string OrderId,
    RedemptionStatus? Ours,
    OrderStatus Theirs,
    DateTimeOffset FoundAt,
    DateTimeOffset? ResolvedAt,
    string? ResolvedBy,
    string? Note
)
{
    internal static OrderDifferenceView Of(OrderDifference difference) =>
        new(
            difference.Id,
            difference.OrderId,
            difference.Ours,
            difference.Theirs,
            difference.FoundAt,
            difference.ResolvedAt,
            difference.ResolvedBy,
            difference.Note
        );
}
