using System.Globalization;
using Loyalty.Api.Points;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Tiers;

/// <summary>Puts into words of one language why a member held a tier, out of the stretch's data alone.</summary>
/// <param name="language">of the tiers' names, as a tag of BCP 47.</param>
/// <param name="zone">of the programme, whose days are told.</param>
/// <param name="levelOf">null for a level that no set has any more: its code stands for its name.</param>
public sealed class TierTexts(
    LanguageTexts texts,
    string? language,
    TimeZoneInfo zone,
    Func<TierCode, TierLevel?> levelOf
)
{
    /// <summary>For staff, in a language that the request accepts.</summary>
    internal static async Task<TierTexts> ForAsync(
        HttpRequest request,
        LoyaltyDbContext context,
        ProgrammeSettings settings,
        CancellationToken cancellationToken
    )
    {
        var texts = LanguageTexts.Of(LanguageTexts.Accepted(request));
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var sets = await context.TierSets.AsNoTracking().ToListAsync(cancellationToken);
        var levels = sets.SelectMany(set => set.Definition?.Levels ?? [])
            .DistinctBy(level => level.Code)
            .ToDictionary(level => level.Code);
        return new TierTexts(texts, texts.Language, zone, code => levels.GetValueOrDefault(code));
    }

    public string Summary(MemberTier row)
    {
        var why = TierExplanation.Parse(row.Explanation);
        return string.Join(
            texts["between"],
            row.Cause switch
            {
                MemberTierCause.Manual => [Given(row)],
                MemberTierCause.Upgrade => [Reached(row, why)],
                _ => Lost(why).Append(Then(row, why)),
            }
        );
    }

    private string Given(MemberTier row) =>
        texts.Say("tierGiven", ("tier", NameOf(row.Tier?.Value)), ("date", LastDay(row.Until)));

    private string Reached(MemberTier row, TierExplanation why) =>
        texts.Say(
            why.PreviousValue is not null && Number(why.Value) < Number(why.Threshold)
                ? "tierReachedBefore"
                : "tierReached",
            ("tier", NameOf(row.Tier?.Value)),
            (
                "value",
                Count(why, Number(why.Value) < Number(why.Threshold) ? why.PreviousValue ?? why.Value : why.Value)
            ),
            ("from", Day(why.WindowFrom)),
            ("until", LastDay(why.WindowTo)),
            ("threshold", Count(why, why.Threshold))
        );

    private IEnumerable<string> Lost(TierExplanation why)
    {
        var tier = ("tier", NameOf(why.LostTier));
        if (why.LostAt is null || why.LostThreshold is null)
        {
            // The set has the level no more.
            yield return texts.Say("tierEnded", tier);
            yield break;
        }

        yield return texts.Say(
            "tierLost",
            tier,
            ("date", Day(why.LostAt)),
            ("threshold", Count(why, why.LostThreshold))
        );
        if (why.GraceDays is > 0 and var days)
        {
            yield return texts.Say("tierGrace", ("days", texts.Days(days)));
        }
    }

    private string Then(MemberTier row, TierExplanation why) =>
        texts.Say(
            row.Tier is null ? "tierThenNone" : "tierThen",
            ("tier", NameOf(row.Tier?.Value)),
            ("value", Count(why, why.Value)),
            ("from", Day(why.WindowFrom)),
            ("until", LastDay(why.WindowTo))
        );

    private string NameOf(string? code) =>
        TierCode.TryParse(code, out var tier) && levelOf(tier) is { } level ? level.NameIn(language) : code ?? "";

    private string Count(TierExplanation why, string? value) =>
        why.Basis switch
        {
            TierBasisKind.QualifyingPoints => texts.Points((long)Number(value)),
            TierBasisKind.Events => texts.Transactions((long)Number(value)),
            _ => texts.Money(new ExplainedMoney(value ?? "0", why.Unit ?? "")),
        };

    private string Day(DateTimeOffset? instant) => instant is { } at ? texts.Date(at.DayIn(zone)) : "";

    /// <param name="end">itself not included.</param>
    private string LastDay(DateTimeOffset? end) => Day(end?.AddMicroseconds(-1));

    private static decimal Number(string? value) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
