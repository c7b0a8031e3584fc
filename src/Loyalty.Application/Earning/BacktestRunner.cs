using System.Text.Json;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Earning;

/// <summary>Runs backtests in the background, one at a time. How far it is stands in the database, where each node reads it.</summary>
public sealed partial class BacktestRunner(
    IDbContextFactory<LoyaltyDbContext> contexts,
    PublishedRules published,
    ProgrammeSettings settings,
    FindMemberFacts findFacts,
    TimeProvider clock,
    ILogger<BacktestRunner> logger
) : IHostedService, IDisposable
{
    /// <summary>How often it says how far it is.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    /// <summary>The request that begins a run may end its transaction later than the run begins.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Kept = new(JsonSerializerDefaults.Web);

    private readonly CancellationTokenSource stopping = new();
    private int isTaken;
    private Task running = Task.CompletedTask;

    public static BacktestResult? ReadResult(Backtest backtest) =>
        backtest.Result is { } json ? JsonSerializer.Deserialize<BacktestResult>(json, Kept) : null;

    /// <summary>False when a run is under way on this node.</summary>
    internal bool TryReserve() => Interlocked.Exchange(ref isTaken, 1) == 0;

    internal void Release() => Volatile.Write(ref isTaken, 0);

    /// <summary>After it was reserved.</summary>
    internal void Start(Backtest backtest, Money? costPerPoint) =>
        running = Task.Run(
            async () =>
            {
                try
                {
                    await RunAsync(backtest, costPerPoint, stopping.Token);
                }
#pragma warning disable CA1031 // Whatever went wrong, the host goes on and the next run may begin.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    LogLost(exception, backtest.Id);
                }
                finally
                {
                    Release();
                }
            },
            CancellationToken.None
        );

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await running.WaitAsync(cancellationToken);
    }

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(Backtest backtest, Money? costPerPoint, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await IsThereAsync(context, backtest.Id, cancellationToken))
        {
            return;
        }

        var processed = 0L;
        try
        {
            var definition = RuleDocumentReader.Read(RuleDocument.FromJson(backtest.DefinitionJson)).Value;
            costPerPoint ??= definition.Limits.Budget is { Amount: { } amount, CostPerPoint: { } cost }
                ? new Money(cost, amount.Currency)
                : null;
            var tried = new PublishedRule(backtest.RuleId, Version: 1, definition, backtest.StartedAt);
            var current = await published.CurrentAsync(cancellationToken);
            var rules = RuleSet.Compile([.. current.Rules.Where(rule => rule.Rule != backtest.RuleId), tried]);
            var club = await settings.CurrentAsync(cancellationToken);
            var run = new BacktestRun(context, findFacts, club, rules, tried, costPerPoint);
            await run.StartAsync(cancellationToken);

            var transactions = new PostedTransactions(context, backtest.From, backtest.Until);
            var total = Math.Min(await transactions.CountAsync(cancellationToken), backtest.EventsMax);
            var reportedAt = long.MinValue;
            await foreach (var records in transactions.ReadAsync(cancellationToken))
            {
                var left = (int)Math.Min(records.Count, backtest.EventsMax - processed);
                await run.AddAsync(left == records.Count ? records : [.. records.Take(left)], cancellationToken);
                processed += left;
                if (reportedAt == long.MinValue || clock.GetElapsedTime(reportedAt) >= ReportInterval)
                {
                    reportedAt = clock.GetTimestamp();
                    if (await ReportAsync(context, backtest.Id, processed, total, cancellationToken))
                    {
                        await EndAsync(context, backtest.Id, BacktestStatus.Cancelled, processed, result: null);
                        return;
                    }
                }

                if (processed >= backtest.EventsMax)
                {
                    break;
                }
            }

            await ReportAsync(context, backtest.Id, processed, total, cancellationToken);
            var result = JsonSerializer.Serialize(run.Result(), Kept);
            await EndAsync(context, backtest.Id, BacktestStatus.Done, processed, result);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync(context, backtest.Id, BacktestStatus.Cancelled, processed, result: null);
        }
#pragma warning disable CA1031 // The run has failed, and says so where it is looked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception, backtest.Id);
            await EndAsync(context, backtest.Id, BacktestStatus.Failed, processed, result: null);
        }
    }

    private async Task<bool> IsThereAsync(LoyaltyDbContext context, BacktestId id, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < StartTime)
        {
            if (await context.Backtests.AnyAsync(one => one.Id == id, cancellationToken))
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken);
        }

        return false;
    }

    /// <returns>whether it is to stop.</returns>
    private async Task<bool> ReportAsync(
        LoyaltyDbContext context,
        BacktestId id,
        long processed,
        long total,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        await context
            .Backtests.Where(one => one.Id == id)
            .ExecuteUpdateAsync(
                one =>
                    one.SetProperty(o => o.Processed, processed)
                        .SetProperty(o => o.Total, total)
                        .SetProperty(o => o.SeenAt, now),
                cancellationToken
            );
        return await context.Backtests.AnyAsync(one => one.Id == id && one.IsCancelRequested, cancellationToken);
    }

    private async Task EndAsync(
        LoyaltyDbContext context,
        BacktestId id,
        BacktestStatus status,
        long processed,
        string? result
    )
    {
        DateTimeOffset? now = clock.Instant();
        await context
            .Backtests.Where(one => one.Id == id)
            .ExecuteUpdateAsync(
                one =>
                    one.SetProperty(o => o.Status, status)
                        .SetProperty(o => o.Processed, processed)
                        .SetProperty(o => o.Result, result)
                        .SetProperty(o => o.EndedAt, now),
                CancellationToken.None
            );
    }

    [LoggerMessage(LogLevel.Error, "Backtest {BacktestId} failed.")]
    private partial void LogFailed(Exception exception, BacktestId backtestId);

    [LoggerMessage(LogLevel.Error, "Backtest {BacktestId} could not say how it ended.")]
    private partial void LogLost(Exception exception, BacktestId backtestId);
}
