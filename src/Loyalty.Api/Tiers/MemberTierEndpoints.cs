using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Tiers;

/// <summary>What a member holds and held, and tiers given by hand.</summary>
public static class MemberTierEndpoints
{
    public static void MapMemberTiers(this RouteGroupBuilder admin)
    {
        var tiers = admin.MapGroup("/members/{id}/tiers").WithTags("Tiers");
        tiers
            .MapGet("", GetAsync)
            .WithName("getMemberTiers")
            .WithSummary("Reads which tiers a member holds, and why")
            .WithDescription(
                "One for each set in force, in the order of display. With `at`, an instant with offset, as it stood then, retired sets too; "
                    + "without progress in that case."
            )
            .Refuses(404);
        tiers
            .MapGet("/history", HistoryAsync)
            .WithName("listMemberTiers")
            .WithSummary("Lists every tier that a member reached, lost or was given, the latest first")
            .Refuses(404, 422);
        tiers
            .MapPost("/manual", GiveAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("giveMemberTier")
            .WithSummary("Gives a member a tier by hand, for a time")
            .WithDescription(
                "Until its end the higher of it and the earned tier holds, then the earned one. One at a time in a set."
            )
            .Refuses(400, 404, 409, 422);
        tiers
            .MapDelete("/manual/{tierId}", EndAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("endMemberTier")
            .WithSummary("Ends a tier given by hand now")
            .Refuses(404, 409);
    }

    private static async Task<Results<Ok<IReadOnlyList<MemberTierView>>, ProblemHttpResult>> GetAsync(
        MemberId id,
        DateTimeOffset? at,
        LoyaltyDbContext context,
        FindMemberTiers find,
        ProgrammeSettings settings,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var member = await context
            .Members.AsNoTracking()
            .FirstOrDefaultAsync(member => member.Id == id, cancellationToken);
        if (member is null)
        {
            return MemberRefusals.NoSuchMember.ToProblem();
        }

        var records = await find.ReadAsync(context, member, retiredToo: at is not null, cancellationToken);
        var progress = at is null ? await find.ProgressAsync(context, records, cancellationToken) : null;
        var texts = await TierTexts.ForAsync(request, context, settings, cancellationToken);
        IReadOnlyList<MemberTierView> views =
        [
            .. records.Select(
                (record, i) => MemberTierView.Of(record, at?.ToStoredInstant() ?? record.ReadAt, progress?[i], texts)
            ),
        ];
        return TypedResults.Ok(views);
    }

    private static async Task<Results<Ok<Page<TierStretchView>>, ProblemHttpResult>> HistoryAsync(
        MemberId id,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        MemberRecords records,
        ProgrammeSettings settings,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (!await records.ExistsAsync(id, cancellationToken))
        {
            return MemberRefusals.NoSuchMember.ToProblem();
        }

        var rows = context.MemberTiers.AsNoTracking().Where(row => row.MemberId == id);
        if (position is not null)
        {
            if (
                !MemberCursors.TryRead<MemberTierId>(position, out var number, out var last)
                || !MemberCursors.TryInstant(number, out var from)
            )
            {
                return MemberCursors.Unknown.ToProblem();
            }

            rows = rows.Where(row => row.From < from || (row.From == from && row.Id < last));
        }

        var found = await rows.OrderByDescending(row => row.From)
            .ThenByDescending(row => row.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var texts = await TierTexts.ForAsync(request, context, settings, cancellationToken);
        return TypedResults.Ok(
            page.ToPage(
                found,
                row => TierStretchView.Of(row, texts),
                row => MemberCursors.Write(row.From.ToUnixTimeMicroseconds(), row.Id)
            )
        );
    }

    private static async Task<Results<Created<TierStretchView>, ProblemHttpResult>> GiveAsync(
        MemberId id,
        GiveTierBody body,
        GiveTier give,
        LoyaltyDbContext context,
        ProgrammeSettings settings,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var given = await give.ExecuteAsync(
            new GiveTierRequest(id, body.Tier, body.LastDay, body.Reason, body.Note, http.Subject()),
            cancellationToken
        );
        var texts = await TierTexts.ForAsync(http.Request, context, settings, cancellationToken);
        return given.ToCreated(
            row => TierStretchView.Of(row, texts),
            _ => $"{MemberEndpoints.Path}/{id}/tiers/history"
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        MemberId id,
        MemberTierId tierId,
        GiveTier give,
        HttpContext http,
        CancellationToken cancellationToken
    ) => (await give.EndAsync(id, tierId, http.Subject(), cancellationToken)).Refusal.ToNoContent();
}
