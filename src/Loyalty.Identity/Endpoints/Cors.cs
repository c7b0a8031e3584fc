using Loyalty.Identity.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Identity.Endpoints;

/// <summary>
/// Which pages may read the answers (Fetch Standard, CORS protocol). Metadata is for everyone; tokens only for origins that some
/// enabled client is registered with. No cookies either way.
/// </summary>
internal static class Cors
{
    public static async ValueTask<object?> ForEveryone(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        context.HttpContext.Response.Headers[HeaderNames.AccessControlAllowOrigin] = "*";
        return await next(context);
    }

    public static async ValueTask<object?> ForClients(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        await AllowAsync(context.HttpContext);
        return await next(context);
    }

    public static async Task<IResult> PreflightAsync(HttpContext context)
    {
        if (await AllowAsync(context))
        {
            var headers = context.Response.Headers;
            headers[HeaderNames.AccessControlAllowMethods] = "GET, POST";
            headers[HeaderNames.AccessControlAllowHeaders] = "authorization, content-type, x-requested-with";
            headers[HeaderNames.AccessControlMaxAge] = "600";
        }
        return Results.NoContent();
    }

    private static async Task<bool> AllowAsync(HttpContext context)
    {
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length is 0 or > 300 || !OAuthParameters.IsSafe(origin))
        {
            return false;
        }
        var db = (LoyaltyIdentityDbContext)context.RequestServices.GetService(typeof(LoyaltyIdentityDbContext))!;
        if (!await db.Clients.AnyAsync(c => c.Enabled && c.AllowedCorsOrigins.Contains(origin), context.RequestAborted))
        {
            return false;
        }
        context.Response.Headers[HeaderNames.AccessControlAllowOrigin] = origin;
        return true;
    }
}
