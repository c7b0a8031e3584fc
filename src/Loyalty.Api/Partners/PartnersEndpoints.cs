using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

internal static class PartnersEndpoints
{
    public static void MapPartners(this RouteGroupBuilder admin)
    {
        var partners = admin.MapGroup("/partners").WithTags("Partners");
        partners
            .MapPost("/", CreateAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("createPartner")
            .WithSummary("Create a partner")
            .WithDescription("It can send nothing before it has a secret.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        partners
            .MapGet("/", ListAsync)
            .WithName("listPartners")
            .WithSummary("List partners")
            .WithDescription("By slug.");
        partners
            .MapGet("/{partner}", GetAsync)
            .WithName("getPartner")
            .WithSummary("Read a partner")
            .WithDescription("By id or slug.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        partners
            .MapPut("/{partner}", UpdateAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("changePartner")
            .WithSummary("Change name and contract")
            .WithDescription("Needs If-Match. The contract counts for what arrives from then on.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        partners
            .MapPost("/{partner}/suspend", SuspendAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("suspendPartner")
            .WithSummary("Suspend a partner")
            .WithDescription(
                "At once on this node, within 10 seconds on others. Its requests are then answered like those of a stranger."
            )
            .ProducesProblem(StatusCodes.Status404NotFound);
        partners
            .MapPost("/{partner}/reactivate", ReactivateAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("reactivatePartner")
            .WithSummary("Take a suspended partner back")
            .ProducesProblem(StatusCodes.Status404NotFound);
        partners
            .MapGet("/{partner}/statistics", StatisticsAsync)
            .WithName("getPartnerStatistics")
            .WithSummary("Count events by day and status")
            .WithDescription(
                "The last `days` days (1 to 31, 7 by default) in UTC, today included, by the instant of arrival."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        partners.MapPartnerSecrets();
        partners.MapPartnerClients();
        partners.MapPartnerReconciliations();
        partners.MapPartnerStatements();
        partners.MapPartnerPrepaid();
        partners.MapPartnerDisputes();
        partners.MapMemberLinks();
        admin.MapPartnerEvents();
    }

    private static async Task<Results<Created<PartnerView>, ProblemHttpResult>> CreateAsync(
        CreatePartnerBody body,
        CreatePartner create,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var contract = body.Contract.ToContract();
        if (contract.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var created = await create.ExecuteAsync(new(body.Slug, body.Name, contract.Value), cancellationToken);
        if (created.Refusal is { } no)
        {
            return no.ToProblem();
        }

        http.SetETag(created.Value);
        return TypedResults.Created($"/api/admin/v1/partners/{created.Value.Id}", PartnerView.Of(created.Value));
    }

    private static async Task<Results<Ok<Page<PartnerView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var after) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (after is not null && !Partner.IsSlug(after))
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
        }

        var rows = await context
            .Partners.AsNoTracking()
#pragma warning disable CA1309 // becomes SQL, in the database's order
            .Where(partner => after == null || string.Compare(partner.Slug, after) > 0)
#pragma warning restore CA1309
            .OrderBy(partner => partner.Slug)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, PartnerView.Of, partner => partner.Slug));
    }

    private static async Task<Results<Ok<PartnerView>, ProblemHttpResult>> GetAsync(
        string partner,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        await context.FindPartnerAsync(partner, cancellationToken) is { } found
            ? Answer(found, http)
            : new Refusal.NoSuch("partner").ToProblem();

    private static async Task<Results<Ok<PartnerView>, ProblemHttpResult>> UpdateAsync(
        string partner,
        UpdatePartnerBody body,
        UpdatePartner update,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var version = http.ReadIfMatch();
        var contract = body.Contract.ToContract();
        if ((version.Refusal ?? contract.Refusal) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var updated = await update.ExecuteAsync(
            partner,
            new(body.Name, contract.Value, version.Value),
            cancellationToken
        );
        return updated.Refusal is { } no ? no.ToProblem() : Answer(updated.Value, http);
    }

    private static Task<Results<Ok<PartnerView>, ProblemHttpResult>> SuspendAsync(
        string partner,
        SetPartnerStatus set,
        HttpContext http,
        CancellationToken cancellationToken
    ) => SetStatusAsync(partner, PartnerStatus.Suspended, set, http, cancellationToken);

    private static Task<Results<Ok<PartnerView>, ProblemHttpResult>> ReactivateAsync(
        string partner,
        SetPartnerStatus set,
        HttpContext http,
        CancellationToken cancellationToken
    ) => SetStatusAsync(partner, PartnerStatus.Active, set, http, cancellationToken);

    private static async Task<Results<Ok<PartnerView>, ProblemHttpResult>> SetStatusAsync(
        string partner,
        PartnerStatus status,
        SetPartnerStatus set,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var changed = await set.ExecuteAsync(partner, status, cancellationToken);
        return changed.Refusal is { } refusal ? refusal.ToProblem() : Answer(changed.Value, http);
    }

    private static async Task<Results<Ok<DayStatistics[]>, ProblemHttpResult>> StatisticsAsync(
        string partner,
        PartnerStatistics statistics,
        CancellationToken cancellationToken,
        int days = 7
    )
    {
        var counted = await statistics.ExecuteAsync(partner, days, cancellationToken);
        return counted.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(counted.Value);
    }

    private static Ok<PartnerView> Answer(Partner partner, HttpContext http)
    {
        http.SetETag(partner);
        return TypedResults.Ok(PartnerView.Of(partner));
    }
}
