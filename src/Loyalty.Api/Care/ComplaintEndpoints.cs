using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Care;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Care;

/// <summary>Complaints, from the day they come in until they are answered.</summary>
internal static class ComplaintEndpoints
{
    private const string Path = "/api/admin/v1/complaints";

    public static void MapComplaints(this RouteGroupBuilder admin)
    {
        var complaints = admin.MapGroup("/complaints").WithTags("Care");
        complaints
            .MapGet("", ListAsync)
            .WithName("listComplaints")
            .WithSummary("Lists complaints: the open ones first, by the day by which they must be answered")
            .WithDescription("What is given must all hold.")
            .Refuses(422);
        complaints.MapGet("/{id}", GetAsync).WithName("getComplaint").WithSummary("Reads a complaint").Refuses(404);
        var writes = complaints.MapGroup("").RequireAuthorization(Policies.StaffSupport);
        writes
            .MapPost("", OpenAsync)
            .WithName("openComplaint")
            .WithSummary("Takes down a complaint")
            .WithDescription(
                "It is written into the member's history, unless `interactionId` says where it stands there already."
            )
            .Refuses(400, 404, 409, 422);
        writes
            .MapPost("/{id}/assign", AssignAsync)
            .WithName("assignComplaint")
            .WithSummary("Says who answers a complaint")
            .WithDescription("By the subject of the member of staff; left out, nobody does. Takes If-Match.")
            .Refuses(400, 404, 409, 412, 422);
        writes
            .MapPost("/{id}/resolve", ResolveAsync)
            .WithName("resolveComplaint")
            .WithSummary("Says what was done about a complaint")
            .WithDescription("It is answered then, for good. Takes If-Match.")
            .Refuses(400, 404, 409, 412, 422);
    }

    private static async Task<Results<Ok<Page<ComplaintView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        [AsParameters] ComplaintFilter filter,
        LoyaltyDbContext context,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if ((page.Check(out var position) ?? filter.WhyNot()) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var now = clock.Instant();
        var rows = filter.Apply(context.Complaints.AsNoTracking(), now);
        if (position is not null)
        {
            if (
                position is not [('o' or 'r') and var status, .. var rest]
                || !MemberCursors.TryRead<ComplaintId>(rest, out var number, out var last)
                || !MemberCursors.TryInstant(number, out var at)
            )
            {
                return MemberCursors.Unknown.ToProblem();
            }

            var wasOpen = status == 'o';
            var same = wasOpen ? ComplaintStatus.Open : ComplaintStatus.Resolved;
            rows = rows.Where(row =>
                (wasOpen && row.Status == ComplaintStatus.Resolved)
                || (row.Status == same && (row.DueAt > at || (row.DueAt == at && row.Id > last)))
            );
        }

        // Kept as text, in which "Open" comes before "Resolved".
        var found = await rows.OrderBy(row => row.Status)
            .ThenBy(row => row.DueAt)
            .ThenBy(row => row.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(
                found,
                row => ComplaintView.Of(row, now),
                row =>
                    (row.Status == ComplaintStatus.Open ? "o" : "r")
                    + MemberCursors.Write(row.DueAt.ToUnixTimeMicroseconds(), row.Id)
            )
        );
    }

    private static async Task<Results<Ok<ComplaintView>, ProblemHttpResult>> GetAsync(
        ComplaintId id,
        LoyaltyDbContext context,
        TimeProvider clock,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = await context.Complaints.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        return http.Answer<Complaint, ComplaintView>(
            found is null ? new Refusal.NoSuch("complaint") : found,
            complaint => ComplaintView.Of(complaint, clock.Instant())
        );
    }

    private static async Task<Results<Created<ComplaintView>, ProblemHttpResult>> OpenAsync(
        ComplaintData body,
        OpenComplaint open,
        TimeProvider clock,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var opened = await open.ExecuteAsync(body, http.User.Subject(), cancellationToken);
        return http.Created(
            opened,
            complaint => ComplaintView.Of(complaint, clock.Instant()),
            complaint => $"{Path}/{complaint.Id}"
        );
    }

    private static Task<Results<Ok<ComplaintView>, ProblemHttpResult>> AssignAsync(
        ComplaintId id,
        AssignComplaintRequest body,
        ChangeComplaint change,
        TimeProvider clock,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => change.AssignAsync(id, version, body.AssignedTo, cancellationToken),
            complaint => ComplaintView.Of(complaint, clock.Instant())
        );

    private static Task<Results<Ok<ComplaintView>, ProblemHttpResult>> ResolveAsync(
        ComplaintId id,
        ResolveComplaintRequest body,
        ChangeComplaint change,
        TimeProvider clock,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => change.ResolveAsync(id, version, body.Resolution, http.User.Subject(), cancellationToken),
            complaint => ComplaintView.Of(complaint, clock.Instant())
        );
}

/// <summary>Which complaints are wanted.</summary>
public sealed record ComplaintFilter
{
    /// <summary><c>open</c> or <c>resolved</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Only open ones that should have been answered by now.</summary>
    public bool? Overdue { get; init; }

    /// <summary>The subject of the member of staff who answers it.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>A member's id.</summary>
    public string? Member { get; init; }

    internal Refusal? WhyNot() =>
        !Choice<ComplaintStatus>.TryRead(Status, out _) ? Choice<ComplaintStatus>.Unknown("status")
        : Member is not null && !Identifier.TryParse<MemberId>(Member, out _)
            ? new Refusal.InvalidRequest("member", "is not the id of a member")
        : null;

    internal IQueryable<Complaint> Apply(IQueryable<Complaint> rows, DateTimeOffset now)
    {
        if (Choice<ComplaintStatus>.TryRead(Status, out var status) && status is not null)
        {
            rows = rows.Where(row => row.Status == status);
        }

        if (Identifier.TryParse<MemberId>(Member, out var member))
        {
            rows = rows.Where(row => row.MemberId == member);
        }

        if (AssignedTo is { } agent)
        {
            rows = rows.Where(row => row.AssignedTo == agent);
        }

        return Overdue is true ? rows.Where(row => row.Status == ComplaintStatus.Open && row.DueAt < now) : rows;
    }
}

/// <param name="AssignedTo">the subject of a member of staff; null for nobody.</param>
public sealed record AssignComplaintRequest(string? AssignedTo = null);

/// <param name="Resolution">what was done about it: at most 4,000 characters; may have line breaks.</param>
public sealed record ResolveComplaintRequest(string Resolution);

/// <summary>A complaint.</summary>
/// <param name="CareEventId">the contact that it came back of; null for none.</param>
/// <param name="InteractionId">how it stands in the member's history; null once that was erased.</param>
/// <param name="DueAt">to be answered by then.</param>
/// <param name="IsOverdue">open, and its time is over.</param>
public sealed record ComplaintView(
    ComplaintId Id,
    MemberId MemberId,
    CareEventId? CareEventId,
    InteractionId? InteractionId,
    ComplaintStatus Status,
    string Text,
    DateTimeOffset OpenedAt,
    string OpenedBy,
    DateTimeOffset DueAt,
    bool IsOverdue,
    string? AssignedTo,
    string? Resolution,
    DateTimeOffset? ResolvedAt,
    string? ResolvedBy
)
{
    internal static ComplaintView Of(Complaint complaint, DateTimeOffset now) =>
        new(
            complaint.Id,
            complaint.MemberId,
            complaint.CareEventId,
            complaint.InteractionId,
            complaint.Status,
            complaint.Text,
            complaint.OpenedAt,
            complaint.OpenedBy,
            complaint.DueAt,
            complaint.IsOverdueAt(now),
            complaint.AssignedTo,
            complaint.Resolution,
            complaint.ResolvedAt,
            complaint.ResolvedBy
        );
}
