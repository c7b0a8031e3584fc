using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Partners;

public sealed class PartnerContractTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly PartnerContract Contract = new()
    {
        EventTypes = [PartnerEvent.TransactionPosted.TypeName, PartnerEvent.PointsGranted.TypeName],
        MoneyCurrencies = [MoneyCurrency.Parse("CZK")],
        Operations = ["card_payment"],
        ExcludedCategories = ["gambling"],
        PointCurrencies = [PointCurrencyCode.Parse("POINTS")],
        AmountPerEventMax = 5_000,
        LateDaysMax = 90,
    };

    [Fact]
    public void What_the_contract_covers_is_taken() => Contract.Check(Posted(), Now).ShouldBeNull();

    [Fact]
    public void A_type_that_is_not_covered_is_refused() =>
        (Contract with { EventTypes = [] }).Check(Posted(), Now).ShouldBeOfType<ContractRefusal.EventTypeNotCovered>();

    [Fact]
    public void A_currency_that_is_not_covered_is_refused() =>
        Contract
            .Check(Posted() with { Amount = new Money(1, MoneyCurrency.Parse("EUR")) }, Now)
            .ShouldBeOfType<ContractRefusal.CurrencyNotCovered>();

    [Theory]
    [InlineData("transfer")]
    [InlineData(null)]
    public void An_operation_that_is_not_covered_is_refused(string? operation) =>
        Contract
            .Check(Posted() with { Operation = operation }, Now)
            .ShouldBeOfType<ContractRefusal.OperationNotCovered>();

    [Theory]
    [InlineData("transfer")]
    [InlineData(null)]
    public void No_operations_named_means_all(string? operation) =>
        (Contract with { Operations = [] }).Check(Posted() with { Operation = operation }, Now).ShouldBeNull();

    [Fact]
    public void An_excluded_category_is_refused() =>
        Contract.Check(Posted() with { Category = "gambling" }, Now).ShouldBeOfType<ContractRefusal.CategoryExcluded>();

    [Fact]
    public void Lines_are_refused_only_when_all_are_excluded()
    {
        var excluded = new TransactionLine(1, "gambling");

        Contract.Check(Posted() with { Lines = [excluded] }, Now).ShouldBeOfType<ContractRefusal.CategoryExcluded>();
        Contract.Check(Posted() with { Lines = [excluded, new TransactionLine(1, "food")] }, Now).ShouldBeNull();
    }

    [Fact]
    public void An_amount_is_taken_up_to_the_limit()
    {
        var currency = MoneyCurrency.Parse("CZK");

        Contract.Check(Posted() with { Amount = new Money(5_000, currency) }, Now).ShouldBeNull();
        Contract
            .Check(Posted() with { Amount = new Money(5_000.01m, currency) }, Now)
            .ShouldBeOfType<ContractRefusal.AmountAboveLimit>();
    }

    [Fact]
    public void Pain36_an_old_event_is_taken_within_the_window_and_counts_as_late()
    {
        Contract.Check(Posted(Now.AddDays(-90)), Now).ShouldBeNull();
        Contract.Check(Posted(Now.AddDays(-90).AddSeconds(-1)), Now).ShouldBeOfType<ContractRefusal.TooLate>();
        (Contract with { LateDaysMax = null }).Check(Posted(DateTimeOffset.UnixEpoch), Now).ShouldBeNull();

        PartnerContract.IsLate(Now.AddDays(-1), Now).ShouldBeFalse();
        PartnerContract.IsLate(Now.AddDays(-1).AddSeconds(-1), Now).ShouldBeTrue();
    }

    [Fact]
    public void A_clock_may_be_ahead_by_so_much()
    {
        Contract.Check(Posted(Now.AddMinutes(5)), Now).ShouldBeNull();
        Contract.Check(Posted(Now.AddMinutes(6)), Now).ShouldBeOfType<ContractRefusal.TimeInFuture>();
    }

    [Fact]
    public void Only_agreed_points_can_be_granted()
    {
        var granted = new PartnerEvent.PointsGranted
        {
            Head = Head(Now),
            Points = 1,
            Currency = PointCurrencyCode.Parse("STATUS"),
        };

        Contract.Check(granted, Now).ShouldBeOfType<ContractRefusal.PointCurrencyNotCovered>();
    }

    [Fact]
    public void The_key_of_an_event_follows_from_partner_source_and_id()
    {
        var partner = PartnerId.From(Guid.Parse("01900000-0000-7000-8000-000000000001"));

        PartnerEventKey.Of(partner, "a", "bc").ShouldBe(PartnerEventKey.Of(partner, "a", "bc"));
        PartnerEventKey.Of(partner, "a", "bc").ShouldNotBe(PartnerEventKey.Of(partner, "ab", "c"));
        PartnerEventKey.Of(PartnerId.From(Guid.Empty), "a", "bc").ShouldNotBe(PartnerEventKey.Of(partner, "a", "bc"));
        PartnerEventKey.Of(partner, new string('x', 1_000), "y").ShouldNotBe(PartnerEventKey.Of(partner, "x", "y"));
    }

    [Theory]
    [InlineData(InteractionKind.Purchase, 10, true, true)]
    [InlineData(InteractionKind.ServiceVisit, 10, true, true)]
    [InlineData(InteractionKind.Inquiry, 10, true, false)]
    [InlineData(InteractionKind.Complaint, 10, true, false)]
    [InlineData(InteractionKind.Purchase, 0, true, false)]
    [InlineData(InteractionKind.Purchase, -10, true, false)]
    [InlineData(InteractionKind.Purchase, null, true, false)]
    [InlineData(InteractionKind.Purchase, 10, false, false)]
    public void Purchases_and_visits_with_an_amount_earn_where_that_was_agreed(
        InteractionKind kind,
        int? amount,
        bool agreed,
        bool earns
    )
    {
        var spending = (Contract with { InteractionsEarn = agreed }).SpendingOf(Told(kind, amount));

        (spending is not null).ShouldBe(earns);
        (spending?.Operation, spending?.Channel).ShouldBe(
            earns ? (kind == InteractionKind.Purchase ? "purchase" : "serviceVisit", "workshop") : (null, null)
        );
    }

    [Fact]
    public void An_interaction_that_earns_keeps_to_the_terms_of_transactions_and_another_does_not()
    {
        var agreed = Contract with
        {
            EventTypes = [PartnerEvent.InteractionRecorded.TypeName],
            Operations = ["purchase"],
            InteractionsEarn = true,
        };

        agreed.Check(Told(InteractionKind.Purchase, 5_000), Now).ShouldBeNull();
        agreed
            .Check(Told(InteractionKind.Purchase, 5_001), Now)
            .ShouldBeOfType<ContractRefusal.AmountAboveLimit>()
            .AmountMax.ShouldBe(5_000);
        agreed
            .Check(Told(InteractionKind.ServiceVisit, 5), Now)
            .ShouldBeOfType<ContractRefusal.OperationNotCovered>()
            .Field.ShouldBe("data.kind");
        agreed
            .Check(Told(InteractionKind.Purchase, 5, "EUR"), Now)
            .ShouldBeOfType<ContractRefusal.CurrencyNotCovered>();
        agreed.Check(Told(InteractionKind.ServiceVisit, null), Now).ShouldBeNull();
        (agreed with { InteractionsEarn = false })
            .Check(Told(InteractionKind.ServiceVisit, 5_001, "EUR"), Now)
            .ShouldBeNull();
    }

    private static PartnerEventHead Head(DateTimeOffset occurredAt) =>
        new("s", "1", occurredAt, [], default, new MemberReference.ByCard("1"));

    private static PartnerEvent.InteractionRecorded Told(InteractionKind kind, int? amount, string currency = "CZK") =>
        new()
        {
            Head = Head(Now),
            Kind = kind,
            Channel = InteractionChannel.Workshop,
            Subject = "As told",
            Amount = amount is { } money ? new Money(money, MoneyCurrency.Parse(currency)) : null,
        };

    private static PartnerEvent.TransactionPosted Posted(DateTimeOffset? occurredAt = null) =>
        new()
        {
            Head = Head(occurredAt ?? Now),
            Amount = new Money(100, MoneyCurrency.Parse("CZK")),
            Operation = "card_payment",
        };
}
