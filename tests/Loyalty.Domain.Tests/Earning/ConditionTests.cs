using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Tiers;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Tests.Earning.Given;

namespace Loyalty.Domain.Tests.Earning;

public sealed class ConditionTests
{
    // Noon of 15 March 2026, a Sunday, is 20:00 in Shanghai.
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Fact]
    public void Any_of_several_partners_earns()
    {
        var rule = Rule.With(new RuleConditions { Partners = [Telecom, Bank] });

        rule.PointsFor(Payment(100)).ShouldBe(1);
        rule.MismatchFor(Payment(100) with { Partner = Id<PartnerId>(9) }).ShouldBe(RuleMismatch.Partner);
    }

    [Fact]
    public void Channel_and_largest_amount()
    {
        var rule = Rule.With(new RuleConditions { Channels = ["web"], AmountMax = 500 });

        rule.PointsFor(Payment(500) with { Channel = "web" }).ShouldBe(5);
        rule.MismatchFor(Payment(500)).ShouldBe(RuleMismatch.Channel);
        rule.MismatchFor(Payment(500) with { Channel = "Web" }).ShouldBe(RuleMismatch.Channel);
        rule.MismatchFor(Payment(500.01m) with { Channel = "web" }).ShouldBe(RuleMismatch.AmountAboveMaximum);
    }

    [Theory]
    [InlineData("2999", false)]
    [InlineData("3000", true)]
    [InlineData("3299", true)]
    [InlineData("3300", false)]
    [InlineData("03000", false)]
    [InlineData("30 0", false)]
    [InlineData("fuel", true)]
    [InlineData("3000-3299", false)]
    [InlineData(null, false)]
    public void A_range_of_merchant_category_codes_holds_each_code_in_it(string? category, bool earns)
    {
        var included = Rule.With(new RuleConditions { CategoriesIncluded = ["3000-3299", "fuel"] });
        var excluded = Rule.With(new RuleConditions { CategoriesExcluded = ["3000-3299", "fuel"] });
        var input = Payment(100) with { Category = category };

        (included.PointsFor(input) is not null).ShouldBe(earns);
        (excluded.PointsFor(input) is not null).ShouldBe(!earns);
        included.PointsFor(Payment(100, (100, category)) with { Category = null }).HasValue.ShouldBe(earns);
    }

    [Fact]
    public void Only_lines_with_the_product_earn()
    {
        var rule = Rule.With(new RuleConditions { ProductsIncluded = ["E10", "E5"], ProductsExcluded = ["E5"] });
        var input = Lines((200, "E10"), (300, "E5"), (400, null));

        rule.PointsFor(input).ShouldBe(2);
        rule.MismatchFor(Lines((300, "E5"))).ShouldBe(RuleMismatch.Product);
        rule.MismatchFor(Payment(100)).ShouldBe(RuleMismatch.Product);
    }

    [Fact]
    public void Weekday_and_hours_are_those_of_the_programmes_zone()
    {
        var evening = Rule.With(
            new RuleConditions { Weekdays = [DayOfWeek.Sunday], Hours = new HoursOfDay(new(20, 0), new(22, 0)) }
        );

        evening.PointsFor(Payment(100) with { Zone = Shanghai }).ShouldBe(1);
        evening.MismatchFor(Payment(100)).ShouldBe(RuleMismatch.Hours);
        var afterMidnight = Payment(100) with { Zone = Shanghai, OccurredAt = Noon.AddHours(4) };
        evening.MismatchFor(afterMidnight).ShouldBe(RuleMismatch.Weekday);
        evening
            .MismatchFor(Payment(100) with { Zone = Shanghai, OccurredAt = Noon.AddHours(2) })
            .ShouldBe(RuleMismatch.Hours);
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(22, true)]
    [InlineData(0, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Hours_may_go_over_midnight(int hour, bool holds) =>
        new HoursOfDay(new(22, 0), new(6, 0)).Contain(new TimeOnly(hour, 0)).ShouldBe(holds);

    [Fact]
    public void Pain11_A_tier_counts_that_was_held_at_the_event()
    {
        var rule = Rule.With(new RuleConditions { Tiers = [TierCode.Parse("GOLD"), TierCode.Parse("BLACK")] });

        rule.PointsFor(Payment(100) with { Tiers = [TierCode.Parse("FLEET"), TierCode.Parse("GOLD")] }).ShouldBe(1);
        rule.MismatchFor(Payment(100) with { Tiers = [TierCode.Parse("SILVER")] }).ShouldBe(RuleMismatch.Tier);
        rule.MismatchFor(Payment(100)).ShouldBe(RuleMismatch.Tier);
    }

    [Fact]
    public void All_named_attributes_must_have_one_of_their_values()
    {
        var rule = Rule.With(
            new RuleConditions
            {
                Attributes = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["segment"] = ["fleet", "vip"],
                    ["region"] = ["north"],
                },
            }
        );
        RuleMismatch With(params (string, string)[] attributes) =>
            rule.MismatchFor(
                Payment(100) with
                {
                    Member = new MemberFacts
                    {
                        Attributes = attributes.ToDictionary(one => one.Item1, one => one.Item2),
                    },
                }
            );

        With(("segment", "vip"), ("region", "north")).ShouldBe(RuleMismatch.None);
        With(("segment", "vip"), ("region", "south")).ShouldBe(RuleMismatch.Attribute);
        With(("segment", "vip")).ShouldBe(RuleMismatch.Attribute);
        rule.MismatchFor(Payment(100)).ShouldBe(RuleMismatch.Attribute);
    }

    [Fact]
    public void The_month_of_the_birthday_begins_and_ends_in_the_programmes_zone()
    {
        var rule = Rule.With(new RuleConditions { BirthdayMonth = true });
        var born = new MemberFacts { BirthDate = new DateOnly(2000, 2, 29) };
        RuleMismatch At(string instant, MemberFacts? facts) =>
            rule.MismatchFor(
                Payment(100) with
                {
                    Zone = Shanghai,
                    OccurredAt = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture),
                    Member = facts,
                }
            );

        At("2026-01-31T15:59:59Z", born).ShouldBe(RuleMismatch.BirthdayMonth);
        At("2026-01-31T16:00:00Z", born).ShouldBe(RuleMismatch.None);
        At("2026-02-28T15:59:59Z", born).ShouldBe(RuleMismatch.None);
        At("2026-02-28T16:00:00Z", born).ShouldBe(RuleMismatch.BirthdayMonth);
        At("2026-02-10T00:00:00Z", new MemberFacts()).ShouldBe(RuleMismatch.BirthdayMonth);
        At("2026-02-10T00:00:00Z", null).ShouldBe(RuleMismatch.BirthdayMonth);
    }

    [Fact]
    public void A_vehicle_of_one_of_the_models()
    {
        var rule = Rule.With(new RuleConditions { VehicleModels = ["EX30", "EX90"] });

        rule.PointsFor(Payment(100) with { Member = new MemberFacts { VehicleModels = ["V60", "EX90"] } }).ShouldBe(1);
        rule.MismatchFor(Payment(100) with { Member = new MemberFacts { VehicleModels = ["V60"] } })
            .ShouldBe(RuleMismatch.VehicleModel);
    }

    [Theory]
    [InlineData(CapPeriod.Day, "2026-03-15", "2026-03-15")]
    [InlineData(CapPeriod.Week, "2026-03-15", "2026-03-09")]
    [InlineData(CapPeriod.Week, "2026-03-16", "2026-03-16")]
    [InlineData(CapPeriod.Week, "2027-01-01", "2026-12-28")]
    [InlineData(CapPeriod.Month, "2028-02-29", "2028-02-01")]
    [InlineData(CapPeriod.Year, "2026-12-31", "2026-01-01")]
    [InlineData(CapPeriod.Lifetime, "2026-12-31", "1970-01-01")]
    public void A_period_begins_with_its_first_day(CapPeriod period, string day, string start) =>
        period
            .StartOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(DateOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture));

    private static EarningInput Lines(params (decimal Amount, string? Product)[] lines) =>
        Payment(lines.Sum(line => line.Amount)) with
        {
            Lines = [.. lines.Select(line => new TransactionLine(line.Amount, null) { Product = line.Product })],
        };
}
