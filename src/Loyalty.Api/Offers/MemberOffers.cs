using Loyalty.Application.Offers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Offers;

/// <summary>What the club offers a member, and what it gave.</summary>
[ObjectType<Member>(BindExplicitly = true)]
public static class MemberOffers
{
    /// <summary>What is open to the member now: challenges with progress, referrals, a birthday that is near.</summary>
    [ListSize(AssumedSize = 10)]
    [Cost(10)] // counts what each challenge counts
    public static async Task<IReadOnlyList<OfferForMember>> GetOffersAsync(
        [Parent] Member member,
        FindMemberOffers find,
        CancellationToken cancellationToken
    ) => [.. (await find.OfAsync(member, cancellationToken)).Select(open => new OfferForMember(open, member))];

    /// <summary>The member's vouchers, the latest first, two hundred at the most.</summary>
    /// <param name="states">Only those in one of these states; those that can be used when left out.</param>
    [ListSize(AssumedSize = 20)]
    public static async Task<IReadOnlyList<Voucher>> GetVouchersAsync(
        [Parent] Member member,
        IReadOnlyList<VoucherState>? states,
        IDataLoader<MemberId, Voucher[]> vouchersByMember,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<VoucherState> wanted = states ?? [VoucherState.Usable];
        var own = await vouchersByMember.LoadAsync(member.Id, cancellationToken) ?? [];
        return [.. own.Where(voucher => wanted.Contains(voucher.StateAt(clock.Instant())))];
    }

    /// <summary>The member's badges, the first received first.</summary>
    [ListSize(AssumedSize = 10)]
    public static async Task<IReadOnlyList<MemberBadge>> GetBadgesAsync(
        [Parent] Member member,
        IDbContextFactory<LoyaltyDbContext> contexts,
        IDataLoader<OfferId, Offer> offerById,
        CancellationToken cancellationToken
    )
    {
        var id = member.Id;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var grants = await context
            .OfferGrants.AsNoTracking()
            .Where(grant => grant.MemberId == id && grant.Badge != null)
            .OrderBy(grant => grant.GrantedAt)
            .ToListAsync(cancellationToken);
        var badges = new List<MemberBadge>();
        foreach (var group in grants.GroupBy(grant => grant.Badge!, StringComparer.Ordinal))
        {
            // The latest offer that gave it names it, unless it gives another one by now.
            var offer = await offerById.LoadAsync(group.Last().OfferId, cancellationToken);
            var text = offer
                ?.Definition.Benefits.Select(benefit => benefit.Badge)
                .FirstOrDefault(badge => badge?.Code == group.Key)
                ?.Texts.For(member, language: null);
            badges.Add(
                new MemberBadge(
                    group.Key,
                    text?.Title ?? group.Key,
                    text?.Description,
                    group.First().GrantedAt,
                    group.Count()
                )
            );
        }

        return badges;
    }

    /// <summary>The member's referral code and what came of it. The code is made when it is first asked for.</summary>
    public static async Task<MemberReferral> GetReferralAsync(
        [Parent] Member member,
        FindReferrals find,
        CancellationToken cancellationToken
    ) => MemberReferral.Of(await find.OfAsync(member.Id, cancellationToken));
}
