using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <param name="Days">how far back, by the events' arrival: 1 to <see cref="StartBacktest.DaysMax"/>.</param>
/// <param name="Limit">events that it takes at most; null for <see cref="StartBacktest.EventsDefault"/>.</param>
/// <param name="CostPerPoint">of the draft's point currency; null for that of its budget, if it names one.</param>
/// <param name="By">the subject of the member of staff.</param>
public sealed record StartBacktestRequest(RuleId Rule, int Days, long? Limit, Money? CostPerPoint, string By);

/// <summary>Begins to run a draft over the events of the last days, in the background of this node. Nothing is posted.</summary>
public sealed class StartBacktest(LoyaltyDbContext context, BacktestRunner runner, TimeProvider clock)
{
    public const int DaysMax = 366;
    public const long EventsDefault = 1_000_000;
    public const long EventsMax = 10_000_000;

    public async Task<Outcome<Backtest>> ExecuteAsync(StartBacktestRequest request, CancellationToken cancellationToken)
    {
        if (Check(request) is { } unsound)
        {
            return unsound;
        }

        var rule = await context
            .EarningRules.AsNoTracking()
            .FirstOrDefaultAsync(rule => rule.Id == request.Rule, cancellationToken);
        if (rule is null)
        {
            return new Refusal.NoSuch("earning rule");
        }

        if (rule.DraftJson is not { } draft)
        {
            return new EarningRule.HasNoDraft();
        }

        if (!runner.TryReserve())
        {
            return new Backtest.AlreadyRunning();
        }

        var now = clock.Instant();
        var backtest = new Backtest
        {
            Id = Identifier.New<BacktestId>(now),
            RuleId = rule.Id,
            DefinitionJson = draft,
            From = now.AddDays(-request.Days),
            Until = now,
            EventsMax = request.Limit ?? EventsDefault,
            StartedAt = now,
            StartedBy = request.By,
            SeenAt = now,
        };
        context.Backtests.Add(backtest);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch
        {
            runner.Release();
            throw;
        }

        runner.Start(backtest, request.CostPerPoint);
        return backtest;
    }

    private static Refusal.InvalidRequest? Check(StartBacktestRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (request.Days is < 1 or > DaysMax)
        {
            errors["days"] = [$"must be between 1 and {DaysMax}"];
        }

        if (request.Limit is < 1 or > EventsMax)
        {
            errors["limit"] = [$"must be between 1 and {EventsMax}"];
        }

        if (request.CostPerPoint is { Amount: <= 0 or > RuleBounds.AmountMax })
        {
            errors["costPerPoint.amount"] = ["must be greater than 0"];
        }

        return errors.Count == 0 ? null : new Refusal.InvalidRequest(errors);
    }
}
