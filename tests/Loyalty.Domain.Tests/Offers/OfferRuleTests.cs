using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Rewards;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Offers;

/// <summary>Birthdays, what vouchers take off, and codes that people pass on.</summary>
public sealed class OfferRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2000-02-29", "2026-02-20", "2026-02-28", 2026)]
    [InlineData("2000-02-29", "2026-03-01", "2026-03-10", null)]
    [InlineData("2000-02-29", "2028-02-28", "2028-02-28", null)]
    [InlineData("2000-02-29", "2028-02-29", "2028-02-29", 2028)]
    [InlineData("1990-01-03", "2026-12-30", "2027-01-06", 2027)]
    [InlineData("1990-12-31", "2026-12-30", "2027-01-06", 2026)]
    [InlineData("2026-05-01", "2026-04-30", "2026-05-02", null)]
    public void A_birthday_is_found_between_two_days(string born, string first, string last, int? year) =>
        Birthdays.YearBetween(Day(born), Day(first), Day(last)).ShouldBe(year);

    [Fact]
    public void Whoever_has_a_birthday_between_two_days_has_one_of_its_keys() =>
        Prop.ForAll(
                Arb.From(Gen.Choose(0, 20_000)),
                Arb.From(Gen.Choose(0, 4_000)),
                Arb.From(Gen.Choose(0, 90)),
                (birth, begin, length) =>
                {
                    var born = new DateOnly(1960, 1, 1).AddDays(birth);
                    var first = new DateOnly(2026, 1, 1).AddDays(begin);
                    var last = first.AddDays(length);
                    return Birthdays.YearBetween(born, first, last) is null
                        || Birthdays.KeysBetween(first, last).Contains((born.Month * 100) + born.Day);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_voucher_never_takes_off_more_than_the_price() =>
        Prop.ForAll(
                Arb.From(Gen.Elements(Enum.GetValues<VoucherKind>())),
                Arb.From(Gen.Choose(1, 99)),
                Arb.From(Gen.Choose(0, 1_000_000)),
                (kind, value, points) => Voucher(kind, value).PointsOff(points) is var off && off >= 0 && off <= points
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(VoucherKind.Percent, 33, 100, 33)]
    [InlineData(VoucherKind.Percent, 99, 1, 0)]
    [InlineData(VoucherKind.Points, 30, 20, 20)]
    [InlineData(VoucherKind.Free, 0, 20, 20)]
    public void What_a_voucher_takes_off_is_rounded_down(VoucherKind kind, long value, long price, long off) =>
        Voucher(kind, value).PointsOff(price).ShouldBe(off);

    [Fact]
    public void As_much_as_one_likes_is_never_free()
    {
        var airtime = new RewardDefinition { Amount = new VariableAmount(1, 10, 1, Unit: null) };

        Voucher(VoucherKind.Free, 0).WhyNot(default, airtime, Now).ShouldBeOfType<VoucherRefusal.NotForReward>();
        Voucher(VoucherKind.Percent, 50).WhyNot(default, airtime, Now).ShouldBeNull();
    }

    [Fact]
    public void A_code_is_read_as_people_write_it()
    {
        var code = ReferralCode.NewCode();

        code.Length.ShouldBe(ReferralCode.Length);
        ReferralCode.Canonical($" {code[..4].ToLowerInvariant()}-{code[4..]} ").ShouldBe(code);
        ReferralCode.Canonical("O0I1LU22").ShouldBeNull();
        ReferralCode.Canonical(null).ShouldBeNull();
        ReferralCode.Canonical(new string('-', 1_000)).ShouldBeNull();
    }

    [Fact]
    public void A_published_offer_keeps_what_it_waits_for_and_a_withdrawn_one_everything()
    {
        var offer = new Offer { Id = default, CreatedAt = Now };
        offer.Change(new OfferDefinition { Trigger = OfferTrigger.Welcome, Until = Now.AddDays(1) }).ShouldBeNull();
        offer.Publish(Now).ShouldBeNull();

        offer
            .Change(new OfferDefinition { Trigger = OfferTrigger.Birthday })
            .ShouldBeOfType<OfferRefusal.TriggerIsFixed>();
        (offer.IsOpenAt(Now), offer.IsOpenAt(Now.AddDays(1))).ShouldBe((true, false));
        offer.Withdraw(Now);
        offer.Change(offer.Definition).ShouldBeOfType<OfferRefusal.IsWithdrawn>();
        offer.Publish(Now).ShouldBeOfType<OfferRefusal.IsWithdrawn>();
    }

    private static Voucher Voucher(VoucherKind kind, long value) =>
        new()
        {
            Id = default,
            OfferId = default,
            MemberId = default(MemberId),
            Kind = kind,
            Value = value,
            Rewards = [],
            IssuedAt = Now,
            ValidUntil = Now.AddDays(1),
        };

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
