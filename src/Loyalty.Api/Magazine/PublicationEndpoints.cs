using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Magazine;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Magazine;

/// <summary>Publications as staff write, open and end them.</summary>
internal static class PublicationEndpoints
{
    public const string Tag = "Magazine";
    private const string Path = "/api/admin/v1/publications";

    public static void MapPublications(this RouteGroupBuilder admin)
    {
        var publications = admin.MapGroup("/publications").WithTags(Tag);
        publications
            .MapGet("", ListAsync)
            .WithName("listPublications")
            .WithSummary("Lists publications, the oldest first")
            .Refuses(422);
        publications
            .MapGet("/{publication}", GetAsync)
            .WithName("getPublication")
            .WithSummary("Reads a publication")
            .Refuses(404);
        var writes = publications.MapGroup("").RequireAuthorization(Policies.StaffManage);
        writes
            .MapPost("", CreateAsync)
            .WithName("createPublication")
            .WithSummary("Creates a publication as a draft")
            .WithDescription("Members do not see it until it is published.")
            .Refuses(400, 409, 422);
        writes
            .MapPut("/{publication}", ChangeAsync)
            .WithName("changePublication")
            .WithSummary("Replaces what a publication is")
            .WithDescription(
                "It holds for what is subscribed to and sent from then on. Subscriptions over a channel that is gone get no copies until they change to another one. Takes If-Match."
            )
            .Refuses(400, 404, 409, 412, 422);
        writes
            .MapPost("/{publication}/publish", PublishAsync)
            .WithName("publishPublication")
            .WithSummary("Opens a publication to members")
            .WithDescription(
                "With `enrolsEntitled` the club subscribes those who may have it, from now on. Takes If-Match."
            )
            .Refuses(404, 409, 412, 422);
        writes
            .MapPost("/{publication}/retire", RetireAsync)
            .WithName("retirePublication")
            .WithSummary("Ends a publication for good")
            .WithDescription(
                "Nobody can subscribe any more, and no further issue is planned or addressed. Takes If-Match."
            )
            .Refuses(404, 412, 422);
    }

    private static async Task<Results<Ok<Page<PublicationView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        FindPublications find,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        PublicationId? after = null;
        if (cursor is not null)
        {
            if (!Identifier.TryParse<PublicationId>(cursor, out var position))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            after = position;
        }

        var found = await find.ListAsync(after, page.Size, cancellationToken);
        return TypedResults.Ok(page.ToPage(found, PublicationView.Of, one => one.Id.ToString()));
    }

    private static async Task<Results<Ok<PublicationView>, ProblemHttpResult>> GetAsync(
        PublicationId publication,
        FindPublications find,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.Answer(await find.OneAsync(publication, cancellationToken), PublicationView.Of);

    private static async Task<Results<Created<PublicationView>, ProblemHttpResult>> CreateAsync(
        PublicationDocument body,
        ChangePublication change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.Created(
            await change.CreateAsync(body, cancellationToken),
            PublicationView.Of,
            created => $"{Path}/{created.Id}"
        );

    private static Task<Results<Ok<PublicationView>, ProblemHttpResult>> ChangeAsync(
        PublicationId publication,
        PublicationDocument body,
        ChangePublication change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => change.ReplaceAsync(publication, body, version, cancellationToken),
            PublicationView.Of
        );

    private static Task<Results<Ok<PublicationView>, ProblemHttpResult>> PublishAsync(
        PublicationId publication,
        ChangePublication change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => change.PublishAsync(publication, version, cancellationToken),
            PublicationView.Of
        );

    private static Task<Results<Ok<PublicationView>, ProblemHttpResult>> RetireAsync(
        PublicationId publication,
        ChangePublication change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => change.RetireAsync(publication, version, cancellationToken),
            PublicationView.Of
        );
}
