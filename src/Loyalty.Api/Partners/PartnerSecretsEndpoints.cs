using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

internal static class PartnerSecretsEndpoints
{
    public static void MapPartnerSecrets(this RouteGroupBuilder partners)
    {
        var secrets = partners.MapGroup("/{partner}/secrets").ProducesProblem(StatusCodes.Status404NotFound);
        secrets
            .MapPost("/", CreateAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithMetadata(new NotRemembered())
            .WithName("createPartnerSecret")
            .WithSummary("Create or rotate the webhook secret")
            .WithDescription(
                "Shows the new secret this once. Those that were live go on for `overlapHours`; at most two are live at a time. "
                    + "Takes no Idempotency-Key, because the answer is not kept: when it got lost, revoke the secret and create another."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        secrets
            .MapGet("/", ListAsync)
            .WithName("listPartnerSecrets")
            .WithSummary("List a partner's secrets, without the secrets")
            .WithDescription("The newest 50.");
        secrets
            .MapPost("/{secret}/revoke", RevokeAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("revokePartnerSecret")
            .WithSummary("Revoke a secret at once")
            .WithDescription("At once on this node, within 10 seconds on others.");
    }

    internal static async Task<Results<Created<NewSecretView>, ProblemHttpResult>> CreateAsync(
        string partner,
        CreateSecretBody? body,
        CreateSecret create,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var created = await create.ExecuteAsync(partner, body?.OverlapHours, cancellationToken);
        if (created.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.Response.Headers.CacheControl = "no-store";
        var (secret, text) = created.Value;
        return TypedResults.Created((string?)null, new NewSecretView(secret.Id, text, secret.CreatedAt));
    }

    internal static async Task<Results<Ok<SecretView[]>, ProblemHttpResult>> ListAsync(
        string partner,
        LoyaltyDbContext context,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        const int newest = 50;
        if (await context.FindPartnerAsync(partner, cancellationToken) is not { } found)
        {
            return new Refusal.NoSuch("partner").ToProblem();
        }

        var secrets = await context
            .PartnerSecrets.AsNoTracking()
            .Where(secret => secret.PartnerId == found.Id)
            .OrderByDescending(secret => secret.CreatedAt)
            .Take(newest)
            .ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(secrets.Select(secret => SecretView.Of(secret, now)).ToArray());
    }

    internal static async Task<Results<Ok<SecretView>, ProblemHttpResult>> RevokeAsync(
        string partner,
        string secret,
        RevokeSecret revoke,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (!Identifier.TryParse<PartnerSecretId>(secret, out var id))
        {
            return new Refusal.NoSuch("secret").ToProblem();
        }

        var revoked = await revoke.ExecuteAsync(partner, id, cancellationToken);
        return revoked.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(SecretView.Of(revoked.Value, clock.GetUtcNow()));
    }
}
