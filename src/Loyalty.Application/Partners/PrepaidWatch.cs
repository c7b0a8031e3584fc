using System.Collections.Concurrent;
using Loyalty.Application.Points;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Partners;

/// <summary>Where a partner's prepaid points stand.</summary>
public enum PrepaidState
{
    Enough,

    /// <summary>Fewer are left than the contract wants staff to be warned of.</summary>
    Low,

    /// <summary>None are left.</summary>
    UsedUp,
}

/// <summary>
/// Knows whose prepaid points are used up. Looks again after <see cref="AgeMax"/>, so that events in that time may still go beyond
/// the blocks: the statement charges those. A partner whose contract lets nothing wait costs no query.
/// </summary>
public sealed partial class PrepaidWatch(
    IDbContextFactory<LoyaltyDbContext> contexts,
    TimeProvider clock,
    ILogger<PrepaidWatch> logger
)
{
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<PartnerId, Reading> readings = new();
    private readonly ConcurrentDictionary<(PartnerId Partner, string Currency), PrepaidState> said = new();

    public static PrepaidState StateOf(in PrepaidFigures figures, PrepaidTerms? terms) =>
        figures.Left <= 0 ? PrepaidState.UsedUp
        : figures.Left < terms?.AlertBelow ? PrepaidState.Low
        : PrepaidState.Enough;

    /// <summary>Whether the partner's events must wait: points of any currency that it bought are used up, or it bought none yet.</summary>
    public async ValueTask<bool> IsUsedUpAsync(Partner partner, CancellationToken cancellationToken)
    {
        if (partner.Contract.Funding.Prepaid is not { WhenUsedUp: PrepaidEnd.Wait } terms)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        if (!readings.TryGetValue(partner.Id, out var reading) || (now - reading.At).Duration() > AgeMax)
        {
            var figures = await ReadAsync(partner.Id, cancellationToken);
            var isUsedUp = figures.Count == 0 || figures.Values.Any(one => StateOf(one, terms) == PrepaidState.UsedUp);
            readings[partner.Id] = reading = new Reading(now, isUsedUp);
        }

        return reading.IsUsedUp;
    }

    /// <summary>After a change; another node looks again within <see cref="AgeMax"/>.</summary>
    public void Forget(PartnerId partner) => readings.TryRemove(partner, out _);

    /// <summary>Tells staff, by a warning in the log of each node, when prepaid points come to an end.</summary>
    internal async Task WarnAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var partners = await context
            .Partners.AsNoTracking()
            .Where(partner => context.PrepaidBlocks.Any(block => block.PartnerId == partner.Id))
            .ToListAsync(cancellationToken);
        foreach (var partner in partners)
        {
            foreach (var (currency, figures) in await ReadAsync(partner.Id, cancellationToken))
            {
                var state = StateOf(figures, partner.Contract.Funding.Prepaid);
                var before = said.GetValueOrDefault((partner.Id, currency));
                said[(partner.Id, currency)] = state;
                if (state > before)
                {
                    LogLow(partner.Slug, currency, figures.Left);
                }
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, PrepaidFigures>> ReadAsync(
        PartnerId partner,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await new PrepaidPoints(context, new Accounts(context, clock)).NowAsync(partner, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Partner {Partner} has {Left} prepaid points of {Currency} left.")]
    private partial void LogLow(string partner, string currency, long left);

    private sealed record Reading(DateTimeOffset At, bool IsUsedUp);
}
