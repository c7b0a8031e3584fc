using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Domain.Tiers;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Conventions;

/// <summary>How definitions are written, of whatever type.</summary>
internal static class DefinitionJson
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
                new ParsedTextConverter<TierCode>(TierCode.Parse),
                new ParsedTextConverter<PointCurrencyCode>(PointCurrencyCode.Parse),
                new ParsedTextConverter<MoneyCurrency>(MoneyCurrency.Parse),
                new ParsedTextConverter<PartnerId>(ReadId<PartnerId>),
                new ParsedTextConverter<RewardId>(ReadId<RewardId>),
                new ParsedTextConverter<VehicleId>(ReadId<VehicleId>),
            },
        };

    private static TId ReadId<TId>(string text)
        where TId : struct, IIdentifier<TId> =>
        Identifier.TryParse<TId>(text, out var id) ? id : throw new JsonException($"Not an id of kind {TId.Prefix}_.");
}

/// <summary>What staff define (a reward, an offer, a care rule) is one JSON text: what of it is searched or sorted by stands in columns
/// beside it.</summary>
internal static class DefinitionJson<T>
    where T : class
{
    private static readonly ParsedTexts<T> Texts = new(text =>
        JsonSerializer.Deserialize<T>(text, DefinitionJson.Options)!
    );

    public static string Write(T definition) => JsonSerializer.Serialize(definition, DefinitionJson.Options);

    public static T Read(string text) => Texts.Read(text);
}

internal sealed class DefinitionConverter<T>()
    : ValueConverter<T, string>(definition => DefinitionJson<T>.Write(definition), text => DefinitionJson<T>.Read(text))
    where T : class;

internal sealed class DefinitionComparer<T>()
    : ValueComparer<T>(
        (left, right) =>
            ReferenceEquals(left, right) || DefinitionJson<T>.Write(left!) == DefinitionJson<T>.Write(right!),
        value => DefinitionJson<T>.Write(value).GetHashCode(StringComparison.Ordinal),
        value => value
    )
    where T : class;
