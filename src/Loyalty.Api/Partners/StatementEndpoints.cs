using System.Globalization;
using System.Security.Claims;
using System.Text;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Partners;

/// <summary>Clearing statements: a partner reads its own, staff read and close everybody's.</summary>
internal static class StatementEndpoints
{
    private const string Html = "text/html";
    private const string Csv = "text/csv";

    public static void MapStatements(this RouteGroupBuilder own) =>
        MapReading(own.MapGroup("/statements").WithTags("Statements"), whose: "");

    public static void MapPartnerStatements(this RouteGroupBuilder partners)
    {
        var statements = partners
            .MapGroup("/{partner}/statements")
            .AddEndpointFilter<RouteGroupBuilder, PathPartnerFilter>();
        MapReading(statements, "Partner");
        statements
            .MapPost("/{month}/close", CloseAsync)
            .RequireAuthorization(Policies.StaffManage)
            // Written page by page, in transactions of its own; closing it again answers alike.
            .WithMetadata(new NotRemembered())
            .WithName("closePartnerStatement")
            .WithSummary("Close a statement and freeze it")
            .WithDescription(
                "Only when its accounting period is closed, and in order. Corrections that wait go into it. Closing it again answers "
                    + "with the frozen statement."
            )
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapReading(RouteGroupBuilder statements, string whose)
    {
        statements.ProducesProblem(StatusCodes.Status404NotFound);
        statements
            .MapGet("/", ListAsync)
            .WithName($"list{whose}Statements")
            .WithSummary("List the months that have a statement, newest first")
            .WithDescription("From the first month in which points of the partner's funding moved.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        statements
            .MapGet("/{month}", GetAsync)
            .WithName($"get{whose}Statement")
            .WithSummary("Read a statement's totals")
            .WithDescription("Frozen ones of a closed statement; of an open one those of this moment.");
        statements
            .MapGet("/{month}/lines", LinesAsync)
            .WithName($"list{whose}StatementLines")
            .WithSummary("Read a statement's lines")
            .WithDescription(
                "In a stable order. An event that moved points of several currencies has a line for each, which stay on one page."
            )
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        statements
            .MapGet("/{month}/export.csv", CsvAsync)
            .WithName($"export{whose}Statement")
            .WithSummary("Export a statement's lines")
            .WithDescription("CSV in UTF-8 by RFC 4180; docs/partners.md has the columns.")
            .Produces<string>(StatusCodes.Status200OK, Csv);
        statements
            .MapGet("/{month}/print", PrintAsync)
            .WithName($"print{whose}Statement")
            .WithSummary("Read a statement as a page to print")
            .WithDescription("With at most 2,000 lines.")
            .Produces<string>(StatusCodes.Status200OK, Html);
    }

    private static Refusal.NoSuch NoSuch => new("statement");

    private static async Task<Results<Ok<Page<StatementMonthView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        CurrentPartner current,
        Statements statements,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        AccountingMonth before = default;
        if (position is not null && !AccountingMonth.TryParse(position, out before))
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
        }

        // Twelve a year.
        var all = await statements.ListAsync(current.Id, cancellationToken);
        var rows = all.Where(month => position is null || month < before).Take(page.Size + 1).ToList();
        return TypedResults.Ok(
            page.ToPage(rows, month => new StatementMonthView(month.ToString()), month => month.ToString())
        );
    }

    private static async Task<StatementState?> FindAsync(
        CurrentPartner current,
        string month,
        Statements statements,
        CancellationToken cancellationToken
    ) =>
        AccountingMonth.TryParse(month, out var parsed)
            ? await statements.FindAsync(current.Id, parsed, cancellationToken)
            : null;

    private static async Task<Results<Ok<StatementView>, ProblemHttpResult>> GetAsync(
        string month,
        CurrentPartner current,
        Statements statements,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(current, month, statements, cancellationToken) is { } state
            ? TypedResults.Ok(StatementView.Of(current.Partner, state))
            : NoSuch.ToProblem();

    private static async Task<Results<Ok<Page<StatementLineView>>, ProblemHttpResult>> LinesAsync(
        string month,
        [AsParameters] PageRequest page,
        CurrentPartner current,
        Statements statements,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (await FindAsync(current, month, statements, cancellationToken) is not { } state)
        {
            return NoSuch.ToProblem();
        }

        var lines = await statements.ReadLinesAsync(current.Id, state.Month, position, page.Size, cancellationToken);
        return lines is null
            ? new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem()
            : TypedResults.Ok(
                new Page<StatementLineView>(
                    [.. lines.Lines.Select(StatementLineView.Of)],
                    lines.Next is { } next
                        ? System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(next))
                        : null
                )
            );
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> CsvAsync(
        string month,
        CurrentPartner current,
        Statements statements,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(current, month, statements, cancellationToken) is { } state
            ? TypedResults.Stream(
                output => StatementExport.WriteCsvAsync(output, statements, current.Id, state.Month, cancellationToken),
                "text/csv; charset=utf-8",
                string.Create(CultureInfo.InvariantCulture, $"statement-{current.Partner.Slug}-{state.Month}.csv")
            )
            : NoSuch.ToProblem();

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> PrintAsync(
        string month,
        CurrentPartner current,
        Statements statements,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(current, month, statements, cancellationToken) is not { } state)
        {
            return NoSuch.ToProblem();
        }

        http.Response.Headers.ContentSecurityPolicy = StatementExport.PagePolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(
            output => StatementExport.WritePageAsync(output, statements, current.Partner, state, cancellationToken),
            "text/html; charset=utf-8"
        );
    }

    private static async Task<Results<Ok<StatementView>, ProblemHttpResult>> CloseAsync(
        string month,
        CurrentPartner current,
        CloseStatement close,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    )
    {
        if (!AccountingMonth.TryParse(month, out var parsed))
        {
            return NoSuch.ToProblem();
        }

        var by = user.FindFirstValue("sub") ?? user.FindFirstValue("client_id") ?? "";
        var closed = await close.ExecuteAsync(
            new CloseStatementRequest(current.Partner, parsed, by),
            cancellationToken
        );
        return closed.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(StatementView.Of(current.Partner, closed.Value));
    }
}
