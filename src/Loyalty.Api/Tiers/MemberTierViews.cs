using Loyalty.Application.Tiers;
using Loyalty.Domain.Tiers;

namespace Loyalty.Api.Tiers;

/// <param name="Tier">the code of a tier of a set in force.</param>
/// <param name="LastDay">on which it holds, in the programme's time zone; at most 5 years ahead.</param>
/// <param name="Note">at most 400 characters, for colleagues; erased with the member's person.</param>
public sealed record GiveTierBody(
    string? Tier = null,
    DateOnly? LastDay = null,
    ManualTierReason? Reason = null,
    string? Note = null
);

/// <summary>What a member holds of a set.</summary>
/// <param name="Tier">null when there is none.</param>
/// <param name="Since">when it was reached or given.</param>
/// <param name="LastDay">through which it is held without further activity, in the programme's time zone; null for no end.</param>
/// <param name="Stretch">why; null for the tier that every member has.</param>
/// <param name="Progress">how far the member is now; null where another instant was asked for.</param>
public sealed record MemberTierView(
    string TierSet,
    string? Tier,
    string? Name,
    DateTimeOffset? Since,
    DateOnly? LastDay,
    TierStretchView? Stretch,
    TierProgressView? Progress
)
{
    internal static MemberTierView Of(TierRecord record, DateTimeOffset at, TierProgress? progress, TierTexts texts)
    {
        var held = record.At(at);
        return new(
            record.Set.Code.Value,
            held?.Level.Code.Value,
            held?.Level.Name,
            held?.Since,
            held?.LastDay,
            held?.Row is { } row ? TierStretchView.Of(row, texts) : null,
            progress is null ? null : TierProgressView.Of(progress)
        );
    }
}

/// <param name="Basis">what is counted.</param>
/// <param name="Value">counted in the current window, a decimal number in text; in <paramref name="Unit"/>.</param>
/// <param name="Unit">a code of points or money; null for a number of events.</param>
/// <param name="LastDay">on which all of the value counts.</param>
/// <param name="NextTier">null at the top.</param>
/// <param name="Missing">to the next tier; null at the top.</param>
public sealed record TierProgressView(
    TierBasisKind Basis,
    string Value,
    string? Unit,
    DateOnly WindowFrom,
    DateOnly LastDay,
    string? NextTier,
    string? Missing
)
{
    internal static TierProgressView Of(TierProgress progress) =>
        new(
            progress.Basis.Kind,
            TierExplanation.Write(progress.Value),
            progress.Basis.Unit,
            progress.WindowFrom,
            progress.LastDay,
            progress.Next?.Code.Value,
            progress.Missing is { } missing ? TierExplanation.Write(missing) : null
        );
}

/// <summary>A stretch of time in which a member held a tier. Those given by hand stand beside those that were earned.</summary>
/// <param name="Tier">null for none.</param>
/// <param name="Until">itself not included; null while it goes on.</param>
/// <param name="Explanation">what was counted, against which threshold.</param>
/// <param name="Summary">the same in words, in a language that <c>Accept-Language</c> names: English, Chinese or German.</param>
/// <param name="Reason">of a tier given by hand, as the fields that follow.</param>
/// <param name="GivenBy">the subject of the member of staff.</param>
/// <param name="EndedBy">who ended it before its time.</param>
public sealed record TierStretchView(
    MemberTierId Id,
    string TierSet,
    string? Tier,
    DateTimeOffset From,
    DateTimeOffset? Until,
    MemberTierCause Cause,
    TierExplanation Explanation,
    string Summary,
    ManualTierReason? Reason,
    string? Note,
    string? GivenBy,
    string? EndedBy
)
{
    internal static TierStretchView Of(MemberTier row, TierTexts texts) =>
        new(
            row.Id,
            row.TierSet.Value,
            row.Tier?.Value,
            row.From,
            row.Until,
            row.Cause,
            TierExplanation.Parse(row.Explanation),
            texts.Summary(row),
            row.Reason,
            row.Note,
            row.GivenBy,
            row.EndedBy
        );
}
