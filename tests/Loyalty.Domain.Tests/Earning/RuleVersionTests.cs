using Loyalty.Domain.Earning;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Tests.Earning.Given;

namespace Loyalty.Domain.Tests.Earning;

/// <summary>Which version an event earns by.</summary>
public sealed class RuleVersionTests
{
    private static readonly DateTimeOffset FirstPublished = Noon.AddDays(-20);
    private static readonly DateTimeOffset SecondPublished = Noon.AddDays(-10);
    private static readonly DateTimeOffset Withdrawn = Noon.AddDays(-1);

    private static readonly RuleSet Set = RuleSet.Compile([
        new PublishedRule(Id<RuleId>(1), 1, Rule, FirstPublished, SupersededAt: SecondPublished),
        new PublishedRule(
            Id<RuleId>(1),
            2,
            Rule with
            {
                Effect = OnePerHundred with { Points = 3 },
            },
            SecondPublished,
            WithdrawnAt: Withdrawn
        ),
    ]);

    [Fact]
    public void Pain03_Pain36_A_late_event_earns_by_the_version_in_force_when_it_occurred()
    {
        VersionAt(SecondPublished.AddTicks(-1)).ShouldBe(1);
        VersionAt(SecondPublished).ShouldBe(2);
        VersionAt(Withdrawn.AddTicks(-1)).ShouldBe(2);
    }

    [Fact]
    public void After_the_withdrawal_an_event_does_not_earn()
    {
        VersionAt(Withdrawn).ShouldBeNull();
        Set.Explain(At(Withdrawn)).ShouldHaveSingleItem().Mismatch.ShouldBe(RuleMismatch.Withdrawn);
    }

    [Fact]
    public void The_first_version_holds_for_events_before_its_publication_unless_its_validity_says_otherwise()
    {
        VersionAt(FirstPublished.AddYears(-1)).ShouldBe(1);

        var strict = Rule with { ValidFrom = FirstPublished };
        RuleSet
            .Compile([new PublishedRule(Id<RuleId>(1), 1, strict, FirstPublished)])
            .Evaluate(At(FirstPublished.AddTicks(-1)))
            .ShouldBeEmpty();
    }

    private static int? VersionAt(DateTimeOffset occurredAt) =>
        Set.Evaluate(At(occurredAt)).SingleOrDefault()?.Computation.RuleVersion;

    private static EarningInput At(DateTimeOffset occurredAt) => Payment(100) with { OccurredAt = occurredAt };
}
