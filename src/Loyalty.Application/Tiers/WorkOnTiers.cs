using Loyalty.Application.Events;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Tiers;

/// <summary>What one round of work did.</summary>
/// <param name="Checked">tiers whose time had come, judged anew.</param>
/// <param name="CaughtUp">members with recent events, looked through for a rise that was missed.</param>
/// <param name="Judged">members of passes over everybody.</param>
/// <param name="Moves">who moved, over all of it.</param>
public sealed record TierWorkReport(long Checked, long CaughtUp, long Judged, IReadOnlyList<TierMove> Moves);

/// <summary>
/// Everything about tiers that time or staff bring about: passes over all members (previews, new definitions), tiers that were not
/// kept, rises that a crash kept from being seen. Safe to run anywhere and at any time, and again: what is done is not done twice,
/// and what was begun goes on where it stopped. Memory does not grow with the club.
/// </summary>
public sealed partial class WorkOnTiers(
    IDbContextFactory<LoyaltyDbContext> contexts,
    ClubTiers tiers,
    ProgrammeSettings settings,
    EventOutbox outbox,
    TimeProvider clock,
    ILogger<WorkOnTiers> logger
)
{
    private static readonly TimeSpan CatchUpInterval = TimeSpan.FromHours(1);

    /// <summary>What could not be judged is left alone for this long.</summary>
    private static readonly TimeSpan Postponement = TimeSpan.FromHours(1);

    private readonly TierEvaluation evaluation = new(contexts, settings, outbox, clock, logger);

    /// <param name="catchUpNow">looks for missed rises whenever that was done last.</param>
    /// <param name="progress">told the step, and how many of how many are done.</param>
    /// <returns>null when another node is at work.</returns>
    public async Task<TierWorkReport?> ExecuteAsync(
        bool catchUpNow = false,
        Action<string, long, long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var lease = new TierLease(contexts, clock);
        if (!await lease.HoldAsync(cancellationToken))
        {
            return null;
        }

        try
        {
            var round = new Round(lease, progress ?? ((_, _, _) => { }));
            if (await RunPassesAsync(round, cancellationToken) && await CheckDueAsync(round, cancellationToken))
            {
                await CatchUpAsync(round, catchUpNow, cancellationToken);
            }

            return round.Report();
        }
        finally
        {
            await lease.EndAsync(CancellationToken.None);
        }
    }

    private async Task<bool> RunPassesAsync(Round round, CancellationToken cancellationToken)
    {
        while (await NextRunAsync(cancellationToken) is { } run)
        {
            if (!await RunAsync(run, round, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<TierRun?> NextRunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .TierRuns.AsNoTracking()
            .Where(run => run.FinishedAt == null)
            .OrderBy(run => run.RequestedAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <returns>false when somebody else took over.</returns>
    private async Task<bool> RunAsync(TierRun run, Round round, CancellationToken cancellationToken)
    {
        var pass = new TierPass(contexts, evaluation, clock);
        LogRunBegins(run.Id, run.Kind, run.TierSet, run.MembersDone);
        while (run.FinishedAt is null)
        {
            var (next, moves, members) = await pass.StepAsync(run, cancellationToken);
            if (next is null || !await round.Lease.HoldAsync(cancellationToken))
            {
                return false;
            }

            run = next;
            round.Judged += members;
            if (run.Kind == TierRunKind.Evaluation)
            {
                round.Add(moves);
            }

            round.Tell($"{run.Kind} of {run.TierSet}", run.MembersDone, run.MembersTotal);
        }

        LogRunEnds(run.Id, run.MembersDone);
        return true;
    }

    /// <summary>Tiers that may be lost by now. Each look moves the next one ahead, so that this ends.</summary>
    private async Task<bool> CheckDueAsync(Round round, CancellationToken cancellationToken)
    {
        var sets = (await tiers.ActiveAsync(cancellationToken)).ToDictionary(set => set.Code);
        var now = clock.Instant();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var due = context.MemberTiers.AsNoTracking().Where(row => row.NextCheckAt <= now);
        var total = await due.LongCountAsync(cancellationToken);
        while (true)
        {
            var rows = await due.OrderBy(row => row.NextCheckAt)
                .ThenBy(row => row.Id)
                .Take(TierEvaluation.MembersMax)
                .Select(row => new
                {
                    row.Id,
                    row.MemberId,
                    row.TierSet,
                })
                .ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                break;
            }

            foreach (var group in rows.GroupBy(row => row.TierSet))
            {
                if (sets.TryGetValue(group.Key, out var set))
                {
                    MemberToJudge[] members = [.. group.Select(row => new MemberToJudge(row.MemberId, now))];
                    round.Add(await evaluation.EvaluateAsync(set, members, upgradesOnly: false, cancellationToken));
                }
            }

            await ForgetRetiredAsync(context, [.. rows.Select(row => row.Id)], cancellationToken);
            await PostponeAsync(context, [.. rows.Select(row => row.Id)], now, cancellationToken);
            round.Checked += rows.Count;
            round.Tell("Tiers to check", round.Checked, Math.Max(total, round.Checked));
            if (!await round.Lease.HoldAsync(cancellationToken))
            {
                return false;
            }
        }

        if (round.Checked > 0)
        {
            LogChecked(round.Checked);
        }

        return true;
    }

    /// <summary>Nobody is judged by a set again that was retired.</summary>
    private static async Task ForgetRetiredAsync(
        LoyaltyDbContext context,
        MemberTierId[] rows,
        CancellationToken cancellationToken
    ) =>
        await context
            .MemberTiers.Where(row =>
                rows.Contains(row.Id)
                && context.TierSets.Any(set => set.Code == row.TierSet && set.Status == TierSetStatus.Retired)
            )
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.NextCheckAt, (DateTimeOffset?)null), cancellationToken);

    /// <summary>What is still due was not judged: the set is not in force, or it failed.</summary>
    private static async Task PostponeAsync(
        LoyaltyDbContext context,
        MemberTierId[] rows,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        await context
            .MemberTiers.Where(row => rows.Contains(row.Id) && row.NextCheckAt <= now)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.NextCheckAt, now + Postponement), cancellationToken);

    private async Task CatchUpAsync(Round round, bool now, CancellationToken cancellationToken)
    {
        var began = clock.Instant();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var since = await context
            .TierWork.Where(work => work.Id == TierWork.OnlyId)
            .Select(work => work.CaughtUpTo)
            .SingleAsync(cancellationToken);
        if (!now && began - since < CatchUpInterval)
        {
            return;
        }

        var sets = await tiers.ActiveAsync(cancellationToken);
        // A new set begins with a pass over everybody: what happened before concerns it no more.
        if (sets.Count > 0 && since > DateTimeOffset.UnixEpoch)
        {
            var recent = new RecentMembers(context, since);
            await foreach (var members in recent.ReadAsync(cancellationToken))
            {
                foreach (var set in sets)
                {
                    MemberToJudge[] judged = [.. members.Select(member => new MemberToJudge(member, began))];
                    round.Add(await evaluation.EvaluateAsync(set, judged, upgradesOnly: true, cancellationToken));
                }

                round.CaughtUp += members.Count;
                round.Tell("Members with recent events", round.CaughtUp, round.CaughtUp);
                if (!await round.Lease.HoldAsync(cancellationToken))
                {
                    return;
                }
            }
        }

        await context
            .TierWork.Where(work => work.Id == TierWork.OnlyId)
            .ExecuteUpdateAsync(work => work.SetProperty(w => w.CaughtUpTo, began), cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "{Run}: {Kind} of the tier set {Set} goes on after {Done} members.")]
    private partial void LogRunBegins(TierRunId run, TierRunKind kind, TierSetCode set, long done);

    [LoggerMessage(LogLevel.Information, "{Run} is done: {Done} members.")]
    private partial void LogRunEnds(TierRunId run, long done);

    [LoggerMessage(LogLevel.Information, "{Count} tiers were checked whose time had come.")]
    private partial void LogChecked(long count);

    /// <summary>What one round has done so far.</summary>
    private sealed class Round(TierLease lease, Action<string, long, long> progress)
    {
        private readonly TierMoves moves = new();

        public TierLease Lease { get; } = lease;

        public long Checked { get; set; }

        public long CaughtUp { get; set; }

        public long Judged { get; set; }

        public void Add(IEnumerable<TierMove> more) => moves.Add(more);

        public void Tell(string step, long done, long total) => progress(step, done, total);

        public TierWorkReport Report() => new(Checked, CaughtUp, Judged, moves.ToList());
    }
}
