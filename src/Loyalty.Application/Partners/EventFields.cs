using System.Globalization;
using System.Text.Json;
using Loyalty.Domain;

namespace Loyalty.Application.Partners;

/// <summary>Reads fields of an event and collects what is wrong with them, each by its path.</summary>
internal sealed class EventFields
{
    private const string Missing = "is missing";
    private const int AmountDigitsMax = 15;
    private Dictionary<string, string[]>? errors;

    public Refusal? Refusal => errors is null ? null : new Refusal.InvalidRequest(errors);

    public void Add(string path, string error) =>
        (errors ??= new Dictionary<string, string[]>(StringComparer.Ordinal)).TryAdd(path, [error]);

    /// <summary>Characters of Unicode's category Cc.</summary>
    public static bool HasControl(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\u001f') || text.ContainsAnyInRange('\u007f', '\u009f');

    /// <summary>The field's value; null when it is absent or JSON's null.</summary>
    public static JsonElement? Get(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Names every field that does not belong there.</summary>
    public void Only(JsonElement parent, string path, params ReadOnlySpan<string> allowed)
    {
        foreach (var property in parent.EnumerateObject())
        {
            var known = false;
            foreach (var name in allowed)
            {
                known |= property.NameEquals(name);
            }

            if (!known)
            {
                Add($"{path}.{property.Name}", "is not a field of this type of event");
            }
        }
    }

    public JsonElement? Object(JsonElement parent, string name, string path)
    {
        var value = Get(parent, name);
        if (value is null)
        {
            Add(path, Missing);
        }
        else if (value.Value.ValueKind != JsonValueKind.Object)
        {
            Add(path, "must be an object");
            value = null;
        }

        return value;
    }

    public string? Text(JsonElement parent, string name, string path, int lengthMax, bool required = true)
    {
        if (Get(parent, name) is not { } value)
        {
            if (required)
            {
                Add(path, Missing);
            }

            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Add(path, "must be a string");
            return null;
        }

        var text = value.GetString()!;
        if (text.Length == 0)
        {
            Add(path, "must not be empty");
            return null;
        }

        if (text.Length > lengthMax)
        {
            Add(path, $"must have at most {lengthMax} characters");
            return null;
        }

        if (HasControl(text))
        {
            Add(path, "must not hold control characters");
            return null;
        }

        return text;
    }

    /// <summary>False when it is absent.</summary>
    public bool Flag(JsonElement parent, string name, string path)
    {
        var value = Get(parent, name);
        if (value is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            Add(path, "must be true or false");
        }

        return value?.ValueKind == JsonValueKind.True;
    }

    /// <summary>An instant of RFC 3339 with its offset.</summary>
    public DateTimeOffset? Instant(JsonElement parent, string name, string path)
    {
        if (Text(parent, name, path, lengthMax: 40) is not { } text)
        {
            return null;
        }

        // The form first: the parser takes dates without a time, and times without an offset for local ones.
        var sound =
            text.Length >= 20
            && text[10] == 'T'
            && (text[^1] == 'Z' || (text[^6] is '+' or '-' && text[^3] == ':'))
            && Get(parent, name)!.Value.TryGetDateTimeOffset(out _);
        if (!sound)
        {
            Add(path, "must be an instant of RFC 3339 with its offset, such as 2026-03-01T12:00:00+01:00");
            return null;
        }

        var instant = Get(parent, name)!.Value.GetDateTimeOffset().ToStoredInstant();
        if (instant < DateTimeOffset.UnixEpoch)
        {
            Add(path, "must lie after 1970");
            return null;
        }

        return instant;
    }

    public Money? Money(JsonElement parent, string name, string path)
    {
        if (Object(parent, name, path) is not { } value)
        {
            return null;
        }

        Only(value, path, "amount", "currency");
        MoneyCurrency? currency = null;
        if (Text(value, "currency", $"{path}.currency", lengthMax: 3) is { } code)
        {
            if (MoneyCurrency.TryParse(code, out var known))
            {
                currency = known;
            }
            else
            {
                Add($"{path}.currency", "is not an ISO 4217 currency code");
            }
        }

        var amount = Amount(value, "amount", $"{path}.amount", currency, allowZero: false);
        return amount is null || currency is null ? null : new Money(amount.Value, currency.Value);
    }

    /// <summary>A plain decimal number in a string, without a sign or an exponent.</summary>
    public decimal? Amount(JsonElement parent, string name, string path, MoneyCurrency? currency, bool allowZero)
    {
        if (Text(parent, name, path, lengthMax: 40) is not { } text)
        {
            return null;
        }

        var digits = text.AsSpan().TrimStart('-');
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        var sound =
            text.Length - digits.Length <= 1
            && whole.Length > 0
            && !whole.ContainsAnyExceptInRange('0', '9')
            && !fraction.ContainsAnyExceptInRange('0', '9')
            && (point < 0 || fraction.Length > 0)
            && (whole.Length == 1 || whole[0] != '0');
        if (!sound)
        {
            Add(path, "must be a decimal number in a string, such as \"12.50\"");
            return null;
        }

        if (digits.Length < text.Length || (!allowZero && !digits.ContainsAnyInRange('1', '9')))
        {
            Add(path, allowZero ? "must not be negative" : "must be greater than 0");
            return null;
        }

        if (whole.Length > AmountDigitsMax)
        {
            Add(path, $"must have at most {AmountDigitsMax} digits before the point");
            return null;
        }

        if (currency is { } known && fraction.Length > known.Decimals)
        {
            Add(path, $"must have at most {known.Decimals} decimal places in this currency");
            return null;
        }

        return fraction.Length > 4
            ? null
            : decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    public long? Whole(JsonElement parent, string name, string path, long max)
    {
        if (Get(parent, name) is not { } value)
        {
            Add(path, Missing);
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            Add(path, "must be a whole number");
            return null;
        }

        if (number < 1 || number > max)
        {
            Add(path, $"must be between 1 and {max}");
            return null;
        }

        return number;
    }
}
