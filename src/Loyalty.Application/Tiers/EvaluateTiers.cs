using Loyalty.Application.Events;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Tiers;

/// <summary>What the ledger has just written for a member.</summary>
/// <param name="At">when it was recorded.</param>
/// <param name="IsReversal">something was taken back: nobody rises by it.</param>
/// <param name="PointCurrencies">of which points moved.</param>
/// <param name="Money">of a partner's transaction, else null.</param>
public sealed record TierActivity(
    MemberId Member,
    DateTimeOffset At,
    bool IsReversal,
    IReadOnlyCollection<PointCurrencyCode> PointCurrencies,
    MoneyCurrency? Money
)
{
    internal bool CountsFor(TierBasis basis) =>
        basis.Kind switch
        {
            TierBasisKind.QualifyingPoints => PointCurrencies.Contains(basis.PointCurrency!.Value),
            TierBasisKind.Spend => Money == basis.MoneyCurrency,
            _ => Money is not null,
        };
}

/// <summary>
/// Raises members at once whose activity reached a threshold, between the ledger's commit and the answer to whoever reported it: the
/// event that crosses a threshold earns at the tier held before it, the next one at the new. Nobody falls here; where something was
/// taken back, the job is told to look.
/// </summary>
public sealed partial class EvaluateTiers(
    IDbContextFactory<LoyaltyDbContext> contexts,
    ClubTiers tiers,
    ProgrammeSettings settings,
    EventOutbox outbox,
    TimeProvider clock,
    ILogger<EvaluateTiers> logger
)
{
    private readonly TierEvaluation evaluation = new(contexts, settings, outbox, clock, logger);

    /// <summary>Throws nothing but a cancellation: the ledger has its entries whatever happens here, and the job catches up.</summary>
    /// <param name="activities">asked for only where the club has tiers.</param>
    public async Task AfterPostingAsync(
        Func<IReadOnlyCollection<TierActivity>> activities,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var sets = await tiers.ActiveAsync(cancellationToken);
            if (sets.Count == 0)
            {
                return;
            }

            var posted = activities();
            foreach (var set in sets)
            {
                await AfterPostingAsync(set, posted, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    /// <summary>Judges a member anew to whose account another one's activity was added, or taken from. Throws nothing but a
    /// cancellation: the accounts are merged whatever happens here.</summary>
    public async Task AfterMergeAsync(MemberId survivor, CancellationToken cancellationToken)
    {
        try
        {
            MemberToJudge[] judged = [new(survivor, clock.Instant())];
            foreach (var set in await tiers.ActiveAsync(cancellationToken))
            {
                await evaluation.EvaluateAsync(set, judged, upgradesOnly: false, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    private async Task AfterPostingAsync(
        TierSet set,
        IReadOnlyCollection<TierActivity> posted,
        CancellationToken cancellationToken
    )
    {
        var counted = posted.Where(one => one.CountsFor(set.Definition!.Basis)).ToList();
        var rising = counted
            .Where(one => !one.IsReversal)
            .GroupBy(one => one.Member)
            .Select(group => new MemberToJudge(group.Key, group.Max(one => one.At)));
        foreach (var chunk in rising.Chunk(TierEvaluation.MembersMax))
        {
            await evaluation.EvaluateAsync(set, chunk, upgradesOnly: true, cancellationToken);
        }

        var reversed = counted.Where(one => one.IsReversal).Select(one => one.Member).Distinct();
        foreach (var chunk in reversed.Chunk(TierEvaluation.MembersMax))
        {
            await LookSoonAsync(set.Code, chunk, cancellationToken);
        }
    }

    private async Task LookSoonAsync(TierSetCode set, MemberId[] members, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.Instant();
        await context
            .MemberTiers.Where(row =>
                members.Contains(row.MemberId)
                && row.TierSet == set
                && !row.IsManual
                && row.Until == null
                && row.NextCheckAt > now
            )
            .ExecuteUpdateAsync(
                row => row.SetProperty(r => r.NextCheckAt, now).SetProperty(r => r.Version, r => r.Version + 1),
                cancellationToken
            );
    }

    [LoggerMessage(LogLevel.Error, "Tiers could not be judged after a posting or a merge; the job will.")]
    private partial void LogFailed(Exception exception);
}
