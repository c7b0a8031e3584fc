using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Loyalty.Storage.Offers;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Somebody who may get what an offer gives.</summary>
/// <param name="Occasion">see <see cref="Occasions"/>.</param>
public readonly record struct OfferCandidate(MemberId Member, string Occasion);

/// <param name="Granted">how many of the candidates got it now.</param>
/// <param name="IsExhausted">the budget did not suffice for all.</param>
public sealed record GrantReport(int Granted, bool IsExhausted);

/// <summary>
/// Gives what an offer gives, to many members in one transaction. The row of a grant makes it happen once, and the budget is counted by
/// conditional statements in the same transaction: neither can be passed, whoever grants at the same moment.
/// </summary>
public sealed class GrantOffers(IDbContextFactory<LoyaltyDbContext> contexts, FindAudience audience, TimeProvider clock)
{
    public const int CandidatesMax = 200;

    private const int AttemptsMax = 10;

    /// <param name="candidates">at most <see cref="CandidatesMax"/>.</param>
    /// <param name="judgesAudience">false for somebody whom the offer's audience is not about.</param>
    public async Task<GrantReport> ExecuteAsync(
        Offer offer,
        OfferBenefit benefit,
        IReadOnlyCollection<OfferCandidate> candidates,
        bool judgesAudience,
        CancellationToken cancellationToken
    )
    {
        if (candidates.Count > CandidatesMax)
        {
            throw new ArgumentException("More than are granted together.", nameof(candidates));
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var rest = await EntitledAsync(context, offer, candidates, judgesAudience, cancellationToken);
            if (rest.Count == 0)
            {
                return new GrantReport(0, IsExhausted: false);
            }

            try
            {
                return await TryAsync(context, offer, benefit, rest, cancellationToken);
            }
            catch (Exception exception) when (exception.IsOvertaken() && attempt < AttemptsMax)
            {
                // Another process grants the same at this moment, or took of the budget: looked at anew.
            }
        }
    }

    private async Task<GrantReport> TryAsync(
        LoyaltyDbContext context,
        Offer offer,
        OfferBenefit benefit,
        List<OfferCandidate> rest,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var count = await TakeBudgetAsync(context, offer, benefit, rest.Count, cancellationToken);
        if (count == 0)
        {
            return new GrantReport(0, IsExhausted: true);
        }

        var now = clock.Instant();
        foreach (var candidate in rest.Take(count))
        {
            var grant = Grant(offer, benefit, candidate, now);
            context.OfferGrants.Add(grant);
            if (benefit.Voucher is { } voucher)
            {
                context.Vouchers.Add(Issue(voucher, grant));
            }
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new GrantReport(count, count < rest.Count);
    }

    /// <summary>Those who have it not yet, may earn and are in the audience, at this moment.</summary>
    private async Task<List<OfferCandidate>> EntitledAsync(
        LoyaltyDbContext context,
        Offer offer,
        IReadOnlyCollection<OfferCandidate> candidates,
        bool judgesAudience,
        CancellationToken cancellationToken
    )
    {
        var id = offer.Id;
        var all = candidates.Select(one => one.Member).Distinct().ToArray();
        var occasions = candidates.Select(one => one.Occasion).Distinct(StringComparer.Ordinal).ToArray();
        // By id too: a merge moves a grant to another member, and its id stays.
        var ids = candidates.Select(one => GrantId.Of(id, one.Member, one.Occasion)).ToArray();
        var known = await context
            .OfferGrants.Where(grant =>
                (grant.OfferId == id && all.Contains(grant.MemberId) && occasions.Contains(grant.Occasion))
                || ids.Contains(grant.Id)
            )
            .Select(grant => new
            {
                grant.Id,
                grant.MemberId,
                grant.Occasion,
            })
            .ToListAsync(cancellationToken);
        var given = known.Select(grant => new OfferCandidate(grant.MemberId, grant.Occasion)).ToHashSet();
        var taken = known.Select(grant => grant.Id).ToHashSet();
        var rest = candidates
            .Distinct()
            .Where(one => !given.Contains(one) && !taken.Contains(GrantId.Of(id, one.Member, one.Occasion)))
            .ToList();
        if (rest.Count == 0)
        {
            return rest;
        }

        var members = rest.Select(one => one.Member).Distinct().ToArray();
        var open = await context
            .Members.Where(member => members.Contains(member.Id))
            .Select(member => new { member.Id, member.Status })
            .ToListAsync(cancellationToken);
        var allowed = open.Where(member => member.Status.Allows(MemberOperation.Earn))
            .Select(member => member.Id)
            .ToHashSet();
        if (judgesAudience && allowed.Count > 0)
        {
            var asked = offer.Definition.Audience;
            var facts = await audience.ReadAsync(context, [asked], allowed, cancellationToken);
            allowed.RemoveWhere(member => Domain.Rewards.RewardOffer.Missing(asked, facts[member]).Count > 0);
        }

        return [.. rest.Where(one => allowed.Contains(one.Member))];
    }

    /// <returns>for how many the budget suffices, and is taken.</returns>
    private static async Task<int> TakeBudgetAsync(
        LoyaltyDbContext context,
        Offer offer,
        OfferBenefit benefit,
        int wanted,
        CancellationToken cancellationToken
    )
    {
        var (grantsMax, pointsMax) = (
            offer.Definition.Budget.Grants ?? long.MaxValue,
            offer.Definition.Budget.Points ?? long.MaxValue
        );
        var each = benefit.Points?.Points ?? 0;
        var taken = await context.TakenAsync(offer.Id, cancellationToken);
        var left = grantsMax - taken.Grants;
        left = each == 0 ? left : Math.Min(left, (pointsMax - taken.Points) / each);
        var count = (int)Math.Clamp(left, 0, wanted);
        if (count == 0)
        {
            return 0;
        }

        var isTaken =
            await context.TakeAsync(offer.Id, OfferCount.Grants, count, grantsMax, cancellationToken)
            && (
                each == 0
                || await context.TakeAsync(offer.Id, OfferCount.Points, count * each, pointsMax, cancellationToken)
            );
        return isTaken ? count : throw new DbUpdateConcurrencyException("Others took of the budget meanwhile.");
    }

    private static OfferGrant Grant(Offer offer, OfferBenefit benefit, OfferCandidate candidate, DateTimeOffset now) =>
        new()
        {
            Id = GrantId.Of(offer.Id, candidate.Member, candidate.Occasion),
            OfferId = offer.Id,
            OfferVersion = offer.Version,
            MemberId = candidate.Member,
            Occasion = candidate.Occasion,
            GrantedAt = now,
            Currency = benefit.Points?.Currency,
            Points = benefit.Points?.Points ?? 0,
            PointsDueAt = benefit.Points is null ? null : now,
            Badge = benefit.Badge?.Code,
        };

    private static Voucher Issue(VoucherBenefit benefit, OfferGrant grant) =>
        new()
        {
            Id = new VoucherId(grant.Id.Value),
            OfferId = grant.OfferId,
            MemberId = grant.MemberId,
            Kind = benefit.Kind,
            Value = benefit.Value,
            Rewards = benefit.Rewards,
            IssuedAt = grant.GrantedAt,
            ValidUntil = grant.GrantedAt.AddDays(benefit.ValidDays),
        };
}

/// <summary>What of an offer's budget is gone.</summary>
public readonly record struct BudgetTaken(long Grants, long Points);

internal static class BudgetCounts
{
    public static async Task<BudgetTaken> TakenAsync(
        this LoyaltyDbContext context,
        OfferId offer,
        CancellationToken cancellationToken
    ) => (await context.TakenAsync([offer], cancellationToken)).GetValueOrDefault(offer);

    /// <returns>nothing for an offer that has given nothing.</returns>
    public static async Task<IReadOnlyDictionary<OfferId, BudgetTaken>> TakenAsync(
        this LoyaltyDbContext context,
        IReadOnlyCollection<OfferId> offers,
        CancellationToken cancellationToken
    )
    {
        string[] keys = [OfferCount.Grants, OfferCount.Points];
        var taken = await context
            .OfferCounts.AsNoTracking()
            .Where(count => offers.Contains(count.OfferId) && keys.Contains(count.Key))
            .ToListAsync(cancellationToken);
        return taken
            .GroupBy(count => count.OfferId)
            .ToDictionary(
                group => group.Key,
                group => new BudgetTaken(
                    group.FirstOrDefault(count => count.Key == OfferCount.Grants)?.Taken ?? 0,
                    group.FirstOrDefault(count => count.Key == OfferCount.Points)?.Taken ?? 0
                )
            );
    }

    /// <summary>Whether the offer can give this benefit to one more.</summary>
    public static bool Suffices(this OfferBudget budget, BudgetTaken taken, OfferBenefit? benefit) =>
        !(taken.Grants >= budget.Grants) && !(taken.Points + (benefit?.Points?.Points ?? 0) > budget.Points);
}
