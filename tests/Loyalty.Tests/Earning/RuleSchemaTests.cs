using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Earning;
using Loyalty.Domain.Earning;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Earning;

/// <summary>The schema that is checked in says what the program takes.</summary>
public sealed class RuleSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Root(), "api-specs", "earning-rule.schema.json"))
    )!;

    [Theory]
    [InlineData("", typeof(RuleDocument))]
    [InlineData("$defs/conditions", typeof(RuleConditionsDocument))]
    [InlineData("$defs/conditions/properties/categories", typeof(RuleCodesDocument))]
    [InlineData("$defs/effect", typeof(RuleEffectDocument))]
    [InlineData("$defs/limits", typeof(RuleLimitsDocument))]
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
    [InlineData("kind", typeof(AwardKind))]
    [InlineData("rounding", typeof(RoundingMode))]
    [InlineData("roundingLevel", typeof(RoundingLevel))]
    [InlineData("roundingOf", typeof(RoundingOf))]
    public void It_names_the_same_choices(string field, Type type) =>
        At($"$defs/effect/properties/{field}")["enum"]!
            .AsArray()
            .Where(choice => choice is not null)
            .Select(choice => (string?)choice)
            .ShouldBe(Enum.GetNames(type).Select(Camel), ignoreOrder: true);

    [Fact]
    public void It_names_the_same_bounds()
    {
        ((int)At("properties/activationDelayDays")["maximum"]!).ShouldBe(RuleBounds.ActivationDelayDaysMax);
        ((int)At("properties/priority")["maximum"]!).ShouldBe(RuleBounds.PriorityMax);
        ((int)At("$defs/name")["maxLength"]!).ShouldBe(RuleBounds.NameLengthMax);
        ((int)At("$defs/words")["maxItems"]!).ShouldBe(RuleBounds.WordsMax);
        ((int)At("$defs/words/items")["maxLength"]!).ShouldBe(RuleBounds.WordLengthMax);
        ((long)At("$defs/limits/properties/pointsMax")["maximum"]!).ShouldBe(RuleBounds.PointsMax);
    }

    private static JsonNode At(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(Schema, (node, step) => node[step]!);

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Loyalty.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Loyalty.sln is above none of the folders.");
    }
}
