using System.Collections.Concurrent;
using Loyalty.Application.Events;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Partners;

/// <summary>
/// Knows whose prepaid points are used up. Looks again after <see cref="AgeMax"/>, so that events in that time may still go beyond
/// the blocks: the statement charges those. A partner whose contract lets nothing wait costs no query.
/// </summary>
public sealed partial class PrepaidWatch(
    IDbContextFactory<LoyaltyDbContext> contexts,
    EventOutbox outbox,
    TimeProvider clock,
    ILogger<PrepaidWatch> logger
)
{
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<PartnerId, Reading> readings = new();

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

    /// <summary>Says when prepaid points come to an end: by a warning in the log, and by an event. Once for the club, whichever node looks
    /// first, for each state and block; a block that leaves too few is told anew.</summary>
    public async Task WarnAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Read before the figures: what is bought meanwhile is another block, of which nothing was told.
        var blocks = await context
            .PrepaidBlocks.AsNoTracking()
            .Where(block =>
                !context.PrepaidBlocks.Any(other =>
                    other.PartnerId == block.PartnerId
                    && other.Currency == block.Currency
                    && (
                        other.RecordedAt > block.RecordedAt
                        || (other.RecordedAt == block.RecordedAt && other.Id > block.Id)
                    )
                )
            )
            .ToListAsync(cancellationToken);
        var ids = blocks.ConvertAll(block => block.PartnerId);
        var partners = await context
            .Partners.AsNoTracking()
            .Where(partner => ids.Contains(partner.Id))
            .ToDictionaryAsync(partner => partner.Id, cancellationToken);
        foreach (var own in blocks.GroupBy(block => partners[block.PartnerId]))
        {
            var figures = await ReadAsync(own.Key.Id, cancellationToken);
            // One that counts from a later month, after a clock went back, is not among them yet.
            foreach (var block in own.Where(block => figures.ContainsKey(block.Currency.Value)))
            {
                await WarnAsync(own.Key, block, figures[block.Currency.Value], cancellationToken);
            }
        }
    }

    private async Task WarnAsync(
        Partner partner,
        PrepaidBlock block,
        PrepaidFigures figures,
        CancellationToken cancellationToken
    )
    {
        var terms = partner.Contract.Funding.Prepaid;
        var state = StateOf(figures, terms);
        if (terms is null || state <= block.Warned)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var marked = await context
            .PrepaidBlocks.Where(one => one.Id == block.Id && one.Warned == block.Warned)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Warned, state), cancellationToken);
        if (marked == 0)
        {
            return;
        }

        await outbox.AddAsync(
            context,
            ClubEventType.PartnerPrepaidLow,
            member: null,
            clock.Instant(),
            () => ClubEventData.Of(block, state, figures.Left, terms.AlertBelow),
            cancellationToken
        );
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogLow(partner.Slug, block.Currency.Value, figures.Left);
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
