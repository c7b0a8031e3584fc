using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Earning;
using Xunit;
using static Loyalty.Domain.Tests.Earning.Given;

namespace Loyalty.Domain.Tests.Earning;

public sealed class SettlementLawsTests
{
    private static readonly Gen<RuleEffect> Effects = Gen.OneOf(
        Gen.Constant((RuleEffect)OnePerHundred),
        Gen.Choose(1, 50)
            .Select(points => (RuleEffect)new RuleEffect.Fixed { PointCurrency = Redeemable, Points = points }),
        from factor in Gen.Choose(10_001, 50_000)
        from stacking in Gen.Elements(Enum.GetValues<Stacking>())
        select (RuleEffect)
            new RuleEffect.Multiplier
            {
                PointCurrency = Redeemable,
                Factor = factor / 10_000m,
                Stacking = stacking,
            }
    );

    private static readonly Gen<RuleDefinition> Rules =
        from effect in Effects
        from day in Gen.Choose(-20, 60)
        from month in Gen.Choose(-20, 200)
        from budget in Gen.Choose(-200, 400)
        from max in Gen.Choose(-20, 40)
        from exclusive in Gen.Choose(0, 9)
        from grouped in Gen.Choose(0, 3)
        from keep in Gen.Elements(Enum.GetValues<GroupChoice>())
        from every in Gen.Choose(-3, 3)
        from priority in Gen.Choose(0, 3)
        select Rule with
        {
            Effect = effect,
            Limits = new RuleLimits
            {
                PointsMax = max > 0 ? max : null,
                PointsPerDayMax = day > 0 ? day : null,
                PointsPerMonthMax = month > 0 ? month : null,
                Budget = budget > 0 ? new RuleBudget(budget) : null,
            },
            Priority = priority,
            IsExclusive = exclusive == 0,
            Group = grouped == 0 ? new RuleGroup("one", keep) : null,
            When = new RuleConditions
            {
                EventCount = every > 0 ? new EventCount(every, Repeats: true, CapPeriod.Week) : null,
            },
        };

    private static readonly Gen<List<(decimal Amount, int Hour)>> Events = (
        from cents in Gen.Choose(1, 200_000)
        from hour in Gen.Choose(0, 24 * 60)
        select (cents / 100m, hour)
    )
        .ListOf()
        .Select(events => events.Take(40).ToList());

    [Fact]
    public void Whatever_comes_in_whatever_order_no_limit_is_exceeded_and_what_is_counted_is_what_was_given() =>
        Holds(
            from rules in Rules.ListOf().Select(rules => rules.Take(6).ToArray())
            from events in Events
            select (rules, events),
            given =>
            {
                var set = RuleSet.Compile(given.rules.Select((rule, i) => rule.Published((byte)i)));
                var counts = new Counts();
                var given_ = new Dictionary<(RuleId, CapPeriod, DateOnly), long>();
                foreach (var (amount, hour) in given.events)
                {
                    var at = Noon.AddHours(hour);
                    var day = DateOnly.FromDateTime(at.UtcDateTime);
                    foreach (var award in set.Plan(Payment(amount) with { OccurredAt = at }).Settle(counts))
                    {
                        foreach (var period in Enum.GetValues<CapPeriod>())
                        {
                            var key = (award.Computation.Rule, period, period.StartOf(day));
                            given_[key] = given_.GetValueOrDefault(key) + award.Points;
                        }
                    }
                }

                return given
                        .rules.Select((rule, i) => (rule.Limits, Id: Id<RuleId>((byte)i)))
                        .All(rule =>
                            given_
                                .Where(one => one.Key.Item1 == rule.Id)
                                .All(one => one.Value <= LimitOf(rule.Limits, one.Key.Item2))
                        )
                    && counts
                        .All.Where(one => one.Key.IsShared)
                        .All(one =>
                            given_.Any(all =>
                                all.Key.Item2 == CapPeriod.Lifetime
                                && CapKey.BudgetOf(all.Key.Item1, Redeemable) == one.Key
                                && all.Value == one.Value
                            )
                        );
            }
        );

    [Fact]
    public void An_explanation_says_what_settling_gives() =>
        Holds(
            from rules in Rules.ListOf().Select(rules => rules.Take(6).ToArray())
            from events in Events
            select (rules, events),
            given =>
            {
                var set = RuleSet.Compile(given.rules.Select((rule, i) => rule.Published((byte)i)));
                var (one, other) = (new Counts(), new Counts());
                return given.events.TrueForAll(happened =>
                {
                    var input = Payment(happened.Amount) with { OccurredAt = Noon.AddHours(happened.Hour) };
                    var awards = set.Plan(input).Settle(one).Select(award => (award.Computation.Rule, award.Points));
                    var verdicts = set.Explain(input, other);
                    return awards.SequenceEqual(
                            verdicts
                                .Where(verdict => verdict.Award is not null)
                                .Select(verdict => (verdict.Rule.Rule, verdict.Award!.Points))
                        ) && verdicts.All(verdict => verdict.Award is null == (verdict.Mismatch != RuleMismatch.None));
                });
            }
        );

    [Fact]
    public void The_index_leaves_out_no_rule_that_holds() =>
        Holds(
            from rules in IndexedRules.ListOf().Select(rules => rules.Take(100).ToArray())
            from partner in Gen.Elements(Bank, Telecom)
            from operation in Gen.Elements<string?>(null, "card_payment", "transfer_out", "other")
            from category in Gen.Elements<string?>(null, "fuel", "5411", "3100", "other")
            from channel in Gen.Elements<string?>(null, "web", "shop")
            from hour in Gen.Choose(0, 24 * 7)
            select (
                rules,
                input: Payment(100) with
                {
                    Partner = partner,
                    Operation = operation,
                    Category = category,
                    Channel = channel,
                    OccurredAt = Noon.AddHours(hour),
                }
            ),
            given =>
            {
                var set = RuleSet.Compile(given.rules.Select((rule, i) => rule.Published((byte)i)));
                return set.Evaluate(given.input)
                        .Select(award => award.Computation.Rule)
                        .SequenceEqual(
                            set.Explain(given.input).Where(one => one.Award is not null).Select(one => one.Rule.Rule)
                        )
                    && set.Evaluate(given.input).Count
                        == given.rules.Count(rule => rule.MismatchFor(given.input) == RuleMismatch.None);
            }
        );

    private static readonly Gen<RuleDefinition> IndexedRules =
        from partners in Gen.SubListOf(Bank, Telecom)
        from operations in Gen.SubListOf("card_payment", "transfer_out")
        from included in Gen.SubListOf("fuel", "5411", "3000-3299")
        from excluded in Gen.SubListOf("fuel", "5411", "3100")
        from channels in Gen.SubListOf("web", "shop")
        from weekdays in Gen.SubListOf(Enum.GetValues<DayOfWeek>())
        select Rule with
        {
            When = new RuleConditions
            {
                Partners = [.. partners],
                Operations = [.. operations],
                CategoriesIncluded = [.. included],
                CategoriesExcluded = [.. excluded],
                Channels = [.. channels],
                Weekdays = [.. weekdays],
            },
        };

    private static long LimitOf(RuleLimits limits, CapPeriod period) =>
        period switch
        {
            CapPeriod.Day => limits.PointsPerDayMax,
            CapPeriod.Month => limits.PointsPerMonthMax,
            CapPeriod.Lifetime => limits.Budget?.PointsMax,
            _ => null,
        } ?? long.MaxValue;

    private static void Holds<T>(Gen<T> given, Func<T, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(given.ToArbitrary(), law));
}
