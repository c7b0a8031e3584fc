using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Members;

public sealed class NumberTests
{
    private static readonly Gen<char> Digit = Gen.Elements("0123456789".ToCharArray());
    private static readonly Gen<char> VinCharacter = Gen.Elements("0123456789ABCDEFGHJKLMNPRSTUVWXYZ".ToCharArray());

    private static readonly Arbitrary<string> Payload = Arb.From(
        from length in Gen.Choose(11, 18)
        from digits in Digit.ArrayOf(length)
        select new string(digits)
    );

    [Fact]
    public void Any_wrong_digit_of_a_card_number_is_found() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Payload,
                payload =>
                {
                    var number = CardNumber.FromPayload(payload).Value;
                    return Enumerable
                        .Range(0, number.Length)
                        .All(i =>
                        {
                            var other = number.ToCharArray();
                            other[i] = other[i] == '9' ? '0' : (char)(other[i] + 1);
                            return !CardNumber.TryParse(new string(other), out _);
                        });
                }
            )
        );

    [Theory]
    [InlineData("4539 1488 0343 6467", true)] // published test number
    [InlineData("4539148803436467", true)]
    [InlineData("4539148803436468", false)]
    [InlineData("", false)]
    [InlineData("0", false)]
    [InlineData("٤٥٣٩١٤٨٨٠٣٤٣٦٤٦٧", false)]
    public void A_card_number_is_read_as_people_write_it(string text, bool sound) =>
        CardNumber.TryParse(text, out _).ShouldBe(sound);

    [Theory]
    [InlineData("1M8GDM9AXKP042788", true)] // example of 49 CFR 565, check digit X
    [InlineData("1M8GDM9A1KP042788", false)]
    [InlineData("11111111111111111", true)]
    [InlineData("LSVAA49J132047371", true)]
    [InlineData("LSVAA49J032047371", false)]
    [InlineData("TMBJJ7NE0D0123456", true)] // Europe: position 9 is free
    [InlineData(" tmbjj7ne0d0123456 ", true)]
    [InlineData("TMBJJ7NE0D012345O", false)]
    [InlineData("TMBJJ7NE0D012345", false)]
    [InlineData("", false)]
    public void A_vin_is_checked_as_its_market_does(string text, bool sound) =>
        Vin.TryParse(text, out _).ShouldBe(sound);

    [Fact]
    public void A_north_american_or_chinese_vin_holds_with_one_check_digit_alone() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Arb.From(
                    from region in Gen.Elements('1', '2', '3', '4', '5', 'L')
                    from rest in VinCharacter.ArrayOf(16)
                    select (char[])[region, .. rest]
                ),
                vin =>
                    "0123456789X".Count(digit =>
                    {
                        vin[8] = digit;
                        return Vin.TryParse(new string(vin), out _);
                    }) == 1
            )
        );

    [Theory]
    [InlineData("+420 604 123 456", "+420604123456")]
    [InlineData("0086 138-0013-8000", "+8613800138000")]
    [InlineData("+44 (0)20 7946 0958", "+442079460958")]
    [InlineData("604123456", null)]
    [InlineData("+0123456789", null)]
    [InlineData("+12", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("+4206041x3456", null)]
    [InlineData("+", null)]
    public void A_telephone_number_is_kept_in_e164(string text, string? kept)
    {
        PhoneNumber.TryParse(text, out var number).ShouldBe(kept is not null);
        number.Value.ShouldBe(kept);
    }

    [Theory]
    [InlineData("Anna.Nová@Example.COM", "anna.nová@example.com")]
    [InlineData("a@Bücher.example", "a@xn--bcher-kva.example")]
    [InlineData("a@例え.テスト", "a@xn--r8jz45g.xn--zckzah")]
    [InlineData("o'brien+club@mail.example.org", "o'brien+club@mail.example.org")]
    [InlineData("a@b", null)]
    [InlineData("a@@b.cz", null)]
    [InlineData(".a@b.cz", null)]
    [InlineData("a..b@b.cz", null)]
    [InlineData("a b@b.cz", null)]
    [InlineData("a@b..cz", null)]
    [InlineData("a@-b.cz", null)]
    [InlineData("a@10.0.0.1", null)]
    [InlineData("@b.cz", null)]
    [InlineData("a@", null)]
    public void An_email_address_is_compared_in_small_letters_and_ascii_domain(string text, string? normalized)
    {
        EmailAddress.TryParse(text, out var email).ShouldBe(normalized is not null);
        email.Normalized.ShouldBe(normalized);
    }

    [Theory]
    [InlineData("zh-hans-cn", "zh-Hans-CN")]
    [InlineData("CS", "cs")]
    [InlineData("es-419", "es-419")]
    [InlineData("de-CH-1996", "de-CH-1996")]
    [InlineData("x", null)]
    [InlineData("en_US", null)]
    [InlineData("en-", null)]
    public void A_language_tag_is_kept_in_canonical_case(string text, string? canonical) =>
        LanguageTag.Canonical(text).ShouldBe(canonical);
}
