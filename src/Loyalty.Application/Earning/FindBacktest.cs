using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <summary>Reads backtests, whichever node runs them, and asks them to stop.</summary>
public sealed class FindBacktest(LoyaltyDbContext context)
{
    /// <summary>Runs of one rule that are shown.</summary>
    public const int ListMax = 50;

    private static readonly Refusal NoSuch = new Refusal.NoSuch("backtest");

    public async Task<Outcome<Backtest>> OneAsync(RuleId rule, BacktestId id, CancellationToken cancellationToken) =>
        await context
            .Backtests.AsNoTracking()
            .FirstOrDefaultAsync(backtest => backtest.Id == id && backtest.RuleId == rule, cancellationToken)
            is { } found
            ? found
            : NoSuch;

    /// <summary>The newest first.</summary>
    public Task<List<Backtest>> OfAsync(RuleId rule, CancellationToken cancellationToken) =>
        context
            .Backtests.AsNoTracking()
            .Where(backtest => backtest.RuleId == rule)
            .OrderByDescending(backtest => backtest.StartedAt)
            .ThenBy(backtest => backtest.Id)
            .Take(ListMax)
            .ToListAsync(cancellationToken);

    /// <summary>One that has ended stays as it is.</summary>
    public async Task<Outcome<Backtest>> CancelAsync(RuleId rule, BacktestId id, CancellationToken cancellationToken)
    {
        await context
            .Backtests.Where(backtest =>
                backtest.Id == id && backtest.RuleId == rule && backtest.Status == BacktestStatus.Running
            )
            .ExecuteUpdateAsync(
                backtest => backtest.SetProperty(one => one.IsCancelRequested, valueExpression: true),
                cancellationToken
            );
        return await OneAsync(rule, id, cancellationToken);
    }
}
