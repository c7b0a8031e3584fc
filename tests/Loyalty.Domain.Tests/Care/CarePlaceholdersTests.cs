using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Care;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Care;

/// <summary>Which places a text may have, and how they are filled.</summary>
public sealed class CarePlaceholdersTests
{
    [Theory]
    [InlineData("Dear {name}, your {vehicle} has {kilometres} km.")]
    [InlineData("{{no place}} and {tier}")]
    [InlineData("")]
    public void A_sound_text_is_accepted(string text) => CarePlaceholders.WhyNot(text).ShouldBeNull();

    [Theory]
    [InlineData("Dear {nmae}")]
    [InlineData("Dear {}")]
    [InlineData("Dear { name }")]
    [InlineData("Dear {Name}")]
    [InlineData("Dear {name")]
    [InlineData("Dear name}")]
    [InlineData("Dear {na{me}")]
    [InlineData("{")]
    [InlineData("}")]
    public void What_nobody_could_fill_is_refused(string text) => CarePlaceholders.WhyNot(text).ShouldNotBeNull();

    [Fact]
    public void Places_are_filled_once_and_what_has_no_value_becomes_nothing()
    {
        var filled = CarePlaceholders.Fill(
            "{name}: {points}{tier}{{name}}",
            place =>
                place switch
                {
                    CarePlaceholders.Name => "{points}",
                    CarePlaceholders.Points => "7",
                    _ => null,
                }
        );

        filled.ShouldBe("{points}: 7{name}");
    }

    [Fact]
    public void Doubled_braces_give_any_text_back_as_it_was() =>
        Prop.ForAll(
                Arb.From(Gen.Elements('{', '}', 'a', 'ü', '车', ' ').ListOf().Select(chars => string.Concat(chars))),
                text =>
                {
                    var written = text.Replace("{", "{{", StringComparison.Ordinal)
                        .Replace("}", "}}", StringComparison.Ordinal);
                    return CarePlaceholders.WhyNot(written) is null && CarePlaceholders.Fill(written, _ => "x") == text;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("en", "5 June 2026", "1,234,567")]
    [InlineData("en-US", "June 5, 2026", "1,234,567")]
    [InlineData("de", "5. Juni 2026", "1.234.567")]
    [InlineData("zh-Hans", "2026年6月5日", "1,234,567")]
    [InlineData("zh-Hant-TW", "2026年6月5日", "1,234,567")]
    [InlineData("cs", "5. června 2026", "1\u00a0234\u00a0567")]
    [InlineData("qaa-Latn", "June 5, 2026", "1,234,567")]
    public void Dates_and_numbers_are_written_as_the_language_does(string language, string date, string number)
    {
        var wording = CareWording.In(language);

        wording.Date(new DateOnly(2026, 6, 5)).ShouldBe(date);
        wording.Number(1_234_567).ShouldBe(number);
    }
}
