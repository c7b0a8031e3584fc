using Loyalty.Api.Http;
using Loyalty.Api.Points;
using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Members;

/// <summary>What closing the account costs the member.</summary>
/// <param name="Points">one a wallet.</param>
public sealed record ClosingView(IReadOnlyList<ClosingPointsView> Points);

/// <param name="Points">what is given up: points that can be spent now, and those that are pending.</param>
/// <param name="Held">what open holds reserve. It can still be captured; what is not is given up when the hold ends.</param>
public sealed record ClosingPointsView(PointCurrencyCode Currency, long Points, long Held);

/// <summary>The end of an account.</summary>
internal static class ClosingEndpoints
{
    public static void MapClosing(this RouteGroupBuilder members, RouteGroupBuilder writes)
    {
        members
            .MapGet("/{id}/closing", Preview)
            .WithName("previewClosing")
            .WithSummary("See which points closing the account would cost")
            .Refuses(404);
        writes
            .MapPost("/{id}/close", Close)
            .WithName("closeMember")
            .WithSummary("Close the account for good")
            .WithDescription(
                "All points are given up, pending ones too. Open holds can still be captured; what they leave is given up then. Closing what is closed changes nothing."
            )
            // Points are given up by the ledger, in a transaction of its own; sent twice it closes once.
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422);
    }

    private static async Task<Results<Ok<ClosingView>, ProblemHttpResult>> Preview(
        MemberId id,
        ForfeitPoints forfeit,
        CancellationToken cancellationToken
    ) =>
        (await forfeit.PreviewAsync(id, cancellationToken)).ToOk(points => new ClosingView([
            .. points.Select(one => new ClosingPointsView(one.Currency, one.Points, one.Held)),
        ]));

    private static async Task<Results<Ok<MemberView>, ProblemHttpResult>> Close(
        MemberId id,
        ReasonRequest body,
        CloseAccount close,
        MemberRecords records,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var closed = await close.ExecuteAsync(id, body.Reason, http.User.Subject(), cancellationToken);
        return closed.Refusal is { } refusal
            ? refusal.ToProblem()
            : await MemberEndpoints.Get(id, records, http, cancellationToken);
    }
}
