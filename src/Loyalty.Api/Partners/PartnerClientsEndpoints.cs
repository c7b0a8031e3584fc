using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Identity.Administration;
using Loyalty.Identity.Clients;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

/// <summary>Which OAuth clients speak for a partner at <c>/api/partner/v1</c>.</summary>
internal static class PartnerClientsEndpoints
{
    private const string Scope = "partner";

    public static void MapPartnerClients(this RouteGroupBuilder partners)
    {
        var clients = partners.MapGroup("/{partner}/clients").ProducesProblem(StatusCodes.Status404NotFound);
        clients
            .MapGet("/", ListAsync)
            .WithName("listPartnerClients")
            .WithSummary("List the clients that speak for a partner")
            .WithDescription("At most 20, by id.");
        clients
            .MapPost("/", BindAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithMetadata(new NotRemembered())
            .WithName("bindPartnerClient")
            .WithSummary("Let a client speak for a partner")
            .WithDescription(
                "With the embedded issuer a client that is not there is made, for client credentials and the scope `partner`, and "
                    + "its secret is shown this once; one that is there must be of this kind. Idempotent by itself."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        clients
            .MapDelete("/{clientId}", UnbindAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("unbindPartnerClient")
            .WithSummary("End what a client may do for a partner")
            .WithDescription("At once, also with tokens that it has.");
    }

    private static async Task<Results<Ok<PartnerClientView[]>, ProblemHttpResult>> ListAsync(
        string partner,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (await context.FindPartnerAsync(partner, cancellationToken) is not { } found)
        {
            return new Refusal.NoSuch("partner").ToProblem();
        }

        var clients = await context
            .PartnerClients.AsNoTracking()
            .Where(client => client.PartnerId == found.Id)
            .OrderBy(client => client.ClientId)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(clients.Select(PartnerClientView.Of).ToArray());
    }

    private static async Task<Results<Ok<BoundClientView>, ProblemHttpResult>> BindAsync(
        string partner,
        BindClientBody body,
        BindClient bind,
        ClientAdministration clients,
        AuthenticationSettings authentication,
        ClaimsPrincipal user,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (authentication.IsEmbedded && !IsEmbeddedId(body.ClientId))
        {
            return new Refusal.InvalidRequest(
                "clientId",
                "must be 1 to 100 letters, digits or one of . _ ~ -"
            ).ToProblem();
        }

        var known = authentication.IsEmbedded ? await clients.FindAsync(body.ClientId, cancellationToken) : null;
        if (
            known is not null
            && !(
                known.AllowedGrantTypes.Contains(GrantTypes.ClientCredentials, StringComparer.Ordinal)
                && known.AllowedScopes.Contains(Scope, StringComparer.Ordinal)
            )
        )
        {
            return new Refusal.InvalidRequest(
                "clientId",
                "is a client without client credentials or the scope partner"
            ).ToProblem();
        }

        var by = user.FindFirstValue("sub") ?? user.FindFirstValue("client_id") ?? "";
        var bound = await bind.ExecuteAsync(new BindClientRequest(partner, body.ClientId, by), cancellationToken);
        if (bound.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var secret =
            authentication.IsEmbedded && known is not { ClientSecrets.Count: > 0 }
                ? await MakeAsync(clients, body.ClientId, cancellationToken)
                : null;

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new BoundClientView(PartnerClientView.Of(bound.Value), secret));
    }

    /// <summary>What the embedded issuer takes for a client's id.</summary>
    private static bool IsEmbeddedId(string clientId) =>
        clientId.Length is >= 1 and <= 100
        && clientId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '~' or '-');

    private static async Task<string> MakeAsync(
        ClientAdministration clients,
        string clientId,
        CancellationToken cancellationToken
    )
    {
        await clients.UpsertAsync(
            new Client
            {
                ClientId = clientId,
                ClientName = clientId,
                RequireClientSecret = true,
                AllowedGrantTypes = [GrantTypes.ClientCredentials],
                AllowedScopes = [Scope],
            },
            cancellationToken
        );
        return (await clients.AddGeneratedSecretAsync(clientId, "made by staff", cancel: cancellationToken)).Secret;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> UnbindAsync(
        string partner,
        string clientId,
        UnbindClient unbind,
        CancellationToken cancellationToken
    )
    {
        var gone = await unbind.ExecuteAsync(partner, clientId, cancellationToken);
        return gone.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
