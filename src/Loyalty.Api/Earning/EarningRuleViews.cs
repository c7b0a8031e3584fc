using Loyalty.Application.Earning;
using Loyalty.Domain.Earning;

namespace Loyalty.Api.Earning;

/// <param name="Definition">what the rule says; its schema is api-specs/earning-rule.schema.json.</param>
public sealed record EarningRuleRequest(RuleDocument Definition);

/// <param name="Name">as in the draft, else as in the newest version.</param>
/// <param name="HasDraft">whether something is there to publish.</param>
/// <param name="PublishedVersion">number of the newest version; null when none was published.</param>
public sealed record EarningRuleSummary(
    RuleId Id,
    string Name,
    RuleStatus Status,
    bool HasDraft,
    int? PublishedVersion,
    DateTimeOffset CreatedAt
)
{
    public static EarningRuleSummary Of(EarningRule rule) =>
        new(
            rule.Id,
            rule.Name,
            rule.Status,
            rule.DraftJson is not null,
            rule.PublishedNumber == 0 ? null : rule.PublishedNumber,
            rule.CreatedAt
        );
}

/// <param name="Name">as in the draft, else as in the newest version.</param>
/// <param name="Draft">what the next publication makes a version of; null when nothing was changed since the last.</param>
/// <param name="PublishedVersion">number of the newest version; null when none was published.</param>
/// <param name="Versions">newest first.</param>
/// <param name="Warnings">about the draft, else about the version in force.</param>
public sealed record EarningRuleView(
    RuleId Id,
    string Name,
    RuleStatus Status,
    RuleDocument? Draft,
    int? PublishedVersion,
    DateTimeOffset CreatedAt,
    IReadOnlyList<EarningRuleVersionView> Versions,
    IReadOnlyList<RuleWarningView> Warnings
)
{
    public static EarningRuleView Of(
        EarningRule rule,
        IReadOnlyList<EarningRuleVersion> versions,
        IReadOnlyList<RuleWarning> warnings
    ) =>
        new(
            rule.Id,
            rule.Name,
            rule.Status,
            rule.DraftJson is { } json ? RuleDocument.FromJson(json) : null,
            rule.PublishedNumber == 0 ? null : rule.PublishedNumber,
            rule.CreatedAt,
            [.. versions.Select(EarningRuleVersionView.Of)],
            [.. warnings.Select(warning => new RuleWarningView(warning.Code, warning.Detail, warning.Other))]
        );
}

/// <summary>What to look at; it stops nothing.</summary>
/// <param name="Detail">one sentence for a person.</param>
/// <param name="Rule">the other rule that it is about; null when it is about none.</param>
public sealed record RuleWarningView(RuleWarningCode Code, string Detail, RuleId? Rule);

/// <param name="Number">counts from 1 within the rule.</param>
/// <param name="PublishedAt">in force from then on; the first version holds for earlier events too.</param>
/// <param name="PublishedBy">the subject of the member of staff.</param>
/// <param name="SupersededAt">in force until then, when the next version was published.</param>
/// <param name="WithdrawnAt">in force until then, when the rule was ended.</param>
public sealed record EarningRuleVersionView(
    int Number,
    RuleDocument Definition,
    DateTimeOffset PublishedAt,
    string PublishedBy,
    DateTimeOffset? SupersededAt,
    DateTimeOffset? WithdrawnAt,
    string? WithdrawnBy
)
{
    public static EarningRuleVersionView Of(EarningRuleVersion version) =>
        new(
            version.Number,
            RuleDocument.FromJson(version.DefinitionJson),
            version.PublishedAt,
            version.PublishedBy,
            version.SupersededAt,
            version.WithdrawnAt,
            version.WithdrawnBy
        );
}
