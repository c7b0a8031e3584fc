using System.Diagnostics;
using Loyalty.Application.Notices;
using Loyalty.Domain.Earning;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Earning;

/// <summary>
/// The compiled rules of this process. Whoever asks gets a set that is never older than <see cref="AgeMax"/>, and newer
/// than every publication on this node: a set younger than <see cref="AgeFresh"/> is handed out as it is; an older one is
/// too, while it is compared with the database beside the caller; one older than that is compared first. The comparison
/// reads two counts, the rules themselves only when these differ.
/// </summary>
public sealed class PublishedRules(
    IDbContextFactory<LoyaltyDbContext> contexts,
    ClubNotices notices,
    ILogger<PublishedRules> logger
) : IDisposable
{
    /// <summary>Another node's publication is seen after this time where events keep coming.</summary>
    public static readonly TimeSpan AgeFresh = TimeSpan.FromSeconds(1);

    /// <summary>Another node's publication is seen after this time at the latest.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(3);

    /// <summary>A publication's transaction is over by then, and so is the request that it belongs to.</summary>
    private static readonly TimeSpan ExpectationTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim comparing = new(1);
    private volatile Snapshot? current;
    private long expectingUntil;

    public ValueTask<RuleSet> CurrentAsync(CancellationToken cancellationToken)
    {
        var now = Stopwatch.GetTimestamp();
        if (current is not { } snapshot || now < Volatile.Read(ref expectingUntil))
        {
            return new(CompareAsync(now, cancellationToken));
        }

        var age = Stopwatch.GetElapsedTime(snapshot.ComparedAt, now);
        if (age > AgeMax)
        {
            return new(CompareAsync(now, cancellationToken));
        }

        if (age > AgeFresh && Interlocked.Exchange(ref snapshot.IsBeingCompared, 1) == 0)
        {
            _ = CompareBesideAsync(now);
        }

        return new(snapshot.Rules);
    }

    /// <summary>Staff publish or withdraw on this node at this moment. The transaction may not have ended when this is called,
    /// so for a while everybody compares first, here and on the other nodes.</summary>
    internal void ExpectChange()
    {
        CompareFirst();
        notices.Publish(NoticedChanges.Rules);
    }

    /// <summary>Staff publish or withdraw on some node at this moment.</summary>
    internal void CompareFirst() =>
        Volatile.Write(
            ref expectingUntil,
            Stopwatch.GetTimestamp() + (long)(ExpectationTime.TotalSeconds * Stopwatch.Frequency)
        );

    public void Dispose() => comparing.Dispose();

    /// <param name="askedAt">a comparison that began later serves the caller too.</param>
    private async Task<RuleSet> CompareAsync(long askedAt, CancellationToken cancellationToken)
    {
        await comparing.WaitAsync(cancellationToken);
        try
        {
            if (current is { } known && known.ComparedAt > askedAt)
            {
                return known.Rules;
            }

            var began = Stopwatch.GetTimestamp();
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var stamp = await StampAsync(context, cancellationToken);
            var rules = current is { } last && last.Stamp == stamp ? last.Rules : null;
            current = new Snapshot(began, stamp, rules ??= await LoadAsync(context, cancellationToken));
            return rules;
        }
        finally
        {
            comparing.Release();
        }
    }

    private async Task CompareBesideAsync(long askedAt)
    {
        try
        {
            using var limit = new CancellationTokenSource(AgeMax);
            await CompareAsync(askedAt, limit.Token);
        }
        catch (Exception exception)
        {
            // The set goes on serving until it is too old; then callers see the failure themselves.
            logger.LogWarning(exception, "The earning rules could not be compared with the database.");
        }
    }

    // Versions are only ever added, and withdrawn once: the two counts change with every publication and withdrawal.
    private static async Task<Stamp> StampAsync(LoyaltyDbContext context, CancellationToken cancellationToken) =>
        await context
            .EarningRuleVersions.GroupBy(_ => 1)
            .Select(versions => new Stamp(versions.Count(), versions.Count(version => version.WithdrawnAt != null)))
            .SingleOrDefaultAsync(cancellationToken)
        ?? new Stamp(0, 0);

    private static async Task<RuleSet> LoadAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        var versions = await context.EarningRuleVersions.AsNoTracking().ToListAsync(cancellationToken);
        return RuleSet.Compile(versions.Select(version => version.ToPublished()));
    }

    private sealed record Stamp(int Published, int Withdrawn);

    private sealed class Snapshot(long comparedAt, Stamp stamp, RuleSet rules)
    {
        /// <summary>When the comparison began; what was committed before it is in the set.</summary>
        public long ComparedAt { get; } = comparedAt;

        public Stamp Stamp { get; } = stamp;

        public RuleSet Rules { get; } = rules;

        public int IsBeingCompared;
    }
}
