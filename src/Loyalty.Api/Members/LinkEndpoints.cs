using Loyalty.Application.Members;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Loyalty.Api.Members;

/// <param name="Value">the member's id in that system.</param>
public sealed record ExternalIdRequest(string Value);

/// <summary>A member's ids in other systems, and the accounts that sign in as the member.</summary>
internal static class LinkEndpoints
{
    public static void MapLinks(this RouteGroupBuilder members, RouteGroupBuilder writes)
    {
        members
            .MapGet(
                "/{id}/external-ids",
                (MemberId id, MemberRecords records, CancellationToken cancellationToken) =>
                    records.ListAsync(id, records.ExternalIdsAsync, ExternalIdView.Of, cancellationToken)
            )
            .WithName("listExternalIds")
            .WithSummary("List a member's ids in other systems")
            .Refuses(404);
        writes
            .MapPut("/{id}/external-ids/{system}", SetExternalId)
            .WithName("setExternalId")
            .WithSummary("Set the member's id in a system")
            .Refuses(400, 404, 409, 422);
        writes
            .MapDelete("/{id}/external-ids/{system}", RemoveExternalId)
            .WithName("removeExternalId")
            .WithSummary("Remove the member's id in a system")
            .Refuses(404, 422);

        members
            .MapGet(
                "/{id}/sign-ins",
                (MemberId id, MemberRecords records, CancellationToken cancellationToken) =>
                    records.ListAsync(id, records.SignInsAsync, SignInView.Of, cancellationToken)
            )
            .WithName("listSignIns")
            .WithSummary("List the accounts that sign in as the member")
            .Refuses(404);
        writes
            .MapPost("/{id}/sign-ins", Attach)
            .WithName("attachSignIn")
            .WithSummary("Let an account sign in as the member")
            .WithDescription(
                "`issuer` and `subject` are the `iss` and `sub` of the account's tokens, character by character."
            )
            .Refuses(400, 404, 409, 422);
        writes
            .MapDelete("/{id}/sign-ins", Detach)
            .WithName("detachSignIn")
            .WithSummary("Take an account away from the member")
            .WithDescription("The account is named in the query: `?issuer=…&subject=…`.")
            .Refuses(404, 422);
    }

    private static async Task<Results<Ok<ExternalIdView>, ProblemHttpResult>> SetExternalId(
        MemberId id,
        string system,
        ExternalIdRequest body,
        MemberLinks links,
        CancellationToken cancellationToken
    )
    {
        var data = new ExternalIdData { System = system, Value = body.Value };
        return (await links.SetExternalIdAsync(id, data, cancellationToken)).ToOk(ExternalIdView.Of);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveExternalId(
        MemberId id,
        string system,
        MemberLinks links,
        CancellationToken cancellationToken
    ) => (await links.RemoveExternalIdAsync(id, system, cancellationToken)).ToNoContent();

    private static async Task<Results<Created<SignInView>, ProblemHttpResult>> Attach(
        MemberId id,
        SignInData body,
        MemberLinks links,
        CancellationToken cancellationToken
    ) =>
        (await links.AttachSignInAsync(id, body, cancellationToken)).ToCreated(
            SignInView.Of,
            _ => $"{MemberEndpoints.Path}/{id}/sign-ins"
        );

    private static async Task<Results<NoContent, ProblemHttpResult>> Detach(
        MemberId id,
        [FromQuery] string? issuer,
        [FromQuery] string? subject,
        MemberLinks links,
        CancellationToken cancellationToken
    ) => (await links.DetachSignInAsync(id, issuer, subject, cancellationToken)).ToNoContent();
}
