using System.Text.RegularExpressions;
using Loyalty.Api.Points;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Every kind of entry explains itself in every language.</summary>
public sealed partial class ExplanationTextsTests
{
    private static readonly DateOnly Last = new(2027, 3, 31);
    private static readonly LotKey Lot = new(Last, LotKey.AtOnce, Funder.Club);
    private static readonly LotKey Forever = Lot with { ExpiresOn = LotKey.Never };

    private static readonly ExplainedRule Rule = new()
    {
        Rule = "rul_1",
        Version = 1,
        Name = "5 per 2.50",
        Base = new ExplainedMoney("3.00", "CZK"),
        Unrounded = 6,
        Points = 6,
    };

    private static readonly Explanation Plain = new()
    {
        EventType = "loyalty.operation.other",
        Source = "club",
        EventId = "1",
    };

    /// <summary>One or more of each kind, so that each sentence is said once.</summary>
    public static TheoryData<string> Samples => [.. Entries.Keys];

    private static readonly Dictionary<string, Entry> Entries = new(StringComparer.Ordinal)
    {
        ["earned"] = Of(EntryKind.Accrual, 5, Plain, (Lot, 5)),
        ["earned for money"] = Of(
            EntryKind.Accrual,
            1234,
            Plain with
            {
                Amount = new ExplainedMoney("1234567.5", "CZK"),
                Rules =
                [
                    Rule with
                    {
                        PointsPer = 5,
                        PerAmount = 2.5m,
                        CappedFrom = 9000,
                    },
                    Rule with
                    {
                        Factor = 1.5m,
                        BasePoints = 12,
                        RaisedFrom = 2,
                    },
                    Rule with
                    {
                        Caps = [new ExplainedCap("pointsPerDayMax", 10, 4, 7, 6)],
                    },
                ],
                Caps = [new ExplainedCap("PointsPerEventMax", 1234, 0, 5000, 1234)],
                ArrearsRepaid = 34,
                UsableFrom = new DateOnly(2026, 2, 1),
                UsableUntil = Last,
                Late = true,
            },
            (Lot, 1200)
        ),
        ["granted"] = Of(EntryKind.Accrual, 1, Plain with { Granted = 1 }, (Lot, 1)),
        ["earned and extended"] = Of(
            EntryKind.Accrual,
            5,
            Plain,
            (Lot, -7),
            (Lot with { ExpiresOn = Last.AddDays(9) }, 12)
        ),
        ["taken back"] = Of(
            EntryKind.AccrualReversal,
            -60,
            Plain with
            {
                Reversal = Reversal(amount: null),
            },
            (Lot, -10)
        ),
        ["taken back for money"] = Of(
            EntryKind.AccrualReversal,
            -60,
            Plain with
            {
                Reversal = Reversal(new ExplainedMoney("12.00", "CZK")),
            },
            (Lot, -10)
        ),
        ["spent"] = Of(EntryKind.Redemption, -30, Plain, (Lot, -10), (Forever, -20)),
        ["spent by all"] = Of(EntryKind.Redemption, -3, Plain with { Household = new("hhd_1", "mbr_1") }, (Lot, -3)),
        ["spent of many lots"] = Of(
            EntryKind.Redemption,
            -8,
            Plain,
            [.. Enumerable.Range(0, 8).Select(i => (Lot with { ExpiresOn = Last.AddMonths(i) }, -1L))]
        ),
        ["given back"] = Of(
            EntryKind.RedemptionReversal,
            10,
            Plain with
            {
                GivenBack = new ExplainedReturn("ent_1", 30, 0, LapsedGraceDays: null),
                ArrearsRepaid = 3,
            },
            (Lot, 7)
        ),
        ["given back with a grace"] = Of(
            EntryKind.RedemptionReversal,
            10,
            Plain with
            {
                GivenBack = new ExplainedReturn("ent_1", 30, 0, LapsedGraceDays: 1),
            },
            (Lot, 10)
        ),
        ["lapsed"] = Of(EntryKind.Expiry, -3, Explanation.OfExpiry(Last.AddDays(1)), (Lot, -3)),
        ["adjusted up"] = Of(EntryKind.Adjustment, 3, Plain with { Reason = "GOODWILL" }, (Lot, 3)),
        ["adjusted down"] = Of(EntryKind.Adjustment, -3, Plain with { Reason = "MISTAKE" }, (Lot, -3)),
        ["handed over"] = Of(EntryKind.TransferOut, -3, Plain, (Lot, -3)),
        ["received"] = Of(EntryKind.TransferIn, 3, Plain with { ArrearsRepaid = 1 }, (Lot, 2)),
        ["merged away"] = Of(EntryKind.TransferOut, -3, Merge, (Lot, -3)),
        ["merged in"] = Of(EntryKind.TransferIn, 3, Merge, (Lot, 3)),
        ["activated"] = Of(EntryKind.Activation, 0, Plain, (Lot with { ActivatesOn = LotKey.ByEvent }, -3), (Lot, 3)),
        ["arrears repaid"] = Of(EntryKind.ArrearsRepayment, 0, Plain, (Lot, -3)),
        ["forfeited"] = Of(EntryKind.Forfeiture, -3, Plain, (Lot, -3)),
    };

    private static Explanation Merge => Plain with { EventType = "loyalty.operation.merge" };

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

    private static Entry Of(EntryKind kind, long points, Explanation why, params (LotKey Lot, long Points)[] moves) =>
        new()
        {
            WalletId = default,
            Sequence = 1,
            Kind = kind,
            Points = points,
            BalanceAfter = 0,
            ArrearsAfter = 0,
            CounterAccount = "club",
            OccurredAt = DateTimeOffset.UnixEpoch,
            RecordedAt = DateTimeOffset.UnixEpoch,
            EventKey = default(PartnerEventKey),
            LotMoves = LotMoves.Write([.. moves.Select(move => new LotMove(move.Lot, move.Points))]),
            Explanation = why.ToJson(),
            Hash = [],
        };

    private static ExplainedReversal Reversal(ExplainedMoney? amount) =>
        new(
            "e1",
            "ent_1",
            100,
            amount is null ? null : new ExplainedMoney("20.00", "CZK"),
            amount,
            ReversedBefore: null,
            60,
            "WithArrears",
            AddedToArrears: 40,
            LetGo: 10
        );

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
