using Loyalty.Application.Members;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>What must be known of events before they come to the ledger, looked up for many requests at once.</summary>
public sealed class EventLookups
{
    private readonly IDbContextFactory<LoyaltyDbContext> contexts;

    private readonly ErasedReferences erased;

    public EventLookups(IDbContextFactory<LoyaltyDbContext> contexts, ErasedReferences erased, LedgerSettings settings)
    {
        (this.contexts, this.erased) = (contexts, erased);
        Events = new(LoadEventsAsync, LedgerSettings.BatchMax, settings.QueueCapacity);
        Members = new(LoadMembersAsync, LedgerSettings.BatchMax, settings.QueueCapacity);
    }

    /// <summary>What was sent before. The records are shared: nobody changes them.</summary>
    internal SharedLookup<PartnerEventKey, PartnerEventRecord> Events { get; }

    /// <summary>Whom a partner means.</summary>
    internal SharedLookup<(PartnerId Partner, MemberReference Reference), MemberMatches.Match> Members { get; }

    private async Task<IReadOnlyDictionary<PartnerEventKey, PartnerEventRecord>> LoadEventsAsync(
        IReadOnlyCollection<PartnerEventKey> keys,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .PartnerEvents.AsNoTracking()
            .Where(record => keys.Contains(record.EventKey))
            .ToDictionaryAsync(record => record.EventKey, cancellationToken);
    }

    private async Task<IReadOnlyDictionary<(PartnerId, MemberReference), MemberMatches.Match>> LoadMembersAsync(
        IReadOnlyCollection<(PartnerId Partner, MemberReference Reference)> references,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = new Dictionary<(PartnerId, MemberReference), MemberMatches.Match>(references.Count);
        foreach (var ofPartner in references.GroupBy(one => one.Partner, one => one.Reference))
        {
            await MemberMatches.LoadAsync(context, ofPartner.Key, [.. ofPartner], erased, found, cancellationToken);
        }

        await MemberMatches.ResolveMergedAsync(context, found, cancellationToken);
        return found;
    }
}
