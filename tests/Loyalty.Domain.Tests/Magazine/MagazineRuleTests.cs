using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Magazine;

/// <summary>Bundles, runs of returns, costs, mails and labels: what holds of them whatever comes.</summary>
public sealed class MagazineRuleTests
{
    private static readonly MoneyCurrency Crowns = MoneyCurrency.Parse("CZK");

    [Fact]
    public void Bundles_are_full_before_the_next_begins_and_never_go_to_two_countries() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Choose(1, 7).ToArbitrary(),
                Gen.Elements("AT", "CZ", "DE").ArrayOf().ToArbitrary(),
                (size, countries) =>
                {
                    var sorted = countries.Order(StringComparer.Ordinal).ToArray();
                    var bundles = new LabelBundles(size);
                    var labels = sorted.Select(country => (Country: country, At: bundles.Next(country))).ToList();
                    foreach (var bundle in labels.GroupBy(label => label.At.Bundle))
                    {
                        bundle.Select(label => label.Country).Distinct().Count().ShouldBe(1);
                        bundle.Select(label => label.At.Place).ShouldBe(Enumerable.Range(1, bundle.Count()));
                        bundle.Count().ShouldBeLessThanOrEqualTo(size);
                    }

                    labels
                        .Select(label => label.At.Bundle)
                        .Distinct()
                        .Count()
                        .ShouldBe(sorted.GroupBy(country => country).Sum(group => (group.Count() + size - 1) / size));
                }
            )
        );

    [Fact]
    public void A_run_of_returns_is_as_long_as_the_returned_issues_without_a_gap_around_one() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Elements(true, false).NonEmptyListOf().ToArbitrary(),
                Gen.Choose(0, 1_000).ToArbitrary(),
                (returned, chosen) =>
                {
                    var issues = returned.Select((isReturned, i) => (Number: i + 1, isReturned)).ToList();
                    var at = chosen % issues.Count;
                    var (first, last) = (at, at);
                    while (first > 0 && issues[first - 1].isReturned)
                    {
                        first--;
                    }

                    while (last < issues.Count - 1 && issues[last + 1].isReturned)
                    {
                        last++;
                    }

                    ReturnRun.LengthAround(issues, at + 1).ShouldBe(issues[at].isReturned ? last - first + 1 : 0);
                }
            )
        );

    [Fact]
    public void The_discount_of_the_greatest_quantity_that_is_reached_holds_for_every_piece()
    {
        var print = new CostPart(8m, [new QuantityDiscount(100, 10), new QuantityDiscount(1_000, 25)]);
        var costs = new IssueCosts(Crowns, new CostPart(0.2m, []), print, CostPart.Free, new CostPart(6.4m, []));

        print.PerPiece(99).ShouldBe(8m);
        print.PerPiece(100).ShouldBe(7.2m);
        print.PerPiece(5_000).ShouldBe(6m);
        costs.PerPiece(1_000).ShouldBe(12.6m);
    }

    [Theory]
    [InlineData(20, 1, "0.95", true)]
    [InlineData(19, 1, "0.9473", false)]
    [InlineData(100_000, 5_001, "0.9499", false)]
    [InlineData(3, 0, "1", true)]
    public void The_target_is_met_at_95_of_a_hundred_and_no_share_looks_better_than_it_is(
        long sent,
        long returned,
        string share,
        bool meets
    )
    {
        var figures = new Deliverability(0, sent, returned);

        figures.Share.ShouldBe(decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture));
        figures.MeetsTarget.ShouldBe(meets);
        new Deliverability(5, 0, 0).Share.ShouldBeNull();
    }

    [Fact]
    public void A_mail_is_filled_once_and_an_unknown_name_is_told()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "{points}", ["points"] = "5" };

        MailTemplate.Fill("Dear {name}, {points} {what} {", values).ShouldBe("Dear {points}, 5 {what} {");
        MailTemplate.UnknownName("{name} {titel}").ShouldBe("titel");
        MailTemplate.UnknownName("{name} { } {points").ShouldBeNull();
    }

    [Fact]
    public void Labels_follow_the_countrys_post()
    {
        var german = new PostalAddress
        {
            Street = ["Invalidenstr. 7"],
            PostalCode = "10115",
            City = "Berlin",
            Region = "Brandenburg",
            Country = "DE",
        };
        var chinese = new PostalAddress
        {
            Street = ["南京路100号"],
            PostalCode = "200001",
            City = "上海市",
            Country = "CN",
        };
        var british = new PostalAddress
        {
            Street = ["1 High St"],
            PostalCode = "SW1A 1AA",
            City = "London",
            Country = "GB",
        };

        german.ToLabel("Ina Berg", "DE").ShouldBe(["Ina Berg", "Invalidenstr. 7", "10115 Berlin"]);
        chinese.ToLabel("王芳", "CN").ShouldBe(["200001", "上海市", "南京路100号", "王芳"]);
        chinese.ToLabel("Wang Fang", "DE")[^1].ShouldBe(CountryCodes.EnglishName("CN").ToUpperInvariant());
        british.ToLabel("Ann", "CZ").ShouldBe(["Ann", "1 High St", "London", "SW1A 1AA", "UNITED KINGDOM"]);
        MagazineCopy.RegionOf(british).ShouldBe("GB-SW");
        MagazineCopy.RegionOf(german with { PostalCode = null }).ShouldBe("DE");
    }

    [Fact]
    public void An_address_is_the_same_however_it_is_spaced_and_another_once_it_is_corrected()
    {
        var address = new PostalAddress
        {
            Street = ["Dlouhá 1"],
            PostalCode = "110 00",
            City = "Praha",
            Country = "CZ",
        };

        var before = ReturnedAddress.FingerprintOf(address);

        ReturnedAddress.FingerprintOf(address with { PostalCode = "11000", City = "PRAHA " }).ShouldBe(before);
        ReturnedAddress.FingerprintOf(address with { Street = ["Dlouhá 2"] }).ShouldNotBe(before);
    }
}
