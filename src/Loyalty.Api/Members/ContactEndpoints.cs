using Loyalty.Api.Http;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Members;

/// <param name="Decisions">up to 100, in the order in which they were made.</param>
public sealed record ConsentsRequest(IReadOnlyList<ConsentData> Decisions);

/// <summary>How a member is reached, and whether the club may.</summary>
internal static class ContactEndpoints
{
    public static void MapContactPoints(this RouteGroupBuilder members, RouteGroupBuilder writes)
    {
        members
            .MapGet(
                "/{id}/contact-points",
                (MemberId id, MemberRecords records, CancellationToken cancellationToken) =>
                    records.ListAsync(id, records.ContactPointsAsync, ContactPointView.Of, cancellationToken)
            )
            .WithName("listContactPoints")
            .WithSummary("List a member's e-mail addresses and telephone numbers")
            .Refuses(404);
        writes
            .MapPost("/{id}/contact-points", Add)
            .WithName("addContactPoint")
            .WithSummary("Add an e-mail address or telephone number")
            .Refuses(400, 404, 409, 422);
        writes
            .MapPost("/{id}/contact-points/{contactPointId}/verify", Verify)
            .WithName("verifyContactPoint")
            .WithSummary("Note that the member was reached there")
            .Refuses(404, 409);
        writes
            .MapDelete("/{id}/contact-points/{contactPointId}", Remove)
            .WithName("removeContactPoint")
            .WithSummary("Remove an e-mail address or telephone number")
            .Refuses(404);
    }

    public static void MapConsents(this RouteGroupBuilder members, RouteGroupBuilder writes)
    {
        members
            .MapGet(
                "/{id}/consents",
                (MemberId id, MemberRecords records, CancellationToken cancellationToken) =>
                    records.ListAsync(id, records.ConsentsAsync, ConsentView.Of, cancellationToken)
            )
            .WithName("getConsents")
            .WithSummary("Read which consents hold now")
            .Refuses(404);
        members
            .MapGet("/{id}/consents/history", ConsentHistory)
            .WithName("listConsentDecisions")
            .WithSummary("List every decision, the newest first")
            .Refuses(404, 422);
        writes
            .MapPost("/{id}/consents", Decide)
            .WithName("recordConsents")
            .WithSummary("Record decisions of the member")
            .WithDescription(
                "Each decision is kept in the history for good. The one with the latest `decidedAt` holds, whatever the "
                    + "order in which they arrive. Answers with what holds now."
            )
            .Refuses(400, 404, 422);
    }

    private static async Task<Results<Created<ContactPointView>, ProblemHttpResult>> Add(
        MemberId id,
        ContactPointData body,
        ChangeContactPoints change,
        CancellationToken cancellationToken
    ) =>
        (await change.AddAsync(id, body, cancellationToken)).ToCreated(
            ContactPointView.Of,
            point => $"{MemberEndpoints.Path}/{id}/contact-points/{point.Id}"
        );

    private static async Task<Results<Ok<ContactPointView>, ProblemHttpResult>> Verify(
        MemberId id,
        ContactPointId contactPointId,
        ChangeContactPoints change,
        CancellationToken cancellationToken
    ) => (await change.VerifyAsync(id, contactPointId, cancellationToken)).ToOk(ContactPointView.Of);

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        MemberId id,
        ContactPointId contactPointId,
        ChangeContactPoints change,
        CancellationToken cancellationToken
    ) => (await change.RemoveAsync(id, contactPointId, cancellationToken)).ToNoContent();

    private static async Task<Results<Ok<List<ConsentView>>, ProblemHttpResult>> Decide(
        MemberId id,
        ConsentsRequest body,
        RecordConsents record,
        CancellationToken cancellationToken
    ) =>
        (await record.ExecuteAsync(id, body.Decisions, cancellationToken)).ToOk(consents =>
            consents.ConvertAll(ConsentView.Of)
        );

    private static async Task<Results<Ok<Page<ConsentChangeView>>, ProblemHttpResult>> ConsentHistory(
        MemberId id,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        MemberRecords records,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (!await records.ExistsAsync(id, cancellationToken))
        {
            return MemberRefusals.NoSuchMember.ToProblem();
        }

        var changes = context.ConsentChanges.AsNoTracking().Where(change => change.MemberId == id);
        if (position is not null)
        {
            if (!Identifier.TryParse<ConsentChangeId>(position, out var last))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            changes = changes.Where(change => change.Id < last);
        }

        var rows = await changes.OrderByDescending(c => c.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, ConsentChangeView.Of, change => change.Id.ToString()));
    }
}
