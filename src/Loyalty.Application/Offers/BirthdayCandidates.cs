using System.Runtime.CompilerServices;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Members whose birthday is near, once a day, page by page in the order of their ids. Days that were missed are looked at
/// too.</summary>
public sealed class BirthdayCandidates(IDbContextFactory<LoyaltyDbContext> contexts)
{
    /// <summary>A birthday that is longer ago is not made good.</summary>
    private const int MissedDaysMax = 31;

    internal async IAsyncEnumerable<CandidateStep> ReadAsync(
        Offer offer,
        Job job,
        DateOnly today,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var earliest = today.AddDays(-MissedDaysMax);
        // The last day again: somebody may have enrolled on it behind the look.
        var missed = job.DoneThrough ?? today;
        var first = missed < earliest ? earliest : missed;
        var last = today.AddDays(offer.Definition.BirthdayDaysBefore);
        var keys = Birthdays.KeysBetween(first, last);
        var after = Identifier.TryParse<MemberId>(job.Cursor, out var noted) ? noted : default;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await context
                .Members.Where(member =>
                    member.Id > after
                    && member.BirthDate != null
                    && keys.Contains((member.BirthDate.Value.Month * 100) + member.BirthDate.Value.Day)
                    && member.Status != MemberStatus.Closed
                    && member.Status != MemberStatus.Merged
                )
                .OrderBy(member => member.Id)
                .Select(member => new { member.Id, member.BirthDate })
                .Take(GrantOffers.CandidatesMax)
                .ToListAsync(cancellationToken);
            if (page.Count > 0)
            {
                after = page[^1].Id;
                yield return new CandidateStep(
                    [
                        .. page.Select(member =>
                                (member.Id, Year: Birthdays.YearBetween(member.BirthDate!.Value, first, last))
                            )
                            .Where(member => member.Year is not null)
                            .Select(member => new OfferCandidate(member.Id, Occasions.Birthday(member.Year!.Value))),
                    ],
                    after.ToString()
                );
            }

            if (page.Count < GrantOffers.CandidatesMax)
            {
                yield break;
            }
        }
    }
}
