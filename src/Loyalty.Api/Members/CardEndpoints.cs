using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Members;

/// <summary>Cards: listed and issued under their member, found by their number.</summary>
internal static class CardEndpoints
{
    private static readonly Refusal NoSuchCard = new Refusal.NoSuch("card");

    public static void MapCards(this RouteGroupBuilder admin, RouteGroupBuilder members, RouteGroupBuilder writes)
    {
        members
            .MapGet(
                "/{id}/cards",
                (MemberId id, MemberRecords records, CancellationToken cancellationToken) =>
                    records.ListAsync(id, records.CardsAsync, CardView.Of, cancellationToken)
            )
            .WithName("listCards")
            .WithSummary("List a member's cards")
            .Refuses(404);
        writes.MapPost("/{id}/cards", Issue).WithName("issueCard").WithSummary("Issue one card more").Refuses(404, 409);

        var cards = admin.MapGroup("/cards").WithTags("Cards");
        cards
            .MapGet("/{number}", Get)
            .WithName("getCard")
            .WithSummary("Find a card by its number")
            .WithDescription(
                "Blocked and replaced cards are found too; `status` and `reason` say why they are refused in use."
            )
            .Refuses(404);
        cards
            .MapGet("/{number}/qr.svg", Qr)
            .WithName("getCardQrCode")
            .WithSummary("The card's number as a QR code")
            .WithDescription("Refused for a card that is blocked or replaced.")
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml")
            .Refuses(404, 409);

        var changes = cards.MapGroup("").RequireAuthorization(Policies.StaffSupport);
        changes
            .MapPost("/{number}/block", Block)
            .WithName("blockCard")
            .WithSummary("Take a card out of use")
            .Refuses(400, 404, 409, 422);
        changes
            .MapPost("/{number}/replace", Replace)
            .WithName("replaceCard")
            .WithSummary("Issue a new card in place of one")
            .WithDescription(
                "Answers with the new card. The old number goes on to name the member, but is refused in use."
            )
            .Refuses(400, 404, 409, 422);
    }

    private static async Task<Results<Created<CardView>, ProblemHttpResult>> Issue(
        MemberId id,
        ChangeCards change,
        CancellationToken cancellationToken
    ) => (await change.IssueAsync(id, cancellationToken)).ToCreated(CardView.Of, Location);

    private static async Task<Results<Ok<CardView>, ProblemHttpResult>> Get(
        string number,
        ChangeCards cards,
        CancellationToken cancellationToken
    ) => (await FindAsync(number, cards, cancellationToken)).ToOk(CardView.Of);

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Qr(
        string number,
        ChangeCards cards,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(number, cards, cancellationToken);
        return (found.Refusal ?? found.Value.WhyRefused()) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Content(CardQrCode.ToSvg(found.Value.Number), "image/svg+xml; charset=utf-8");
    }

    private static async Task<Results<Ok<CardView>, ProblemHttpResult>> Block(
        string number,
        ReasonRequest body,
        ChangeCards change,
        CancellationToken cancellationToken
    ) =>
        CardNumber.TryParse(number, out var parsed)
            ? (await change.BlockAsync(parsed, body.Reason, cancellationToken)).ToOk(CardView.Of)
            : NoSuchCard.ToProblem();

    private static async Task<Results<Created<CardView>, ProblemHttpResult>> Replace(
        string number,
        ReasonRequest body,
        ChangeCards change,
        CancellationToken cancellationToken
    ) =>
        CardNumber.TryParse(number, out var parsed)
            ? (await change.ReplaceAsync(parsed, body.Reason, cancellationToken)).ToCreated(CardView.Of, Location)
            : NoSuchCard.ToProblem();

    private static async Task<Outcome<Card>> FindAsync(
        string number,
        ChangeCards cards,
        CancellationToken cancellationToken
    ) =>
        CardNumber.TryParse(number, out var parsed)
            ? await cards.FindAsync(parsed, cancellationToken)
            : (Outcome<Card>)NoSuchCard;

    private static string Location(Card card) => $"/api/admin/v1/cards/{card.Number}";
}
