using BenchmarkDotNet.Attributes;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;

namespace Loyalty.Benchmarks.Earning;

/// <summary>
/// One event against 200 active rules (and as many superseded versions of them). The yardstick is the same evaluation as a
/// first draft would write it: LINQ over the definitions. The goal of the compiled set: below 20 microseconds.
/// </summary>
[MemoryDiagnoser]
public class RuleSetBenchmark
{
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);
    private PublishedRule[] rules = [];
    private RuleSet set = RuleSet.Empty;
    private EarningInput input;
    private EarningInput withLines;

    /// <summary>Partners that the 200 rules are spread over; 1 is the worst case, where every rule is a candidate.</summary>
    [Params(1, 10)]
    public int Partners { get; set; }

    [GlobalSetup]
    public void Compile()
    {
        rules = [.. Enumerable.Range(0, 200).SelectMany(Versions)];
        set = RuleSet.Compile(rules);
        input = new EarningInput
        {
            Partner = Partner(0),
            EventType = PartnerEvent.TransactionPosted.TypeName,
            OccurredAt = Now,
            Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Prague"),
            Amount = new Money(1_234.50m, MoneyCurrency.Parse("CZK")),
            Operation = "card_payment",
            Category = "category-3",
            Channel = "web",
            Tiers = [TierCode.Parse("GOLD")],
            Member = new MemberFacts
            {
                BirthDate = new DateOnly(1980, 3, 1),
                Attributes = new Dictionary<string, string> { ["segment"] = "vip" },
                VehicleModels = ["EX90"],
            },
        };
        withLines = input with
        {
            Lines =
            [
                new(600, "category-3") { Product = "E10" },
                new(400, "category-5"),
                new(200, null) { Kind = LineKind.Tax },
                new(100, null) { Kind = LineKind.Points },
            ],
        };
        var (compiled, naive) = (Compiled(), Naive());
        if (compiled != naive || compiled == 0)
        {
            throw new InvalidOperationException($"The two give different points: {compiled} and {naive}.");
        }
    }

    [Benchmark]
    public long Compiled()
    {
        var points = 0L;
        var awards = set.Evaluate(input);
        for (var i = 0; i < awards.Count; i++)
        {
            points += awards[i].Points;
        }

        return points;
    }

    /// <summary>The same event in four lines: each is judged by itself.</summary>
    [Benchmark]
    public int WithLines() => set.Evaluate(withLines).Count;

    /// <summary>Which rules hold, without their awards: what the others cost.</summary>
    [Benchmark]
    public bool PlanOnly() => set.Plan(input).IsEmpty;

    [Benchmark(Baseline = true)]
    public long Naive() =>
        rules
            .Where(rule =>
                rule.IsInForceAt(input.OccurredAt)
                && rule.Definition.When.EventType == input.EventType
                && (rule.Definition.When.Partners.Count == 0 || rule.Definition.When.Partners.Contains(input.Partner))
                && (rule.Definition.ValidFrom is not { } from || input.OccurredAt >= from)
                && (rule.Definition.ValidUntil is not { } until || input.OccurredAt < until)
                && (
                    rule.Definition.When.Operations.Count == 0
                    || rule.Definition.When.Operations.Contains(input.Operation, StringComparer.Ordinal)
                )
                && (
                    rule.Definition.When.CategoriesIncluded.Count == 0
                    || rule.Definition.When.CategoriesIncluded.Contains(input.Category, StringComparer.Ordinal)
                )
                && !rule.Definition.When.CategoriesExcluded.Contains(input.Category, StringComparer.Ordinal)
                && input.Amount.Amount >= (rule.Definition.When.AmountMin ?? 0)
                && input.Amount.Amount <= (rule.Definition.When.AmountMax ?? decimal.MaxValue)
                && (
                    rule.Definition.When.Channels.Count == 0
                    || rule.Definition.When.Channels.Contains(input.Channel, StringComparer.Ordinal)
                )
                && (
                    rule.Definition.When.Weekdays.Count == 0
                    || rule.Definition.When.Weekdays.Contains(input.LocalTime().DayOfWeek)
                )
                && (rule.Definition.When.Hours?.Contain(TimeOnly.FromDateTime(input.LocalTime())) ?? true)
                && (rule.Definition.When.Tiers.Count == 0 || rule.Definition.When.Tiers.Intersect(input.Tiers!).Any())
                && rule.Definition.When.Attributes.All(one =>
                    input.Member!.Attributes.TryGetValue(one.Key, out var value) && one.Value.Contains(value)
                )
                && (
                    !rule.Definition.When.BirthdayMonth
                    || input.Member!.BirthDate!.Value.Month == input.LocalTime().Month
                )
                && (
                    rule.Definition.When.VehicleModels.Count == 0
                    || rule.Definition.When.VehicleModels.Intersect(input.Member!.VehicleModels).Any()
                )
            )
            .OrderBy(rule => rule.Definition.Priority)
            .ThenBy(rule => rule.Rule.Value)
            .Select(rule => (RuleEffect.PointsPerAmount)rule.Definition.Effect)
            .Sum(effect => (long)Math.Floor(input.Amount.Amount / effect.PerAmount * effect.Points));

    // A realistic mix: three in ten have the event's category, alone, in a list or in a range of codes; some ask for the
    // channel, the day, the hour, a tier, a segment, the birthday or the vehicle, half of those for another than there is.
    private IEnumerable<PublishedRule> Versions(int number)
    {
        var definition = new RuleDefinition
        {
            Name = $"Rule {number}",
            Priority = number % 5,
            ValidFrom = Now.AddDays(-90),
            When = new RuleConditions
            {
                Partners = [Partner(number % Partners)],
                Operations = ["card_payment", "transfer_out"],
                CategoriesIncluded =
                    number % 10 == 7 ? [] : [$"category-{number / 10 % 10}", $"other-{number}", "3000-3299"],
                CategoriesExcluded = ["tax", "shipping"],
                AmountMin = number % 4 == 0 ? 5_000 : 10,
                AmountMax = number % 9 == 0 ? 1_000 : null,
                Channels = number % 7 == 0 ? ["shop"] : [],
                Weekdays = number % 11 == 0 ? [DayOfWeek.Sunday] : [],
                Hours = number % 6 == 0 ? new HoursOfDay(new(number % 12, 0), new(14, 0)) : null,
                Tiers = number % 5 == 0 ? [TierCode.Parse(number % 2 == 0 ? "GOLD" : "BLACK")] : [],
                Attributes =
                    number % 8 == 0
                        ? new Dictionary<string, IReadOnlyList<string>>
                        {
                            ["segment"] = [number % 16 == 0 ? "vip" : "fleet"],
                        }
                        : new Dictionary<string, IReadOnlyList<string>>(),
                BirthdayMonth = number % 13 == 0,
                VehicleModels = number % 17 == 0 ? ["EX30"] : [],
            },
            Effect = new RuleEffect.PointsPerAmount
            {
                PointCurrency = PointCurrencyCode.Parse("POINTS"),
                MoneyCurrency = MoneyCurrency.Parse("CZK"),
                Points = 1,
                PerAmount = 100,
            },
        };
        var id = new RuleId(new Guid(number, 0, 0, new byte[8]));
        yield return new PublishedRule(id, 1, definition, Now.AddDays(-60), SupersededAt: Now.AddDays(-30));
        yield return new PublishedRule(id, 2, definition, Now.AddDays(-30));
    }

    private static PartnerId Partner(int number) => new(new Guid(number, 1, 0, new byte[8]));
}
