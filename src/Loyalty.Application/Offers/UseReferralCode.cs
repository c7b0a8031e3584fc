using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Loyalty.Storage.Offers;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>
/// A new member names the member who brought them, by that one's code. What it gives at once is granted within the same second by the
/// worker; the unique key of the referred member decides between two at once.
/// </summary>
public sealed class UseReferralCode(
    LoyaltyDbContext context,
    FindAudience audience,
    ProgrammeSettings settings,
    TimeProvider clock
)
{
    /// <summary>Within the transaction at hand, where there is one. Asked again with the same code, it gives the same referral.</summary>
    public async Task<Outcome<Referral>> ExecuteAsync(
        MemberId member,
        string? text,
        CancellationToken cancellationToken
    )
    {
        if (ReferralCode.Canonical(text) is not { } code)
        {
            return new Refusal.InvalidRequest(
                "code",
                $"must have {ReferralCode.Length} letters and digits, as the other member's app shows them"
            );
        }

        var referred = await context.Members.AsNoTracking().SingleAsync(row => row.Id == member, cancellationToken);
        if (!referred.Status.Allows(MemberOperation.Earn))
        {
            return new PointsOperations.MemberMayNot(MemberOperation.Earn, referred.Status);
        }

        var owner = await context
            .ReferralCodes.Where(row => row.Code == code)
            .Select(row => (MemberId?)row.MemberId)
            .FirstOrDefaultAsync(cancellationToken);
        if (owner is null)
        {
            return new ReferralRefusal.UnknownCode();
        }

        var referrer = await context.SurvivorOfAsync(owner.Value, cancellationToken);
        var known = await context
            .Referrals.AsNoTracking()
            .FirstOrDefaultAsync(row => row.ReferredId == member, cancellationToken);
        if (known is not null)
        {
            return known.ReferrerId == referrer.Id ? known : new ReferralRefusal.AlreadyReferred();
        }

        if (!referrer.Status.Allows(MemberOperation.Earn))
        {
            return new ReferralRefusal.UnknownCode();
        }

        if (await context.WhyNotReferAsync(referred, referrer.Id, cancellationToken) is { } kin)
        {
            return kin;
        }

        var now = clock.Instant();
        var offer = await OpenAsync(referred, now, cancellationToken);
        return offer.Refusal is { } closed
            ? closed
            : await TakeAsync(offer.Value, referrer.Id, member, now, cancellationToken);
    }

    /// <summary>The first offer that is open to the new member.</summary>
    private async Task<Outcome<Offer>> OpenAsync(
        Member referred,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var offers = (await context.OpenOffersAsync(now, cancellationToken)).FindAll(offer =>
            offer.Trigger == OfferTrigger.Referral
        );
        if (offers.Count == 0)
        {
            return new ReferralRefusal.NotOpen();
        }

        var facts = await audience.ReadAsync(
            context,
            [.. offers.Select(offer => offer.Definition.Audience)],
            [referred.Id],
            cancellationToken
        );
        DateTimeOffset? tooLate = null;
        foreach (var offer in offers)
        {
            var until = referred.EnrolledAt.AddDays(offer.Definition.Referral!.UseWithinDays);
            if (now >= until)
            {
                tooLate = tooLate > until ? tooLate : until;
            }
            else if (Domain.Rewards.RewardOffer.Missing(offer.Definition.Audience, facts[referred.Id]).Count == 0)
            {
                return offer;
            }
        }

        return tooLate is { } end ? new ReferralRefusal.TooLate(end) : new ReferralRefusal.NotOpen();
    }

    private async Task<Outcome<Referral>> TakeAsync(
        Offer offer,
        MemberId referrer,
        MemberId referred,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var terms = offer.Definition.Referral!;
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var key = OfferCount.OfReferrer(referrer, terms.Period.StartOf(now.DayIn(zone)));
        var referral = new Referral
        {
            Id = Identifier.New<ReferralId>(now),
            OfferId = offer.Id,
            ReferrerId = referrer,
            ReferredId = referred,
            UsedAt = now,
            NextLookAt = now,
        };
        // Where a caller's transaction is at hand it ends both, or neither.
        await using var transaction = context.Database.CurrentTransaction is null
            ? await context.Database.BeginTransactionAsync(cancellationToken)
            : null;
        if (await IsMutualAsync(referrer, referred, cancellationToken))
        {
            return new ReferralRefusal.Mutual();
        }

        context.Referrals.Add(referral);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new MemberRefusals.TryAgain();
        }

        if (!await context.TakeAsync(offer.Id, key, 1, terms.PerReferrerMax ?? long.MaxValue, cancellationToken))
        {
            if (transaction is null)
            {
                await context.Referrals.Where(row => row.Id == referral.Id).ExecuteDeleteAsync(cancellationToken);
            }

            return new ReferralRefusal.LimitReached();
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return referral;
    }

    /// <summary>Whether the referrer was referred by this member. Who wants to refer each other at once waits here for the other: both
    /// have a code, or nobody could use it.</summary>
    private async Task<bool> IsMutualAsync(MemberId referrer, MemberId referred, CancellationToken cancellationToken)
    {
        // In one order, so that two cannot wait for each other.
        foreach (var member in new[] { referrer, referred }.OrderBy(one => one.Value))
        {
            await context
                .ReferralCodes.Where(row => row.MemberId == member)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(one => one.CreatedAt, one => one.CreatedAt),
                    cancellationToken
                );
        }

        return await context.Referrals.AnyAsync(
            row => row.ReferrerId == referred && row.ReferredId == referrer,
            cancellationToken
        );
    }
}
