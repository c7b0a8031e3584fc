using Loyalty.Application.Care;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Care;

/// <summary>A care rule.</summary>
/// <param name="Status"><c>draft</c>: it plans nothing; <c>withdrawn</c>: for good.</param>
/// <param name="Kind">of the six kinds of care.</param>
/// <param name="Definition">when it contacts whom and how.</param>
public sealed record CareRuleView(
    CareRuleId Id,
    CareRuleStatus Status,
    CareKind Kind,
    CareRuleDocument Definition,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? WithdrawnAt
)
{
    internal static CareRuleView Of(CareRule rule) =>
        new(
            rule.Id,
            rule.Status,
            rule.Definition.Trigger.KindOf(),
            CareRuleDocument.Of(rule.Definition),
            rule.CreatedAt,
            rule.PublishedAt,
            rule.WithdrawnAt
        );
}

/// <summary>What a rule was from an instant on.</summary>
/// <param name="Version">to which contacts refer.</param>
/// <param name="By">the subject of the member of staff.</param>
public sealed record CareRuleVersionView(long Version, DateTimeOffset From, string By, CareRuleDocument Definition)
{
    internal static CareRuleVersionView Of(CareRuleVersion version) =>
        new(version.Version, version.From, version.By, CareRuleDocument.Of(version.Definition));
}

/// <summary>What is to be previewed.</summary>
/// <param name="Day">in the programme's zone, from today on; tomorrow when left out.</param>
/// <param name="Member">one member's id; left out for all.</param>
public sealed record CarePreviewRequest(DateOnly? Day = null, string? Member = null);

/// <summary>Who would get a contact.</summary>
/// <param name="Looked">at how many members.</param>
/// <param name="IsComplete">false when there are more members than are looked at (100,000), or more contacts than are shown (100).</param>
public sealed record CarePreviewView(
    DateOnly Day,
    int Looked,
    bool IsComplete,
    IReadOnlyList<CarePreviewedView> Contacts
)
{
    internal static CarePreviewView Of(CarePreview preview) =>
        new(preview.Day, preview.Looked, preview.IsComplete, [.. preview.Contacts.Select(CarePreviewedView.Of)]);
}

/// <summary>What would become of one contact.</summary>
/// <param name="Facts">what it is about.</param>
/// <param name="Channel">over which it would go; null when it would not.</param>
/// <param name="Reason">why it would not go, or not at once.</param>
/// <param name="WaitsUntil">when it would be looked at again; null when it would not.</param>
/// <param name="IsControl">it belongs to those that are left out on purpose.</param>
public sealed record CarePreviewedView(
    MemberId MemberId,
    string Occasion,
    DateOnly DueOn,
    CareFacts Facts,
    ConsentChannel? Channel,
    string? Reason,
    DateTimeOffset? WaitsUntil,
    bool IsControl
)
{
    internal static CarePreviewedView Of(CarePreviewed one) =>
        new(
            one.Member,
            one.Occasion,
            one.DueOn,
            one.Facts,
            one.Verdict is CareVerdict.Send send ? send.Channel : null,
            one.Verdict switch
            {
                null => CareReasons.NotInAudience,
                CareVerdict.Skip skip => skip.Reason,
                CareVerdict.Wait wait => wait.Reason,
                _ => null,
            },
            one.Verdict is CareVerdict.Wait until ? until.Until : null,
            one.IsControl
        );
}
