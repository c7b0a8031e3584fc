using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Members;

public sealed class MemberRuleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(MemberStatus.Active, "Earn Spend Adjust Message")]
    [InlineData(MemberStatus.Suspended, "Earn Adjust")]
    [InlineData(MemberStatus.Closed, "")]
    [InlineData(MemberStatus.Merged, "")]
    public void The_status_decides_per_operation(MemberStatus status, string allowed) =>
        string.Join(' ', Enum.GetValues<MemberOperation>().Where(operation => status.Allows(operation)))
            .ShouldBe(allowed);

    [Fact]
    public void Nothing_leads_out_of_a_closed_account_and_no_status_leads_to_itself()
    {
        foreach (var to in Enum.GetValues<MemberStatus>())
        {
            MemberStatus.Closed.CanBecome(to).ShouldBeFalse();
            to.CanBecome(to).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("Dvořák", "dvorak")]
    [InlineData("  O'Brien   Ltd. ", "o'brien ltd.")]
    [InlineData("Łukasz Strauß", "lukasz strauss")]
    [InlineData("王小明", "王小明")]
    [InlineData("ＡＢＣ", "abc")]
    public void Names_are_folded_for_the_search(string name, string folded) => SearchText.Fold(name).ShouldBe(folded);

    [Fact]
    public void Folding_twice_changes_nothing_more() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Elements("aÁß İıŁ王が\t Ǆ\u0301'".ToCharArray()).ArrayOf().ToArbitrary(),
                letters =>
                {
                    var once = SearchText.Fold(new string(letters));
                    return SearchText.Fold(once) == once;
                }
            )
        );

    [Theory]
    [InlineData("小明", "王", "王小明")]
    [InlineData("Anna", "Nováková", "Anna Nováková")]
    [InlineData("Anna", null, "Anna")]
    public void A_name_reads_as_its_script_writes_it(string given, string? family, string display) =>
        PersonName.Of(given, family)!.Display.ShouldBe(display);

    [Fact]
    public void A_label_has_the_code_where_the_country_wants_it_and_the_country_when_it_goes_abroad()
    {
        var czech = new PostalAddress
        {
            Street = ["Dlouhá 1"],
            PostalCode = "110 00",
            City = "Praha 1",
            Country = "CZ",
        };
        var american = new PostalAddress
        {
            Addressee = ["Fleet Office"],
            Street = ["1 Main St"],
            PostalCode = "12345",
            City = "Springfield",
            Region = "NY",
            Country = "US",
        };

        czech.ToLabel("Anna Nováková", "CZ").ShouldBe(["Anna Nováková", "Dlouhá 1", "110 00 Praha 1"]);
        czech.ToLabel("Anna Nováková", "CN")[^1].ShouldBe("CZECHIA");
        american.ToLabel("ACME", "US").ShouldBe(["Fleet Office", "1 Main St", "Springfield NY 12345"]);
    }

    [Fact]
    public void The_newest_decision_holds_in_whatever_order_decisions_arrive() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Choose(0, 1000).ArrayOf(8).Where(minutes => minutes.Distinct().Count() == 8).ToArbitrary(),
                minutes =>
                {
                    var consent = new Consent
                    {
                        MemberId = default,
                        Purpose = ConsentPurpose.Marketing,
                        Channel = ConsentChannel.Email,
                    };
                    foreach (var minute in minutes)
                    {
                        consent.Apply(Decision(minute));
                    }

                    return consent.Granted == (minutes.Max() % 2 == 0);
                }
            )
        );

    [Fact]
    public void An_odometer_counts_up_unless_corrected()
    {
        var low = Reading(100);
        var high = Reading(200);

        Odometer.Fits(Reading(150), low, high).ShouldBeTrue();
        Odometer.Fits(Reading(100), low, after: null).ShouldBeTrue();
        Odometer.Fits(Reading(99), low, high).ShouldBeFalse();
        Odometer.Fits(Reading(201), low, high).ShouldBeFalse();
        Odometer.Fits(Reading(50, correction: true), low, high).ShouldBeTrue();
        Odometer.Fits(Reading(150), low, Reading(10, correction: true)).ShouldBeTrue();
    }

    [Fact]
    public void A_card_is_blocked_once_and_replaced_once()
    {
        var next = CardNumber.FromPayload("900100000000001");
        var card = new Card
        {
            Number = CardNumber.FromPayload("900100000000000"),
            MemberId = default,
            IssuedAt = Noon,
        };

        card.WhyRefused().ShouldBeNull();
        card.Block("lost", Noon).ShouldBeNull();
        card.WhyRefused().ShouldBeOfType<Card.CardBlocked>();
        card.Block("lost", Noon).ShouldBeOfType<Card.CardBlocked>();
        card.Replace(next, "lost", Noon).ShouldBeNull();
        card.WhyRefused().ShouldBeOfType<Card.CardReplaced>();
        card.Replace(next, "lost", Noon).ShouldBeOfType<Card.CardReplaced>();
        card.ReplacedBy.ShouldBe(next);
    }

    private static ConsentChange Decision(int minute) =>
        new()
        {
            Id = default,
            MemberId = default,
            Purpose = ConsentPurpose.Marketing,
            Channel = ConsentChannel.Email,
            Granted = minute % 2 == 0,
            DecidedAt = Noon.AddMinutes(minute),
            Source = "app",
            RecordedAt = Noon,
        };

    private static MileageReading Reading(int kilometres, bool correction = false) =>
        new()
        {
            Id = default,
            VehicleId = default,
            ReadOn = new DateOnly(2026, 5, 1),
            Kilometres = kilometres,
            Source = "workshop",
            IsCorrection = correction,
            RecordedAt = Noon,
        };
}
