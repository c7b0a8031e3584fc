using System.Globalization;
using System.Text.Json;
using Loyalty.Domain.Points;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Api.Points;

/// <summary>
/// The texts of one language, out of <c>Points/Texts/{language}.json</c>: by key a text with places such as <c>{points}</c>, or one
/// for each plural form of the language (Unicode CLDR: <c>one</c>, <c>other</c>). To add a language, add its file and its plural
/// rule; a test holds all files to the same keys and places.
/// </summary>
public sealed class LanguageTexts
{
    public const string Default = "en";

    public static readonly IReadOnlyList<string> Languages = ["en", "zh", "de"];

    private static readonly Dictionary<string, LanguageTexts> All = Languages.ToDictionary(
        language => language,
        language => new LanguageTexts(language),
        StringComparer.Ordinal
    );

    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> texts;
    private readonly NumberFormatInfo numbers;
    private readonly string dateForm;

    private LanguageTexts(string language)
    {
        Language = language;
        texts = Read(language);
        numbers = new NumberFormatInfo
        {
            NumberDecimalSeparator = this["decimal"],
            NumberGroupSeparator = this["group"],
        };
        dateForm = this["date"];
    }

    public string Language { get; }

    /// <summary>Each key with its forms; a text without plural forms is all <c>other</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Keys => texts;

    /// <summary>The first of the wanted languages that there is, as tags of BCP 47 in the order of preference; else English.</summary>
    public static LanguageTexts Of(IEnumerable<string?> wanted) =>
        wanted
            .Select(tag => tag is null ? null : All.GetValueOrDefault(tag.Split('-')[0].ToLowerInvariant()))
            .FirstOrDefault(known => known is not null)
        ?? All[Default];

    /// <summary>What <c>Accept-Language</c> asks for, the most wanted first (RFC 9110, section 12.5.4).</summary>
    public static IEnumerable<string> Accepted(HttpRequest? request) =>
        request is not null && StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var wanted)
            ? wanted
                .Where(language => language.Quality is not 0)
                .OrderByDescending(language => language.Quality ?? 1)
                .Select(language => language.Value.Value ?? "")
            : [];

    public string this[string key] => texts[key]["other"];

    public string Say(string key, params ReadOnlySpan<(string Place, string Value)> values) => Fill(this[key], values);

    public string Points(long points) => Count("points", points);

    public string Days(int days) => Count("days", days);

    public string Transactions(long count) => Count("tierEvents", count);

    public string Number(decimal number) => number.ToString("#,0.####", numbers);

    public string Date(DateOnly day) => day.ToString(dateForm, CultureInfo.InvariantCulture);

    public string Money(ExplainedMoney money) =>
        decimal.TryParse(money.Amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            ? Say("money", ("amount", amount.ToString("#,0.00####", numbers)), ("currency", money.Currency))
            : Say("money", ("amount", money.Amount), ("currency", money.Currency));

    private string Count(string key, long count)
    {
        var forms = texts[key];
        return Fill(forms.GetValueOrDefault(Form(count)) ?? forms["other"], ("n", Number(count)));
    }

    /// <summary>Of CLDR, for whole numbers. Chinese has one form.</summary>
    private string Form(long count) => Language is "en" or "de" && count == 1 ? "one" : "other";

    private static string Fill(string text, params ReadOnlySpan<(string Place, string Value)> values)
    {
        // In one pass: a value may hold braces of its own.
        var filled = new System.Text.StringBuilder(text.Length + 40);
        var rest = text.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open)
        {
            filled.Append(rest[..open]);
            var close = rest.IndexOf('}');
            var place = rest[(open + 1)..close];
            foreach (var (name, value) in values)
            {
                if (place.SequenceEqual(name))
                {
                    filled.Append(value);
                }
            }

            rest = rest[(close + 1)..];
        }

        return filled.Append(rest).ToString();
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Read(string language)
    {
        using var file =
            typeof(LanguageTexts).Assembly.GetManifestResourceStream($"texts/points/{language}.json")
            ?? throw new InvalidOperationException($"There are no texts in {language}.");
        using var json = JsonDocument.Parse(file);
        return json
            .RootElement.EnumerateObject()
            .ToDictionary(
                text => text.Name,
                IReadOnlyDictionary<string, string> (text) =>
                    text.Value.ValueKind == JsonValueKind.String
                        ? new Dictionary<string, string>(StringComparer.Ordinal) { ["other"] = text.Value.GetString()! }
                        : text
                            .Value.EnumerateObject()
                            .ToDictionary(form => form.Name, form => form.Value.GetString()!, StringComparer.Ordinal),
                StringComparer.Ordinal
            );
    }
}
