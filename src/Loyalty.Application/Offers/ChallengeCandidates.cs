using System.Runtime.CompilerServices;
using Loyalty.Application.Tiers;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Members for whom something was posted or recorded lately, judged by all that counts.</summary>
public sealed class ChallengeCandidates(IDbContextFactory<LoyaltyDbContext> contexts, ChallengeFacts facts)
{
    /// <summary>Judged together; what each has done in a year is read.</summary>
    private const int MembersMax = 100;

    internal async IAsyncEnumerable<CandidateStep> ReadAsync(
        Offer offer,
        DateTimeOffset since,
        DateOnly today,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var active =
            offer.Definition.Challenge!.Counts == ChallengeCount.Transactions
                ? BuyersAsync(context, since, cancellationToken)
                : RecordedAsync(context, since, cancellationToken);
        await foreach (var members in active.WithCancellation(cancellationToken))
        {
            foreach (var some in members.Chunk(MembersMax))
            {
                await using var own = await contexts.CreateDbContextAsync(cancellationToken);
                var standings = await facts.ReadAsync(own, offer, some, cancellationToken);
                yield return new CandidateStep(
                    [
                        .. standings.SelectMany(one =>
                            one.Value.Completions.Where(done => done.On <= today)
                                .Select(done => new OfferCandidate(one.Key, Occasions.Challenge(done.Window)))
                        ),
                    ],
                    Cursor: null
                );
            }
        }
    }

    private static async IAsyncEnumerable<IReadOnlyCollection<MemberId>> BuyersAsync(
        LoyaltyDbContext context,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            var members in new RecentMembers(context, since)
                .ReadAsync(cancellationToken)
                .WithCancellation(cancellationToken)
        )
        {
            yield return members;
        }

        // Events that waited for their member were received long before they were posted.
        var replayed = await context
            .PartnerEvents.Where(record =>
                record.ReplayedAt >= since && record.Status == PartnerEventStatus.Posted && record.MemberId != null
            )
            .Select(record => record.MemberId!.Value)
            .Distinct()
            .ToListAsync(cancellationToken);
        yield return replayed;
    }

    private static async IAsyncEnumerable<IReadOnlyCollection<MemberId>> RecordedAsync(
        LoyaltyDbContext context,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        const int perQuery = 5_000;
        var (from, after) = (since, default(InteractionId));
        while (true)
        {
            var rows = await context
                .Interactions.Where(one => one.RecordedAt > from || (one.RecordedAt == from && one.Id > after))
                .OrderBy(one => one.RecordedAt)
                .ThenBy(one => one.Id)
                .Select(one => new
                {
                    one.RecordedAt,
                    one.Id,
                    one.MemberId,
                })
                .Take(perQuery)
                .ToListAsync(cancellationToken);
            if (rows.Count > 0)
            {
                (from, after) = (rows[^1].RecordedAt, rows[^1].Id);
                yield return [.. rows.Select(row => row.MemberId).Distinct()];
            }

            if (rows.Count < perQuery)
            {
                yield break;
            }
        }
    }
}
