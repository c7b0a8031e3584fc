using System.Globalization;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Magazine;
using Loyalty.Domain.Magazine;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Magazine;

/// <summary>The calendar of issues.</summary>
internal static class IssueEndpoints
{
    private const string Path = "/api/admin/v1/issues";

    public static void MapIssues(this RouteGroupBuilder admin)
    {
        var tagged = admin.MapGroup("").WithTags(PublicationEndpoints.Tag);
        tagged
            .MapGet("/publications/{publication}/issues", ListAsync)
            .WithName("listIssues")
            .WithSummary("Lists a publication's issues by their numbers")
            .Refuses(404, 422);
        tagged.MapGet("/issues/{issue}", GetAsync).WithName("getIssue").WithSummary("Reads an issue").Refuses(404);
        var writes = tagged.MapGroup("").RequireAuthorization(Policies.StaffManage);
        writes
            .MapPost("/publications/{publication}/issues", PlanAsync)
            .WithName("planIssue")
            .WithSummary("Plans an issue")
            .WithDescription(
                "At the address freeze the club writes a copy for each subscriber who can be reached; at the dispatch copies leave."
            )
            .Refuses(400, 404, 409, 422);
        writes
            .MapPut("/issues/{issue}", ChangeAsync)
            .WithName("changeIssue")
            .WithSummary("Replaces what an issue is")
            .WithDescription(
                "Once its copies are written the freeze stands, once they have left the dispatch stands too. Takes If-Match."
            )
            .Refuses(400, 404, 409, 412, 422);
        writes
            .MapPost("/issues/{issue}/cancel", CancelAsync)
            .WithName("cancelIssue")
            .WithSummary("Says that an issue does not appear")
            .WithDescription(
                "For good. Subscriptions that were paid for get one issue more instead. Refused once it is on its way. Takes If-Match."
            )
            .Refuses(404, 409, 412, 422);
    }

    private static async Task<Results<Ok<Page<IssueView>>, ProblemHttpResult>> ListAsync(
        PublicationId publication,
        [AsParameters] PageRequest page,
        FindPublications find,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        int? after = null;
        if (cursor is not null)
        {
            if (!int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            after = position;
        }

        var found = await find.IssuesAsync(publication, after, page.Size, cancellationToken);
        return found.ToOk(issues =>
            page.ToPage(issues, IssueView.Of, one => one.Number.ToString(CultureInfo.InvariantCulture))
        );
    }

    private static async Task<Results<Ok<IssueView>, ProblemHttpResult>> GetAsync(
        IssueId issue,
        FindPublications find,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.Answer(await find.IssueAsync(issue, cancellationToken), IssueView.Of);

    private static async Task<Results<Created<IssueView>, ProblemHttpResult>> PlanAsync(
        PublicationId publication,
        PlanIssueBody body,
        ChangeIssue change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.Created(
            await change.PlanAsync(publication, body.Number, body.Definition, cancellationToken),
            IssueView.Of,
            planned => $"{Path}/{planned.Id}"
        );

    private static Task<Results<Ok<IssueView>, ProblemHttpResult>> ChangeAsync(
        IssueId issue,
        IssueDocument body,
        ChangeIssue change,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.WithVersionAsync(version => change.ReplaceAsync(issue, body, version, cancellationToken), IssueView.Of);

    private static Task<Results<Ok<IssueView>, ProblemHttpResult>> CancelAsync(
        IssueId issue,
        ChangeIssue change,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.WithVersionAsync(version => change.CancelAsync(issue, version, cancellationToken), IssueView.Of);
}
