using Loyalty.Api.Authentication;
using Loyalty.Api.Partners;

namespace Loyalty.Api.Http;

/// <summary>What all endpoints for partners' systems share: the path, the scope, whose client calls, idempotent changes.</summary>
public static class PartnerGroup
{
    public static RouteGroupBuilder MapPartnerGroup(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/partner/v1")
            .WithGroupName(Swagger.PartnerDocument)
            .RequireAuthorization(Policies.Partner)
            .AddEndpointFilter<RouteGroupBuilder, ClientPartnerFilter>()
            .AddEndpointFilter<RouteGroupBuilder, IdempotencyFilter>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
}
