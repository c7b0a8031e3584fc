using Loyalty.Application.Events;
using Loyalty.Application.Jobs;
using Loyalty.Application.Partners;
using Loyalty.Identity.Administration;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api;

/// <summary>Deletes what has ended, every hour, on whichever nodes are there: codes, tokens and sessions of the issuer, the
/// answers kept for repeated requests, link tokens, old reconciliations, and events that were told long ago.</summary>
internal sealed class Housekeeping(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Housekeeping> logger)
    : PeriodicWorker(TimeSpan.FromHours(1), atOnce: false, clock, logger)
{
    /// <summary>How long a change is remembered under its <c>Idempotency-Key</c>.</summary>
    public static readonly TimeSpan AnswersKeptFor = TimeSpan.FromDays(30);

    private const int RowsMax = 10_000;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IdentityCleanup>().RunAsync(RowsMax, cancellationToken);
        var end = Clock.GetUtcNow() - AnswersKeptFor;
        var context = scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>();
        await context
            .IdempotentRequests.Where(request => request.CreatedAt < end)
            .ExecuteDeleteAsync(cancellationToken);
        var dayAgo = Clock.GetUtcNow().AddDays(-1);
        await context.LinkTokens.Where(token => token.ExpiresAt < dayAgo).ExecuteDeleteAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<SweepReconciliations>().ExecuteAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<SweepEvents>().ExecuteAsync(cancellationToken);
    }
}
