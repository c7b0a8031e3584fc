using Loyalty.Domain.Earning;

namespace Loyalty.Application.Earning;

internal static class RuleDefinitionJson
{
    /// <summary>The definition of a version as it was published.</summary>
    /// <exception cref="InvalidOperationException">it does not hold what a published definition must.</exception>
    public static RuleDefinition Definition(this EarningRuleVersion version) =>
        RuleDocumentReader.Read(RuleDocument.FromJson(version.DefinitionJson)).Value;

    public static PublishedRule ToPublished(this EarningRuleVersion version) =>
        new(
            version.RuleId,
            version.Number,
            version.Definition(),
            version.PublishedAt,
            version.SupersededAt,
            version.WithdrawnAt
        );
}
