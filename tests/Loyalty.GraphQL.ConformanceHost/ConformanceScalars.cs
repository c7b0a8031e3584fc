using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Conformance;

/// <summary>Text in the format of a UUID, kept as the client wrote it.</summary>
public sealed record ConformanceUuid(string Text);

/// <summary>Text in the format of RFC 3339, kept as the client wrote it.</summary>
public sealed record ConformanceInstant(string Text);

[SpecifiedBy("https://tools.ietf.org/html/rfc4122")]
public sealed partial class ConformanceUuidScalar() : ScalarType<ConformanceUuid>("UUID")
{
    protected override bool TryParseValue(in ScalarInput input, out ConformanceUuid value)
    {
        value = new ConformanceUuid(input.Text);
        return input.Kind == ScalarInputKind.String && Format().IsMatch(input.Text);
    }

    protected override void WriteValue(Utf8JsonWriter writer, ConformanceUuid value) =>
        writer.WriteStringValue(value.Text);

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\z", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Format();
}

[SpecifiedBy("https://scalars.graphql.org/andimarek/date-time.html")]
public sealed partial class ConformanceDateTimeScalar() : ScalarType<ConformanceInstant>("DateTime")
{
    protected override bool TryParseValue(in ScalarInput input, out ConformanceInstant value)
    {
        value = new ConformanceInstant(input.Text);
        return input.Kind == ScalarInputKind.String
            && Format().IsMatch(input.Text)
            && DateOnly.TryParseExact(
                input.Text[..10],
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            );
    }

    protected override void WriteValue(Utf8JsonWriter writer, ConformanceInstant value) =>
        writer.WriteStringValue(value.Text);

    [GeneratedRegex(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})\\z",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Format();
}

/// <summary>As the sample has it: within 2^53.</summary>
[GraphQLDescription("64-bit signed integer, written as a JSON number.")]
public sealed class ConformanceLongScalar() : ScalarType<long>("Long")
{
    protected override bool TryParseValue(in ScalarInput input, out long value)
    {
        value = 0;
        if (
            input.Kind is not (ScalarInputKind.Int or ScalarInputKind.Float)
            || (input.Kind == ScalarInputKind.Float && !input.IsJson)
        )
            return false;
        var number = double.Parse(input.Text, CultureInfo.InvariantCulture);
        if (!double.IsInteger(number) || Math.Abs(number) > 9007199254740991)
            return false;
        value = (long)number;
        return true;
    }

    protected override void WriteValue(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);
}
