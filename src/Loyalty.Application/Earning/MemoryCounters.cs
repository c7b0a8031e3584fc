using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <summary>Counts of one member that were read and are never written back.</summary>
internal sealed class MemoryCounters : ICapCounters
{
    private readonly Dictionary<CapKey, long> counts = [];

    public long Used(in CapKey key) => counts.GetValueOrDefault(key);

    public void Count(in CapKey key, long more) => counts[key] = Used(key) + more;

    /// <summary>As they stand now.</summary>
    /// <param name="member">null: only what all members share.</param>
    public static async Task<MemoryCounters> ReadAsync(
        LoyaltyDbContext context,
        MemberId? member,
        IReadOnlyList<CapKey> keys,
        CancellationToken cancellationToken
    )
    {
        var counters = new MemoryCounters();
        var byRow = keys.Where(key => key.IsShared || member is not null)
            .ToDictionary(key =>
                (key.IsShared ? key.SharedWallet : WalletId.Of(member!.Value, key.Currency), key.CapId, key.PeriodStart)
            );
        if (byRow.Count == 0)
        {
            return counters;
        }

        var wallets = byRow.Keys.Select(row => row.Item1).Distinct().ToArray();
        var caps = byRow.Keys.Select(row => row.CapId).Distinct().ToArray();
        var rows = await context
            .Set<CapCounter>()
            .AsNoTracking()
            .Where(row => wallets.Contains(row.WalletId) && caps.Contains(row.CapId))
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            if (byRow.TryGetValue((row.WalletId, row.CapId, row.PeriodStart), out var key))
            {
                counters.counts[key] = row.Points;
            }
        }

        return counters;
    }
}
