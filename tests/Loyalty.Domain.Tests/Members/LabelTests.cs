using Loyalty.Domain.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Members;

/// <summary>Where the post of a country wants city, region and postal code.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData("SG", "Singapore", null, "018956", "N|A|Singapore 018956")]
    [InlineData("SG", "Singapore", "Singapore", "018956", "N|A|Singapore 018956")]
    [InlineData("IT", "Roma", "RM", "00144", "N|A|00144 Roma RM")]
    [InlineData("ES", "Villena", "Alicante", "03400", "N|A|03400 Villena Alicante")]
    [InlineData("HU", "Budapest", null, "1540", "N|Budapest|A|1540")]
    [InlineData("RU", "Podolsk", "Moskovskaya obl.", "142100", "N|A|Podolsk|Moskovskaya obl.|142100")]
    [InlineData("JP", "Chiyoda-ku", "Tokyo", "100-8111", "N|A|Chiyoda-ku, Tokyo|100-8111")]
    [InlineData("JP", "Osaka", "Osaka", "530-0001", "N|A|Osaka|530-0001")]
    [InlineData("KR", "Seoul", null, "04524", "N|A|Seoul 04524")]
    [InlineData("BR", "Campinas", "SP", "13010-111", "N|A|Campinas-SP|13010-111")]
    [InlineData("IN", "Pune", "Maharashtra", "411001", "N|A|Pune 411001|Maharashtra")]
    [InlineData("TW", "Banqiao", "New Taipei", "220", "N|A|Banqiao New Taipei 220")]
    [InlineData("HK", "Mong Kok", "Kowloon", null, "N|A|Mong Kok|Kowloon")]
    [InlineData("US", "Springfield", "NY", "12345", "N|A|Springfield NY 12345")]
    [InlineData("CA", "Ottawa", null, "K1A 0B1", "N|A|Ottawa K1A 0B1")]
    [InlineData("AU", "Perth", "WA", "6000", "N|A|Perth WA 6000")]
    [InlineData("CN", "上海市", "上海市", "200001", "N|A|200001 上海市")]
    public void A_label_abroad_has_its_lines_as_the_countrys_post_wants_them(
        string country,
        string city,
        string? region,
        string? code,
        string label
    )
    {
        var lines = Address(country, city, region, code).ToLabel("N", "CZ");

        lines.SkipLast(1).ShouldBe(label.Split('|'));
        lines[^1].ShouldBe(CountryCodes.EnglishName(country).ToUpperInvariant());
    }

    [Theory]
    [InlineData("CN", "上海市", "上海市", "200001", "200001|上海市|A|N")]
    [InlineData("CN", "苏州市", "江苏省", "215000", "215000|江苏省苏州市|A|N")]
    [InlineData("JP", "千代田区", "東京都", "100-8111", "100-8111|東京都千代田区|A|N")]
    [InlineData("HU", "Budapest", null, "1540", "N|Budapest|A|1540")]
    public void A_label_at_home_names_no_country(
        string country,
        string city,
        string? region,
        string? code,
        string label
    ) => Address(country, city, region, code).ToLabel("N", country).ShouldBe(label.Split('|'));

    private static PostalAddress Address(string country, string city, string? region, string? code) =>
        new()
        {
            Street = ["A"],
            PostalCode = code,
            City = city,
            Region = region,
            Country = country,
        };
}
