using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

/// <summary>What a partner's system may do for itself, under <c>/api/partner/v1</c>.</summary>
internal static class PartnerApi
{
    public static void MapPartnerApi(this IEndpointRouteBuilder app)
    {
        var own = app.MapPartnerGroup();
        own.MapGet("/events", FindEventAsync)
            .WithTags("Events")
            .WithName("getEventStatus")
            .WithSummary("Read what became of an event")
            .WithDescription(
                "By the `source` and `id` that it was sent under. An event that is not found never arrived, or its source and id "
                    + "could not be read: send it again, it is posted once."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        own.MapReconciliations();
        own.MapStatements();
        own.MapPrepaid();
        own.MapDisputes();
        own.MapOwnSecrets();
        own.MapSandbox();
        own.MapGet("/members/balance", BalanceAsync)
            .WithTags("Members")
            .WithName("getMemberBalance")
            .WithSummary("Read what a member can spend")
            .WithDescription(
                "By `cardNumber` or by `partnerCustomerId`, one of them. Only where the contract covers it and the member has "
                    + "agreed to sharing with partners; a member who has not is answered as one who does not exist."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        own.MapPost("/links", LinkAsync)
            .WithTags("Members")
            // Linking posts what waited, through the ledger's own transactions; a token is good once.
            .WithMetadata(new NotRemembered())
            .WithName("linkMemberByToken")
            .WithSummary("Link your customer to the member who made a token")
            .WithDescription(
                "The member makes the token in the club's app; it is good once, for 10 minutes. Posts what waited for the customer "
                    + "in quarantine."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<EventStatusView>, ProblemHttpResult>> FindEventAsync(
        string? source,
        string? id,
        CurrentPartner current,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Check(errors, "source", source, PartnerEventRecord.SourceLengthMax);
        Check(errors, "id", id, PartnerEventRecord.EventIdLengthMax);
        if (errors.Count > 0)
        {
            return new Refusal.InvalidRequest(errors).ToProblem();
        }

        // The key follows from the partner, so that another one's event cannot be meant.
        var key = PartnerEventKey.Of(current.Id, source!, id!);
        var record = await context
            .PartnerEvents.AsNoTracking()
            .FirstOrDefaultAsync(record => record.EventKey == key && record.PartnerId == current.Id, cancellationToken);
        return record is null ? new Refusal.NoSuch("event").ToProblem() : TypedResults.Ok(EventStatusView.Of(record));
    }

    private static void Check(Dictionary<string, string[]> errors, string field, string? value, int lengthMax)
    {
        if (value is not { Length: > 0 } || value.Length > lengthMax || value.Contains('\0'))
        {
            errors[field] = [$"must have 1 to {lengthMax} characters"];
        }
    }

    private static async Task<Results<Ok<MemberBalanceView>, ProblemHttpResult>> BalanceAsync(
        string? cardNumber,
        string? partnerCustomerId,
        CurrentPartner current,
        FindBalance find,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = await find.ExecuteAsync(current.Partner, cardNumber, partnerCustomerId, cancellationToken);
        if (found.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(
            new MemberBalanceView(
                [.. found.Value.Points.Select(points => new PointsView(points.Currency, points.Available))],
                found.Value.At
            )
        );
    }

    private static async Task<Results<Ok<TokenLinkView>, ProblemHttpResult>> LinkAsync(
        TokenLinkBody body,
        CurrentPartner current,
        LinkByToken link,
        CancellationToken cancellationToken
    )
    {
        var linked = await link.ExecuteAsync(current.Partner, body.Token, body.PartnerCustomerId, cancellationToken);
        return linked.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(new TokenLinkView(linked.Value.PartnerCustomerId, linked.Value.MemberId));
    }
}
