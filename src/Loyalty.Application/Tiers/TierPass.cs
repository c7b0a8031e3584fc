using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <summary>A pass over all members, step by step in the order of their ids. Each step is noted, so that another node can go on.</summary>
internal sealed class TierPass(
    IDbContextFactory<LoyaltyDbContext> contexts,
    TierEvaluation evaluation,
    TimeProvider clock
)
{
    /// <returns>the run after the step, and what the step did; no run when somebody else has gone on with it.</returns>
    public async Task<(TierRun? Run, IReadOnlyList<TierMove> Moves, int Members)> StepAsync(
        TierRun before,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await context.TierRuns.AsTracking().SingleAsync(run => run.Id == before.Id, cancellationToken);
        var set = await context.TierSets.AsNoTracking().SingleAsync(set => set.Code == run.TierSet, cancellationToken);
        var everybody = context.Members.Where(member => member.Status != MemberStatus.Closed);
        if (run.Position is null)
        {
            run.MembersTotal = await everybody.LongCountAsync(cancellationToken);
        }

        var isWanted = run.Kind == TierRunKind.Preview || set.Status == TierSetStatus.Active;
        var members = isWanted ? await NextAsync(everybody, run.Position, cancellationToken) : [];
        var moves = members.Length == 0 ? [] : await JudgeAsync(set, run, members, cancellationToken);
        var total = new TierMoves(run.Moves);
        total.Add(moves);
        run.Moves = total.ToList();
        run.MembersDone += members.Length;
        if (members.Length < TierEvaluation.MembersMax)
        {
            run.FinishedAt = clock.Instant();
        }
        else
        {
            run.Position = members[^1];
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return (run, moves, members.Length);
        }
        catch (DbUpdateConcurrencyException)
        {
            return (null, moves, members.Length);
        }
    }

    private Task<IReadOnlyList<TierMove>> JudgeAsync(
        TierSet set,
        TierRun run,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        if (run.Kind == TierRunKind.Preview)
        {
            return evaluation.PreviewAsync(set, run.Definition!, members, cancellationToken);
        }

        var now = clock.Instant();
        return evaluation.EvaluateAsync(
            set,
            members.Select(member => new MemberToJudge(member, now)).ToArray(),
            upgradesOnly: false,
            cancellationToken
        );
    }

    private static Task<MemberId[]> NextAsync(
        IQueryable<Member> members,
        MemberId? after,
        CancellationToken cancellationToken
    )
    {
        if (after is { } position)
        {
            members = members.Where(member => member.Id > position);
        }

        return members
            .OrderBy(member => member.Id)
            .Select(member => member.Id)
            .Take(TierEvaluation.MembersMax)
            .ToArrayAsync(cancellationToken);
    }
}

/// <summary>Counts moves by where from and where to.</summary>
internal sealed class TierMoves(IEnumerable<TierMove>? moves = null)
{
    private readonly Dictionary<(TierCode? From, TierCode? To), long> counts = (moves ?? []).ToDictionary(
        move => (move.From, move.To),
        move => move.Members
    );

    public void Add(IEnumerable<TierMove> more)
    {
        foreach (var (from, to, members) in more)
        {
            counts[(from, to)] = counts.GetValueOrDefault((from, to)) + members;
        }
    }

    public IReadOnlyList<TierMove> ToList() =>
        [
            .. counts
                .Select(pair => new TierMove(pair.Key.From, pair.Key.To, pair.Value))
                .OrderBy(move => move.From?.Value, StringComparer.Ordinal)
                .ThenBy(move => move.To?.Value, StringComparer.Ordinal),
        ];
}
