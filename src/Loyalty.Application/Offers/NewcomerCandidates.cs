using System.Runtime.CompilerServices;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Members who have enrolled lately, along the index of enrolments, page by page.</summary>
public sealed class NewcomerCandidates(IDbContextFactory<LoyaltyDbContext> contexts)
{
    internal async IAsyncEnumerable<CandidateStep> ReadAsync(
        Offer offer,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (from, after) = (since, default(MemberId));
        var id = offer.Id;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await context
                .Members.Where(member =>
                    (member.EnrolledAt > from || (member.EnrolledAt == from && member.Id > after))
                    && member.Status != MemberStatus.Closed
                    && member.Status != MemberStatus.Merged
                    && !context.OfferGrants.Any(grant =>
                        grant.OfferId == id && grant.MemberId == member.Id && grant.Occasion == Occasions.Welcome
                    )
                )
                .OrderBy(member => member.EnrolledAt)
                .ThenBy(member => member.Id)
                .Select(member => new { member.Id, member.EnrolledAt })
                .Take(GrantOffers.CandidatesMax)
                .ToListAsync(cancellationToken);
            if (page.Count > 0)
            {
                (from, after) = (page[^1].EnrolledAt, page[^1].Id);
                yield return new CandidateStep(
                    [.. page.Select(member => new OfferCandidate(member.Id, Occasions.Welcome))],
                    RunOffers.WriteInstant(from)
                );
            }

            if (page.Count < GrantOffers.CandidatesMax)
            {
                yield break;
            }
        }
    }
}
