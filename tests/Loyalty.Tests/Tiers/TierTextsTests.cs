using System.Globalization;
using Loyalty.Api.Points;
using Loyalty.Api.Tiers;
using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Tiers;

/// <summary>Why a member held a tier, in words.</summary>
public sealed class TierTextsTests
{
    private static readonly TierLevel Gold = new(
        TierCode.Parse("GOLD"),
        "Gold",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["zh"] = "金卡" },
        500
    );

    private static readonly TierExplanation Counted = new()
    {
        SetVersion = 1,
        Basis = TierBasisKind.Spend,
        Unit = "CZK",
        Value = "1234.5",
        Threshold = "500",
        WindowFrom = Instant("2025-12-31T16:00:00Z"),
        WindowTo = Instant("2026-12-31T16:00:00Z"),
    };

    private static readonly TierExplanation Fallen = Counted with
    {
        Value = "0",
        LostTier = "GOLD",
        LostThreshold = "500",
        LostAt = Instant("2026-03-01T00:00:00Z"),
        GraceDays = 1,
    };

    [Theory]
    [InlineData("en", "Reached Gold: 1,234.50 CZK from 2026-01-01 to 2026-12-31. Asked for: 500.00 CZK.")]
    [InlineData("de", "Gold erreicht: 1.234,50 CZK vom 01.01.2026 bis 31.12.2026. Gefordert: 500,00 CZK.")]
    [InlineData("zh", "达到金卡：2026年1月1日 至 2026年12月31日 累计 1,234.50 CZK，要求 500.00 CZK。")]
    public void A_tier_that_was_reached_says_what_was_counted_when(string language, string expected) =>
        Say(language, MemberTierCause.Upgrade, "GOLD", Counted).ShouldBe(expected);

    [Fact]
    public void What_the_year_before_reached_is_told_as_that() =>
        Say(
                "en",
                MemberTierCause.Upgrade,
                "GOLD",
                Counted with
                {
                    Basis = TierBasisKind.Events,
                    Value = "1",
                    Threshold = "2",
                    PreviousValue = "2",
                }
            )
            .ShouldBe("Reached Gold: 2 transactions in the year before 2026-01-01. Asked for: 2 transactions.");

    [Theory]
    [InlineData(
        "en",
        "Gold was not earned any more from 2026-03-01 on. Asked for: 500 points. It was kept for 1 day more."
    )]
    [InlineData(
        "de",
        "Gold war ab dem 01.03.2026 nicht mehr verdient. Gefordert: 500 Punkte. Die Stufe galt noch 1 Tag länger."
    )]
    public void A_tier_that_was_lost_says_since_when_and_what_it_asks_for(string language, string expected)
    {
        var why = Fallen with { Basis = TierBasisKind.QualifyingPoints, Unit = "STATUS" };

        Say(language, MemberTierCause.Downgrade, null, why).ShouldStartWith(expected);
    }

    [Fact]
    public void Every_text_of_tiers_is_told_in_every_language_with_nothing_left_open()
    {
        foreach (var language in LanguageTexts.Languages)
        {
            string[] told =
            [
                Say(language, MemberTierCause.Upgrade, "GOLD", Counted),
                Say(language, MemberTierCause.Upgrade, "GOLD", Counted with { Value = "1", PreviousValue = "600" }),
                Say(language, MemberTierCause.Downgrade, "SILVER", Fallen),
                Say(language, MemberTierCause.Downgrade, null, Fallen with { LostAt = null }),
                Say(language, MemberTierCause.Manual, "GOLD", new TierExplanation { SetVersion = 1 }),
            ];

            told.Distinct(StringComparer.Ordinal).Count().ShouldBe(told.Length);
            told.ShouldAllBe(text => !text.Contains('{') && !text.Contains("  ", StringComparison.Ordinal));
        }
    }

    private static string Say(string language, MemberTierCause cause, string? tier, TierExplanation why)
    {
        var row = new MemberTier
        {
            Id = default,
            MemberId = default(MemberId),
            TierSet = TierSetCode.Parse("STATUS"),
            IsManual = cause == MemberTierCause.Manual,
            Number = 1,
            Tier = tier is null ? null : TierCode.Parse(tier),
            Rank = 0,
            From = Instant("2026-03-01T00:00:00Z"),
            Until = Instant("2026-05-31T16:00:00Z"),
            Cause = cause,
            Explanation = why.ToJson(),
        };
        return new TierTexts(
            LanguageTexts.Of([language]),
            language,
            TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
            code => code == Gold.Code ? Gold : null
        ).Summary(row);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
