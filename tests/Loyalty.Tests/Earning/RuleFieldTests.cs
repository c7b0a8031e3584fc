using System.Text.Json.Nodes;
using Loyalty.Application.Earning;
using Loyalty.Domain.Earning;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Earning;

/// <summary>
/// Pain 34, systematically: the schema's every field stands in the table below with two values, and what the rule gives over
/// one and the same course of events must differ. A field that is added to the schema and not to the table fails, and so
/// does one that does nothing.
/// </summary>
public sealed class RuleFieldTests
{
    private const string PerAmount =
        """{"kind": "pointsPerAmount", "pointCurrency": "POINTS", "moneyCurrency": "CZK", "pointsPer": "1", "perAmount": "100"}""";

    private const string Fixed = """{"kind": "fixed", "pointCurrency": "POINTS", "points": 5}""";

    private const string Threshold =
        """{"kind": "threshold", "pointCurrency": "POINTS", "moneyCurrency": "CZK", "steps": [{"amountFrom": "100", "points": 3}]}""";

    private const string Multiplier = """{"kind": "multiplier", "pointCurrency": "POINTS", "factor": "1.5"}""";

    private const string MoneyBudget =
        """{"amountMax": {"amount": "0.40", "currency": "CZK"}, "costPerPoint": "0.02"}""";

    /// <summary>Fields that do nothing to what is given; where they are tested instead.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["limits.budget.amountMax.currency"] = nameof(BacktestTests),
    };

    /// <summary>The field, two values of it as JSON (none: left out), and the effect of the rule.</summary>
    private static readonly (string Path, string? One, string? Other, string Effect)[] Table =
    [
        ("name", "\"One\"", "\"Other\"", PerAmount),
        ("when.partner", null, $"\"{RuleCourse.BankId}\"", PerAmount),
        ("when.partners", null, $"[\"{RuleCourse.BankId}\"]", PerAmount),
        ("when.eventType", null, "\"loyalty.points.granted\"", PerAmount),
        ("when.operations", null, "[\"card_payment\"]", PerAmount),
        ("when.channels", null, "[\"web\"]", PerAmount),
        ("when.categories.include", null, "[\"3000-3299\"]", PerAmount),
        ("when.categories.exclude", null, "[\"fuel\"]", PerAmount),
        ("when.products.include", null, "[\"E10\"]", PerAmount),
        ("when.products.exclude", null, "[\"E10\"]", PerAmount),
        ("when.amountMin", null, "\"500\"", PerAmount),
        ("when.amountMax", null, "\"500\"", PerAmount),
        ("when.weekdays", null, "[\"sunday\"]", PerAmount),
        ("when.hours.from", "\"10:00\"", "\"16:00\"", PerAmount),
        ("when.hours.until", "\"24:00\"", "\"10:00\"", PerAmount),
        ("when.tiers", null, "[\"GOLD\"]", PerAmount),
        ("when.attributes", null, """{"segment": ["vip"]}""", PerAmount),
        ("when.firstPurchase", null, "true", PerAmount),
        ("when.birthdayMonth", null, "true", PerAmount),
        ("when.vehicleModels", null, "[\"EX90\"]", PerAmount),
        ("when.eventCount.nth", "2", "3", PerAmount),
        ("when.eventCount.every", "2", "3", PerAmount),
        ("when.eventCount.per", null, "\"day\"", PerAmount),
        ("base.amount", null, "\"gross\"", PerAmount),
        ("base.excludeKinds", null, "[]", PerAmount),
        ("effect.kind", null, null, PerAmount),
        ("effect.pointCurrency", "\"POINTS\"", "\"STATUS\"", PerAmount),
        ("effect.moneyCurrency", "\"CZK\"", "\"EUR\"", PerAmount),
        ("effect.pointsPer", "\"1\"", "\"2\"", PerAmount),
        ("effect.perAmount", "\"100\"", "\"50\"", PerAmount),
        ("effect.rounding", null, "\"up\"", PerAmount),
        ("effect.rounding", null, "\"up\"", Multiplier),
        ("effect.roundingLevel", null, "\"line\"", PerAmount),
        ("effect.roundingOf", null, "\"units\"", PerAmount.Replace("\"1\"", "\"1.5\"", StringComparison.Ordinal)),
        ("effect.points", "5", "6", Fixed),
        ("effect.steps[].amountFrom", "\"100\"", "\"900\"", Threshold),
        ("effect.steps[].points", "3", "4", Threshold),
        ("effect.factor", "\"1.5\"", "\"2\"", Multiplier),
        ("effect.stacking", null, "\"compounding\"", Multiplier),
        ("limits.pointsMin", null, "4", PerAmount),
        ("limits.pointsMax", null, "4", PerAmount),
        ("limits.pointsPerDayMax", null, "12", PerAmount),
        ("limits.pointsPerWeekMax", null, "12", PerAmount),
        ("limits.pointsPerMonthMax", null, "12", PerAmount),
        ("limits.pointsPerLifetimeMax", null, "12", PerAmount),
        ("limits.budget.pointsMax", "5", "9", PerAmount),
        ("limits.budget.amountMax.amount", "\"0.40\"", "\"0.80\"", PerAmount),
        ("limits.budget.costPerPoint", "\"0.02\"", "\"0.04\"", PerAmount),
        ("validFrom", null, "\"2026-03-16T00:00:00Z\"", PerAmount),
        ("validUntil", null, "\"2026-03-16T00:00:00Z\"", PerAmount),
        ("activationDelayDays", null, "14", PerAmount),
        ("activation.byEvent", null, "true", PerAmount),
        ("activation.atLatestDays", "7", "14", PerAmount),
        ("expiry.kind", "\"endOfMonth\"", "\"endOfYear\"", PerAmount),
        ("expiry.count", "1", "2", PerAmount),
        ("expiry.days", "10", "20", PerAmount),
        ("expiry.dates", "[\"03-31\"]", "[\"09-30\"]", PerAmount),
        ("expiry.daysMin", null, "20", PerAmount),
        ("priority", null, "50", PerAmount),
        ("exclusive", null, "true", PerAmount),
        ("group.name", "\"weekend\"", "\"other\"", PerAmount),
        ("group.keep", "\"first\"", "\"best\"", Fixed.Replace("5", "1", StringComparison.Ordinal)),
    ];

    public static TheoryData<string, string?, string?, string> Fields =>
        [.. Table.Where(one => one.Path != "effect.kind").Select(one => (one.Path, one.One, one.Other, one.Effect))];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Pain34_Every_field_changes_what_is_given(string path, string? one, string? other, string effect)
    {
        var (first, second) = (Document(path, one, effect), Document(path, other, effect));

        RuleCourse.Of(first).ShouldNotBe(RuleCourse.Of(second));
    }

    [Fact]
    public void Pain34_Each_kind_of_effect_gives_otherwise()
    {
        string[] effects = [PerAmount, Fixed, Threshold, Multiplier];

        effects.Select(effect => RuleCourse.Of(Document("name", "\"One\"", effect))).Distinct().Count().ShouldBe(4);
        effects.Length.ShouldBe(Enum.GetValues<AwardKind>().Length);
    }

    [Fact]
    public void Pain34_No_field_of_the_schema_is_missing_in_the_table() =>
        Table
            .Select(one => one.Path)
            .Concat(Elsewhere.Keys)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ShouldBe(RuleSchema.Leaves().Order(StringComparer.Ordinal));

    /// <summary>A definition with the value at the path, and with what the field needs beside it.</summary>
    private static RuleDocument Document(string path, string? value, string effect)
    {
        var definition = new JsonObject { ["name"] = "A rule", ["effect"] = JsonNode.Parse(effect) };
        foreach (var (prefix, parent, beside) in Beside)
        {
            if (path == prefix || (prefix.EndsWith('.') && path.StartsWith(prefix, StringComparison.Ordinal)))
            {
                Set(definition, parent, beside);
            }
        }

        if (value is not null)
        {
            Set(definition, path, value);
        }

        return RuleDocument.FromJson(definition.ToJsonString());
    }

    /// <summary>What some fields need beside them: the object around them.</summary>
    private static readonly (string Prefix, string Parent, string Json)[] Beside =
    [
        ("when.hours.", "when.hours", """{"from": "06:00", "until": "24:00"}"""),
        ("when.eventCount.per", "when.eventCount", """{"every": 2}"""),
        ("limits.budget.amountMax.", "limits.budget", MoneyBudget),
        ("limits.budget.costPerPoint", "limits.budget", MoneyBudget),
        ("activation.atLatestDays", "activation", """{"byEvent": true}"""),
        ("expiry.kind", "expiry", """{"count": 1}"""),
        ("expiry.count", "expiry", """{"kind": "endOfMonth"}"""),
        ("expiry.days", "expiry", """{"kind": "rollingDays"}"""),
        ("expiry.dates", "expiry", """{"kind": "fixedDates"}"""),
        ("expiry.daysMin", "expiry", """{"kind": "fixedDates", "dates": ["03-31"]}"""),
        ("group.keep", "group", """{"name": "weekend"}"""),
    ];

    private static void Set(JsonObject definition, string path, string json)
    {
        var steps = path.Split('.');
        JsonNode target = definition;
        foreach (var step in steps[..^1])
        {
            var name = step.TrimEnd('[', ']');
            var next = ((JsonObject)target)[name] ??= new JsonObject();
            target = step.EndsWith(']') ? next[0]! : next;
        }

        target[steps[^1]] = JsonNode.Parse(json);
    }
}
