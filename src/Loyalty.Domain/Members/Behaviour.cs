namespace Loyalty.Domain.Members;

/// <summary>What has changed in what a member does.</summary>
public enum BehaviourFlag
{
    /// <summary>The last purchase or visit to a workshop was six months ago or longer, and less than nine.</summary>
    NoActivityFor6Months,

    /// <summary>Nine months or longer, and less than twelve.</summary>
    NoActivityFor9Months,

    NoActivityFor12Months,

    /// <summary>Less was spent than in the year before, by more than three tenths, in a currency.</summary>
    SpendingDown,

    /// <summary>More was spent than in the year before, by more than three tenths, in a currency.</summary>
    SpendingUp,

    /// <summary>Fewer purchases and visits than in the year before, by more than three tenths; of two at least.</summary>
    FrequencyDown,
}

/// <summary>What a member did within twelve months.</summary>
/// <param name="Spent">what was paid, for each currency; refunds, which are below zero, taken off.</param>
public sealed record BehaviourYear(
    int Purchases,
    int ServiceVisits,
    int Inquiries,
    int Complaints,
    IReadOnlyList<Money> Spent
)
{
    /// <summary>Purchases and visits to a workshop.</summary>
    public int Activities => Purchases + ServiceVisits;

    internal static BehaviourYear Of(IReadOnlyCollection<Interaction> interactions) =>
        new(
            interactions.Count(one => one.Kind == InteractionKind.Purchase && !one.IsRefund),
            interactions.Count(one => one.Kind == InteractionKind.ServiceVisit && !one.IsRefund),
            interactions.Count(one => one.Kind == InteractionKind.Inquiry),
            interactions.Count(one => one.Kind == InteractionKind.Complaint),
            [
                .. interactions
                    .Where(one => one is { Amount: not null, Currency: not null })
                    .GroupBy(one => one.Currency!.Value)
                    .OrderBy(group => group.Key.Code, StringComparer.Ordinal)
                    .Select(group => new Money(group.Sum(one => one.Amount!.Value), group.Key)),
            ]
        );
}

/// <summary>The trend in what a member does, against the member's own past: the moving twelve months up to an instant beside the twelve
/// months before them.</summary>
/// <param name="LastActivityAt">the last purchase or visit to a workshop; null for none ever.</param>
public sealed record Behaviour(
    BehaviourYear Year,
    BehaviourYear YearBefore,
    DateTimeOffset? LastActivityAt,
    IReadOnlyList<BehaviourFlag> Flags
)
{
    /// <summary>Months that are looked at.</summary>
    public const int Months = 24;

    private const int YearMonths = 12;
    private const decimal Down = 0.7m;
    private const decimal Up = 1.3m;
    private const int FrequencyMin = 2;

    /// <param name="interactions">of the last <see cref="Months"/> months before <paramref name="now"/>; what lies outside is passed over.</param>
    /// <param name="lastActivityAt">of all times.</param>
    public static Behaviour At(
        DateTimeOffset now,
        IReadOnlyCollection<Interaction> interactions,
        DateTimeOffset? lastActivityAt
    )
    {
        var (middle, begin) = (now.AddMonths(-YearMonths), now.AddMonths(-Months));
        var year = BehaviourYear.Of([.. interactions.Where(one => one.OccurredAt > middle && one.OccurredAt <= now)]);
        var before = BehaviourYear.Of([
            .. interactions.Where(one => one.OccurredAt > begin && one.OccurredAt <= middle),
        ]);
        var flags = new List<BehaviourFlag>();
        if (lastActivityAt is { } last && Silence(last, now) is { } silence)
        {
            flags.Add(silence);
        }

        var spending = before
            .Spent.Where(one => one.Amount > 0)
            .Select(one =>
                (Before: one.Amount, Now: year.Spent.FirstOrDefault(other => other.Currency == one.Currency).Amount)
            )
            .ToList();
        if (spending.Exists(one => one.Now < Down * one.Before))
        {
            flags.Add(BehaviourFlag.SpendingDown);
        }

        if (spending.Exists(one => one.Now > Up * one.Before))
        {
            flags.Add(BehaviourFlag.SpendingUp);
        }

        if (before.Activities >= FrequencyMin && year.Activities < Down * before.Activities)
        {
            flags.Add(BehaviourFlag.FrequencyDown);
        }

        return new Behaviour(year, before, lastActivityAt, flags);
    }

    private static BehaviourFlag? Silence(DateTimeOffset last, DateTimeOffset now) =>
        last <= now.AddMonths(-12) ? BehaviourFlag.NoActivityFor12Months
        : last <= now.AddMonths(-9) ? BehaviourFlag.NoActivityFor9Months
        : last <= now.AddMonths(-6) ? BehaviourFlag.NoActivityFor6Months
        : null;
}
