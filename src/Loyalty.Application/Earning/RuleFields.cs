using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Earning;

/// <summary>Reads fields of a definition and collects what is wrong with them, each by its path. What is returned for a wrong
/// field is a stand-in: look at <see cref="Refusal"/> before using any.</summary>
/// <param name="path">where the definition stands in the request: <c>definition.</c>; empty for the root.</param>
internal sealed class RuleFields(string path)
{
    private readonly Dictionary<string, string[]> errors = new(StringComparer.Ordinal);

    public Refusal? Refusal => errors.Count == 0 ? null : new Refusal.InvalidRequest(errors);

    /// <summary>One sentence a field is enough to mend it: the first.</summary>
    public void Wrong(string field, string error) => errors.TryAdd(path + field, [error]);

    public IReadOnlyList<string> Words(string field, IReadOnlyList<string>? words)
    {
        if (!IsList(field, words))
        {
            return [];
        }

        for (var i = 0; i < words.Count; i++)
        {
            Text(Item(field, i), words[i], RuleBounds.WordLengthMax);
        }

        return [.. words.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Words of which some may be ranges of merchant category codes.</summary>
    public IReadOnlyList<string> Categories(string field, IReadOnlyList<string>? words)
    {
        var read = Words(field, words);
        for (var i = 0; read.Count > 0 && i < words!.Count; i++)
        {
            if (RuleBounds.IsBackwardRange(words[i]))
            {
                Wrong(Item(field, i), "must begin with the smaller code");
            }
        }

        return read;
    }

    public IReadOnlyList<PartnerId> Partners(string field, IReadOnlyList<string>? ids)
    {
        var partners = new List<PartnerId>();
        for (var i = 0; i < (IsList(field, ids) ? ids.Count : 0); i++)
        {
            if (Partner(Item(field, i), ids![i]) is { } partner && !partners.Contains(partner))
            {
                partners.Add(partner);
            }
        }

        return partners;
    }

    public PartnerId? Partner(string field, string? text)
    {
        if (Identifier.TryParse<PartnerId>(text, out var id))
        {
            return id;
        }

        Wrong(field, "is not the id of a partner (prt_…)");
        return null;
    }

    public string Text(string field, string? text, int lengthMax)
    {
        if (Required(field, text) is null)
        {
            return "";
        }

        if (PlainText.WhyNot(text, lengthMax) is { } why)
        {
            Wrong(field, why);
        }

        return text!;
    }

    /// <summary>A number above 0, or of at least <paramref name="min"/>.</summary>
    public decimal Number(string field, string? text, decimal max, decimal? min = null, decimal? above = null)
    {
        if (Required(field, text) is null)
        {
            return 1;
        }

        const NumberStyles plain = NumberStyles.AllowDecimalPoint;
        if (
            decimal.TryParse(text, plain, CultureInfo.InvariantCulture, out var number)
            && (min is { } least ? number >= least : number > (above ?? 0))
            && number <= max
            && decimal.Round(number, RuleBounds.Decimals) == number
        )
        {
            return number;
        }

        var bound = string.Create(
            CultureInfo.InvariantCulture,
            $"{(min is null ? "greater than" : "of at least")} {min ?? above ?? 0}"
        );
        Wrong(
            field,
            string.Create(
                CultureInfo.InvariantCulture,
                $"must be a number {bound}, at most {max}, with at most {RuleBounds.Decimals} decimal places"
            )
        );
        return 1;
    }

    public int Within(string field, int number, int min, int max) => (int)Within(field, (long)number, min, max);

    public long Within(string field, long number, long min, long max)
    {
        if (number < min || number > max)
        {
            Wrong(field, string.Create(CultureInfo.InvariantCulture, $"must be between {min} and {max}"));
        }

        return number;
    }

    /// <summary>A number of points from 1; null stays null.</summary>
    public long? PointsMax(string field, long? points) =>
        points is { } number ? Within(field, number, 1, RuleBounds.PointsMax) : null;

    public T? Required<T>(string field, T? value)
    {
        if (value is null)
        {
            Wrong(field, "is required");
        }

        return value;
    }

    /// <summary>A field that would do nothing is refused, so that nobody relies on it.</summary>
    public void Foreign(string field, bool isThere, string to)
    {
        if (isThere)
        {
            Wrong(field, $"does not belong to {to}");
        }
    }

    public bool IsList<T>(string field, [NotNullWhen(true)] IReadOnlyList<T>? items, int countMax = RuleBounds.WordsMax)
    {
        if (items?.Count > countMax)
        {
            Wrong(field, string.Create(CultureInfo.InvariantCulture, $"must have at most {countMax} members"));
            return false;
        }

        return items is not null;
    }

    public static string Item(string field, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");
}
