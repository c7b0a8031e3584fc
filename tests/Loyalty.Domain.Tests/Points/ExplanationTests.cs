using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

public sealed class ExplanationTests
{
    /// <summary>As it was written before rules had effects, counts and limits over a period.</summary>
    private const string Earlier = """
        {"eventType":"loyalty.transaction.posted","source":"urn:till","eventId":"1","late":false,"amount":{"amount":"2500.00","currency":"CZK"},"operation":"card_payment","rules":[{"rule":"rul_00000000000000000000000001","version":2,"name":"One per hundred","base":{"amount":"2500.00","currency":"CZK"},"pointsPer":1,"perAmount":100,"unrounded":25,"rounding":"down per event","cappedFrom":25,"points":10}],"caps":[{"cap":"PointsPerEventMax","limit":5,"usedBefore":0,"from":10,"to":5}]}
        """;

    [Fact]
    public void What_was_written_before_is_read_and_written_again_letter_by_letter()
    {
        var read = Explanation.Parse(Earlier);

        var rule = read.Rules.ShouldHaveSingleItem();
        (rule.PointsPer, rule.PerAmount, rule.CappedFrom).ShouldBe((1m, 100m, 25L));
        (rule.Effect, rule.Caps, rule.EventNumber).ShouldBe((null, null, null));
        read.ToJson().ShouldBe(Earlier.Trim());
    }
}
