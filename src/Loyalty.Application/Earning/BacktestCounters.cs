using System.Runtime.InteropServices;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Earning;

/// <summary>Counts of all members in a backtest, in bounded memory: when there are too many, those of the oldest periods are
/// forgotten.</summary>
internal sealed class BacktestCounters(int countsMax = BacktestCounters.CountsMax)
{
    public const int CountsMax = 1_000_000;

    private readonly Dictionary<(WalletId Wallet, Guid Cap, DateOnly PeriodStart), long> counts = [];

    /// <summary>Whether none was forgotten.</summary>
    public bool AreComplete { get; private set; } = true;

    public ICapCounters Of(MemberId member) => new MemberCounters(this, member);

    /// <summary>Takes what the limit leaves of the points.</summary>
    public long Trim(WalletId wallet, Guid cap, DateOnly day, long limit, long points)
    {
        var left = Math.Min(points, Math.Max(0, limit - counts.GetValueOrDefault((wallet, cap, day))));
        Add((wallet, cap, day), left);
        return left;
    }

    private void Add((WalletId Wallet, Guid Cap, DateOnly PeriodStart) key, long more)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += more;
        if (counts.Count > countsMax)
        {
            Forget();
        }
    }

    private void Forget()
    {
        AreComplete = false;
        // Half of them, so that it does not come soon again.
        var gone = counts.Keys.OrderBy(key => key.PeriodStart).Take(counts.Count / 2).ToArray();
        foreach (var key in gone)
        {
            counts.Remove(key);
        }
    }

    private sealed class MemberCounters(BacktestCounters all, MemberId member) : ICapCounters
    {
        public long Used(in CapKey key) => all.counts.GetValueOrDefault(RowOf(key));

        public void Count(in CapKey key, long more) => all.Add(RowOf(key), more);

        private (WalletId, Guid, DateOnly) RowOf(in CapKey key) =>
            (key.IsShared ? key.SharedWallet : WalletId.Of(member, key.Currency), key.CapId, key.PeriodStart);
    }
}
