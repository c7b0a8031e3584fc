using System.Text.Json;
using Loyalty.GraphQL.Tests.Conformance;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Types;

/// <summary>The scalars beside the five, at their edges: read from a variable and written as they are read.</summary>
public sealed class ScalarTests
{
    [Theory]
    [InlineData("dateTime", "\"2011-08-30T13:22:53.108Z\"", "\"2011-08-30T13:22:53.108Z\"")]
    [InlineData("dateTime", "\"2011-08-30T13:22:53.108+00:00\"", "\"2011-08-30T13:22:53.108Z\"")]
    [InlineData("dateTime", "\"2011-08-30t13:22:53.108z\"", "\"2011-08-30T13:22:53.108Z\"")]
    [InlineData("dateTime", "\"2011-08-30T13:22:53.108-03:00\"", "\"2011-08-30T13:22:53.108-03:00\"")]
    [InlineData("dateTime", "\"2011-08-30T13:22:53Z\"", "\"2011-08-30T13:22:53.000Z\"")]
    [InlineData("dateTime", "\"2011-08-30T13:22:53.1239999Z\"", "\"2011-08-30T13:22:53.123Z\"")]
    [InlineData("dateTime", "\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00.000Z\"")]
    [InlineData("dateTime", "\"2011-08-30T13:22:53.108-00:00\"", null)]
    [InlineData("dateTime", "\"2011-08-30T13:22:53.108\"", null)]
    [InlineData("dateTime", "\"2011-08-30T13:22:53.108-03\"", null)]
    [InlineData("dateTime", "\"2011-08-30T13:22Z\"", null)]
    [InlineData("dateTime", "\"2011-08-30\"", null)]
    [InlineData("dateTime", "\"2011-02-30T13:22:53.108Z\"", null)]
    [InlineData("dateTime", "\"2011-08-30T24:00:00.000Z\"", null)]
    [InlineData("dateTime", "\"2011-08-30T13:22:53.108+25:11\"", null)]
    [InlineData("dateTime", "\"2016-12-31T23:59:60.000Z\"", null)]
    [InlineData("dateTime", "\"\"", null)]
    [InlineData("dateTime", "1314710573", null)]
    [InlineData("date", "\"2024-02-29\"", "\"2024-02-29\"")]
    [InlineData("date", "\"2023-02-29\"", null)]
    [InlineData("date", "\"2024-2-9\"", null)]
    [InlineData("date", "\"2024-02-29T00:00:00Z\"", null)]
    [InlineData("date", "20240229", null)]
    [InlineData("uuid", "\"6F9619FF-8B86-D011-B42D-00CF4FC964FF\"", "\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"")]
    [InlineData("uuid", "\"6f9619ff8b86d011b42d00cf4fc964ff\"", null)]
    [InlineData("uuid", "\"{6f9619ff-8b86-d011-b42d-00cf4fc964ff}\"", null)]
    [InlineData("uuid", "\" 6f9619ff-8b86-d011-b42d-00cf4fc964ff\"", null)]
    [InlineData("uuid", "7", null)]
    [InlineData("long", "9223372036854775807", "9223372036854775807")]
    [InlineData("long", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("long", "1e3", "1000")]
    [InlineData("long", "9223372036854775808", null)]
    [InlineData("long", "1.5", null)]
    [InlineData("long", "\"1\"", null)]
    [InlineData("long", "true", null)]
    [InlineData("decimal", "\"0.10\"", "\"0.10\"")]
    [InlineData("decimal", "0.1", "\"0.1\"")]
    [InlineData("decimal", "\"-79228162514264337593543950.33\"", "\"-79228162514264337593543950.33\"")]
    [InlineData("decimal", "\"0.0000000000000000000000000001\"", "\"0.0000000000000000000000000001\"")]
    [InlineData("decimal", "\"79228162514264337593543950335\"", "\"79228162514264337593543950335\"")]
    [InlineData("decimal", "-79228162514264337593543950335", "\"-79228162514264337593543950335\"")]
    [InlineData("decimal", "\"7.9228162514264337593543950335\"", "\"7.9228162514264337593543950335\"")]
    [InlineData("decimal", "1e28", "\"10000000000000000000000000000\"")]
    [InlineData("decimal", "12.50e-1", "\"1.250\"")]
    [InlineData("decimal", "0e99999999999", "\"0\"")]
    [InlineData("decimal", "\"79228162514264337593543950336\"", null)]
    [InlineData("decimal", "\"7.9228162514264337593543950336\"", null)]
    [InlineData("decimal", "\"9.9999999999999999999999999999\"", null)]
    [InlineData("decimal", "\"1.00000000000000000000000000001\"", null)]
    [InlineData("decimal", "1e-29", null)]
    [InlineData("decimal", "1e29", null)]
    [InlineData("decimal", "1e99999999999", null)]
    [InlineData("decimal", "1e-99999999999999999999", null)]
    [InlineData("decimal", "\"1,000\"", null)]
    [InlineData("decimal", "\" 1\"", null)]
    [InlineData("decimal", "\"\"", null)]
    [InlineData("decimal", "\"NaN\"", null)]
    [InlineData("url", "\"https://example.test/a?b=c\"", "\"https://example.test/a?b=c\"")]
    [InlineData("url", "\"mailto:anna@example.test\"", "\"mailto:anna@example.test\"")]
    [InlineData("url", "\"/a/path\"", null)]
    [InlineData("url", "\"example.test\"", null)]
    [InlineData("url", "\"\"", null)]
    public async Task A_scalar_reads_and_writes_its_own_format(string field, string value, string? written)
    {
        using var engine = Engine.Of(typeof(Scalars));
        var type = field is "uuid" or "url" ? field.ToUpperInvariant() : char.ToUpperInvariant(field[0]) + field[1..];

        var json = await engine.JsonAsync($"query($v: {type}!) {{ {field}(v: $v) }}", $"{{\"v\":{value}}}");

        using var answer = JsonDocument.Parse(json);
        if (written is null)
            answer.RootElement.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain(type);
        else
            answer.RootElement.GetProperty("data").GetProperty(field).GetRawText().ShouldBe(written);
    }

    [QueryType]
    public static class Scalars
    {
        public static DateTimeOffset DateTime(DateTimeOffset v) => v;

        public static DateOnly Date(DateOnly v) => v;

        public static Guid Uuid(Guid v) => v;

        public static long Long(long v) => v;

        public static decimal Decimal(decimal v) => v;

        public static Uri Url(Uri v) => v;
    }
}
