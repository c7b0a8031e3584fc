using Loyalty.Domain.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Members;

public class BehaviourTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, null)]
    [InlineData(5, null)]
    [InlineData(6, BehaviourFlag.NoActivityFor6Months)]
    [InlineData(8, BehaviourFlag.NoActivityFor6Months)]
    [InlineData(9, BehaviourFlag.NoActivityFor9Months)]
    [InlineData(12, BehaviourFlag.NoActivityFor12Months)]
    [InlineData(40, BehaviourFlag.NoActivityFor12Months)]
    public void Only_the_longest_silence_is_flagged(int monthsAgo, BehaviourFlag? flag)
    {
        var behaviour = Behaviour.At(Now, [], Now.AddMonths(-monthsAgo));

        behaviour.Flags.ShouldBe(flag is { } one ? [one] : []);
    }

    [Theory]
    [InlineData(6, null)]
    [InlineData(9, BehaviourFlag.NoActivityFor6Months)]
    [InlineData(12, BehaviourFlag.NoActivityFor9Months)]
    public void A_second_less_is_not_that_long(int months, BehaviourFlag? flag)
    {
        var behaviour = Behaviour.At(Now, [], Now.AddMonths(-months).AddSeconds(1));

        behaviour.Flags.ShouldBe(flag is { } one ? [one] : []);
    }

    [Fact]
    public void Nobody_who_never_did_anything_is_silent() =>
        Behaviour.At(Now, [], lastActivityAt: null).Flags.ShouldBeEmpty();

    [Theory]
    [InlineData(100, 70, null)]
    [InlineData(100, 69.99, BehaviourFlag.SpendingDown)]
    [InlineData(100, 130, null)]
    [InlineData(100, 130.01, BehaviourFlag.SpendingUp)]
    [InlineData(-5, 100, null)]
    public void Spending_is_measured_against_the_year_before(double before, double now, BehaviourFlag? flag) =>
        Behaviour
            .At(Now, [Bought(13, (decimal)before), Bought(1, (decimal)now)], Now.AddMonths(-1))
            .Flags.ShouldBe(flag is { } one ? [one] : []);

    [Fact]
    public void Currencies_are_not_added_up()
    {
        var behaviour = Behaviour.At(
            Now,
            [Bought(1, 100, "EUR"), Bought(13, 100, "CZK"), Bought(2, 30, "CZK"), Bought(3, -5, "CZK")],
            Now.AddMonths(-1)
        );

        behaviour.Year.Spent.ShouldBe([Money(25, "CZK"), Money(100, "EUR")]);
        behaviour.YearBefore.Spent.ShouldBe([Money(100, "CZK")]);
        behaviour.Flags.ShouldBe([BehaviourFlag.SpendingDown]);
    }

    [Fact]
    public void Fewer_activities_than_before_are_flagged_and_inquiries_are_none()
    {
        var three = Enumerable.Range(13, 3).Select(months => Done(months, InteractionKind.ServiceVisit));

        Behaviour
            .At(Now, [.. three, Done(1, InteractionKind.ServiceVisit), Done(1, InteractionKind.Inquiry)], Now)
            .Flags.ShouldBe([BehaviourFlag.FrequencyDown]);
        Behaviour.At(Now, [Done(13, InteractionKind.ServiceVisit)], Now).Flags.ShouldBeEmpty();
    }

    [Fact]
    public void The_two_years_begin_and_end_at_the_instant()
    {
        var behaviour = Behaviour.At(
            Now,
            [.. new[] { 0, 12, 24 }.Select(months => Done(months, InteractionKind.Purchase))],
            Now
        );

        (behaviour.Year.Purchases, behaviour.YearBefore.Purchases).ShouldBe((1, 1));
    }

    private static Interaction Bought(int monthsAgo, decimal amount, string currency = "CZK") =>
        Done(monthsAgo, InteractionKind.Purchase, Money(amount, currency));

    private static Interaction Done(int monthsAgo, InteractionKind kind, Money? amount = null) =>
        new()
        {
            Id = Identifier.New<InteractionId>(Now),
            MemberId = Identifier.New<MemberId>(Now),
            Kind = kind,
            OccurredAt = Now.AddMonths(-monthsAgo),
            Channel = InteractionChannel.Dealer,
            Subject = "Something",
            Amount = amount?.Amount,
            Currency = amount?.Currency,
            RecordedAt = Now,
        };

    private static Money Money(decimal amount, string currency) => new(amount, MoneyCurrency.Parse(currency));
}
