using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Members;
using Loyalty.Application.Offers;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Offers;

/// <summary>Who brought a member, for the staff who enrolled them.</summary>
internal static class ReferralEndpoints
{
    public static void MapReferral(this RouteGroupBuilder admin)
    {
        var referral = admin.MapGroup("/members/{id}/referral").WithTags("Offers");
        referral
            .MapPost("", UseAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("useReferralCodeForMember")
            .WithSummary("Names the member who brought this one, by that one's code")
            .WithDescription(
                "Under the same rules as in the member's own app. The same code again gives the same answer."
            )
            .KeepsItsKey()
            .Refuses(404, 409, 422);
    }

    private static async Task<Results<Ok<ReferralView>, ProblemHttpResult>> UseAsync(
        MemberId id,
        UseReferralCodeRequest body,
        LoyaltyDbContext context,
        UseReferralCode use,
        AdvanceReferrals advance,
        PostGrantedPoints points,
        CancellationToken cancellationToken
    )
    {
        if (!await context.Members.AnyAsync(member => member.Id == id, cancellationToken))
        {
            return MemberRefusals.NoSuchMember.ToProblem();
        }

        var used = await use.ExecuteAsync(id, body.Code, cancellationToken);
        if (used.Refusal is null)
        {
            await advance.AdvanceAsync(used.Value.Id, cancellationToken);
            await points.ExecuteAsync(used.Value.Id, cancellationToken);
        }

        return used.ToOk(ReferralView.Of);
    }
}

/// <param name="Code">the other member's; capitals, blanks and hyphens make no difference.</param>
public sealed record UseReferralCodeRequest(string Code);

/// <summary>Who brought whom.</summary>
public sealed record ReferralView(ReferralId Id, MemberId ReferrerId, MemberId ReferredId, DateTimeOffset UsedAt)
{
    internal static ReferralView Of(Referral referral) =>
        new(referral.Id, referral.ReferrerId, referral.ReferredId, referral.UsedAt);
}
