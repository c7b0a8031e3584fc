using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>What one rule counts over events, with the ids under which it counts.</summary>
internal sealed class CompiledCaps
{
    private readonly PointCurrencyCode currency;
    private readonly (CapKind Kind, CapPeriod Period, Guid Id, long Limit)[] limits;
    private readonly Guid? firstPurchase;
    private readonly (EventCount Count, Guid Id)? eventCount;

    private CompiledCaps(PublishedRule rule)
    {
        var definition = rule.Definition;
        currency = definition.Effect.PointCurrency;
        Guid Id(CapKind kind) => CapKey.Id(rule.Rule, kind, currency);
        limits =
        [
            .. new (CapKind Kind, CapPeriod Period, long? Limit)[]
            {
                (CapKind.PointsPerDayMax, CapPeriod.Day, definition.Limits.PointsPerDayMax),
                (CapKind.PointsPerWeekMax, CapPeriod.Week, definition.Limits.PointsPerWeekMax),
                (CapKind.PointsPerMonthMax, CapPeriod.Month, definition.Limits.PointsPerMonthMax),
                (CapKind.PointsPerLifetimeMax, CapPeriod.Lifetime, definition.Limits.PointsPerLifetimeMax),
                (CapKind.Budget, CapPeriod.Lifetime, definition.Limits.Budget?.PointsMax),
            }
                .Where(one => one.Limit is not null)
                .Select(one => (one.Kind, one.Period, Id(one.Kind), one.Limit!.Value)),
        ];
        firstPurchase = definition.When.FirstPurchase ? Id(CapKind.FirstPurchase) : null;
        eventCount = definition.When.EventCount is { } count ? (count, Id(CapKind.EventCount)) : null;
    }

    public bool AsksFirstPurchase => firstPurchase is not null;

    public static CompiledCaps? Of(PublishedRule rule)
    {
        var caps = new CompiledCaps(rule);
        return caps.limits.Length == 0 && caps.firstPurchase is null && caps.eventCount is null ? null : caps;
    }

    /// <summary>The counts that an event of the day looks at.</summary>
    public IEnumerable<CapKey> Keys(DateOnly day)
    {
        if (firstPurchase is { } first)
        {
            yield return new CapKey(currency, first, CapPeriods.Beginning, IsShared: false);
        }

        if (eventCount is var (count, id))
        {
            yield return new CapKey(currency, id, count.Per.StartOf(day), IsShared: false);
        }

        foreach (var limit in limits)
        {
            yield return Key(limit.Kind, limit.Period, limit.Id, day);
        }
    }

    /// <summary>Whether the event is the one that is meant. It counts whether it is or not.</summary>
    /// <param name="hasPurchased">whether the member bought before as far as is known without counting.</param>
    public RuleMismatch Take(bool hasPurchased, DateOnly day, ICapCounters counters, out long? eventNumber)
    {
        eventNumber = null;
        if (firstPurchase is { } first)
        {
            var key = new CapKey(currency, first, CapPeriods.Beginning, IsShared: false);
            if (hasPurchased || counters.Used(key) > 0)
            {
                return RuleMismatch.FirstPurchase;
            }

            counters.Count(key, 1);
        }

        if (eventCount is var (count, id))
        {
            var key = new CapKey(currency, id, count.Per.StartOf(day), IsShared: false);
            eventNumber = counters.Used(key) + 1;
            counters.Count(key, 1);
            if (!count.Holds(eventNumber.Value))
            {
                return RuleMismatch.EventCount;
            }
        }

        return RuleMismatch.None;
    }

    /// <summary>How many points the limits leave.</summary>
    public long RoomFor(long points, DateOnly day, ICapCounters counters)
    {
        foreach (var (kind, period, id, limit) in limits)
        {
            points = Math.Min(points, Math.Max(0, limit - counters.Used(Key(kind, period, id, day))));
        }

        return points;
    }

    /// <summary>Trims the award to what the limits leave, and counts what is left of it.</summary>
    public Award Trim(Award award, DateOnly day, ICapCounters counters)
    {
        List<AppliedCap>? applied = null;
        var points = award.Points;
        foreach (var (kind, period, id, limit) in limits)
        {
            var used = counters.Used(Key(kind, period, id, day));
            var room = Math.Max(0, limit - used);
            if (points > room)
            {
                (applied ??= []).Add(new AppliedCap(kind, limit, used, points, room));
                points = room;
            }
        }

        if (points > 0)
        {
            foreach (var (kind, period, id, _) in limits)
            {
                counters.Count(Key(kind, period, id, day), points);
            }
        }

        return applied is null ? award : award with { Points = points, Caps = applied };
    }

    private CapKey Key(CapKind kind, CapPeriod period, Guid id, DateOnly day) =>
        new(currency, id, period.StartOf(day), IsShared: kind == CapKind.Budget);
}
