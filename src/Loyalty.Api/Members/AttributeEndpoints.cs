using Loyalty.Application.Members;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Members;

/// <param name="Value">one word or a few: 1 to 100 characters.</param>
public sealed record AttributeRequest(string Value);

/// <summary>What the club says of a member in one word; earning rules look at it.</summary>
/// <param name="Key">small letters, digits, dots, hyphens and underscores, such as <c>segment</c>.</param>
public sealed record AttributeView(string Key, string Value, DateTimeOffset ChangedAt)
{
    public static AttributeView Of(MemberAttribute attribute) =>
        new(attribute.Key, attribute.Value, attribute.ChangedAt);
}

internal static class AttributeEndpoints
{
    public static void MapAttributes(this RouteGroupBuilder members, RouteGroupBuilder writes)
    {
        members
            .MapGet(
                "/{id}/attributes",
                (MemberId id, MemberRecords records, CancellationToken cancellationToken) =>
                    records.ListAsync(id, records.AttributesAsync, AttributeView.Of, cancellationToken)
            )
            .WithName("listAttributes")
            .WithSummary("List a member's attributes")
            .WithDescription(
                "What the club says of a member in one word, such as the segment. Earning rules look at it."
            )
            .Refuses(404);
        writes
            .MapPut("/{id}/attributes/{key}", Set)
            .WithName("setAttribute")
            .WithSummary("Set an attribute of the member")
            .WithDescription("Holds for events that arrive from now on.")
            .Refuses(400, 404, 409, 422);
        writes
            .MapDelete("/{id}/attributes/{key}", Remove)
            .WithName("removeAttribute")
            .WithSummary("Remove an attribute of the member")
            .Refuses(404);
    }

    private static async Task<Results<Ok<AttributeView>, ProblemHttpResult>> Set(
        MemberId id,
        string key,
        AttributeRequest body,
        ChangeAttributes change,
        CancellationToken cancellationToken
    ) => (await change.SetAsync(id, key, body.Value, cancellationToken)).ToOk(AttributeView.Of);

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        MemberId id,
        string key,
        ChangeAttributes change,
        CancellationToken cancellationToken
    ) => (await change.RemoveAsync(id, key, cancellationToken)).ToNoContent();
}
