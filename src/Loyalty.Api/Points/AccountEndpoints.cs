using System.Globalization;
using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Points;

public static class AccountEndpoints
{
    public static void MapAccounts(this RouteGroupBuilder admin)
    {
        var accounts = admin.MapGroup("/accounting").WithTags("Accounting");
        accounts
            .MapGet("/trial-balance", TrialBalanceAsync)
            .WithName("getTrialBalance")
            .WithSummary("Reads all accounts of this moment")
            .WithDescription(
                "By point currency: what the wallets hold, and by counter-account what was given for it. Both sides sum to 0."
            );
        accounts
            .MapGet("/liability", LiabilityAsync)
            .WithName("getLiability")
            .WithSummary("Reads what outstanding points cost")
            .WithDescription(
                "By point currency and funder at the end of a day, today when none is given. In money: points x cost per point."
            )
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        accounts
            .MapGet("/periods", ListAsync)
            .WithName("listAccountingPeriods")
            .WithSummary("Lists the periods of the books, newest first")
            .WithDescription("Periods are months of the programme's time zone.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        accounts
            .MapGet("/periods/{period}", GetAsync)
            .WithName("getAccountingPeriod")
            .WithSummary("Reads a period's figures")
            .WithDescription("Frozen ones of a closed period, else those of this moment.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        accounts
            .MapPost("/periods/{period}/close", CloseAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("closeAccountingPeriod")
            .WithSummary("Closes a period and freezes its figures")
            .WithDescription(
                "Only a period that has ended, and in order. What is recorded later belongs to the next one. Closing it again "
                    + "answers with the frozen figures."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        accounts
            .MapGet("/periods/{period}/export.csv", ExportAsync)
            .WithName("exportAccountingPeriod")
            .WithSummary("Exports a closed period for the general ledger")
            .WithDescription("CSV in UTF-8; docs/accounting.md has the columns and the chart of accounts.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<TrialBalanceView>> TrialBalanceAsync(
        TrialBalance trialBalance,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(TrialBalanceView.Of(await trialBalance.ReadAsync(cancellationToken)));

    /// <param name="day">a day in the programme's time zone.</param>
    private static async Task<Results<Ok<LiabilityView>, ProblemHttpResult>> LiabilityAsync(
        DateOnly? day,
        Accounts accounts,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var today = await accounts.TodayAsync(cancellationToken);
        if (day > today)
        {
            return new Refusal.InvalidRequest("day", "must not lie in the future").ToProblem();
        }

        var on = day ?? today;
        var figures = await accounts.OnAsync(on, cancellationToken);
        var names = await FunderNames.ReadAsync(context, figures, cancellationToken);
        return TypedResults.Ok(LiabilityView.Of(on, figures, names));
    }

    private static async Task<Results<Ok<Page<AccountingPeriodView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        Accounts accounts,
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
        var all = await accounts.ListAsync(cancellationToken);
        var rows = all.Where(period => position is null || period.Month < before).Take(page.Size + 1).ToList();
        return TypedResults.Ok(page.ToPage(rows, AccountingPeriodView.Of, period => period.Month.ToString()));
    }

    private static async Task<Results<Ok<PeriodFiguresView>, ProblemHttpResult>> GetAsync(
        string period,
        Accounts accounts,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var found = AccountingMonth.TryParse(period, out var month)
            ? await accounts.FindAsync(month, cancellationToken)
            : null;
        return found is null ? NoSuch.ToProblem() : TypedResults.Ok(await ViewAsync(context, found, cancellationToken));
    }

    private static async Task<Results<Ok<PeriodFiguresView>, ProblemHttpResult>> CloseAsync(
        string period,
        ClosePeriod close,
        LoyaltyDbContext context,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    )
    {
        if (!AccountingMonth.TryParse(period, out var month))
        {
            return NoSuch.ToProblem();
        }

        var by = user.FindFirstValue("sub") ?? user.FindFirstValue("client_id") ?? "";
        var closed = await close.ExecuteAsync(
            new ClosePeriodRequest(month, by[..Math.Min(by.Length, AccountingPeriod.ClosedByLengthMax)]),
            cancellationToken
        );
        return closed.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(await ViewAsync(context, closed.Value, cancellationToken));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(
        string period,
        Accounts accounts,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (
            !AccountingMonth.TryParse(period, out var month)
            || await accounts.FindAsync(month, cancellationToken) is not { } found
        )
        {
            return NoSuch.ToProblem();
        }

        if (found.Period.Status != AccountingPeriodStatus.Closed)
        {
            return new PeriodNotClosed().ToProblem();
        }

        var names = await FunderNames.ReadAsync(context, found.Figures, cancellationToken);
        var name = string.Create(CultureInfo.InvariantCulture, $"points-{month}.csv");
        return TypedResults.File(AccountExport.Write(month, found.Figures, names), "text/csv; charset=utf-8", name);
    }

    private static async Task<PeriodFiguresView> ViewAsync(
        LoyaltyDbContext context,
        AccountingPeriodFigures found,
        CancellationToken cancellationToken
    ) => PeriodFiguresView.Of(found, await FunderNames.ReadAsync(context, found.Figures, cancellationToken));

    private static Refusal.NoSuch NoSuch => new("accounting period");

    /// <summary>What goes to the general ledger must not change any more.</summary>
    public sealed record PeriodNotClosed()
        : Refusal("period-not-closed", RefusalKind.Conflict, "The figures may still change. Close the period first.");
}
