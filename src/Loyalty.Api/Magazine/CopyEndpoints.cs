using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Magazine;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Magazine;

/// <summary>What becomes of an issue's copies: labels, mails, returns, figures.</summary>
internal static class CopyEndpoints
{
    public static void MapCopies(this RouteGroupBuilder admin)
    {
        var tagged = admin.MapGroup("").WithTags(PublicationEndpoints.Tag);
        tagged
            .MapGet("/issues/{issue}/progress", ProgressAsync)
            .WithName("getIssueProgress")
            .WithSummary("Says how far the jobs are with an issue")
            .Refuses(404);
        tagged
            .MapGet("/issues/{issue}/report", ReportAsync)
            .WithName("getIssueReport")
            .WithSummary("Counts how an issue arrived and what it cost")
            .WithDescription(
                "By channel and region, against the target of 95 %; costs of printed copies in their parts."
            )
            .Refuses(404);
        var personal = tagged.MapGroup("").RequireAuthorization(Policies.StaffSupport);
        personal
            .MapGet("/issues/{issue}/labels.csv", LabelsCsvAsync)
            .WithName("exportLabels")
            .WithSummary("Exports the labels of an issue as CSV")
            .WithDescription(
                "Personal data. By country and postal code, split in bundles: `bundle`, `place`, `copy` (the code to print below the address), `country`, `postalCode`, `language`, `line1` to `line10`."
            )
            .Refuses(404, 409);
        personal
            .MapGet("/issues/{issue}/labels.txt", LabelsTextAsync)
            .WithName("exportLabelBlocks")
            .WithSummary("Exports the labels of an issue as address blocks")
            .WithDescription("Personal data. In the order of the CSV, with the copy's code below each address.")
            .Refuses(404, 409);
        personal
            .MapGet("/issues/{issue}/mails", MailsAsync)
            .WithName("listIssueMails")
            .WithSummary("Lists the mails of an issue as they are to be sent")
            .WithDescription(
                "Personal data. Written from the publication's template with the member's points and offers of this moment."
            )
            .Refuses(404, 409, 422);
        personal.MapReturnsFile();
    }

    private static async Task<Results<Ok<IssueProgressView>, ProblemHttpResult>> ProgressAsync(
        IssueId issue,
        ReportIssue report,
        CancellationToken cancellationToken
    ) => (await report.ProgressAsync(issue, cancellationToken)).ToOk(IssueProgressView.Of);

    private static async Task<Results<Ok<IssueReportView>, ProblemHttpResult>> ReportAsync(
        IssueId issue,
        ReportIssue report,
        CancellationToken cancellationToken
    ) => (await report.ExecuteAsync(issue, cancellationToken)).ToOk(IssueReportView.Of);

    private static Task<Results<PushStreamHttpResult, ProblemHttpResult>> LabelsCsvAsync(
        IssueId issue,
        FindLabels find,
        CancellationToken cancellationToken
    ) => LabelsAsync(issue, find, LabelExport.WriteCsvAsync, "text/csv; charset=utf-8", "csv", cancellationToken);

    private static Task<Results<PushStreamHttpResult, ProblemHttpResult>> LabelsTextAsync(
        IssueId issue,
        FindLabels find,
        CancellationToken cancellationToken
    ) => LabelsAsync(issue, find, LabelExport.WriteTextAsync, "text/plain; charset=utf-8", "txt", cancellationToken);

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> LabelsAsync(
        IssueId issue,
        FindLabels find,
        Func<Stream, IAsyncEnumerable<IssueLabel>, CancellationToken, Task> write,
        string type,
        string ending,
        CancellationToken cancellationToken
    )
    {
        var found = await find.IssueAsync(issue, cancellationToken);
        if (found.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var labels = find.ReadAsync(issue, found.Value.Publication.Definition.BundleSize, cancellationToken);
        return TypedResults.Stream(
            output => write(output, labels, cancellationToken),
            type,
            $"labels-{issue}.{ending}"
        );
    }

    private static async Task<Results<Ok<Page<MailView>>, ProblemHttpResult>> MailsAsync(
        IssueId issue,
        [AsParameters] PageRequest page,
        FindLabels find,
        FindMailContents mails,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        CopyId? after = null;
        if (cursor is not null)
        {
            if (!Identifier.TryParse<CopyId>(cursor, out var position))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            after = position;
        }

        var found = await find.IssueAsync(issue, cancellationToken);
        if (found.Refusal is { } early)
        {
            return early.ToProblem();
        }

        var (own, publication) = found.Value;
        var written = await mails.MailsAsync(context, publication, own, after, page.Size, cancellationToken);
        return TypedResults.Ok(page.ToPage(written, MailView.Of, mail => mail.Copy.ToString()));
    }
}
