using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>An offer that is open to a member.</summary>
/// <param name="Standing">how far the member is with a challenge; null for other offers.</param>
/// <param name="Received">how often the member got it.</param>
/// <param name="NextOn">of a birthday: the day; null for other offers, and for one that was given already.</param>
public sealed record MemberOffer(Offer Offer, ChallengeStanding? Standing, int Received, DateOnly? NextOn);

/// <summary>Finds what is open to a member: challenges, referrals, and a birthday that is near. What comes unasked (a welcome, the club's
/// answer to a long silence) is no offer that one could do something about.</summary>
public sealed class FindMemberOffers(
    IDbContextFactory<LoyaltyDbContext> contexts,
    FindAudience audience,
    ChallengeFacts facts,
    ProgrammeSettings settings,
    TimeProvider clock
)
{
    public async Task<IReadOnlyList<MemberOffer>> OfAsync(Member member, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.Instant();
        var offers = (await context.OpenOffersAsync(now, cancellationToken)).FindAll(offer =>
            offer.Trigger is OfferTrigger.Birthday or OfferTrigger.Challenge or OfferTrigger.Referral
        );
        if (offers.Count == 0 || !member.Status.Allows(MemberOperation.Earn))
        {
            return [];
        }

        var known = await audience.ReadAsync(
            context,
            [.. offers.Select(offer => offer.Definition.Audience)],
            [member.Id],
            cancellationToken
        );
        // A referral's audience is the new member: anybody may bring one.
        offers.RemoveAll(offer =>
            offer.Trigger != OfferTrigger.Referral
            && Domain.Rewards.RewardOffer.Missing(offer.Definition.Audience, known[member.Id]).Count > 0
        );
        var id = member.Id;
        var grants = await context
            .OfferGrants.AsNoTracking()
            .Where(grant => grant.MemberId == id)
            .Select(grant => new { grant.OfferId, grant.Occasion })
            .ToListAsync(cancellationToken);
        var received = grants.ToLookup(grant => grant.OfferId, grant => grant.Occasion);
        var today = now.DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        var taken = await context.TakenAsync([.. offers.Select(offer => offer.Id)], cancellationToken);
        var found = new List<MemberOffer>();
        foreach (var offer in offers)
        {
            var gone = taken.GetValueOrDefault(offer.Id);
            if (!offer.Definition.Benefits.Any(benefit => offer.Definition.Budget.Suffices(gone, benefit)))
            {
                continue;
            }

            var own = received[offer.Id].ToHashSet(StringComparer.Ordinal);
            switch (offer.Trigger)
            {
                case OfferTrigger.Challenge:
                    var standing = await facts.ReadAsync(context, offer, [id], cancellationToken);
                    found.Add(new MemberOffer(offer, standing[id], own.Count, NextOn: null));
                    break;
                case OfferTrigger.Referral:
                    found.Add(new MemberOffer(offer, Standing: null, own.Count, NextOn: null));
                    break;
                default:
                    if (NextBirthday(member, today) is { } day && !own.Contains(Occasions.Birthday(day.Year)))
                    {
                        found.Add(new MemberOffer(offer, Standing: null, own.Count, day));
                    }

                    break;
            }
        }

        return found;
    }

    private static DateOnly? NextBirthday(Member member, DateOnly today) =>
        member.BirthDate is { } born
        && Birthdays.YearBetween(born, today, today.AddDays(OfferDefinition.BirthdayDaysMax)) is { } year
            ? Birthdays.In(born, year)
            : null;
}
