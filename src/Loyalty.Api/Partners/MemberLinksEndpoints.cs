using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

internal static class MemberLinksEndpoints
{
    public static void MapMemberLinks(this RouteGroupBuilder partners)
    {
        // Linking posts what waited, through the ledger's own transactions; doing it twice is doing it once.
        var links = partners
            .MapGroup("/{partner}/links")
            .WithMetadata(new NotRemembered())
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        links
            .MapGet("/", ListAsync)
            .WithName("listMemberLinks")
            .WithSummary("List linked customers")
            .WithDescription("By customer id; with `memberId` those of one member.");
        links
            .MapPut("/{partnerCustomerId}", PutAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("linkCustomer")
            .WithSummary("Link a customer to a member")
            .WithDescription(
                "Posts what waited for the customer in quarantine. Idempotent by itself. A customer that is linked to another member is refused."
            )
            .ProducesProblem(StatusCodes.Status409Conflict);
        links
            .MapPost("/", PostManyAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("linkCustomers")
            .WithSummary("Link up to 1,000 customers")
            .WithDescription("Each on its own: one that is refused does not keep the others. Idempotent by itself.");
        links
            .MapDelete("/{partnerCustomerId}", DeleteAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("unlinkCustomer")
            .WithSummary("Unlink a customer")
            .WithDescription(
                "What was posted stays; what the partner reports about the customer afterwards waits in quarantine."
            );
    }

    private static async Task<Results<Ok<Page<LinkView>>, ProblemHttpResult>> ListAsync(
        string partner,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        CancellationToken cancellationToken,
        string? memberId = null
    )
    {
        MemberId member = default;
        if (memberId is not null && !Identifier.TryParse(memberId, out member))
        {
            return new Refusal.InvalidRequest("memberId", "is not the id of a member").ToProblem();
        }

        if (page.Check(out var after) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (after?.Any(char.IsControl) == true)
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
        }

        if (await context.FindPartnerAsync(partner, cancellationToken) is not { } found)
        {
            return new Refusal.NoSuch("partner").ToProblem();
        }

        var rows = await context
            .MemberLinks.AsNoTracking()
            .Where(link => link.PartnerId == found.Id)
            .Where(link => memberId == null || link.MemberId == member)
#pragma warning disable CA1309 // becomes SQL, in the database's order
            .Where(link => after == null || string.Compare(link.PartnerCustomerId, after) > 0)
#pragma warning restore CA1309
            .OrderBy(link => link.PartnerCustomerId)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(
                rows,
                link => new LinkView(link.PartnerCustomerId, link.MemberId, link.LinkedAt),
                link => link.PartnerCustomerId
            )
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string partner,
        string partnerCustomerId,
        LinkBody body,
        LinkCustomers link,
        CancellationToken cancellationToken
    )
    {
        var done = await link.ExecuteAsync(partner, [new(partnerCustomerId, body.MemberId)], cancellationToken);
        var refusal = done.Refusal ?? done.Value.Refusals[0];
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static async Task<Results<Ok<BulkLinksView>, ProblemHttpResult>> PostManyAsync(
        string partner,
        BulkLinksBody body,
        LinkCustomers link,
        CancellationToken cancellationToken
    )
    {
        if (body.Links.Any(item => item is null))
        {
            return new Refusal.InvalidRequest("links", "must not hold null").ToProblem();
        }

        var links = body.Links.Select(item => new CustomerLink(item.PartnerCustomerId, item.MemberId)).ToArray();
        var done = await link.ExecuteAsync(partner, links, cancellationToken);
        if (done.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var results = links
            .Zip(
                done.Value.Refusals,
                (item, no) =>
                    new LinkResultView(item.PartnerCustomerId, no is null, no is null ? null : Problems.ToDetails(no))
            )
            .ToArray();
        var linked = results.Count(result => result.Linked);
        return TypedResults.Ok(new BulkLinksView(linked, results.Length - linked, results));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string partner,
        string partnerCustomerId,
        UnlinkCustomer unlink,
        CancellationToken cancellationToken
    )
    {
        var gone = await unlink.ExecuteAsync(partner, partnerCustomerId, cancellationToken);
        return gone.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
