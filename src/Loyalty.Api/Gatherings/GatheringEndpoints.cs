using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Gatherings;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Gatherings;

/// <summary>Gatherings as staff write, publish and cancel them.</summary>
internal static class GatheringEndpoints
{
    public const string Tag = "Gatherings";
    private const string Path = "/api/admin/v1/gatherings";

    public static void MapGatherings(this RouteGroupBuilder admin)
    {
        var gatherings = admin.MapGroup("/gatherings").WithTags(Tag);
        gatherings
            .MapGet("", ListAsync)
            .WithName("listGatherings")
            .WithSummary("Lists gatherings by when they begin")
            .WithDescription("What is given must all hold.")
            .Refuses(422);
        gatherings
            .MapGet("/{gathering}", GetAsync)
            .WithName("getGathering")
            .WithSummary("Reads a gathering")
            .Refuses(404);
        gatherings
            .MapGet("/{gathering}/figures", FiguresAsync)
            .WithName("getGatheringFigures")
            .WithSummary("Counts who was invited, signed up, waits and came")
            .Refuses(404);
        var writes = gatherings.MapGroup("").RequireAuthorization(Policies.StaffManage);
        writes
            .MapPost("", CreateAsync)
            .WithName("createGathering")
            .WithSummary("Creates a gathering as a draft")
            .WithDescription("Members do not see it until it is published.")
            .Refuses(400, 409, 422);
        writes
            .MapPut("/{gathering}", ChangeAsync)
            .WithName("changeGathering")
            .WithSummary("Replaces what a gathering is")
            .WithDescription(
                "Places that are more than before go to those who wait, at once; there cannot be fewer than are taken. Who was "
                    + "reminded of another begin is reminded again. Takes If-Match."
            )
            .Refuses(400, 404, 409, 412, 422, 429);
        writes
            .MapPost("/{gathering}/publish", PublishAsync)
            .WithName("publishGathering")
            .WithSummary("Shows a gathering to its audience, and invites it")
            .WithDescription("Takes If-Match.")
            .Refuses(404, 409, 412, 422);
        writes
            .MapPost("/{gathering}/cancel", CancelAsync)
            .WithName("cancelGathering")
            .WithSummary("Says that a gathering does not take place")
            .WithDescription("For good. All who are signed up are told by events within seconds. Takes If-Match.")
            .Refuses(404, 409, 412, 422, 429);
    }

    private static async Task<Results<Ok<Page<GatheringView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        [AsParameters] GatheringFilter filter,
        FindGatherings find,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        (DateTimeOffset, GatheringId)? after = null;
        if (cursor is not null)
        {
            if (
                !MemberCursors.TryRead<GatheringId>(cursor, out var micros, out var id)
                || !MemberCursors.TryInstant(micros, out var at)
            )
            {
                return MemberCursors.Unknown.ToProblem();
            }

            after = (at, id);
        }

        var wish = filter.Read();
        if (wish.Refusal is { } unsound)
        {
            return unsound.ToProblem();
        }

        var found = await find.ListAsync(wish.Value, after, page.Size, cancellationToken);
        return TypedResults.Ok(
            page.ToPage(
                found,
                GatheringView.Of,
                one => MemberCursors.Write(one.BeginsAt.ToUnixTimeMicroseconds(), one.Id)
            )
        );
    }

    private static async Task<Results<Ok<GatheringView>, ProblemHttpResult>> GetAsync(
        GatheringId gathering,
        FindGatherings find,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.Answer(await find.OneAsync(gathering, cancellationToken), GatheringView.Of);

    private static async Task<Results<Ok<GatheringFiguresView>, ProblemHttpResult>> FiguresAsync(
        GatheringId gathering,
        FindGatherings find,
        CancellationToken cancellationToken
    ) => (await find.FiguresAsync(gathering, cancellationToken)).ToOk(GatheringFiguresView.Of);

    private static async Task<Results<Created<GatheringView>, ProblemHttpResult>> CreateAsync(
        GatheringDocument body,
        CreateGathering create,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.Created(
            await create.ExecuteAsync(body, cancellationToken),
            GatheringView.Of,
            created => $"{Path}/{created.Id}"
        );

    private static Task<Results<Ok<GatheringView>, ProblemHttpResult>> ChangeAsync(
        GatheringId gathering,
        GatheringDocument body,
        ChangeGathering change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => change.ExecuteAsync(new ChangeGatheringRequest(gathering, version, body), cancellationToken),
            GatheringView.Of
        );

    private static Task<Results<Ok<GatheringView>, ProblemHttpResult>> PublishAsync(
        GatheringId gathering,
        PublishGathering publish,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => publish.ExecuteAsync(new GatheringStepRequest(gathering, version), cancellationToken),
            GatheringView.Of
        );

    private static Task<Results<Ok<GatheringView>, ProblemHttpResult>> CancelAsync(
        GatheringId gathering,
        CancelGathering cancel,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => cancel.ExecuteAsync(new GatheringStepRequest(gathering, version), cancellationToken),
            GatheringView.Of
        );
}
