using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Brings referrals on: what the use of a code gives, and what the new member's first purchase gives, once it has stood long
/// enough. A referral is looked at the more seldom the longer it waits.</summary>
public sealed class AdvanceReferrals(
    IDbContextFactory<LoyaltyDbContext> contexts,
    GrantOffers grants,
    TimeProvider clock
)
{
    private const int PerStep = 100;

    private static readonly TimeSpan LookMin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookMax = TimeSpan.FromMinutes(10);

    /// <summary>An event that happened in time may be reported so much later.</summary>
    private static readonly TimeSpan ReportTime = TimeSpan.FromDays(3);

    /// <returns>how many grants were made.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var granted = 0;
        var now = clock.Instant();
        var after = default(ReferralId);
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var due = await context
                .Referrals.AsNoTracking()
                .Where(referral => referral.NextLookAt <= now && referral.Id > after)
                .OrderBy(referral => referral.Id)
                .Take(PerStep)
                .ToListAsync(cancellationToken);
            foreach (var referral in due)
            {
                granted += await AdvanceAsync(context, referral, cancellationToken);
                after = referral.Id;
            }

            if (due.Count < PerStep)
            {
                return granted;
            }
        }
    }

    /// <summary>Gives at once what the use of a code gives. Where it fails the next round does it.</summary>
    public async Task AdvanceAsync(ReferralId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var referral = await context
            .Referrals.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (referral is { Stage: ReferralStage.Used })
        {
            await AdvanceAsync(context, referral, cancellationToken);
        }
    }

    private async Task<int> AdvanceAsync(
        LoyaltyDbContext context,
        Referral referral,
        CancellationToken cancellationToken
    )
    {
        var offer = await context
            .Offers.AsNoTracking()
            .SingleAsync(one => one.Id == referral.OfferId, cancellationToken);
        var terms = offer.Definition.Referral!;
        var granted = 0;
        // Brought on as far as it goes now.
        if (referral.Stage == ReferralStage.Used)
        {
            granted += await GrantAsync(offer, terms.OnUse, referral, stage: 1, cancellationToken);
            var next = terms.OnPurchase is null ? ReferralStage.Completed : ReferralStage.Waiting;
            await MoveAsync(context, referral, next, clock.Instant(), cancellationToken);
        }

        if (referral.Stage != ReferralStage.Waiting)
        {
            return granted;
        }

        var now = clock.Instant();
        // Whoever was promised it gets it, though the offer was withdrawn meanwhile; only its terms must still be there.
        if (terms is not { OnPurchase: { } benefits, Purchase: { } purchase })
        {
            await MoveAsync(context, referral, ReferralStage.Expired, now, cancellationToken);
            return granted;
        }

        var countsAt = await context.CountsAtAsync(referral, purchase, cancellationToken);
        if (countsAt <= now)
        {
            granted += await GrantAsync(offer, benefits, referral, stage: 2, cancellationToken);
            await MoveAsync(context, referral, ReferralStage.Completed, now, cancellationToken);
        }
        else if (countsAt is null && now > referral.UsedAt.AddDays(purchase.WithinDays) + ReportTime)
        {
            await MoveAsync(context, referral, ReferralStage.Expired, now, cancellationToken);
        }
        else
        {
            var wait = TimeSpan.FromTicks(
                Math.Clamp((now - referral.UsedAt).Ticks / 100, LookMin.Ticks, LookMax.Ticks)
            );
            var at = countsAt > now + wait ? countsAt.Value : now + wait;
            await MoveAsync(context, referral, ReferralStage.Waiting, at, cancellationToken);
        }

        return granted;
    }

    private async Task<int> GrantAsync(
        Offer offer,
        ReferralBenefits benefits,
        Referral referral,
        int stage,
        CancellationToken cancellationToken
    )
    {
        var occasion = Occasions.Referral(referral.Id, stage);
        var granted = 0;
        foreach (
            var (member, benefit) in new[]
            {
                (referral.ReferredId, benefits.Referred),
                (referral.ReferrerId, benefits.Referrer),
            }
        )
        {
            if (benefit is not null)
            {
                var candidate = new OfferCandidate(await SurvivorAsync(member, cancellationToken), occasion);
                // The audience was asked when the code was used; here it would punish a tier lost meanwhile.
                granted += (
                    await grants.ExecuteAsync(offer, benefit, [candidate], judgesAudience: false, cancellationToken)
                ).Granted;
            }
        }

        return granted;
    }

    /// <summary>The account that a merged one goes on as.</summary>
    private async Task<MemberId> SurvivorAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.SurvivorOfAsync(member, cancellationToken)).Id;
    }

    private static async Task MoveAsync(
        LoyaltyDbContext context,
        Referral referral,
        ReferralStage to,
        DateTimeOffset nextLookAt,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset? next = to is ReferralStage.Completed or ReferralStage.Expired ? null : nextLookAt;
        (referral.Stage, referral.NextLookAt) = (to, next);
        await context
            .Referrals.Where(row =>
                row.Id == referral.Id && row.Stage != ReferralStage.Completed && row.Stage != ReferralStage.Expired
            )
            .ExecuteUpdateAsync(
                row => row.SetProperty(one => one.Stage, to).SetProperty(one => one.NextLookAt, next),
                cancellationToken
            );
    }
}
