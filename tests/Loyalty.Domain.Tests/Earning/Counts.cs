using Loyalty.Domain.Earning;

namespace Loyalty.Domain.Tests.Earning;

/// <summary>Counts in memory.</summary>
internal sealed class Counts : ICapCounters
{
    private readonly Dictionary<CapKey, long> counts = [];

    public IReadOnlyDictionary<CapKey, long> All => counts;

    public long Used(in CapKey key) => counts.GetValueOrDefault(key);

    public void Count(in CapKey key, long more) => counts[key] = Used(key) + more;
}
