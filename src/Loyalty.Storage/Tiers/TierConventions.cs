using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Tiers;

/// <summary>How the tiers' own values are kept: codes as text; a definition, which is never searched, as one JSON text.</summary>
internal static class TierConventions
{
    public static void Apply(ModelConfigurationBuilder builder)
    {
        builder.Properties<TierCode>().HaveConversion<TierCodeConverter>().HaveMaxLength(TierCode.LengthMax);
        builder.Properties<TierSetCode>().HaveConversion<TierSetCodeConverter>().HaveMaxLength(TierSetCode.LengthMax);
        builder
            .Properties<TierSetDefinition>()
            .HaveConversion<JsonConverter<TierSetDefinition>, JsonComparer<TierSetDefinition>>()
            .HaveMaxLength(-1);
        builder
            .Properties<IReadOnlyList<TierMove>>()
            .HaveConversion<JsonConverter<IReadOnlyList<TierMove>>, JsonComparer<IReadOnlyList<TierMove>>>()
            .HaveMaxLength(-1);
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new ParsedTextConverter<TierCode>(TierCode.Parse),
            new ParsedTextConverter<PointCurrencyCode>(PointCurrencyCode.Parse),
            new ParsedTextConverter<MoneyCurrency>(MoneyCurrency.Parse),
        },
    };

    private sealed class TierCodeConverter()
        : ValueConverter<TierCode, string>(code => code.Value, text => TierCode.Parse(text));

    private sealed class TierSetCodeConverter()
        : ValueConverter<TierSetCode, string>(code => code.Value, text => TierSetCode.Parse(text));

    private sealed class JsonConverter<T>() : ValueConverter<T, string>(value => Write(value), text => Read<T>(text));

    private sealed class JsonComparer<T>()
        : ValueComparer<T>(
            (left, right) => ReferenceEquals(left, right) || Write(left) == Write(right),
            value => Write(value).GetHashCode(StringComparison.Ordinal),
            value => value
        );

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    private static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Json)!;
}
