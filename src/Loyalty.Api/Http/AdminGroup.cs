using Loyalty.Api.Authentication;

namespace Loyalty.Api.Http;

/// <summary>What all staff endpoints share: the path, at least the right to read, idempotent changes, problem details.</summary>
public static class AdminGroup
{
    public static RouteGroupBuilder MapAdminGroup(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/admin/v1")
            .WithGroupName(Swagger.AdminDocument)
            .RequireAuthorization(Policies.StaffRead)
            .AddEndpointFilter<RouteGroupBuilder, IdempotencyFilter>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);

    /// <summary>The filter hashes the body after the framework has bound it, so it must be read twice.</summary>
    public static void UseBodyBuffering(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (context.Request.Headers.ContainsKey(IdempotencyFilter.Header))
                {
                    context.Request.EnableBuffering();
                }

                return next(context);
            }
        );
}
