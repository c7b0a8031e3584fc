using System.Globalization;
using System.Text.Json;
using Loyalty.GraphQL.Execution;

namespace Loyalty.GraphQL.Types;

/// <summary>A 64-bit signed integer as a JSON number; exact in JavaScript within 2^53.</summary>
internal sealed class LongScalar : ScalarType<long>
{
    public LongScalar()
        : base("Long") =>
        (SpecifiedBy, Description) = (
            "https://ibm.github.io/graphql-specs/custom-scalars/long.html",
            "A 64-bit signed integer, written as a JSON number."
        );

    protected override bool TryParseValue(in ScalarInput input, out long value)
    {
        if (input.Kind == ScalarInputKind.Int)
            return long.TryParse(input.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        value = 0;
        return input.IsJson && input.Kind == ScalarInputKind.Float && Numbers.TryIntegral(input.Text, out value);
    }

    public override object Serialize(object value) =>
        value switch
        {
            long => value,
            int or short or byte or uint or ushort or sbyte => System.Convert.ToInt64(
                value,
                CultureInfo.InvariantCulture
            ),
            _ => base.Serialize(value),
        };

    protected override void WriteValue(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    internal override void WriteTo(ResponseBuffer output, object value) => output.WriteNumber((long)value);
}

/// <summary>A decimal number as a JSON string or number on the way in, a string on the way out: no binary fractions.</summary>
internal sealed class DecimalScalar : ScalarType<decimal>
{
    public DecimalScalar()
        // The Decimal of scalars.graphql.org is a JSON number, so it does not specify this one.
        : base("Decimal") => Description = "A decimal number, written as a string so that no digit is lost.";

    protected override bool TryParseValue(in ScalarInput input, out decimal value)
    {
        value = 0;
        return input.Kind is ScalarInputKind.Int or ScalarInputKind.Float or ScalarInputKind.String
            && decimal.TryParse(
                input.Text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out value
            )
            && IsExact(input.Text, value);
    }

    // What has more digits than a decimal holds has been rounded without a word.
    private static bool IsExact(string text, decimal value) =>
        Significant(text) is { } written && written == Significant(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The digits from the first that is not zero to the last, and the power of ten of that last one; null when the exponent is beyond all numbers.</summary>
    private static (string Digits, long Power)? Significant(string text)
    {
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = string.Concat(mantissa.Where(char.IsAsciiDigit)).TrimStart('0');
        if (digits.Length == 0)
            return ("", 0);
        long exponent = 0;
        if (mark >= 0 && !long.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, null, out exponent))
            return null;
        var trimmed = digits.TrimEnd('0');
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        return (trimmed, exponent - fraction + digits.Length - trimmed.Length);
    }

    protected override void WriteValue(Utf8JsonWriter writer, decimal value) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));

    internal override void WriteTo(ResponseBuffer output, object value) => output.WriteDecimal((decimal)value);
}

internal sealed class UuidScalar : ScalarType<Guid>
{
    public UuidScalar()
        : base("UUID") => SpecifiedBy = "https://tools.ietf.org/html/rfc4122";

    protected override bool TryParseValue(in ScalarInput input, out Guid value)
    {
        value = Guid.Empty;
        // The length, because white space around it would be read too.
        return input is { Kind: ScalarInputKind.String, Text.Length: 36 }
            && Guid.TryParseExact(input.Text, "D", out value);
    }

    protected override void WriteValue(Utf8JsonWriter writer, Guid value) => writer.WriteStringValue(value);

    internal override void WriteTo(ResponseBuffer output, object value) => output.WriteUuid((Guid)value);
}

/// <summary>An instant with its offset, RFC 3339. Written with milliseconds always; read also with none, or up to seven digits.</summary>
internal sealed class DateTimeScalar : ScalarType<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    public DateTimeScalar()
        : base("DateTime") =>
        (SpecifiedBy, Description) = (
            "https://scalars.graphql.org/andimarek/date-time.html",
            "An instant with its offset from UTC, as RFC 3339 writes it."
        );

    protected override bool TryParseValue(in ScalarInput input, out DateTimeOffset value)
    {
        value = default;
        // An instant without an offset is a guess; K alone would let it pass. "-00:00" says that the offset is unknown.
        return input.Kind == ScalarInputKind.String
            && input.Text.Length >= 20
            && (input.Text[^1] is 'Z' or 'z' || input.Text[^6] is '+' or '-')
            && !input.Text.EndsWith("-00:00", StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(
                input.Text.ToUpperInvariant(),
                Format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out value
            );
    }

    public override object Serialize(object value) =>
        value switch
        {
            DateTimeOffset => value,
            DateTime { Kind: not DateTimeKind.Unspecified } instant => new DateTimeOffset(instant),
            // Databases that know no kind hold UTC.
            DateTime instant => new DateTimeOffset(instant, TimeSpan.Zero),
            _ => base.Serialize(value),
        };

    protected override void WriteValue(Utf8JsonWriter writer, DateTimeOffset value)
    {
        Span<char> text = stackalloc char[29];
        ReadOnlySpan<char> format =
            value.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz";
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    internal override void WriteTo(ResponseBuffer output, object value) => output.WriteInstant((DateTimeOffset)value);
}

internal sealed class DateScalar : ScalarType<DateOnly>
{
    public DateScalar()
        : base("Date") =>
        (SpecifiedBy, Description) = (
            "https://scalars.graphql.org/andimarek/local-date.html",
            "A day of the calendar, as ISO 8601 writes it."
        );

    protected override bool TryParseValue(in ScalarInput input, out DateOnly value)
    {
        value = default;
        return input.Kind == ScalarInputKind.String
            && DateOnly.TryParseExact(
                input.Text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out value
            );
    }

    protected override void WriteValue(Utf8JsonWriter writer, DateOnly value) =>
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    internal override void WriteTo(ResponseBuffer output, object value) => output.WriteDate((DateOnly)value);
}

/// <summary>An absolute URL.</summary>
internal sealed class UrlScalar : ScalarType<Uri>
{
    public UrlScalar()
        : base("URL") => SpecifiedBy = "https://tools.ietf.org/html/rfc3986";

    protected override bool TryParseValue(in ScalarInput input, out Uri value)
    {
        var read = Uri.TryCreate(input.Text, UriKind.Absolute, out var uri);
        value = uri!;
        // A bare path counts as a file's URL on Unix.
        return read
            && input.Kind == ScalarInputKind.String
            && input.Text.StartsWith(uri!.Scheme + ":", StringComparison.OrdinalIgnoreCase);
    }

    protected override void WriteValue(Utf8JsonWriter writer, Uri value) =>
        writer.WriteStringValue(value.IsAbsoluteUri ? value.AbsoluteUri : value.OriginalString);
}
