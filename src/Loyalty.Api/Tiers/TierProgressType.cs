using Loyalty.Api.Points;
using Loyalty.Application.Tiers;
using Loyalty.Domain.Tiers;
using Loyalty.GraphQL;

namespace Loyalty.Api.Tiers;

/// <summary>How far the member is on the way to the next tier.</summary>
[ObjectType<TierProgress>(BindExplicitly = true)]
public static class TierProgressType
{
    /// <summary>What is counted.</summary>
    public static TierBasisKind GetBasis([Parent] TierProgress progress) => progress.Basis.Kind;

    /// <summary>What it is counted in: a code of points or money; null for a number of events.</summary>
    public static string? GetUnit([Parent] TierProgress progress) => progress.Basis.Unit;

    /// <summary>What the member has collected in the current window, net of what was taken back. Spending points does not lower
    /// it.</summary>
    public static decimal GetValue([Parent] TierProgress progress) => progress.Value;

    /// <summary>The first day that counts.</summary>
    public static DateOnly GetFrom([Parent] TierProgress progress) => progress.WindowFrom;

    /// <summary>The last day on which all of the value counts: by then the next tier is to be reached.</summary>
    public static DateOnly GetBy([Parent] TierProgress progress) => progress.LastDay;

    /// <summary>The tier above the one held; null at the top.</summary>
    public static TierInSet? GetNextTier([Parent] TierProgress progress) =>
        progress.Next is { } next ? new TierInSet(next, progress.Record) : null;

    /// <summary>What the value lacks to it; null at the top.</summary>
    public static decimal? GetMissing([Parent] TierProgress progress) => progress.Missing;
}

/// <summary>A stretch of time in which a member held a tier.</summary>
/// <param name="Row">The stretch.</param>
/// <param name="Record">Whose it is.</param>
public sealed record TierStretch(MemberTier Row, TierRecord Record)
{
    public TierExplanation Why { get; } = TierExplanation.Parse(Row.Explanation);
}

/// <summary>A stretch of time in which the member held a tier, with the reason. Tiers that the club's staff gave stand beside those
/// that were earned; the higher one held.</summary>
[GraphQLName("TierStretch")]
[ObjectType<TierStretch>(BindExplicitly = true)]
public static class TierStretchType
{
    /// <summary>The tier; null when the lowest was lost.</summary>
    public static TierInSet? GetTier([Parent] TierStretch stretch) =>
        stretch.Row.Tier is { } code ? new TierInSet(stretch.Record.LevelOf(code), stretch.Record) : null;

    /// <summary>When it began.</summary>
    public static DateTimeOffset GetFrom([Parent] TierStretch stretch) => stretch.Row.From;

    /// <summary>When it ended, or will if staff gave it; null while it goes on.</summary>
    public static DateTimeOffset? GetUntil([Parent] TierStretch stretch) => stretch.Row.Until;

    /// <summary>What brought it about.</summary>
    public static MemberTierCause GetCause([Parent] TierStretch stretch) => stretch.Row.Cause;

    /// <summary>All of it in words, in the member's preferred language, else in one that the request accepts: English, Chinese or
    /// German.</summary>
    public static string GetSummary([Parent] TierStretch stretch, IHttpContextAccessor http)
    {
        var preferred = stretch.Record.Member.PreferredLanguage;
        var texts = LanguageTexts.Of([preferred, .. LanguageTexts.Accepted(http.HttpContext?.Request)]);
        return new TierTexts(texts, preferred ?? texts.Language, stretch.Record.Zone, stretch.Record.LevelOf).Summary(
            stretch.Row
        );
    }

    /// <summary>What was counted; null for a tier that staff gave.</summary>
    public static TierBasisKind? GetBasis([Parent] TierStretch stretch) => stretch.Why.Basis;

    /// <summary>What it was counted in: a code of points or money; null for a number of events.</summary>
    public static string? GetUnit([Parent] TierStretch stretch) => stretch.Why.Unit;

    /// <summary>What it came to in the window, as a decimal number; null for a tier that staff gave.</summary>
    public static string? GetValue([Parent] TierStretch stretch) => stretch.Why.Value;

    /// <summary>What it came to in the year before, where that counts too.</summary>
    public static string? GetPreviousValue([Parent] TierStretch stretch) => stretch.Why.PreviousValue;

    /// <summary>What it had to come to.</summary>
    public static string? GetThreshold([Parent] TierStretch stretch) => stretch.Why.Threshold;

    /// <summary>Where the window began.</summary>
    public static DateTimeOffset? GetWindowFrom([Parent] TierStretch stretch) => stretch.Why.WindowFrom;

    /// <summary>Where the window ended; itself not included.</summary>
    public static DateTimeOffset? GetWindowTo([Parent] TierStretch stretch) => stretch.Why.WindowTo;

    /// <summary>After a fall: since when the tier before had not been earned.</summary>
    public static DateTimeOffset? GetLostAt([Parent] TierStretch stretch) => stretch.Why.LostAt;

    /// <summary>After a fall: the days that were given after that.</summary>
    public static int? GetGraceDays([Parent] TierStretch stretch) => stretch.Why.GraceDays;

    /// <summary>Which version of the tier set's definition it was judged by.</summary>
    public static int GetTierSetVersion([Parent] TierStretch stretch) => stretch.Why.SetVersion;
}
