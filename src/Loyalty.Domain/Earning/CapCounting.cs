using System.Text;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>What a rule counts over events.</summary>
public enum CapKind
{
    /// <summary>Points of one member in a day.</summary>
    PointsPerDayMax = 1,

    /// <summary>Points of one member in a week.</summary>
    PointsPerWeekMax = 2,

    /// <summary>Points of one member in a month.</summary>
    PointsPerMonthMax = 3,

    /// <summary>Points of one member at all.</summary>
    PointsPerLifetimeMax = 4,

    /// <summary>Points of all members.</summary>
    Budget = 5,

    /// <summary>Events of one member for which the rule's other conditions hold.</summary>
    EventCount = 6,

    /// <summary>1 once the member's first purchase was taken.</summary>
    FirstPurchase = 7,
}

/// <summary>Names one count: of a member's wallet in the currency, or for a budget of the whole club.</summary>
/// <param name="CapId">follows from rule, kind and currency, see <see cref="Id"/>, so that it goes on over the rule's versions.</param>
/// <param name="PeriodStart">the first day of the period in the programme's zone.</param>
/// <param name="IsShared">one count for all members.</param>
public readonly record struct CapKey(PointCurrencyCode Currency, Guid CapId, DateOnly PeriodStart, bool IsShared)
{
    /// <summary>A count for all members has one row, whose wallet id is the cap's own.</summary>
    public WalletId SharedWallet => new(CapId);

    public static Guid Id(RuleId rule, CapKind kind, PointCurrencyCode currency)
    {
        Span<byte> input = stackalloc byte[16 + 1 + PointCurrencyCode.LengthMax];
        rule.Value.TryWriteBytes(input, bigEndian: true, out _);
        input[16] = (byte)kind;
        var length = Encoding.ASCII.GetBytes(currency.Value, input[17..]);
        return Identifier.Derive(input[..(17 + length)]);
    }

    public static CapKey BudgetOf(RuleId rule, PointCurrencyCode currency) =>
        new(currency, Id(rule, CapKind.Budget, currency), CapPeriods.Beginning, IsShared: true);
}

/// <summary>What had counted before. Whoever hands it in holds it still until what was counted is kept.</summary>
public interface ICapCounters
{
    long Used(in CapKey key);

    void Count(in CapKey key, long more);
}

/// <summary>Nothing had counted before, and nothing is kept.</summary>
internal sealed class NoCounters : ICapCounters
{
    public static readonly NoCounters Instance = new();

    public long Used(in CapKey key) => 0;

    public void Count(in CapKey key, long more) { }
}
