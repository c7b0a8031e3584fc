using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Earning;
using Xunit;
using static Loyalty.Domain.Tests.Earning.Given;

namespace Loyalty.Domain.Tests.Earning;

public sealed class EarningLawsTests
{
    private static readonly Gen<decimal> Amounts = Gen.Choose(-200_000, 2_000_000).Select(cents => cents / 100m);

    private static readonly Gen<decimal> Rates = Gen.Choose(1, 200_000)
        .Select(tenThousandths => tenThousandths / 10_000m);

    private static readonly Gen<RuleEffect.PointsPerAmount> Effects =
        from points in Rates
        from per in Gen.Choose(1, 50_000).Select(cents => cents / 100m)
        from mode in Gen.Elements(Enum.GetValues<RoundingMode>())
        from level in Gen.Elements(Enum.GetValues<RoundingLevel>())
        from of in Gen.Elements(Enum.GetValues<RoundingOf>())
        select OnePerHundred with
        {
            Points = points,
            PerAmount = per,
            Rounding = mode,
            Level = level,
            RoundingOf = of,
        };

    private static readonly Gen<RuleLimits> Limits =
        from min in Gen.Choose(-50, 50)
        from max in Gen.Choose(-1_000, 1_000)
        select new RuleLimits { PointsMin = min > 0 ? min : null, PointsMax = max > 50 ? max : null };

    private static readonly Gen<RuleDefinition> Rules =
        from effect in Effects
        from limits in Limits
        from partner in Gen.Elements<Domain.Partners.PartnerId?>(null, Bank, Telecom)
        from excluded in Gen.Elements<string[]>([], ["fuel"], ["groceries"])
        from amountMin in Gen.Elements<decimal?>(null, 100m)
        from priority in Gen.Choose(-3, 3)
        select Rule with
        {
            Effect = effect,
            Limits = limits,
            Priority = priority,
            When = new RuleConditions
            {
                Partners = partner is { } one ? [one] : [],
                CategoriesExcluded = excluded,
                AmountMin = amountMin,
            },
        };

    private static readonly Gen<EarningInput> Events =
        from amount in Amounts
        from lines in LinesOf(Amounts)
        select Payment(amount, lines);

    [Fact]
    public void No_award_is_negative_and_none_is_above_its_maximum() =>
        Holds(
            from rule in Rules
            from input in Events
            select (rule, input),
            given =>
                given
                    .rule.Compiled()
                    .Evaluate(given.input)
                    .All(award =>
                        award.Points >= 0
                        && award.Points <= (given.rule.Limits.PointsMax ?? long.MaxValue)
                        && (
                            award.Computation.CappedFrom is not { } more
                            || (more > award.Points && award.Points == given.rule.Limits.PointsMax)
                        )
                    )
        );

    [Fact]
    public void A_greater_amount_never_earns_less() =>
        Holds(
            from rule in Rules
            from amount in Amounts
            from more in Gen.Choose(0, 100_000).Select(cents => cents / 100m)
            select (rule, amount, more),
            given =>
                (given.rule.PointsFor(Payment(given.amount)) ?? 0)
                <= (given.rule.PointsFor(Payment(given.amount + given.more)) ?? 0)
        );

    [Fact]
    public void Each_mode_keeps_its_side_of_the_exact_value() =>
        Holds(
            from effect in Effects
            from amount in Amounts
            where amount > 0 && effect.RoundingOf == RoundingOf.Points
            select (effect, amount),
            given =>
            {
                var award = (Rule with { Effect = given.effect }).Compiled().Evaluate(Payment(given.amount)).Single();
                var difference = award.Points - award.Computation.Unrounded;
                return given.effect.Rounding switch
                {
                    RoundingMode.Down => difference is <= 0 and > -1,
                    RoundingMode.Up => difference is >= 0 and < 1,
                    _ => difference is <= 0.5m and >= -0.5m,
                };
            }
        );

    [Fact]
    public void Rounding_lines_or_their_sum_differs_by_less_than_a_point_a_line() =>
        Holds(
            from effect in Effects
            from lines in LinesOf(Amounts.Where(amount => amount > 0))
            where lines.Length > 0 && effect.RoundingOf == RoundingOf.Points
            select (effect, lines),
            given =>
            {
                var input = Payment(given.lines.Sum(line => line.Item1), given.lines);
                var perLine = Rule with { Effect = given.effect with { Level = RoundingLevel.Line } };
                var perEvent = Rule with { Effect = given.effect with { Level = RoundingLevel.Event } };
                var gain = perLine.PointsFor(input)!.Value - perEvent.PointsFor(input)!.Value;
                return given.effect.Rounding switch
                {
                    RoundingMode.Down => gain <= 0 && -gain < given.lines.Length,
                    RoundingMode.Up => gain >= 0 && gain < given.lines.Length,
                    _ => Math.Abs(gain) <= given.lines.Length,
                };
            }
        );

    [Fact]
    public void The_order_in_which_rules_are_given_does_not_matter_and_neither_does_asking_twice() =>
        Holds(
            from rules in Rules.ListOf().Where(rules => rules.Count < 20)
            from seed in Gen.Choose(0, int.MaxValue)
            from input in Events
            select (rules, seed, input),
            given =>
            {
                var published = given.rules.Select((rule, i) => rule.Published((byte)i)).ToArray();
                var shuffled = published.ToArray();
                new Random(given.seed).Shuffle(shuffled);
                var set = RuleSet.Compile(published);
                var first = Texts(set.Evaluate(given.input));
                return first.SequenceEqual(Texts(RuleSet.Compile(shuffled).Evaluate(given.input)))
                    && first.SequenceEqual(Texts(set.Evaluate(given.input)));
            }
        );

    [Fact]
    public void Together_rules_give_what_each_gives_alone_and_an_explanation_says_the_same() =>
        Holds(
            from rules in Rules.ListOf().Where(rules => rules.Count < 20)
            from input in Events
            select (rules, input),
            given =>
            {
                var set = RuleSet.Compile(given.rules.Select((rule, i) => rule.Published((byte)i)));
                var together = set.Evaluate(given.input);
                var alone = given.rules.Sum(rule => rule.PointsFor(given.input) ?? 0);
                var explained = set.Explain(given.input);
                return together.Sum(award => award.Points) == alone
                    && Texts(together).SequenceEqual(Texts(explained.Select(verdict => verdict.Award).OfType<Award>()))
                    && explained.All(verdict => (verdict.Award is null) == (verdict.Mismatch != RuleMismatch.None));
            }
        );

    [Fact]
    public void Pain12_Taking_an_amount_back_in_any_parts_takes_back_exactly_what_was_earned() =>
        Holds(
            from points in Gen.Choose(0, int.MaxValue).Select(points => points * 1_000_000L)
            from parts in Gen.Choose(1, 1_000_000).Select(cents => cents / 100m).NonEmptyListOf()
            select (points, parts),
            given =>
            {
                var whole = given.parts.Sum();
                var before = 0m;
                var back = new List<long>();
                foreach (var part in given.parts)
                {
                    back.Add(AwardShare.Of(given.points, whole, before, part));
                    before += part;
                }

                return back.Sum() == given.points
                    && back.TrueForAll(points => points >= 0)
                    && AwardShare.Of(given.points, whole, before, 1) == 0
                    && AwardShare.Of(given.points, whole, 0, whole * 2) == given.points;
            }
        );

    [Fact]
    public void A_quotient_is_rounded_as_whole_number_arithmetic_rounds_it() =>
        Holds(
            from numerator in Amounts
            from denominator in Rates
            from mode in Gen.Elements(Enum.GetValues<RoundingMode>())
            select (numerator, denominator, mode),
            given =>
            {
                var numerator = (BigInteger)(given.numerator * 10_000);
                var denominator = (BigInteger)(given.denominator * 10_000);
                var floor = BigInteger.Divide(
                    numerator - (((numerator % denominator) + denominator) % denominator),
                    denominator
                );
                var twice = (2 * (numerator - (floor * denominator))).CompareTo(denominator);
                var up = given.mode switch
                {
                    RoundingMode.Down => false,
                    RoundingMode.Up => numerator != floor * denominator,
                    RoundingMode.HalfUp => twice >= 0,
                    _ => twice > 0 || (twice == 0 && !floor.IsEven),
                };
                return (BigInteger)Rounding.Divide(given.numerator, given.denominator, given.mode)
                    == (up ? floor + 1 : floor);
            }
        );

    private static Gen<(decimal, string?)[]> LinesOf(Gen<decimal> amounts) =>
        (
            from amount in amounts
            from category in Gen.Elements<string?>(null, "fuel", "groceries", "books")
            select (amount, category)
        )
            .ListOf()
            .Select(lines => lines.Take(12).ToArray());

    // As text, because records compare lists by reference.
    private static IEnumerable<string> Texts(IEnumerable<Award> awards) =>
        awards.Select(award =>
            $"{award with { Computation = award.Computation with { Lines = [] } }}"
            + string.Join(';', award.Computation.Lines)
        );

    private static void Holds<T>(Gen<T> given, Func<T, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(given.ToArbitrary(), law));
}
