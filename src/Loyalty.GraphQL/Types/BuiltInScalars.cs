using System.Globalization;
using System.Text.Json;
using Loyalty.GraphQL.Execution;

namespace Loyalty.GraphQL.Types;

/// <summary>Int, section 3.5.1: 32 bits, signed.</summary>
internal sealed class IntScalar() : ScalarType<int>("Int")
{
    protected override bool TryParseValue(in ScalarInput input, out int value)
    {
        if (input.Kind == ScalarInputKind.Int)
            return int.TryParse(input.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        value = 0;
        if (!input.IsJson || input.Kind != ScalarInputKind.Float || !Numbers.TryIntegral(input.Text, out var wide))
            return false;
        value = (int)wide;
        return wide is >= int.MinValue and <= int.MaxValue;
    }

    public override object Serialize(object value)
    {
        if (value is int)
            return value;
        var wide = value switch
        {
            bool flag => flag ? 1 : 0,
            double or float or decimal or long or uint or ulong or short or ushort or byte or sbyte =>
                System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) =>
                read,
            _ => double.NaN,
        };
        if (!double.IsInteger(wide))
            throw new ScalarException($"Int cannot represent non-integer value: {Numbers.Show(value)}");
        if (wide is < int.MinValue or > int.MaxValue)
            throw new ScalarException($"Int cannot represent non 32-bit signed integer value: {Numbers.Show(value)}");
        return (int)wide;
    }

    protected internal override string DescribeInvalid(in ScalarInput input, string shown) =>
        input.Kind == ScalarInputKind.Int
            ? $"Int cannot represent non 32-bit signed integer value: {shown}"
            : $"Int cannot represent non-integer value: {shown}";

    protected override void WriteValue(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    internal override void WriteTo(ResponseBuffer output, object value) => output.WriteNumber((int)value);
}

/// <summary>Float, section 3.5.2: double precision, finite.</summary>
internal sealed class FloatScalar() : ScalarType<double>("Float")
{
    protected override bool TryParseValue(in ScalarInput input, out double value)
    {
        value = 0;
        return input.Kind is ScalarInputKind.Int or ScalarInputKind.Float
            && double.TryParse(input.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    public override object Serialize(object value)
    {
        var wide = value switch
        {
            double exact => exact,
            bool flag => flag ? 1 : 0,
            float or decimal or int or long or uint or ulong or short or ushort or byte or sbyte =>
                System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
            _ => double.NaN,
        };
        return double.IsFinite(wide)
            ? wide
            : throw new ScalarException($"Float cannot represent non numeric value: {Numbers.Show(value)}");
    }

    protected internal override string DescribeInvalid(in ScalarInput input, string shown) =>
        $"Float cannot represent non numeric value: {shown}";

    protected override void WriteValue(Utf8JsonWriter writer, double value) => writer.WriteNumberValue(value);
}

/// <summary>String, section 3.5.3.</summary>
internal sealed class StringScalar() : ScalarType<string>("String")
{
    protected override bool TryParseValue(in ScalarInput input, out string value)
    {
        value = input.Text;
        return input.Kind == ScalarInputKind.String;
    }

    public override object Serialize(object value) =>
        value switch
        {
            string => value,
            bool flag => flag ? "true" : "false",
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ScalarException($"String cannot represent value: {Numbers.Show(value)}"),
        };

    protected internal override string DescribeInvalid(in ScalarInput input, string shown) =>
        $"String cannot represent a non string value: {shown}";

    protected override void WriteValue(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    internal override void WriteTo(ResponseBuffer output, object value) => output.WriteString((string)value);
}

/// <summary>Boolean, section 3.5.4.</summary>
internal sealed class BooleanScalar() : ScalarType<bool>("Boolean")
{
    protected override bool TryParseValue(in ScalarInput input, out bool value)
    {
        value = string.Equals(input.Text, "true", StringComparison.Ordinal);
        return input.Kind == ScalarInputKind.Boolean;
    }

    public override object Serialize(object value) =>
        value is bool
            ? value
            : throw new ScalarException($"Boolean cannot represent a non boolean value: {Numbers.Show(value)}");

    protected internal override string DescribeInvalid(in ScalarInput input, string shown) =>
        $"Boolean cannot represent a non boolean value: {shown}";

    protected override void WriteValue(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    internal override void WriteTo(ResponseBuffer output, object value) => output.WriteBoolean((bool)value);
}

/// <summary>ID, section 3.5.5: written as a string, read from a string or an integer.</summary>
internal sealed class IdScalar() : ScalarType<string>("ID")
{
    protected override bool TryParseValue(in ScalarInput input, out string value)
    {
        // JSON has two zeros, and one number.
        value = input is { IsJson: true, Kind: ScalarInputKind.Int, Text: "-0" } ? "0" : input.Text;
        if (input.Kind is ScalarInputKind.String or ScalarInputKind.Int)
            return true;
        if (!input.IsJson || input.Kind != ScalarInputKind.Float || !Numbers.TryIntegral(input.Text, out var wide))
            return false;
        value = wide.ToString(CultureInfo.InvariantCulture);
        return true;
    }

    public override object Serialize(object value) =>
        value switch
        {
            string => value,
            Guid or int or long or short or byte or uint or ulong => ((IFormattable)value).ToString(
                null,
                CultureInfo.InvariantCulture
            ),
            _ => throw new ScalarException($"ID cannot represent value: {Numbers.Show(value)}"),
        };

    protected override void WriteValue(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    internal override void WriteTo(ResponseBuffer output, object value) => output.WriteString((string)value);
}

internal static class Numbers
{
    /// <summary>A JSON number such as <c>1.0</c> or <c>1e3</c> that is a whole number within 2^53.</summary>
    public static bool TryIntegral(string text, out long value)
    {
        value = 0;
        if (
            !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var wide)
            || !double.IsInteger(wide)
            || Math.Abs(wide) > 9007199254740991
        )
            return false;
        value = (long)wide;
        return true;
    }

    public static string Show(object value) =>
        value switch
        {
            string text => "\""
                + JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
                + "\"",
            bool flag => flag ? "true" : "false",
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            // The text of arbitrary objects may tell more than a client should know.
            _ => value.GetType().Name,
        };
}

/// <summary>The scalars of every schema; shared, so that types compare by reference.</summary>
internal static class StandardScalars
{
    public static readonly ScalarType Int = new IntScalar { Description = "A 32-bit signed integer." };
    public static readonly ScalarType Float = new FloatScalar { Description = "A double-precision number." };
    public static readonly ScalarType String = new StringScalar { Description = "Text." };
    public static readonly ScalarType Boolean = new BooleanScalar { Description = "True or false." };
    public static readonly ScalarType Id = new IdScalar { Description = "An opaque identifier." };

    public static readonly ScalarType[] All = [Int, Float, String, Boolean, Id];
}
