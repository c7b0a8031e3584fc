namespace Loyalty.Domain.Earning;

/// <summary>Compares which events two rules hold for, by their conditions alone.</summary>
internal static class RuleReach
{
    /// <summary>Whether some event can meet the conditions of both. Tiers, attribute values and vehicle models that have nothing
    /// in common count as apart, though a member may have one of each.</summary>
    public static bool Meet(RuleDefinition one, RuleDefinition other)
    {
        var (a, b) = (one.When, other.When);
        return a.EventType == b.EventType
            && (one.ValidFrom is not { } from || other.ValidUntil is not { } otherUntil || from < otherUntil)
            && (other.ValidFrom is not { } otherFrom || one.ValidUntil is not { } until || otherFrom < until)
            && MoneyMeets(one, other)
            && Share(a.Partners, b.Partners)
            && Share(a.Operations, b.Operations)
            && Share(a.Channels, b.Channels)
            && Share(a.Weekdays, b.Weekdays)
            && Share(a.Tiers, b.Tiers)
            && Share(a.VehicleModels, b.VehicleModels)
            && a.Attributes.All(pair =>
                !b.Attributes.TryGetValue(pair.Key, out var values) || Share(pair.Value, values)
            )
            && (a.Hours is null || b.Hours is null || a.Hours.Contain(b.Hours.From) || b.Hours.Contain(a.Hours.From))
            && CodesMeet(a.CategoriesIncluded, a.CategoriesExcluded, b.CategoriesIncluded, b.CategoriesExcluded)
            && CodesMeet(a.ProductsIncluded, a.ProductsExcluded, b.ProductsIncluded, b.ProductsExcluded);
    }

    /// <summary>Whether <paramref name="wide"/> holds wherever <paramref name="narrow"/> does, whatever was counted before.</summary>
    public static bool Covers(RuleDefinition wide, RuleDefinition narrow)
    {
        var (a, b) = (wide.When, narrow.When);
        return a.EventType == b.EventType
            && (wide.ValidFrom is not { } from || narrow.ValidFrom >= from)
            && (wide.ValidUntil is not { } until || narrow.ValidUntil <= until)
            && (wide.Effect.MoneyCurrency is not { } money || narrow.Effect.MoneyCurrency == money)
            && (a.AmountMin is not { } min || b.AmountMin >= min)
            && (a.AmountMax is not { } max || b.AmountMax <= max)
            && Holds(a.Partners, b.Partners)
            && Holds(a.Operations, b.Operations)
            && Holds(a.Channels, b.Channels)
            && Holds(a.Weekdays, b.Weekdays)
            && Holds(a.Tiers, b.Tiers)
            && Holds(a.VehicleModels, b.VehicleModels)
            && a.Attributes.All(pair => b.Attributes.TryGetValue(pair.Key, out var values) && Holds(pair.Value, values))
            && (a.Hours is null || a.Hours == b.Hours)
            && Holds(a.CategoriesIncluded, b.CategoriesIncluded)
            && a.CategoriesExcluded.All(b.CategoriesExcluded.Contains)
            && Holds(a.ProductsIncluded, b.ProductsIncluded)
            && a.ProductsExcluded.All(b.ProductsExcluded.Contains)
            && wide.Base.Amount <= narrow.Base.Amount
            && wide.Base.KindsExcluded.All(narrow.Base.KindsExcluded.Contains)
            && (!a.BirthdayMonth || b.BirthdayMonth)
            && !a.FirstPurchase
            && a.EventCount is null;
    }

    private static bool MoneyMeets(RuleDefinition one, RuleDefinition other)
    {
        if (one.Effect.MoneyCurrency is not { } money || other.Effect.MoneyCurrency is not { } otherMoney)
        {
            return true;
        }

        return money == otherMoney
            && (one.When.AmountMin is not { } min || other.When.AmountMax is not { } otherMax || min <= otherMax)
            && (other.When.AmountMin is not { } otherMin || one.When.AmountMax is not { } max || otherMin <= max);
    }

    private static bool CodesMeet(
        IReadOnlyList<string> included,
        IReadOnlyList<string> excluded,
        IReadOnlyList<string> otherIncluded,
        IReadOnlyList<string> otherExcluded
    )
    {
        var takes = Filter(included, excluded);
        var otherTakes = Filter(otherIncluded, otherExcluded);
        return included.Count == 0 && otherIncluded.Count == 0
            || included
                .Concat(otherIncluded)
                .SelectMany(Codes)
                .Any(code => takes.TakesCategory(code) && otherTakes.TakesCategory(code));
    }

    private static EarningBase Filter(IReadOnlyList<string> included, IReadOnlyList<string> excluded) =>
        new(new RuleConditions { CategoriesIncluded = included, CategoriesExcluded = excluded }, new RuleBase());

    /// <summary>A range as its codes, of which there are ten thousand at most.</summary>
    private static IEnumerable<string> Codes(string code) =>
        CodeSet.TryReadRange(code, out var range) && range.From <= range.To
            ? Enumerable
                .Range(range.From, range.To - range.From + 1)
                .Select(number => number.ToString("0000", System.Globalization.CultureInfo.InvariantCulture))
            : [code];

    /// <summary>An empty list stands for any.</summary>
    private static bool Share<T>(IReadOnlyList<T> one, IReadOnlyList<T> other) =>
        one.Count == 0 || other.Count == 0 || one.Any(other.Contains);

    private static bool Holds<T>(IReadOnlyList<T> wide, IReadOnlyList<T> narrow) =>
        wide.Count == 0 || (narrow.Count > 0 && narrow.All(wide.Contains));
}
