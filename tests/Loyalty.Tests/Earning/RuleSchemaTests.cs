using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Earning;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Earning;

/// <summary>The schema that is checked in says what the program takes.</summary>
public sealed class RuleSchemaTests
{
    [Theory]
    [InlineData("", typeof(RuleDocument))]
    [InlineData("$defs/conditions", typeof(RuleConditionsDocument))]
    [InlineData("$defs/codes", typeof(RuleCodesDocument))]
    [InlineData("$defs/conditions/properties/hours", typeof(RuleHoursDocument))]
    [InlineData("$defs/conditions/properties/eventCount", typeof(RuleEventCountDocument))]
    [InlineData("$defs/base", typeof(RuleBaseDocument))]
    [InlineData("$defs/effect", typeof(RuleEffectDocument))]
    [InlineData("$defs/effect/properties/steps/items", typeof(RuleStepDocument))]
    [InlineData("$defs/limits", typeof(RuleLimitsDocument))]
    [InlineData("$defs/limits/properties/budget", typeof(RuleBudgetDocument))]
    [InlineData("$defs/limits/properties/budget/properties/amountMax", typeof(RuleMoneyDocument))]
    [InlineData("$defs/activation", typeof(RuleActivationDocument))]
    [InlineData("$defs/expiry", typeof(ExpiryForm))]
    [InlineData("$defs/group", typeof(RuleGroupDocument))]
    public void It_names_the_same_fields(string path, Type type)
    {
        var part = At(path);

        ((bool)part["additionalProperties"]!).ShouldBeFalse();
        part["properties"]!
            .AsObject()
            .Select(field => field.Key)
            .ShouldBe(
                type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(field => Camel(field.Name)),
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("$defs/effect/properties/kind", typeof(AwardKind))]
    [InlineData("$defs/effect/properties/rounding", typeof(RoundingMode))]
    [InlineData("$defs/effect/properties/roundingLevel", typeof(RoundingLevel))]
    [InlineData("$defs/effect/properties/roundingOf", typeof(RoundingOf))]
    [InlineData("$defs/effect/properties/stacking", typeof(Stacking))]
    [InlineData("$defs/base/properties/amount", typeof(BaseAmount))]
    [InlineData("$defs/base/properties/excludeKinds/items", typeof(LineKind))]
    [InlineData("$defs/conditions/properties/weekdays/items", typeof(DayOfWeek))]
    [InlineData("$defs/conditions/properties/eventCount/properties/per", typeof(CapPeriod))]
    [InlineData("$defs/expiry/properties/kind", typeof(ExpiryKind))]
    [InlineData("$defs/group/properties/keep", typeof(GroupChoice))]
    public void It_names_the_same_choices(string path, Type type) =>
        RuleSchema.At(path)["enum"]!
            .AsArray()
            .Where(choice => choice is not null)
            .Select(choice => (string?)choice)
            .ShouldBe(Enum.GetNames(type).Select(Camel), ignoreOrder: true);

    [Fact]
    public void It_names_the_same_bounds()
    {
        ((int)At("properties/activationDelayDays")["maximum"]!).ShouldBe(RuleBounds.ActivationDelayDaysMax);
        ((int)At("$defs/activation/properties/atLatestDays")["maximum"]!).ShouldBe(RuleBounds.ActivationDelayDaysMax);
        ((int)At("properties/priority")["maximum"]!).ShouldBe(RuleBounds.PriorityMax);
        ((int)At("$defs/name")["maxLength"]!).ShouldBe(RuleBounds.NameLengthMax);
        ((int)At("$defs/words")["maxItems"]!).ShouldBe(RuleBounds.WordsMax);
        ((int)At("$defs/words/items")["maxLength"]!).ShouldBe(RuleBounds.WordLengthMax);
        ((long)At("$defs/limits/properties/pointsMax")["maximum"]!).ShouldBe(RuleBounds.PointsMax);
        ((int)At("$defs/effect/properties/steps")["maxItems"]!).ShouldBe(RuleBounds.StepsMax);
        ((int)At("$defs/conditions/properties/attributes")["maxProperties"]!).ShouldBe(RuleBounds.AttributesMax);
        ((int)At("$defs/conditions/properties/eventCount/properties/nth")["maximum"]!).ShouldBe(
            RuleBounds.EventCountMax
        );
        ((int)At("$defs/expiry/properties/count")["maximum"]!).ShouldBe(ExpiryModel.CountMax);
        ((int)At("$defs/expiry/properties/days")["maximum"]!).ShouldBe(ExpiryModel.DaysMax);
    }

    private static JsonNode At(string path) => RuleSchema.At(path);

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
