using System.Security.Claims;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

/// <summary>The partner that a request is about: the one whose client calls, or for staff the one in the path. All that its
/// endpoints read hangs on this one.</summary>
public sealed class CurrentPartner
{
    private Partner? partner;

    /// <exception cref="InvalidOperationException">no filter of this file has set it.</exception>
    public Partner Partner
    {
        get => partner ?? throw new InvalidOperationException("The request is about no partner.");
        internal set => partner = value;
    }

    public PartnerId Id => Partner.Id;

    /// <summary>The client that calls, as its token names it; empty when it does not.</summary>
    public static string ClientIdOf(ClaimsPrincipal user) =>
        user.FindFirstValue("client_id") ?? user.FindFirstValue("azp") ?? "";

    /// <summary>The client speaks for no partner, or for one that is suspended; which of these is not told.</summary>
    public sealed record ClientNotBound()
        : Refusal(
            "client-not-bound",
            RefusalKind.NotAllowed,
            "This client does not speak for a partner of the club. The club's staff can bind it."
        );
}

/// <summary>Finds the partner by the binding of the client, at each request, so that unbinding and suspending count at once.</summary>
internal sealed class ClientPartnerFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        var clientId = CurrentPartner.ClientIdOf(http.User);
        var context = http.RequestServices.GetRequiredService<LoyaltyDbContext>();
        var partner = await context
            .PartnerClients.Where(client => client.ClientId == clientId)
            .Join(context.Partners, client => client.PartnerId, partner => partner.Id, (_, partner) => partner)
            .AsNoTracking()
            .FirstOrDefaultAsync(http.RequestAborted);
        if (partner is not { Status: PartnerStatus.Active })
        {
            return new CurrentPartner.ClientNotBound().ToProblem();
        }

        http.RequestServices.GetRequiredService<CurrentPartner>().Partner = partner;
        return await next(invocation);
    }
}

/// <summary>Finds the partner by the id or slug in the path, for staff.</summary>
internal sealed class PathPartnerFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        var context = http.RequestServices.GetRequiredService<LoyaltyDbContext>();
        var name = http.Request.RouteValues["partner"] as string ?? "";
        if (await context.FindPartnerAsync(name, http.RequestAborted) is not { } partner)
        {
            return new Refusal.NoSuch("partner").ToProblem();
        }

        context.Entry(partner).State = EntityState.Detached;
        http.RequestServices.GetRequiredService<CurrentPartner>().Partner = partner;
        return await next(invocation);
    }
}
