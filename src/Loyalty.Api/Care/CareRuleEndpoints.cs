using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Care;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Care;

/// <summary>Care rules as staff write, try and publish them, and what holds over all of them.</summary>
public static class CareRuleEndpoints
{
    private const string Path = "/api/admin/v1/care-rules";

    public static void MapCareRules(this RouteGroupBuilder admin)
    {
        var rules = admin.MapGroup("/care-rules").WithTags("Care");
        rules
            .MapGet("", ListAsync)
            .WithName("listCareRules")
            .WithSummary("Lists care rules, the oldest first")
            .WithDescription("Filter: status (draft, published, withdrawn).")
            .Refuses(422);
        rules.MapGet("/{rule}", GetAsync).WithName("getCareRule").WithSummary("Reads a care rule").Refuses(404);
        rules
            .MapGet("/{rule}/versions", VersionsAsync)
            .WithName("listCareRuleVersions")
            .WithSummary("What a care rule was whenever it could plan, the newest first")
            .Refuses(404);
        rules
            .MapPost("/{rule}/preview", PreviewAsync)
            .WithMetadata(new NotRemembered())
            .WithName("previewCareRule")
            .WithSummary("Shows who would be contacted on a day, how, and why not")
            .WithDescription("Of real members, as they stand now. Nothing is planned; a draft can be tried too.")
            .Refuses(404, 422);
        var writes = rules.MapGroup("").RequireAuthorization(Policies.StaffManage);
        writes
            .MapPost("", CreateAsync)
            .WithName("createCareRule")
            .WithSummary("Creates a care rule as a draft")
            .WithDescription("It plans nothing until it is published.")
            .Refuses(400, 422);
        writes
            .MapPut("/{rule}", ChangeAsync)
            .WithName("changeCareRule")
            .WithSummary("Replaces what a care rule is")
            .WithDescription(
                "It holds for what is sent from then on, also of what was planned before. What a published rule waits for cannot be changed. Takes If-Match."
            )
            .Refuses(400, 404, 409, 412, 422);
        writes
            .MapPost("/{rule}/publish", PublishAsync)
            .WithName("publishCareRule")
            .WithSummary("Lets a care rule plan from today on")
            .WithDescription("Takes If-Match.")
            .Refuses(404, 409, 412, 422);
        writes
            .MapPost("/{rule}/withdraw", WithdrawAsync)
            .WithName("withdrawCareRule")
            .WithSummary("Ends a care rule for good")
            .WithDescription("What it planned is not sent; what was sent is followed to its end. Takes If-Match.")
            .Refuses(404, 409, 412, 422);
    }

    private static async Task<Results<Ok<Page<CareRuleView>>, ProblemHttpResult>> ListAsync(
        string? status,
        [AsParameters] PageRequest page,
        FindCareRules rules,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        CareRuleId? after = null;
        if (cursor is not null)
        {
            if (!Identifier.TryParse<CareRuleId>(cursor, out var position))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            after = position;
        }

        if (!Choice<CareRuleStatus>.TryRead(status, out var wanted))
        {
            return Choice<CareRuleStatus>.Unknown("status").ToProblem();
        }

        var found = await rules.ListAsync(wanted, after, page.Size, cancellationToken);
        return TypedResults.Ok(page.ToPage(found, CareRuleView.Of, rule => rule.Id.ToString()));
    }

    private static async Task<Results<Ok<CareRuleView>, ProblemHttpResult>> GetAsync(
        CareRuleId rule,
        FindCareRules rules,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.Answer(await rules.OneAsync(rule, cancellationToken), CareRuleView.Of);

    private static async Task<Results<Ok<IReadOnlyList<CareRuleVersionView>>, ProblemHttpResult>> VersionsAsync(
        CareRuleId rule,
        FindCareRules rules,
        CancellationToken cancellationToken
    ) =>
        (await rules.VersionsAsync(rule, cancellationToken)).ToOk(found =>
            (IReadOnlyList<CareRuleVersionView>)[.. found.Select(CareRuleVersionView.Of)]
        );

    private static async Task<Results<Ok<CarePreviewView>, ProblemHttpResult>> PreviewAsync(
        CareRuleId rule,
        CarePreviewRequest body,
        PreviewCare preview,
        CancellationToken cancellationToken
    )
    {
        MemberId? member = null;
        if (body.Member is not null)
        {
            if (!Identifier.TryParse<MemberId>(body.Member, out var id))
            {
                return new Refusal.InvalidRequest("member", "is not the id of a member (mbr_…)").ToProblem();
            }

            member = id;
        }

        return (await preview.ExecuteAsync(rule, body.Day, member, cancellationToken)).ToOk(CarePreviewView.Of);
    }

    private static async Task<Results<Created<CareRuleView>, ProblemHttpResult>> CreateAsync(
        CareRuleDocument body,
        CreateCareRule create,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var created = await create.ExecuteAsync(body, cancellationToken);
        return http.Created(created, CareRuleView.Of, made => $"{Path}/{made.Id}");
    }

    private static Task<Results<Ok<CareRuleView>, ProblemHttpResult>> ChangeAsync(
        CareRuleId rule,
        CareRuleDocument body,
        ChangeCareRule change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version =>
            change.ExecuteAsync(new ChangeCareRuleRequest(rule, version, body, http.User.Subject()), cancellationToken),
            CareRuleView.Of
        );

    private static Task<Results<Ok<CareRuleView>, ProblemHttpResult>> PublishAsync(
        CareRuleId rule,
        PublishCareRule publish,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version =>
            publish.ExecuteAsync(new PublishCareRuleRequest(rule, version, http.User.Subject()), cancellationToken),
            CareRuleView.Of
        );

    private static Task<Results<Ok<CareRuleView>, ProblemHttpResult>> WithdrawAsync(
        CareRuleId rule,
        WithdrawCareRule withdraw,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version =>
            withdraw.ExecuteAsync(new PublishCareRuleRequest(rule, version, http.User.Subject()), cancellationToken),
            CareRuleView.Of
        );
}
