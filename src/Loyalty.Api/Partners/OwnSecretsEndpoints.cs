using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Partners;

/// <summary>A partner changes its webhook secrets by itself.</summary>
internal static class OwnSecretsEndpoints
{
    public static void MapOwnSecrets(this RouteGroupBuilder own)
    {
        var secrets = own.MapGroup("/secrets").WithTags("Secrets");
        secrets
            .MapGet("/", ListAsync)
            .WithName("listSecrets")
            .WithSummary("List your webhook secrets, without the secrets")
            .WithDescription("The newest 50.");
        secrets
            .MapPost("/", CreateAsync)
            .WithMetadata(new NotRemembered())
            .WithName("rotateSecret")
            .WithSummary("Make the next webhook secret")
            .WithDescription(
                "Shows the new secret this once. Those that were live go on for `overlapHours`; at most two are live at a time. "
                    + "Takes no Idempotency-Key, because the answer is not kept: when it got lost, revoke the secret and make another."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        secrets
            .MapPost("/{secret}/revoke", RevokeAsync)
            .WithName("revokeSecret")
            .WithSummary("Revoke a secret at once")
            .WithDescription("At once on this node, within 10 seconds on others.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Task<Results<Ok<SecretView[]>, ProblemHttpResult>> ListAsync(
        CurrentPartner current,
        LoyaltyDbContext context,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => PartnerSecretsEndpoints.ListAsync(current.Partner.Slug, context, clock, cancellationToken);

    private static Task<Results<Created<NewSecretView>, ProblemHttpResult>> CreateAsync(
        CreateSecretBody? body,
        CurrentPartner current,
        CreateSecret create,
        HttpContext http,
        CancellationToken cancellationToken
    ) => PartnerSecretsEndpoints.CreateAsync(current.Partner.Slug, body, create, http, cancellationToken);

    private static Task<Results<Ok<SecretView>, ProblemHttpResult>> RevokeAsync(
        string secret,
        CurrentPartner current,
        RevokeSecret revoke,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => PartnerSecretsEndpoints.RevokeAsync(current.Partner.Slug, secret, revoke, clock, cancellationToken);
}
