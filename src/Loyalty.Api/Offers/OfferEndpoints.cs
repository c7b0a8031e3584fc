using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Offers;
using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Offers;

/// <summary>Offers as staff write, publish and count them.</summary>
public static class OfferEndpoints
{
    private const string Path = "/api/admin/v1/offers";

    public static void MapOffers(this RouteGroupBuilder admin)
    {
        var offers = admin.MapGroup("/offers").WithTags("Offers");
        offers
            .MapGet("", ListAsync)
            .WithName("listOffers")
            .WithSummary("Lists offers, the oldest first")
            .WithDescription("Filter: status (draft, published, withdrawn).")
            .Refuses(422);
        offers.MapGet("/{offer}", GetAsync).WithName("getOffer").WithSummary("Reads an offer").Refuses(404);
        offers
            .MapGet("/{offer}/figures", FiguresAsync)
            .WithName("getOfferFigures")
            .WithSummary("Counts what an offer has given and what is left of its budget")
            .Refuses(404);
        var writes = offers.MapGroup("").RequireAuthorization(Policies.StaffManage);
        writes
            .MapPost("", CreateAsync)
            .WithName("createOffer")
            .WithSummary("Creates an offer as a draft")
            .WithDescription("It grants nothing until it is published.")
            .Refuses(400, 422);
        writes
            .MapPut("/{offer}", ChangeAsync)
            .WithName("changeOffer")
            .WithSummary("Replaces what an offer is")
            .WithDescription(
                "It holds for what is granted from then on. What a published offer waits for cannot be changed. Takes If-Match."
            )
            .Refuses(400, 404, 409, 412, 422);
        writes
            .MapPost("/{offer}/publish", PublishAsync)
            .WithName("publishOffer")
            .WithSummary("Lets an offer grant from now on")
            .WithDescription("Refused when its window is over. Takes If-Match.")
            .Refuses(404, 409, 412, 422);
        writes
            .MapPost("/{offer}/withdraw", WithdrawAsync)
            .WithName("withdrawOffer")
            .WithSummary("Ends an offer for good")
            .WithDescription("What was granted stays, and vouchers can be used. Takes If-Match.")
            .Refuses(404, 409, 412, 422);
    }

    private static async Task<Results<Ok<Page<OfferView>>, ProblemHttpResult>> ListAsync(
        string? status,
        [AsParameters] PageRequest page,
        FindOffers offers,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        OfferId? after = null;
        if (cursor is not null)
        {
            if (!Identifier.TryParse<OfferId>(cursor, out var position))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            after = position;
        }

        if (!Choice<OfferStatus>.TryRead(status, out var wanted))
        {
            return Choice<OfferStatus>.Unknown("status").ToProblem();
        }

        var found = await offers.ListAsync(wanted, after, page.Size, cancellationToken);
        return TypedResults.Ok(page.ToPage(found, OfferView.Of, offer => offer.Id.ToString()));
    }

    private static async Task<Results<Ok<OfferView>, ProblemHttpResult>> GetAsync(
        OfferId offer,
        FindOffers offers,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.Answer(await offers.OneAsync(offer, cancellationToken), OfferView.Of);

    private static async Task<Results<Ok<OfferFiguresView>, ProblemHttpResult>> FiguresAsync(
        OfferId offer,
        ReportOffer report,
        CancellationToken cancellationToken
    ) => (await report.ExecuteAsync(offer, cancellationToken)).ToOk(OfferFiguresView.Of);

    private static async Task<Results<Created<OfferView>, ProblemHttpResult>> CreateAsync(
        OfferDocument body,
        CreateOffer create,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var created = await create.ExecuteAsync(body, cancellationToken);
        return http.Created(created, OfferView.Of, made => $"{Path}/{made.Id}");
    }

    private static Task<Results<Ok<OfferView>, ProblemHttpResult>> ChangeAsync(
        OfferId offer,
        OfferDocument body,
        ChangeOffer change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version =>
            change.ExecuteAsync(new ChangeOfferRequest(offer, version, body), cancellationToken),
            OfferView.Of
        );

    private static Task<Results<Ok<OfferView>, ProblemHttpResult>> PublishAsync(
        OfferId offer,
        PublishOffer publish,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version =>
            publish.ExecuteAsync(new PublishOfferRequest(offer, version), cancellationToken),
            OfferView.Of
        );

    private static Task<Results<Ok<OfferView>, ProblemHttpResult>> WithdrawAsync(
        OfferId offer,
        WithdrawOffer withdraw,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version =>
            withdraw.ExecuteAsync(new PublishOfferRequest(offer, version), cancellationToken),
            OfferView.Of
        );
}
