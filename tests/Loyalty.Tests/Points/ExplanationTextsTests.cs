using System.Text.RegularExpressions;
using Loyalty.Api.Points;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Every kind of entry explains itself in every language.</summary>
public sealed partial class ExplanationTextsTests
{
    [Fact]
    public void There_is_a_sample_of_every_kind() =>
        Entries.Values.Select(entry => entry.Kind).Distinct().Order().ShouldBe(Enum.GetValues<EntryKind>());

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_kind_is_told_in_every_language_with_nothing_left_open(string sample)
    {
        var told = LanguageTexts.Languages.ToDictionary(
            language => language,
            language => new ExplanationTexts(LanguageTexts.Of([language])).Summary(Entries[sample])
        );

        told.Values.Distinct(StringComparer.Ordinal).Count().ShouldBe(told.Count, "each language has its own words");
        foreach (var (language, text) in told)
        {
            text.ShouldNotBeNullOrWhiteSpace();
            text.ShouldNotContain("{");
            text.ShouldNotContain("  ");
            Chinese().IsMatch(text).ShouldBe(language == "zh", text);
        }

        // What no kind of entry says for itself.
        var moved = LanguageTexts.Of(["en"])["moved"].Split("{points}")[1];
        told["en"].ShouldNotEndWith(moved);
    }

    [Fact]
    public void All_languages_have_the_same_texts_with_the_same_places()
    {
        var english = LanguageTexts.Of(["en"]).Keys;
        foreach (var language in LanguageTexts.Languages)
        {
            var texts = LanguageTexts.Of([language]).Keys;
            texts.Keys.Order(StringComparer.Ordinal).ShouldBe(english.Keys.Order(StringComparer.Ordinal), language);
            foreach (var (key, forms) in texts)
            {
                foreach (var form in forms.Values)
                {
                    Places(form).ShouldBe(Places(english[key]["other"]), $"{language}: {key}");
                }
            }
        }
    }

    [Fact]
    public void Every_text_is_said_by_some_sample()
    {
        string[] forms = ["decimal", "group", "date", "between", "list", "points", "days", "money", "moved"];
        var texts = LanguageTexts.Of(["en"]);
        var said = string.Join('\n', Entries.Values.Select(new ExplanationTexts(texts).Summary));

        texts
            .Keys.Where(text => !forms.Contains(text.Key))
            // What is said of offers, contacts and tiers, which are no entries.
            .Where(text =>
                !text.Key.StartsWith("offer", StringComparison.Ordinal)
                && !text.Key.StartsWith("care", StringComparison.Ordinal)
                && !text.Key.StartsWith("tier", StringComparison.Ordinal)
            )
            .Where(text =>
                !Regex.IsMatch(
                    said,
                    Place()
                        .Replace(Regex.Escape(text.Value["other"]).Replace("}", "\\}", StringComparison.Ordinal), ".+"),
                    RegexOptions.None,
                    TimeSpan.FromSeconds(5)
                )
            )
            .Select(text => text.Key)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en", 1, "1 point")]
    [InlineData("en", 1234567, "1,234,567 points")]
    [InlineData("de", 1, "1 Punkt")]
    [InlineData("de", 0, "0 Punkte")]
    [InlineData("de", 1234567, "1.234.567 Punkte")]
    [InlineData("zh", 1, "1 积分")]
    public void Numbers_have_the_form_of_the_language(string language, long points, string expected) =>
        LanguageTexts.Of([language]).Points(points).ShouldBe(expected);

    [Theory]
    [InlineData(null, "en")]
    [InlineData("de-AT", "de")]
    [InlineData("zh-Hant-TW", "zh")]
    [InlineData("DE", "de")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    public void A_tag_leads_to_the_language_that_there_is(string? tag, string expected) =>
        LanguageTexts.Of([tag]).Language.ShouldBe(expected);

    [Fact]
    public void Sentences_read_as_written()
    {
        var texts = new ExplanationTexts(LanguageTexts.Of(["de"]));

        texts
            .Summary(Entries["earned for money"])
            .ShouldBe(
                "Gesammelt: 1.234 Punkte für 1.234.567,50 CZK. "
                    + "Regel „5 per 2.50“ gibt 5 je 2,5 CZK: 6 Punkte für 3,00 CZK. "
                    + "Ohne den Höchstwert der Regel: 9.000 Punkte. "
                    + "Regel „5 per 2.50“ vervielfacht 12 Punkte mit 1,5: weitere 6 Punkte. "
                    + "Ohne den Mindestwert der Regel: 2 Punkte. "
                    + "Regel „5 per 2.50“ gibt 6 Punkte. "
                    + "Eine Obergrenze der Regel (höchstens 10 Punkte) hat 7 auf 6 gekürzt. "
                    + "Eine Obergrenze (höchstens 1.234 Punkte) hat 5.000 auf 1.234 gekürzt. "
                    + "Davon für den Rückstand verwendet: 34 Punkte. Einlösbar ab 01.02.2026. "
                    + "Einlösbar bis Ende des 31.03.2027. Die Meldung kam verspätet; es galten die Regeln ihres Tages."
            );
        texts
            .Summary(Entries["spent"])
            .ShouldBe("Eingelöst: 30 Punkte. Entnommen: 10 Punkte, einlösbar bis 31.03.2027; 20 Punkte ohne Verfall.");
    }

    private static IEnumerable<string> Places(string text) =>
        PlaceInText().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 5000)]
    private static partial Regex PlaceInText();

    // After escaping.
    [GeneratedRegex(@"\\\{\w+\\\}", RegexOptions.None, 5000)]
    private static partial Regex Place();

    [GeneratedRegex(@"[\u4e00-\u9fff]", RegexOptions.None, 5000)]
    private static partial Regex Chinese();
}
