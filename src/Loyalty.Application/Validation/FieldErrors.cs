using Loyalty.Domain;

namespace Loyalty.Application.Validation;

/// <summary>
/// Collects what is wrong with a request, field by field, so that the caller learns all of it at once. Each check returns
/// the cleaned value, and a stand-in where it is wrong: look at <see cref="Refusal"/> before using any of them.
/// </summary>
public sealed class FieldErrors
{
    public const int TextLengthMax = 400;

    private readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    /// <summary>The refusal that names every field; null when nothing is wrong.</summary>
    public Refusal? Refusal =>
        errors.Count == 0
            ? null
            : new Refusal.InvalidRequest(
                errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal)
            );

    /// <param name="field">camelCase path: <c>name.given</c>, <c>vehicles[0].vin</c>.</param>
    /// <param name="error">completes a sentence that begins with the field: "must not be empty".</param>
    public void Add(string field, string error)
    {
        if (!errors.TryGetValue(field, out var known))
        {
            errors[field] = known = [];
        }

        known.Add(error);
    }

    /// <summary>Adds the error unless the condition holds.</summary>
    public void Check(bool holds, string field, string error)
    {
        if (!holds)
        {
            Add(field, error);
        }
    }

    /// <summary>One line of text that must be there: trimmed, without control characters, at most
    /// <paramref name="lengthMax"/> characters.</summary>
    public string Required(string field, string? text, int lengthMax = TextLengthMax)
    {
        var clean = Optional(field, text, lengthMax);
        if (clean is null && !errors.ContainsKey(field))
        {
            Add(field, "must not be empty");
        }

        return clean ?? "";
    }

    /// <summary>One line of text that may be missing; blank counts as missing.</summary>
    public string? Optional(string field, string? text, int lengthMax = TextLengthMax)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var clean = text.Trim();
        if (clean.Length > lengthMax)
        {
            Add(field, $"must have at most {lengthMax} characters");
            return null;
        }

        // A lone surrogate is no character, and PostgreSQL keeps no NUL.
        if (clean.Any(char.IsControl) || HasLoneSurrogate(clean))
        {
            Add(field, "must be one line of text without control characters");
            return null;
        }

        return clean;
    }

    /// <summary>A day between two others, both included; null stays null.</summary>
    public DateOnly? Day(string field, DateOnly? day, DateOnly min, DateOnly max)
    {
        if (day < min || day > max)
        {
            Add(field, $"must be between {min:yyyy-MM-dd} and {max:yyyy-MM-dd}");
        }

        return day;
    }

    /// <summary>A list of at most <paramref name="countMax"/> items; null counts as empty.</summary>
    public IReadOnlyList<T> List<T>(string field, IReadOnlyList<T>? items, int countMax)
    {
        if (items is not null && items.Count > countMax)
        {
            Add(field, $"must have at most {countMax} items");
            return [];
        }

        if (items?.Any(item => item is null) == true)
        {
            Add(field, "must not have null among its items");
            return [];
        }

        return items ?? [];
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i))
            {
                return true;
            }
        }

        return false;
    }
}
