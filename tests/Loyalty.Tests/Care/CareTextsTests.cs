using Loyalty.Api.Care;
using Loyalty.Api.Points;
using Loyalty.Domain.Care;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Care;

/// <summary>Why a member was contacted, in words.</summary>
public sealed class CareTextsTests
{
    private static readonly CareFacts Facts = new(new DateOnly(2026, 11, 30)) { Points = 1_200, Percent = 35 };

    public static TheoryData<CareTrigger, int?> Reasons =>
        [
            .. Enum.GetValues<CareTrigger>().Select(trigger => new TheoryDataRow<CareTrigger, int?>(trigger, null)),
            new TheoryDataRow<CareTrigger, int?>(CareTrigger.ServiceDue, 45_000),
        ];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_trigger_is_told_in_every_language(CareTrigger trigger, int? kilometres)
    {
        var facts = Facts with { Kilometres = kilometres };
        var told = LanguageTexts
            .Languages.Select(language => LanguageTexts.Of([language]).Say(trigger, facts))
            .ToArray();

        told.Distinct(StringComparer.Ordinal).Count().ShouldBe(told.Length, "each language has its own words");
        told.ShouldAllBe(text => !text.Contains('{', StringComparison.Ordinal) && text.Length > 5);
    }

    [Fact]
    public void What_was_found_is_named()
    {
        var english = LanguageTexts.Of(["en"]);

        english.Say(CareTrigger.PointsLapsing, Facts).ShouldBe("The last day of 1,200 points of yours: 2026-11-30.");
        english
            .Say(CareTrigger.ServiceDue, Facts with { Kilometres = 45_000 })
            .ShouldBe("A service of your vehicle is due: 2026-11-30, at 45,000 km as we reckon.");
        LanguageTexts.Of(["zh-Hans-CN"]).Say(CareTrigger.TierWithinReach, Facts).ShouldBe("距下一会员等级还差35%。");
    }
}
