using System.Globalization;

namespace Loyalty.Domain.Care;

/// <summary>Dates and numbers as they are written in a language.</summary>
public sealed class CareWording
{
    /// <summary>Where the club's own form is wanted, whatever the machine's data of cultures says.</summary>
    private static readonly Dictionary<string, string> DateForms = new(StringComparer.Ordinal)
    {
        ["en"] = "d MMMM yyyy",
        ["de"] = "d. MMMM yyyy",
        ["zh"] = "yyyy'年'M'月'd'日'",
    };

    private readonly CultureInfo culture;
    private readonly string dateForm;

    private CareWording(CultureInfo culture, string dateForm) => (this.culture, this.dateForm) = (culture, dateForm);

    /// <param name="language">a tag of BCP 47; one that nobody knows is written as English.</param>
    public static CareWording In(string language)
    {
        // A text in Austrian German is dated as Austrians do, one in American English as Americans do.
        var culture = CultureOf(language);
        return new CareWording(
            culture,
            DateForms.GetValueOrDefault(language)
                ?? (
                    language.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
                        ? DateForms["zh"]
                        : WithoutWeekday(culture.DateTimeFormat.LongDatePattern)
                )
        );
    }

    public string Date(DateOnly day) => day.ToString(dateForm, culture);

    public string Number(long number) => number.ToString("N0", culture);

    private static CultureInfo CultureOf(string language)
    {
        for (var tag = language; tag.Length > 0; tag = tag[..Math.Max(0, tag.LastIndexOf('-'))])
        {
            try
            {
                return CultureInfo.GetCultureInfo(tag, predefinedOnly: true);
            }
            catch (CultureNotFoundException)
            {
                // A more general one may be known.
            }
        }

        return CultureInfo.GetCultureInfo("en");
    }

    private static string WithoutWeekday(string pattern)
    {
        var at = pattern.IndexOf("dddd", StringComparison.Ordinal);
        return at < 0 ? pattern : (pattern[..at].TrimEnd(' ', ',') + pattern[(at + 4)..]).Trim(' ', ',');
    }
}
