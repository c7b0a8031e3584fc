using Loyalty.Application.Events;
using Loyalty.Identity.Administration;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api;

/// <summary>Deletes what has ended, every hour, on whichever nodes are there: codes, tokens and sessions of the issuer, the
/// answers kept for repeated requests, link tokens, and events that were told long ago.</summary>
internal sealed partial class Housekeeping(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<Housekeeping> logger
) : BackgroundService
{
    /// <summary>How long a change is remembered under its <c>Idempotency-Key</c>.</summary>
    public static readonly TimeSpan AnswersKeptFor = TimeSpan.FromDays(30);

    private const int RowsMax = 10_000;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<IdentityCleanup>().RunAsync(RowsMax, stoppingToken);
                var end = clock.GetUtcNow() - AnswersKeptFor;
                var context = scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>();
                await context
                    .IdempotentRequests.Where(request => request.CreatedAt < end)
                    .ExecuteDeleteAsync(stoppingToken);
                var dayAgo = clock.GetUtcNow().AddDays(-1);
                await context.LinkTokens.Where(token => token.ExpiresAt < dayAgo).ExecuteDeleteAsync(stoppingToken);
                await scope.ServiceProvider.GetRequiredService<SweepEvents>().ExecuteAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again.
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Deleting what has ended failed.")]
    private partial void LogFailed(Exception exception);
}
