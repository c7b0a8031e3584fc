using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Loyalty.Api.Members;

/// <param name="Reason">kept in the history of the member's status.</param>
public sealed record ReasonRequest(string Reason);

public static class MemberEndpoints
{
    public const string Path = "/api/admin/v1/members";

    public static void MapMembers(this RouteGroupBuilder admin)
    {
        var members = admin.MapGroup("/members").WithTags("Members");
        members
            .MapGet("", List)
            .WithName("searchMembers")
            .WithSummary("Search members")
            .WithDescription(ListDescription)
            .Refuses(422);
        members.MapGet("/{id}", Get).WithName("getMember").WithSummary("Read a member's record").Refuses(404);
        members
            .MapGet("/{id}/status-history", StatusHistory)
            .WithName("listStatusChanges")
            .WithSummary("Read how the member's status changed")
            .Refuses(404);

        var writes = members.MapGroup("").RequireAuthorization(Policies.StaffSupport);
        writes
            .MapPost("", Enrol)
            .WithName("enrolMember")
            .WithSummary("Enrol a member")
            .WithDescription(EnrolDescription)
            .Refuses(400, 409, 422);
        writes
            .MapPut("/{id}", Update)
            .WithName("changeMember")
            .WithSummary("Replace who a member is")
            .WithDescription("Send the ETag that you read as If-Match. Fields that are left out are emptied.")
            .Refuses(400, 404, 412, 422);
        MapStatus(writes, "suspend", MemberStatus.Suspended, "Suspend: the member earns on, but cannot spend");
        MapStatus(writes, "reactivate", MemberStatus.Active, "End a suspension");
        members.MapClosing(writes);
        members.MapErasure();
        admin.MapMerges(members, writes);

        members.MapContactPoints(writes);
        members.MapConsents(writes);
        members.MapVehicles(writes);
        members.MapHistory(writes);
        members.MapBehaviour();
        members.MapLinks(writes);
        members.MapAttributes(writes);
        admin.MapHouseholds(members);
        admin.MapCards(members, writes);
    }

    private const string ListDescription =
        "By the beginning of a name (case and accents do not count), by card number, e-mail address, telephone number with "
        + "its country code, external id (`value` or `system:value`), or a `flag` that stands on the record now. What is given "
        + "must all hold. In the order of names "
        + "when searching by name alone, else in the order of enrolment.";

    private const string EnrolDescription =
        "Answers 409 `duplicate-member` when another member holds one of the addresses or numbers as verified, owns one of "
        + "the vehicles, or has one of the external ids; `conflict` names the kind of thing and nothing more.";

    internal static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            builder.ProducesProblem(status);
        }

        return builder;
    }

    private static void MapStatus(RouteGroupBuilder writes, string verb, MemberStatus to, string summary) =>
        writes
            .MapPost(
                $"/{{id}}/{verb}",
                (
                    MemberId id,
                    ReasonRequest body,
                    ChangeMemberStatus change,
                    MemberRecords records,
                    HttpContext http,
                    CancellationToken cancellationToken
                ) => ChangeStatus(id, to, body, change, records, http, cancellationToken)
            )
            .WithName($"{verb}Member")
            .WithSummary(summary)
            .Refuses(400, 404, 409, 422);

    private static async Task<Results<Ok<Page<MemberSummaryView>>, ProblemHttpResult>> List(
        [AsParameters] PageRequest page,
        [FromQuery] string? name,
        [FromQuery] string? card,
        [FromQuery] string? email,
        [FromQuery] string? phone,
        [FromQuery] string? externalId,
        [FromQuery] string? flag,
        SearchMembers search,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var after) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (!Choice<BehaviourFlag>.TryRead(flag, out var standing))
        {
            return Choice<BehaviourFlag>.Unknown("flag").ToProblem();
        }

        var wanted = new MemberSearch
        {
            Name = name,
            Card = card,
            Email = email,
            Phone = phone,
            ExternalId = externalId,
            Flag = standing,
        };
        var found = await search.ExecuteAsync(wanted, after, page.Size + 1, cancellationToken);
        return found.Refusal is { } why
            ? why.ToProblem()
            : TypedResults.Ok(page.ToPage(found.Value, hit => MemberSummaryView.Of(hit.Member), hit => hit.Position));
    }

    internal static async Task<Results<Ok<MemberView>, ProblemHttpResult>> Get(
        MemberId id,
        MemberRecords records,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = await records.FindAsync(id, cancellationToken);
        if (found.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(found.Value.Member);
        return TypedResults.Ok(MemberView.Of(found.Value));
    }

    private static async Task<Results<Created<MemberView>, ProblemHttpResult>> Enrol(
        EnrolMemberRequest body,
        EnrolMember enrol,
        MemberRecords records,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var enrolled = await enrol.ExecuteAsync(body, cancellationToken);
        if (enrolled.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var record = (await records.FindAsync(enrolled.Value, cancellationToken)).Value;
        http.SetETag(record.Member);
        return TypedResults.Created($"{Path}/{enrolled.Value}", MemberView.Of(record));
    }

    private static async Task<Results<Ok<MemberView>, ProblemHttpResult>> Update(
        MemberId id,
        MemberData body,
        UpdateMember update,
        MemberRecords records,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var version = http.ReadIfMatch();
        if (version.Refusal is { } missing)
        {
            return missing.ToProblem();
        }

        var updated = await update.ExecuteAsync(id, body, version.Value, cancellationToken);
        return updated.Refusal is { } refusal ? refusal.ToProblem() : await Get(id, records, http, cancellationToken);
    }

    private static async Task<Results<Ok<MemberView>, ProblemHttpResult>> ChangeStatus(
        MemberId id,
        MemberStatus to,
        ReasonRequest body,
        ChangeMemberStatus change,
        MemberRecords records,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var by = http.User.FindFirstValue("sub") ?? http.User.FindFirstValue("client_id") ?? "";
        var request = new ChangeMemberStatusRequest(id, to, body.Reason, by);
        var changed = await change.ExecuteAsync(request, cancellationToken);
        return changed.Refusal is { } refusal ? refusal.ToProblem() : await Get(id, records, http, cancellationToken);
    }

    private static async Task<Results<Ok<List<StatusChangeView>>, ProblemHttpResult>> StatusHistory(
        MemberId id,
        MemberRecords records,
        CancellationToken cancellationToken
    ) => await records.ListAsync(id, records.StatusChangesAsync, StatusChangeView.Of, cancellationToken);
}

/// <summary>Small lists that belong to one member.</summary>
internal static class MemberLists
{
    /// <summary>All of a member's rows of one kind, or 404 when there is no such member.</summary>
    public static async Task<Results<Ok<List<TView>>, ProblemHttpResult>> ListAsync<TRow, TView>(
        this MemberRecords records,
        MemberId id,
        Func<MemberId, CancellationToken, Task<IReadOnlyList<TRow>>> read,
        Func<TRow, TView> view,
        CancellationToken cancellationToken
    ) =>
        await records.ExistsAsync(id, cancellationToken)
            ? TypedResults.Ok((await read(id, cancellationToken)).Select(view).ToList())
            : MemberRefusals.NoSuchMember.ToProblem();

    /// <summary>The answer to a change that removes something.</summary>
    public static Results<NoContent, ProblemHttpResult> ToNoContent(this Refusal? refusal) =>
        refusal is null ? TypedResults.NoContent() : refusal.ToProblem();

    /// <summary>The answer to a change that leaves something to show.</summary>
    public static Results<Ok<TView>, ProblemHttpResult> ToOk<T, TView>(this Outcome<T> outcome, Func<T, TView> view) =>
        outcome.Match<Results<Ok<TView>, ProblemHttpResult>>(
            value => TypedResults.Ok(view(value)),
            refusal => refusal.ToProblem()
        );

    /// <summary>The answer to a change that adds something.</summary>
    public static Results<Created<TView>, ProblemHttpResult> ToCreated<T, TView>(
        this Outcome<T> outcome,
        Func<T, TView> view,
        Func<T, string> location
    ) =>
        outcome.Match<Results<Created<TView>, ProblemHttpResult>>(
            value => TypedResults.Created(location(value), view(value)),
            refusal => refusal.ToProblem()
        );
}
