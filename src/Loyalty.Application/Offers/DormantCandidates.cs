using System.Runtime.CompilerServices;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>
/// Members who have earned nothing for months, once a day, page by page in the order of their ids. What the club itself gave is no sign
/// of life. A time without an accrual is answered once: only an activity after the last answer begins a new one.
/// </summary>
public sealed class DormantCandidates(IDbContextFactory<LoyaltyDbContext> contexts, ProgrammeSettings settings)
{
    internal async IAsyncEnumerable<CandidateStep> ReadAsync(
        Offer offer,
        Job job,
        DateOnly today,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var club = await settings.CurrentAsync(cancellationToken);
        var border = today.AddMonths(-offer.Definition.DormantMonths).StartIn(club.Programme.Zone());
        var after = Identifier.TryParse<MemberId>(job.Cursor, out var noted) ? noted : default;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await context
                .Members.Where(member =>
                    member.Id > after
                    && member.EnrolledAt < border
                    && member.Status != MemberStatus.Closed
                    && member.Status != MemberStatus.Merged
                )
                .OrderBy(member => member.Id)
                .Select(member => member.Id)
                .Take(GrantOffers.CandidatesMax)
                .ToArrayAsync(cancellationToken);
            if (page.Length > 0)
            {
                after = page[^1];
                yield return new CandidateStep(
                    await CandidatesAsync(context, offer, club, page, border, cancellationToken),
                    after.ToString()
                );
            }

            if (page.Length < GrantOffers.CandidatesMax)
            {
                yield break;
            }
        }
    }

    private static async Task<IReadOnlyList<OfferCandidate>> CandidatesAsync(
        LoyaltyDbContext context,
        Offer offer,
        ClubSettings club,
        MemberId[] members,
        DateTimeOffset border,
        CancellationToken cancellationToken
    )
    {
        var bought = await LastPurchasesAsync(context, members, cancellationToken);
        MemberId[] quiet = [.. members.Where(member => !(bought.GetValueOrDefault(member) >= border))];
        var earned = await LastAccrualsAsync(context, club, quiet, cancellationToken);
        var id = offer.Id;
        var answered = await context
            .OfferGrants.Where(grant => grant.OfferId == id && quiet.Contains(grant.MemberId))
            .GroupBy(grant => grant.MemberId)
            .Select(group => new
            {
                Member = group.Key,
                Count = group.Count(),
                Last = group.Max(grant => grant.GrantedAt),
            })
            .ToDictionaryAsync(group => group.Member, cancellationToken);
        var candidates = new List<OfferCandidate>();
        foreach (var member in quiet)
        {
            var last = Later(bought.GetValueOrDefault(member), earned.GetValueOrDefault(member));
            var before = answered.GetValueOrDefault(member);
            if (!(last >= border) && (before is null || last > before.Last))
            {
                candidates.Add(new OfferCandidate(member, Occasions.Dormant((before?.Count ?? 0) + 1)));
            }
        }

        return candidates;
    }

    private static async Task<Dictionary<MemberId, DateTimeOffset?>> LastPurchasesAsync(
        LoyaltyDbContext context,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .PartnerEvents.Where(record =>
                record.MemberId != null
                && members.Contains(record.MemberId.Value)
                && record.Status == PartnerEventStatus.Posted
                && record.Amount != null
            )
            .GroupBy(record => record.MemberId)
            .Select(group => new { Member = group.Key, At = group.Max(record => record.OccurredAt) })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.Member!.Value, row => row.At);
    }

    /// <summary>Points that partners granted, which are no purchase.</summary>
    private static async Task<Dictionary<MemberId, DateTimeOffset?>> LastAccrualsAsync(
        LoyaltyDbContext context,
        ClubSettings club,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        var owners = members
            .SelectMany(member =>
                club.Currencies.Keys.Select(currency => (Wallet: WalletId.Of(member, currency), Member: member))
            )
            .ToDictionary(one => one.Wallet, one => one.Member);
        var wallets = owners.Keys.ToArray();
        var rows = await context
            .Entries.Where(entry =>
                wallets.Contains(entry.WalletId)
                && entry.Kind == EntryKind.Accrual
                && entry.CounterAccount != CounterAccounts.Club
            )
            .GroupBy(entry => entry.WalletId)
            .Select(group => new { group.Key, At = group.Max(entry => entry.OccurredAt) })
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => owners[row.Key])
            .ToDictionary(group => group.Key, group => (DateTimeOffset?)group.Max(row => row.At));
    }

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right > left ? right : left;
}
