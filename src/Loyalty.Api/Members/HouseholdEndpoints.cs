using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Points;
using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Members;

/// <summary>Households as staff see and form them. Members do it themselves in the app.</summary>
internal static class HouseholdEndpoints
{
    private const string Path = "/api/admin/v1/households";

    public static void MapHouseholds(this RouteGroupBuilder admin, RouteGroupBuilder members)
    {
        members
            .MapGet("/{id}/household", OfMember)
            .WithName("getMemberHousehold")
            .WithSummary("Read the household that a member is in")
            .WithDescription("With what the member can spend in it. 404 for a member who is in none.")
            .Refuses(404);
        members
            .MapGet("/{id}/households", History)
            .WithName("listMemberHouseholds")
            .WithSummary("List the households that a member is, was or was invited to be in")
            .WithDescription("The latest first, each with the member's own places alone.")
            .Refuses(404);

        var households = admin.MapGroup("/households").WithTags("Members");
        households
            .MapGet("/{id}", Get)
            .WithName("getHousehold")
            .WithSummary("Read a household with all who are or were in it")
            .Refuses(404);
        var writes = households.MapGroup("").RequireAuthorization(Policies.StaffSupport);
        writes
            .MapPost("", Create)
            .WithName("createHousehold")
            .WithSummary("Form a household of members who asked for it")
            .WithDescription(
                "At most ten members, each in one household at a time. No points move: each member's share says what the others may spend."
            )
            .Refuses(400, 409, 422);
        writes
            .MapPut("/{id}", Change)
            .WithName("changeHousehold")
            .WithSummary("Change the name, or who organises it")
            .WithDescription("Send the ETag that you read as If-Match.")
            .Refuses(400, 404, 409, 412, 422);
        writes
            .MapPut("/{id}/members/{member}", SetMember)
            .WithName("setHouseholdMember")
            .WithSummary("Put a member in, or change the share and who may spend")
            .Refuses(400, 404, 409, 422, 429);
        writes
            .MapDelete("/{id}/members/{member}", Remove)
            .WithName("removeHouseholdMember")
            .WithSummary("Take a member out, or an invitation back")
            .WithDescription(
                "The points stay with the member. When the organiser goes, the longest-standing member organises; when the last one goes, the household ends."
            )
            .Refuses(404, 429);
    }

    private static async Task<Results<Ok<MemberHouseholdView>, ProblemHttpResult>> OfMember(
        MemberId id,
        FindHouseholds find,
        HouseholdPools pools,
        ProgrammeSettings settings,
        TimeProvider clock,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (await find.OfMemberAsync(id, cancellationToken) is not { } household)
        {
            return new Refusal.NoSuch("household").ToProblem();
        }

        var club = await settings.CurrentAsync(cancellationToken);
        var found = await pools.OfAllAsync(id, club, clock.Instant(), cancellationToken);
        http.SetETag(household);
        return TypedResults.Ok(MemberHouseholdView.Of(household, found));
    }

    private static async Task<Results<Ok<List<HouseholdView>>, ProblemHttpResult>> History(
        MemberId id,
        FindHouseholds find,
        MemberRecords records,
        CancellationToken cancellationToken
    ) => await records.ListAsync(id, find.HistoryAsync, HouseholdView.Of, cancellationToken);

    private static async Task<Results<Ok<HouseholdView>, ProblemHttpResult>> Get(
        HouseholdId id,
        FindHouseholds find,
        HttpContext http,
        CancellationToken cancellationToken
    ) => Tagged(await find.FindAsync(id, cancellationToken), http).ToOk(HouseholdView.Of);

    private static async Task<Results<Created<HouseholdView>, ProblemHttpResult>> Create(
        NewHouseholdRequest body,
        ManageHouseholds manage,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        Tagged(
                await manage.CreateAsync(
                    body.Name,
                    body.Organiser,
                    body.Members,
                    http.User.Subject(),
                    cancellationToken
                ),
                http
            )
            .ToCreated(HouseholdView.Of, household => $"{Path}/{household.Id}");

    private static async Task<Results<Ok<HouseholdView>, ProblemHttpResult>> Change(
        HouseholdId id,
        HouseholdRequest body,
        ManageHouseholds manage,
        FindHouseholds find,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var version = http.ReadIfMatch();
        if (version.Refusal is { } missing)
        {
            return missing.ToProblem();
        }

        var changed = await manage.ChangeAsync(id, body.Name, body.Organiser, version.Value, cancellationToken);
        return changed.Refusal is { } refusal ? refusal.ToProblem() : await Get(id, find, http, cancellationToken);
    }

    private static async Task<Results<Ok<HouseholdView>, ProblemHttpResult>> SetMember(
        HouseholdId id,
        MemberId member,
        HouseholdMemberRequest body,
        ManageHouseholds manage,
        FindHouseholds find,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var data = new HouseholdMemberData(member, body.SharePercent, body.MaySpend);
        var set = await manage.SetMemberAsync(id, data, http.User.Subject(), cancellationToken);
        return set.Refusal is { } refusal ? refusal.ToProblem() : await Get(id, find, http, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        HouseholdId id,
        MemberId member,
        ManageHouseholds manage,
        CancellationToken cancellationToken
    ) => (await manage.RemoveAsync(id, member, cancellationToken)).ToNoContent();

    private static Outcome<Household> Tagged(Outcome<Household> outcome, HttpContext http)
    {
        if (outcome.Refusal is null)
        {
            http.SetETag(outcome.Value);
        }

        return outcome;
    }
}
