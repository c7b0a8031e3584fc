using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>A published version made ready for evaluation: sets are frozen, ids are derived, texts are made.</summary>
internal sealed class CompiledRule
{
    private readonly RuleConditions when;
    private readonly MoneyCurrency? money;
    private readonly int weekdays;
    private readonly (string Key, string[] Values)[] attributes;
    private readonly CodeSet? operations;
    private readonly CodeSet? channels;

    public CompiledRule(PublishedRule rule)
    {
        Source = rule;
        var definition = rule.Definition;
        when = definition.When;
        money = definition.Effect.MoneyCurrency;
        Currency = definition.Effect.PointCurrency;
        Base = new EarningBase(when, definition.Base);
        Effect = CompiledEffect.Of(this);
        operations = CodeSet.Of(when.Operations, withRanges: false);
        channels = CodeSet.Of(when.Channels, withRanges: false);
        weekdays = when.Weekdays.Aggregate(0, (days, day) => days | (1 << (int)day));
        attributes = [.. when.Attributes.Select(one => (one.Key, one.Value.ToArray()))];
        Caps = CompiledCaps.Of(rule);
        NeedsLocalTime = weekdays != 0 || when.Hours is not null || when.BirthdayMonth || Caps is not null;
        Facts =
            (when.BirthdayMonth ? FactKinds.BirthDate : FactKinds.None)
            | (attributes.Length > 0 ? FactKinds.Attributes : FactKinds.None)
            | (when.VehicleModels.Count > 0 ? FactKinds.VehicleModels : FactKinds.None)
            | (when.FirstPurchase ? FactKinds.FirstPurchase : FactKinds.None)
            | (when.Tiers.Count > 0 ? FactKinds.Tiers : FactKinds.None);
    }

    public PublishedRule Source { get; }

    public PointCurrencyCode Currency { get; }

    public EarningBase Base { get; }

    public CompiledEffect Effect { get; }

    /// <summary>What it counts over events; null when nothing.</summary>
    public CompiledCaps? Caps { get; }

    public FactKinds Facts { get; }

    public bool NeedsLocalTime { get; }

    public bool IsMultiplier => Effect.Kind == AwardKind.Multiplier;

    /// <summary>Whether it depends on which other rules hold, or they on it.</summary>
    public bool IsEntangled =>
        IsMultiplier || Caps is not null || Source.Definition.IsExclusive || Source.Definition.Group is not null;

    public bool TakesOperation(string? operation) =>
        operations is null || (operation is not null && operations.Contains(operation));

    public bool TakesChannel(string? channel) =>
        channels is null || (channel is not null && channels.Contains(channel));

    public bool TakesWeekday(DayOfWeek day) => weekdays == 0 || (weekdays & (1 << (int)day)) != 0;

    public bool TakesMoney(MoneyCurrency currency) => money is null || money == currency;

    public CodeSet? Operations => operations;

    public CodeSet? Channels => channels;

    /// <summary>The one place that decides whether the rule holds, except for what must be counted; a dry run asks it too.</summary>
    /// <param name="local">the event's time in the programme's zone.</param>
    public RuleMismatch Match(in EarningInput input, DateTime local)
    {
        if (!string.Equals(input.EventType, when.EventType, StringComparison.Ordinal))
        {
            return RuleMismatch.EventType;
        }

        return !IsOneOf(when.Partners, input.Partner) ? RuleMismatch.Partner
            : !TakesMoney(input.Amount.Currency) ? RuleMismatch.Currency
            : !TakesOperation(input.Operation) ? RuleMismatch.Operation
            : !TakesChannel(input.Channel) ? RuleMismatch.Channel
            : !TakesWeekday(local.DayOfWeek) ? RuleMismatch.Weekday
            : MatchIndexed(input, local);
    }

    /// <summary>The same for a rule that <see cref="RuleIndex"/> found: the conditions that it looks up hold.</summary>
    public RuleMismatch MatchIndexed(in EarningInput input, DateTime local)
    {
        var definition = Source.Definition;
        if (Source.WithdrawnAt is { } withdrawn && input.OccurredAt >= withdrawn)
        {
            return RuleMismatch.Withdrawn;
        }

        if (definition.ValidFrom is { } from && input.OccurredAt < from)
        {
            return RuleMismatch.NotYetValid;
        }

        if (definition.ValidUntil is { } until && input.OccurredAt >= until)
        {
            return RuleMismatch.NoLongerValid;
        }

        return when.Hours is { } hours && !hours.Contain(TimeOnly.FromDateTime(local)) ? RuleMismatch.Hours
            : input.Amount.Amount < when.AmountMin ? RuleMismatch.AmountBelowMinimum
            : input.Amount.Amount > when.AmountMax ? RuleMismatch.AmountAboveMaximum
            : Facts != FactKinds.None && MatchMember(input, local) is var unfit and not RuleMismatch.None ? unfit
            : Base.Sum(input, also: null, out _);
    }

    private RuleMismatch MatchMember(in EarningInput input, DateTime local)
    {
        var member = input.Member ?? MemberFacts.None;
        if (when.Tiers.Count > 0 && !Share(when.Tiers, input.Tiers))
        {
            return RuleMismatch.Tier;
        }

        foreach (var (key, values) in attributes)
        {
            if (!member.Attributes.TryGetValue(key, out var value) || Array.IndexOf(values, value) < 0)
            {
                return RuleMismatch.Attribute;
            }
        }

        return when.BirthdayMonth && member.BirthDate?.Month != local.Month ? RuleMismatch.BirthdayMonth
            : when.VehicleModels.Count > 0 && !Share(when.VehicleModels, member.VehicleModels)
                ? RuleMismatch.VehicleModel
            : RuleMismatch.None;
    }

    /// <summary>Whether the member's earlier purchases rule a first one out.</summary>
    public bool HasPurchased(in EarningInput input)
    {
        var member = input.Member ?? MemberFacts.None;
        return when.Partners.Count > 0 ? member.HasPurchasedAtPartner : member.HasPurchased;
    }

    private static bool Share<T>(IReadOnlyList<T> wanted, IReadOnlyList<T>? held)
        where T : IEquatable<T>
    {
        for (var i = 0; i < (held?.Count ?? 0); i++)
        {
            if (IsOneOf(wanted, held![i], emptyForAny: false))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneOf<T>(IReadOnlyList<T> wanted, T one, bool emptyForAny = true)
        where T : IEquatable<T>
    {
        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i].Equals(one))
            {
                return true;
            }
        }

        return emptyForAny && wanted.Count == 0;
    }
}
