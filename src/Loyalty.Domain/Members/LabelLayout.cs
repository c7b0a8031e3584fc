using System.Collections.Frozen;

namespace Loyalty.Domain.Members;

/// <summary>
/// The lines of a label by country, after the Universal Postal Union's "Addressing systems" and, where that leaves a choice, the formats of
/// Google's libaddressinput: <c>N</c> name, <c>A</c> street, <c>C</c> city, <c>S</c> region, <c>Z</c> postal code.
/// </summary>
internal static class LabelLayout
{
    public const string Name = "N";
    public const string Street = "A";
    public const char City = 'C';
    public const char Region = 'S';

    private static readonly string[] CodeThenCity = ["N", "A", "Z C", "S"];

    /// <summary>No region stands on an envelope (of Germany: DIN 5008).</summary>
    private static readonly string[] CodeAndCityAlone = ["N", "A", "Z C"];

    private static readonly string[] CodeCityRegion = ["N", "A", "Z C S"];
    private static readonly string[] CityRegionCode = ["N", "A", "C S Z"];
    private static readonly string[] CityRegionCodeBelow = ["N", "A", "C", "S", "Z"];
    private static readonly string[] CityThenRegionAndCode = ["N", "A", "C", "S Z"];

    /// <summary>From the large to the small, as it is written at home (of China: GB/T 1416).</summary>
    private static readonly string[] LargeToSmall = ["Z", "SC", "A", "N"];

    private static readonly FrozenDictionary<string, string[]> ByCountry = new Dictionary<string, string[]>(
        StringComparer.Ordinal
    )
    {
        ["AT"] = CodeAndCityAlone,
        ["CH"] = CodeAndCityAlone,
        ["DE"] = CodeAndCityAlone,
        ["ES"] = CodeCityRegion,
        ["IT"] = CodeCityRegion,
        ["AU"] = CityRegionCode,
        ["CA"] = CityRegionCode,
        ["KR"] = CityRegionCode,
        ["NZ"] = CityRegionCode,
        ["TW"] = CityRegionCode,
        ["US"] = CityRegionCode,
        ["GB"] = CityRegionCodeBelow,
        ["IE"] = CityRegionCodeBelow,
        ["RU"] = CityRegionCodeBelow,
        ["UA"] = CityRegionCodeBelow,
        ["ID"] = CityThenRegionAndCode,
        ["TH"] = CityThenRegionAndCode,
        ["BR"] = ["N", "A", "C-S", "Z"],
        // No codes there; what is given as one all the same is not lost.
        ["HK"] = ["N", "A", "C", "S", "Z"],
        ["HU"] = ["N", "C", "A", "Z"],
        ["IN"] = ["N", "A", "C Z", "S"],
        ["JP"] = ["N", "A", "C, S", "Z"],
        ["SG"] = ["N", "A", "C Z"],
        ["TR"] = ["N", "A", "Z C/S"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> LargeToSmallAtHome = FrozenSet.Create(
        StringComparer.Ordinal,
        "CN",
        "JP",
        "TW"
    );

    public static IReadOnlyList<string> Of(string country, bool isAbroad) =>
        !isAbroad && LargeToSmallAtHome.Contains(country)
            ? LargeToSmall
            : ByCountry.GetValueOrDefault(country, CodeThenCity);
}
