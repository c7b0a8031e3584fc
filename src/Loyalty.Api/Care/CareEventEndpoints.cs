using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Care;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Care;

/// <summary>Contacts as staff see them: what is planned, what was sent, what each says.</summary>
internal static class CareEventEndpoints
{
    /// <summary>Days that the calendar counts at a time.</summary>
    private const int CalendarDaysMax = 100;

    public static void MapCareEvents(this RouteGroupBuilder admin)
    {
        var tagged = admin.MapGroup("").WithTags("Care");
        tagged
            .MapGet("/care-events", ListAsync)
            .WithName("listCareEvents")
            .WithSummary("Lists contacts: what is planned, waits, was sent or is over")
            .WithDescription("What is given must all hold.")
            .Refuses(422);
        tagged
            .MapGet("/care-events/calendar", CalendarAsync)
            .WithName("getCareCalendar")
            .WithSummary("Counts the contacts that are due on each day")
            .WithDescription(
                $"By rule and status, from a day until a day, both included, at most {CalendarDaysMax} days."
            )
            .Refuses(422);
        tagged
            .MapGet("/care-events/{id}", GetAsync)
            .WithName("getCareEvent")
            .WithSummary("Reads a contact with all that came back of it")
            .Refuses(404);
        tagged
            .MapGet("/care-events/{id}/message", MessageAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("getCareMessage")
            .WithSummary("Reads what a contact says, and to whom")
            .WithDescription(
                "Personal data. Put together at this moment: points are those of now, the address is that of now. Without a recipient it must not be sent any more."
            )
            .Refuses(404, 409);
        tagged
            .MapGet("/members/{id}/care-events", OfMemberAsync)
            .WithName("listCareEventsOfMember")
            .WithSummary("Lists a member's contacts, what was planned last first")
            .Refuses(404, 422);
    }

    private static async Task<Results<Ok<Page<CareEventView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        [AsParameters] CareEventFilter filter,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if ((page.Check(out var position) ?? filter.WhyNot()) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var rows = filter.Apply(context.CareEvents.AsNoTracking());
        return filter.IsNewestFirst
            ? await NewestAsync(rows, page, position, cancellationToken)
            : await ByDueDayAsync(rows, page, position, cancellationToken);
    }

    private static async Task<Results<Ok<Page<CareEventView>>, ProblemHttpResult>> ByDueDayAsync(
        IQueryable<CareEvent> rows,
        PageRequest page,
        string? position,
        CancellationToken cancellationToken
    )
    {
        if (position is not null)
        {
            if (
                !MemberCursors.TryRead<CareEventId>(position, out var number, out var last)
                || !MemberCursors.TryDay(number, out var day)
            )
            {
                return MemberCursors.Unknown.ToProblem();
            }

            rows = rows.Where(row => row.DueOn > day || (row.DueOn == day && row.Id > last));
        }

        var found = await rows.OrderBy(row => row.DueOn)
            .ThenBy(row => row.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(found, CareEventView.Of, row => MemberCursors.Write(row.DueOn.DayNumber, row.Id))
        );
    }

    private static async Task<Results<Ok<Page<CareEventView>>, ProblemHttpResult>> NewestAsync(
        IQueryable<CareEvent> rows,
        PageRequest page,
        string? position,
        CancellationToken cancellationToken
    )
    {
        if (position is not null)
        {
            if (
                !MemberCursors.TryRead<CareEventId>(position, out var number, out var last)
                || !MemberCursors.TryInstant(number, out var at)
            )
            {
                return MemberCursors.Unknown.ToProblem();
            }

            rows = rows.Where(row => row.PlannedAt < at || (row.PlannedAt == at && row.Id < last));
        }

        var found = await rows.OrderByDescending(row => row.PlannedAt)
            .ThenByDescending(row => row.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(
                found,
                CareEventView.Of,
                row => MemberCursors.Write(row.PlannedAt.ToUnixTimeMicroseconds(), row.Id)
            )
        );
    }

    private static async Task<Results<Ok<List<CareDayView>>, ProblemHttpResult>> CalendarAsync(
        DateOnly from,
        DateOnly until,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (until < from || until.DayNumber - from.DayNumber >= CalendarDaysMax)
        {
            return new Refusal.InvalidRequest(
                "until",
                $"must not be before from, and at most {CalendarDaysMax} days from there on"
            ).ToProblem();
        }

        var counts = await context
            .CareEvents.Where(row => row.DueOn >= from && row.DueOn <= until)
            .GroupBy(row => new
            {
                row.DueOn,
                row.RuleId,
                row.Status,
            })
            .Select(group => new { group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            counts
                .OrderBy(one => one.Key.DueOn)
                .ThenBy(one => one.Key.RuleId)
                .ThenBy(one => one.Key.Status)
                .Select(one => new CareDayView(one.Key.DueOn, one.Key.RuleId, one.Key.Status, one.Count))
                .ToList()
        );
    }

    private static async Task<Results<Ok<CareEventDetailView>, ProblemHttpResult>> GetAsync(
        CareEventId id,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = await context.CareEvents.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (found is null)
        {
            return new Refusal.NoSuch("care event").ToProblem();
        }

        var reports = await context
            .CareReports.AsNoTracking()
            .Where(report => report.CareEventId == id)
            .OrderBy(report => report.Number)
            .ToListAsync(cancellationToken);
        http.SetETag(found);
        return TypedResults.Ok(new CareEventDetailView(CareEventView.Of(found), reports.ConvertAll(CareReportView.Of)));
    }

    private static async Task<Results<Ok<CareMessageView>, ProblemHttpResult>> MessageAsync(
        CareEventId id,
        FindCareMessage find,
        CancellationToken cancellationToken
    ) => (await find.ExecuteAsync(id, cancellationToken)).ToOk(CareMessageView.Of);

    private static async Task<Results<Ok<Page<CareEventView>>, ProblemHttpResult>> OfMemberAsync(
        MemberId id,
        [AsParameters] PageRequest page,
        MemberRecords records,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        return await records.ExistsAsync(id, cancellationToken)
            ? await NewestAsync(
                context.CareEvents.AsNoTracking().Where(row => row.MemberId == id),
                page,
                position,
                cancellationToken
            )
            : MemberRefusals.NoSuchMember.ToProblem();
    }
}
