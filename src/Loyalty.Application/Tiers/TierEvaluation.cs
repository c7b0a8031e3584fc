using Loyalty.Application.Events;
using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Loyalty.Storage.Tiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Tiers;

/// <param name="At">when the tier changes, if it does: when the activity was recorded, or now.</param>
internal readonly record struct MemberToJudge(MemberId Member, DateTimeOffset At);

/// <summary>Judges members by one set, some hundreds at a time, in a number of statements that does not grow with them.</summary>
internal sealed partial class TierEvaluation(
    IDbContextFactory<LoyaltyDbContext> contexts,
    ProgrammeSettings settings,
    EventOutbox outbox,
    TimeProvider clock,
    ILogger logger
)
{
    /// <summary>Members that one call takes.</summary>
    public const int MembersMax = 500;

    private const int AttemptsMax = 5;

    /// <summary>Judges and keeps what changed.</summary>
    /// <param name="upgradesOnly">leaves alone whoever is not seen to rise.</param>
    /// <returns>who moved. Who could not be judged is left out, and logged.</returns>
    public async Task<IReadOnlyList<TierMove>> EvaluateAsync(
        TierSet set,
        ArraySegment<MemberToJudge> members,
        bool upgradesOnly,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await RetryAsync(set, members, upgradesOnly, cancellationToken);
        }
        catch (DbUpdateException exception) when (members.Count > 1)
        {
            // So that one who cannot be judged keeps nobody else from it.
            LogHalved(exception, members.Count);
            var half = members.Count / 2;
            var first = await EvaluateAsync(set, members[..half], upgradesOnly, cancellationToken);
            return [.. first, .. await EvaluateAsync(set, members[half..], upgradesOnly, cancellationToken)];
        }
        catch (DbUpdateException exception)
        {
            LogNotJudged(exception, members[0].Member);
            return [];
        }
    }

    private async Task<IReadOnlyList<TierMove>> RetryAsync(
        TierSet set,
        ArraySegment<MemberToJudge> members,
        bool upgradesOnly,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryEvaluateAsync(set, members, upgradesOnly, cancellationToken);
            }
            catch (DbUpdateException exception)
                when (attempt < AttemptsMax
                    && (
                        exception is DbUpdateConcurrencyException
                        || exception.IsUniqueViolation()
                        || exception.IsLostRace()
                    )
                )
            {
                // Somebody else judged one of them at the same time; on the next look that is seen.
            }
        }
    }

    /// <summary>Counts who would move by a definition, once grace is over; changes nothing.</summary>
    public async Task<IReadOnlyList<TierMove>> PreviewAsync(
        TierSet set,
        TierSetDefinition definition,
        IReadOnlyCollection<MemberId> members,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.Instant();
        var judged = await LoadAsync(context, set, definition, members, now, cancellationToken);
        return Count(
            judged.Select(one =>
            {
                var held =
                    one.Row is { } row ? row.Tier
                    : set.Status == TierSetStatus.Active ? set.Base?.Code
                    : null;
                var rank = definition.RankOf(held);
                var next = one.SeenRank >= rank ? one.SeenRank : definition.FallFrom(rank, one.SeenRank);
                return (held, definition.At(next)?.Code);
            })
        );
    }

    private async Task<IReadOnlyList<TierMove>> TryEvaluateAsync(
        TierSet set,
        ArraySegment<MemberToJudge> members,
        bool upgradesOnly,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (definition, now) = (set.Definition!, clock.Instant());
        var changesAt = members.ToDictionary(one => one.Member, one => one.At);
        var judged = await LoadAsync(context, set, definition, changesAt.Keys, now, cancellationToken);
        var open = judged
            .Where(one => one.SeenRank > one.HeldRank(definition) || (!upgradesOnly && one.Row is not null))
            .ToList();
        var activity = await context.ReadTierBasisAsync(
            definition.Basis,
            [
                .. open.Select(one =>
                    one.In(new(one.Calendar.KnownFrom(now, definition.GraceDays), one.Calendar.Current(now).To))
                ),
            ],
            cancellationToken
        );
        var moves = new List<(TierCode?, TierCode?)>();
        for (var i = 0; i < open.Count; i++)
        {
            var standing = new TierStanding(open[i].Calendar, activity[i]);
            if (Apply(context, set, open[i], standing, upgradesOnly, changesAt[open[i].Member], now) is { } move)
            {
                moves.Add(move);
                await outbox.TellTierAsync(context, open[i].Member, move.Item1, cancellationToken);
            }
        }

        await context.SaveChangesAsync(cancellationToken);
        return Count(moves);
    }

    private static (TierCode?, TierCode?)? Apply(
        LoyaltyDbContext context,
        TierSet set,
        Judged one,
        TierStanding standing,
        bool upgradesOnly,
        DateTimeOffset at,
        DateTimeOffset now
    )
    {
        var definition = set.Definition!;
        var heldRank = one.HeldRank(definition);
        var held = new HeldTier(heldRank, one.Row?.HoldsUntil, one.Row?.AssuredUntil);
        var decision = TierDecision.Decide(definition, held, standing, now);
        var tier = definition.At(decision.Rank)?.Code;
        var before = one.Row is { } row ? row.Tier : set.Base?.Code;
        if (tier == before)
        {
            if (one.Row is not null)
            {
                (one.Row.HoldsUntil, one.Row.AssuredUntil, one.Row.NextCheckAt) = (
                    decision.HoldsUntil,
                    decision.AssuredUntil,
                    decision.NextCheckAt
                );
            }

            return null;
        }

        if (upgradesOnly && decision.Rank <= heldRank)
        {
            return null;
        }

        var isUpgrade = decision.Rank > (one.Row?.Rank ?? heldRank);
        var explanation = TierExplanation.Of(definition, set.Number, standing, now, decision.Rank);
        if (!isUpgrade)
        {
            var lost = definition.At(heldRank);
            explanation = explanation with
            {
                LostTier = before?.Value,
                LostThreshold = lost is null ? null : TierExplanation.Write(lost.Threshold),
                LostAt = decision.LostAt,
                GraceDays = definition.GraceDays,
            };
        }

        context.MemberTiers.Add(
            new MemberTier
            {
                Id = Identifier.New<MemberTierId>(now),
                MemberId = one.Member,
                TierSet = set.Code,
                IsManual = false,
                Number = (one.Row?.Number ?? 0) + 1,
                Tier = tier,
                Rank = decision.Rank,
                From = one.Row?.End(at) ?? at,
                Cause = isUpgrade ? MemberTierCause.Upgrade : MemberTierCause.Downgrade,
                HoldsUntil = decision.HoldsUntil,
                AssuredUntil = decision.AssuredUntil,
                NextCheckAt = decision.NextCheckAt,
                Explanation = explanation.ToJson(),
            }
        );
        return (before, tier);
    }

    private async Task<List<Judged>> LoadAsync(
        LoyaltyDbContext context,
        TierSet set,
        TierSetDefinition definition,
        IReadOnlyCollection<MemberId> members,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var enrolled = await context
            .Members.Where(member => members.Contains(member.Id))
            .Select(member => new
            {
                member.Id,
                member.EnrolledAt,
                HasDuplicates = context.Members.Any(other => other.MergedInto == member.Id),
            })
            .ToListAsync(cancellationToken);
        var duplicates = await context.DuplicatesAsync(
            [.. enrolled.Where(member => member.HasDuplicates).Select(member => member.Id)],
            cancellationToken
        );
        var code = set.Code;
        var rows = await context
            .MemberTiers.AsTracking()
            .Where(row => members.Contains(row.MemberId) && row.TierSet == code && !row.IsManual && row.Until == null)
            .ToDictionaryAsync(row => row.MemberId, cancellationToken);
        var judged = enrolled.ConvertAll(member => new Judged(
            member.Id,
            TierCalendar.Of(definition.Window, zone, member.EnrolledAt),
            rows.GetValueOrDefault(member.Id),
            duplicates.GetValueOrDefault(member.Id)
        ));
        var keys = judged
            .SelectMany(
                one =>
                    one.Calendar.Previous(now) is { } previous
                        ? [one.Calendar.Current(now), previous]
                        : (TierPeriod[])[one.Calendar.Current(now)],
                (one, period) => (one, period)
            )
            .ToList();
        var sums = await context.SumTierBasisAsync(
            definition.Basis,
            [.. keys.Select(key => key.one.In(key.period))],
            cancellationToken
        );
        for (var i = 0; i < keys.Count; i++)
        {
            keys[i].one.SeenRank = Math.Max(keys[i].one.SeenRank, definition.RankFor(sums[i].Value));
        }

        return judged;
    }

    private static IReadOnlyList<TierMove> Count(IEnumerable<(TierCode? From, TierCode? To)> moves) =>
        [.. moves.GroupBy(move => move).Select(group => new TierMove(group.Key.From, group.Key.To, group.LongCount()))];

    [LoggerMessage(LogLevel.Warning, "{Count} members could not be judged together; they are tried in halves.")]
    private partial void LogHalved(Exception exception, int count);

    [LoggerMessage(LogLevel.Error, "The tier of {Member} could not be judged.")]
    private partial void LogNotJudged(Exception exception, MemberId member);

    /// <param name="Row">what the member holds by the basis; null for who never rose.</param>
    /// <param name="Merged">accounts that have become part of the member's; null for none.</param>
    private sealed record Judged(MemberId Member, TierCalendar Calendar, MemberTier? Row, MemberId[]? Merged)
    {
        /// <summary>By the sums of the current window and of the year before.</summary>
        public int SeenRank { get; set; } = -1;

        public TierBasisKey In(TierPeriod period) => new(Member, period) { Duplicates = Merged };

        public int HeldRank(TierSetDefinition definition) =>
            Row is { } row ? definition.RankOf(row.Tier) : definition.RankFor(0);
    }
}
